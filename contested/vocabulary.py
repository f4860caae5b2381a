"""The closed vocabularies of a claim: id, label, definition, and how each is drawn.

What is counted (metrics) is open and lives in the data; how it may be hedged, counted, evidenced,
and how a source stands to a subject is closed and lives here. The checks, the pages, the charts and
the method page all read these tables, so that a word means the same everywhere.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Literal, NamedTuple

#: A claim stands for this long unless its source states another; then it lapses. What was true of
#: one day says little of a later one, so a snapshot stands for less.
LAPSE, LAPSE_SNAPSHOT = timedelta(days=365), timedelta(days=90)


class Reach(NamedTuple):
    """How many days apart two claims may be and still be compared, by how they count.

    `percent` of the days counted by the earlier one, in whole days, from `least` to `most`; of a
    snapshot, of the days since the conflict began, and `most` before it did. Where
    no claim is within it, one on each side within `between` days says between what a number lies.
    """

    percent: int
    least: int
    most: int
    between: int


#: At an even pace a total grows by about 5 % in 5 % of its time, later by less. What was true of
#: one day is taken to hold for a tenth of the war's days, a month at the most (people flee and
#: return within days in its first weeks); a period stands beside those of the same window only.
REACH: dict[str, Reach] = {
    "cumulative": Reach(percent=5, least=1, most=45, between=45),
    "period": Reach(percent=0, least=0, most=0, between=0),
    "snapshot": Reach(percent=10, least=1, most=31, between=0),
}

#: Who is held changes in one day, by an exchange: a number of captives stands for days, not weeks.
REACH_OF_CAPTIVES = REACH["snapshot"]._replace(most=3)

#: Intervals that a method computes around its number: the claim is compared by the number.
INTERVALS_OF_ONE_NUMBER = frozenset({"confidence", "credible"})

#: A claim older than this is drawn faded.
FADE = timedelta(days=182)

#: The article that the project began with; its quantities come first.
FIRST_ARTICLE = "nyt-2025-08-22-north-korea-honors"


def reach(counting: str, family: str) -> Reach:
    """Return how far a claim reaches, by how it counts and by its metric's family."""
    if counting == "snapshot" and family == "captive":
        return REACH_OF_CAPTIVES
    return REACH[counting]


def lapse(counting: str) -> timedelta:
    """Return how long a claim stands, by how it counts."""
    return LAPSE_SNAPSHOT if counting == "snapshot" else LAPSE


class Term(NamedTuple):
    """One word of a vocabulary: what a page calls it, and what it means."""

    label: str
    definition: str


class Qualifier(NamedTuple):
    """How a source hedged its number.

    `words` is the hedge in words, filled with low, best and high. `takes` are the columns that may
    hold numbers together, the commonest first. `open` is the side on which the number has no bound.
    """

    label: str
    definition: str
    words: str
    takes: tuple[frozenset[str], ...]
    open: Literal["", "up", "down"]

    @property
    def filled(self) -> frozenset[str]:
        """The columns that hold a number in the commonest case."""
        return self.takes[0]


class Relation(NamedTuple):
    """How a source stands to the subject in a conflict, with its mark on every chart."""

    label: str
    definition: str
    symbol: str


class Population(NamedTuple):
    """Whom a claim counts: `noun` completes the subject's phrase ("North Korean soldiers")."""

    label: str
    noun: str
    definition: str


def _qualifier(
    label: str, definition: str, words: str, *takes: str, side: Literal["", "up", "down"] = ""
) -> Qualifier:
    return Qualifier(
        label, definition, words, tuple(frozenset(names.split()) for names in takes), side
    )


QUALIFIERS: dict[str, Qualifier] = {
    "exact": _qualifier("Exact", "The source gave one number without a hedge.", "{best}", "best"),
    "about": _qualifier(
        "About",
        "The source gave one number, or a range, as an approximation.",
        "about {best}",
        "best",
        "low high",
        "low best high",
    ),
    "nearly": _qualifier(
        "Nearly",
        "The source gave one number that was just not reached. It is no ceiling: it compares like "
        "an approximation.",
        "nearly {best}",
        "best",
    ),
    "at_least": _qualifier(
        "At least",
        "The source gave a floor that may itself be the number, and sometimes a best estimate "
        "above it; no ceiling was stated.",
        "at least {low}",
        "low",
        "low best",
        side="up",
    ),
    "more_than": _qualifier(
        "More than",
        "The source gave a floor that the number exceeds; no ceiling was stated.",
        "more than {low}",
        "low",
        side="up",
    ),
    "up_to": _qualifier(
        "Up to",
        "The source gave a ceiling that may itself be the number; no floor was stated.",
        "up to {high}",
        "high",
        side="down",
    ),
    "fewer_than": _qualifier(
        "Fewer than",
        "The source gave a ceiling that the number stays below; no floor was stated.",
        "fewer than {high}",
        "high",
        side="down",
    ),
    "range": _qualifier(
        "Range",
        "The source gave a floor and a ceiling, and sometimes a best estimate between them.",
        "{low} to {high}",
        "low high",
        "low best high",
    ),
    "unnumbered": _qualifier(
        "Unnumbered",
        "The source gave words in place of a number (\u201cdozens\u201d). No mark stands for them, "
        "and they are compared with nothing.",
        "\u201c{stated}\u201d",
        "",
    ),
}

#: The hedges whose own number is not among those that they allow.
STRICT = frozenset({"more_than", "fewer_than"})

COUNTING: dict[str, Term] = {
    "cumulative": Term("Cumulative", "Everything since a starting date, up to the date given."),
    "period": Term("Period", "Only what happened between two dates."),
    "snapshot": Term("Snapshot", "What was true at the date given."),
}

INTERVALS: dict[str, Term] = {
    "stated": Term("Stated", "A lower and an upper number, as the source gave them."),
    "confidence": Term(
        "Confidence interval",
        "The interval of a sample or a model, at the level named. It measures the method's doubt, "
        "and is no contradiction.",
    ),
    "credible": Term(
        "Credible interval",
        "The interval in which a model puts the number, at the level named.",
    ),
    "models": Term("Spread of models", "The lowest and the highest of several models."),
    "reports": Term("Spread of reports", "The lowest and the highest of the reports gathered."),
}

RESPONSES: dict[str, Term] = {
    "withdrawn": Term("Withdrawn", "Its own source took the number back."),
    "misprinted": Term("Misprinted", "The outlet printed a number that the source did not give."),
    "disputed": Term("Disputed", "Another source said that the number is wrong."),
    "denied": Term("Denied", "Another source said that it did not happen so."),
}

#: What can change in the data, in the order in which it is said.
CHANGES: dict[str, Term] = {
    "added": Term("Added", "A number that is new here."),
    "corrected": Term("Corrected", "Its own institution gave another number in place of one here."),
    **RESPONSES,
    "redefined": Term("Redefined", "A source changed what it counts, or how."),
    "telling": Term("Printed again", "Another outlet printed a statement that is here already."),
    "changed": Term("Changed in place", "A row that was here says something else now."),
    "removed": Term("Removed", "A row that was here is gone."),
}

#: By which day changes are listed.
CLOCKS: dict[str, Term] = {
    "entry": Term("Entered", "The day on which a row came into these data."),
    "print": Term("Printed", "The day on which a reader could have read it."),
}

EVIDENCE: dict[str, Term] = {
    "named": Term("Named", "Each person counted is identified by name."),
    "documented": Term("Documented", "Each item counted is supported by a document or picture."),
    "official_count": Term("Official count", "An institution's own running count, not itemised."),
    "estimate": Term("Estimate", "Derived by a method or an assessment rather than by counting."),
    "statement": Term("Statement", "Said, with no count, document or method given."),
}

RELATIONS: dict[str, Relation] = {
    "own": Relation("Own side", "The source belongs to the party it counts.", "square"),
    "ally": Relation(
        "Ally",
        "The source belongs to a party on the same side as the one it counts.",
        "hourglass",
    ),
    "ally_backer": Relation(
        "Backer of its side",
        "The source belongs to a party that backs the side of the one it counts without fighting.",
        "bowtie",
    ),
    "adversary": Relation(
        "Adversary",
        "The source belongs to a party on the other side.",
        "diamond",
    ),
    "adversary_backer": Relation(
        "Backer of the other side",
        "The source belongs to a party that backs the other side without fighting.",
        "cross",
    ),
    "belligerent": Relation(
        "Belligerent",
        "The source belongs to a party to the conflict in which the one it counts has no side.",
        "star-triangle-up",
    ),
    "third_party": Relation(
        "Third party",
        "The source belongs to a state or organisation with no stance in the conflict's data, or "
        "to a backer where those it counts have no side.",
        "circle",
    ),
    "independent": Relation(
        "Independent",
        "The source belongs to no party: researchers, newsrooms, humanitarian organisations.",
        "star-diamond",
    ),
}

#: Where a claim names sources of several relations, the one closest to the subject stands for it:
#: a figure the subject's own side joins in is not independent of that side.
RELATION_ORDER = tuple(RELATIONS)

ROLES: dict[str, Term] = {
    "belligerent": Term(
        "Belligerent", "It fights, or speaks for the same nation as one that does."
    ),
    "backer": Term("Backer", "It arms, pays or is bound by treaty to one side, without fighting."),
}

#: Groups of metrics.
FAMILIES = ("dead", "harmed", "missing", "captive", "forces", "displaced", "materiel")

#: Whom claims count, where a data folder has no `populations.csv` (it is of the first form).
POPULATIONS: dict[str, Population] = {
    "military": Population("Military", "soldiers", "Members of armed forces or armed groups."),
    "civilian": Population("Civilians", "civilians", "People who are not members of armed forces."),
    "all": Population("Everyone", "people", "Civilians and military together, or not told apart."),
    "children": Population("Children", "children", "People under 18, as the source defines it."),
    "women": Population("Women", "women", "Women, as the source defines it."),
    "journalists": Population("Journalists", "journalists", "Journalists and media workers."),
    "aid_workers": Population("Aid workers", "aid workers", "Staff of relief organisations."),
    "medics": Population("Medics", "medics", "Health workers."),
    "workers": Population("Workers", "workers", "Civilian workers sent abroad."),
    "engineers": Population("Engineers", "military engineers", "Military engineers and sappers."),
    "construction_troops": Population(
        "Construction troops", "construction troops", "Military construction units."
    ),
    "prisoners": Population(
        "Prisoners", "prisoners", "People held, or recruited from prisons, as the note says."
    ),
}

SOURCE_KINDS: dict[str, Term] = {
    "government": Term("Government", "A government, ministry, or a person who speaks for one."),
    "military": Term("Military", "An armed force, its staff, or an officer who speaks for it."),
    "intelligence": Term("Intelligence", "An intelligence service or its published assessment."),
    "health_authority": Term("Health authority", "A ministry or authority of health."),
    "intergovernmental": Term("Intergovernmental", "An organisation of states, or its office."),
    "ngo": Term("NGO", "A non-governmental organisation."),
    "media": Term("Newsroom", "A newsroom that counts or reports on its own account."),
    "state_media": Term("State media", "A newsroom run by a state."),
    "research": Term("Research", "A research institute, study or open-source project."),
    "official_anonymous": Term("Unnamed officials", "Officials quoted without a name."),
}

#: Kinds of sources that neither hold an office nor keep registers: an official count that one gives
#: is somebody else's.
WITHOUT_OFFICE = frozenset({"media", "research"})

PARTY_KINDS: dict[str, Term] = {
    "state": Term("State", "A state, or its government."),
    "armed_group": Term("Armed group", "An armed group that is not a state's force."),
    "population": Term("Population", "The people of a territory."),
    "organisation": Term("Organisation", "An organisation of states."),
    "bloc": Term("Bloc", "States spoken of together, without naming them."),
}

#: Why a claim stands apart from its quantity: the codes of the column `apart`, in this order.
REASONS: dict[str, Term] = {
    "place": Term("Place", "It counts one place, and the place is not in effect the whole."),
    "only": Term("Only", "It counts a part of the people that the others count."),
    "counting": Term("Counting", "It counts another way than most claims of its quantity."),
    "window": Term("Window", "It is a total that starts later than the whole does."),
    "redefined": Term("Redefined", "Its source has counted something else since."),
    "corrected": Term("Corrected", "Its source has corrected it since."),
    "withdrawn": Term("Withdrawn", "Its source has withdrawn it since."),
    "misprinted": Term("Misprinted", "Whoever printed it has said that it was misprinted."),
}

#: Ways a claim may be drawn on a value axis and on a time axis.
AXES: dict[str, Term] = {
    "as_of": Term("Date it refers to", "The world's clock: the date the number is true of."),
    "published": Term("Date it was printed", "The reader's clock: the date it could be read."),
}
SCALES: dict[str, Term] = {
    "linear": Term("Linear", "Equal distances are equal numbers."),
    "whole": Term("Linear, all", "As linear, and as long as the highest number needs."),
    "log": Term("Logarithmic", "Equal distances are equal ratios."),
}
APART: dict[str, Term] = {
    "shown": Term("Shown", "Claims that count something else are shown, and marked."),
    "hidden": Term("Hidden", "Only claims that count the same thing are shown."),
}
