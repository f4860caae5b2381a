"""What stands around one claim in words: all that helps to judge whether its number is right.

Nothing here says that a number is right or wrong: it says what the same source said before and
since, what others said of the same time, how the statement was printed, what came of it, and what
the number is easily mixed up with. All of it is what is recorded here, and no more is said.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from contested.compare import Comparison
from contested.words.claim import Claim, dated, hedge_words, published, said
from contested.words.comparisons import against, days_apart, nearest, percentage, reach
from contested.words.dates import day
from contested.words.numbers import count, missing, small
from contested.words.phrases import capital, listed
from contested.words.reasons import set_apart

#: What the question is called, and what its answer is not.
HEADING = "Is it right?"
LEDE = "No one here judges that. This is what is recorded beside the number."

#: Reasons for standing apart that are what came of a claim, and are said as such.
_ANSWERED = ("corrected", "withdrawn", "misprinted")

#: At most so many institutions of one time are listed.
MOST = 8


class Other(NamedTuple):
    """What another institution said: its claim, and how the claim stands to it."""

    claim: Claim
    comparison: Comparison


class Surroundings(NamedTuple):
    """What stands around a claim, all rows of queries.

    `trail` is what queries.trail returns; `others` are of institutions whose numbers are of its
    time, nearest first, and `unlike` of those whose nearest is not; `tellings` are further
    printings of the same statement, `alike` what only looks like it; `responses` what
    queries.responses returns, `mixed_up` what queries.mixed_up does.
    """

    claim: Claim
    trail: Sequence[Claim] = ()
    others: Sequence[Other] = ()
    unlike: Sequence[Other] = ()
    tellings: Sequence[Claim] = ()
    alike: Sequence[Claim] = ()
    responses: Sequence[Claim] = ()
    mixed_up: Sequence[Claim] = ()


class Line(NamedTuple):
    """A line of a list: a claim's number, what stands before it and after it.

    `id` is the claim that it leads to, empty for the claim itself and for what is no claim.
    """

    said: str
    rest: str = ""
    before: str = ""
    id: str = ""


class Section(NamedTuple):
    """A list under a heading, with what is said of the whole of it."""

    heading: str
    lines: Sequence[Line]
    note: str = ""


def summary(around: Surroundings) -> str:
    """Return what stands around a claim in a few sentences, what speaks against it first."""
    parts = [*_answered(around), _trail(around), _time(around), _printed(around), _not_the(around)]
    return " ".join(filter(None, parts))


def sections(around: Surroundings) -> list[Section]:
    """Return what stands around a claim as lists, without those that would be empty."""
    return [section for section in _sections(around) if section.lines or section.note]


def _sections(around: Surroundings) -> Iterator[Section]:
    numbers = len(around.trail)
    yield Section(
        "What the same source said of it",
        list(_course(around)) if numbers > 1 else [],
    )
    yield Section(
        "What others said of the same time",
        [
            Line(
                capital(said(other.claim)),
                f", {dated(other.claim)}; {_stands(other.comparison)}",
                f"{other.claim['source_short']}: ",
                other.claim["id"],
            )
            for other in around.others[:MOST]
        ],
        " ".join(filter(None, [_unlike(around), _reach(around)])),
    )
    yield Section(
        "The same statement as others printed it",
        [_telling(claim, around.claim) for claim in around.tellings],
    )
    yield Section(
        "What may be the same statement, printed by others",
        [_telling(claim, around.claim) for claim in around.alike],
    )
    yield Section(
        "Easily mixed up with",
        [
            Line(
                capital(said(claim)),
                f" ({claim['source_short']}, {dated(claim)})",
                f"{claim['quantity']}: ",
                claim["id"],
            )
            for claim in around.mixed_up
        ],
    )


def _answered(around: Surroundings) -> Iterator[str]:
    """Yield what came of a claim: what was said of it, and its source's own correction."""
    for one in around.responses:
        who = one["source_names"]
        on = f"on {day(one['published'])}"
        if one["response"] == "withdrawn":
            text = f"Its source withdrew it {on}"
        elif one["response"] == "misprinted":
            text = f"It was misprinted, as was said {on}"
        elif one["response"] == "denied":
            text = f"{'Another source' if missing(who) else who} denied {on} that it was so"
        else:
            text = f"{'Another source' if missing(who) else who} disputed it {on}"
        note = "" if missing(one["note"]) else f" {str(one['note']).rstrip('.')}."
        yield f"{text}.{note}"
    claim = around.claim
    if not missing(claim["note"]):
        yield f"Note: {str(claim['note']).rstrip('.')}."
    if not missing(claim["superseded_on"]):
        by = next((one for one in around.trail if one["id"] == claim["superseded_by"]), None)
        to = f" to {said(by)}" if by else ""
        yield f"Its source corrected it{to} on {day(claim['superseded_on'])}."


def _statement(claim: Claim) -> str:
    return str(claim["id"] if missing(claim["same_as"]) else claim["same_as"])


def _trail(around: Surroundings) -> str:
    """Return where a claim stands among its source's numbers, and what the source said last."""
    if not around.trail:
        return ""
    statement = _statement(around.claim)
    here = next((one for one in around.trail if one["id"] == statement), None)
    newest = around.trail[-1]
    many = int(newest["of_claims"])
    if here is None or many == 1:
        return f"No other number of this by {newest['source_short']} is recorded here."
    if here["id"] != newest["id"]:
        last = f"{said(newest)} ({newest['source_short']}, {dated(newest)}{_annulled(newest)})"
        if many == 2:
            return f"The same source has since said {last}."
        return f"The same source has since said {last}, the newest of its {small(many)} numbers."
    before = around.trail[-2]
    earlier = f"the one before was {said(before)} ({dated(before)}{_annulled(before)})"
    return f"It is the newest of {small(many)} numbers of this by its source; {earlier}."


def _time(around: Surroundings) -> str:
    """Return how many institutions speak of a claim's time, and how many say surely otherwise."""
    if not missing(around.claim["apart"]):
        codes = [code for code in str(around.claim["apart"]).split(";") if code not in _ANSWERED]
        why = set_apart({**around.claim, "apart": ";".join(codes)})
        return f"It stands apart from the others of its quantity: {why}." if why else ""
    if missing(around.claim["number"]):
        return "It states no number that another could be set against."
    many = len(around.others)
    if not many:
        none = "No other institution's number of the same time is recorded here"
        return f"{none}{_nearest(around)}."
    if many <= 2:
        each = listed(
            f"{other.claim['source_short']} said {said(other.claim)} ({dated(other.claim)})"
            for other in around.others
        )
        return f"Of the same time {each}."
    stands: list[str] = [other.comparison.stands for other in around.others]
    told = (("lower", "more"), ("higher", "less"), ("", "what agrees with it within the hedges"))
    each = listed(
        f"{small(stands.count(way))} said {words}" for way, words in told if stands.count(way)
    )
    return f"Of {count(many, 'other institution')} that speak of the same time {each}."


def _nearest(around: Surroundings) -> str:
    """Return what others said of other times, those nearest in time, with how far off each is."""
    each = [
        f"{said(other.claim)} ({other.claim['source_short']}, {dated(other.claim)}, "
        f"{days_apart(other.comparison.nearest.days)})"
        for other in around.unlike[:2]
        if other.comparison.nearest
    ]
    return f"; nearest in time {'is' if len(each) == 1 else 'are'} {listed(each)}" if each else ""


def _printed(around: Surroundings) -> str:
    """Return which outlets printed the statement without its hedge, or with other words."""
    ours, hedge = said(around.claim), hedge_words(around.claim)
    otherwise = [claim for claim in around.tellings if said(claim) != ours]
    bare = [claim for claim in otherwise if hedge and f"{hedge} {said(claim)}" == ours]
    without = listed(dict.fromkeys(claim["publisher"] for claim in bare))
    ways = [f"without “{hedge}” by {without}"] if bare else []
    worded = [claim for claim in otherwise if claim not in bare][:4]
    each = listed(f"“{said(claim)}” by {claim['publisher']}" for claim in worded)
    ways += [f"as {each}"] if worded else []
    return f"The same statement was printed {', and '.join(ways)}." if ways else ""


def _not_the(around: Surroundings) -> str:
    """Return what the number is easily mixed up with, by the same source where it gave such."""
    each = [
        f"{claim['quantity']} ({claim['source_short']}: {said(claim)}, {dated(claim)})"
        for claim in around.mixed_up[:2]
    ]
    return f"It is easily mixed up with {listed(each)}." if each else ""


def _course(around: Surroundings) -> Iterator[Line]:
    """Yield the source's numbers, with what is left out between them."""
    statement = _statement(around.claim)
    place = 0
    for claim in around.trail:
        left = int(claim["trail_place"]) - place - 1
        place = int(claim["trail_place"])
        if left:
            yield Line("", f"{count(left, 'other claim')} between")
        ours = claim["id"] == statement
        this = " (this claim)" if ours else ""
        who = f", {claim['source_short']}"
        rest = f", {dated(claim)}{who}{_annulled(claim)}{this}"
        yield Line(capital(said(claim)), rest, id="" if ours else claim["id"])


def _annulled(claim: Claim) -> str:
    """Return what came of a claim, as it stands behind its date."""
    came = [
        word
        for name, word in (
            ("superseded_on", "corrected since"),
            ("withdrawn_on", "withdrawn since"),
            ("misprinted_on", "misprinted"),
            ("disputed_on", "disputed"),
            ("denied_on", "denied"),
        )
        if not missing(claim[name])
    ]
    return "".join(f", {word}" for word in came)


def _telling(claim: Claim, ours: Claim) -> Line:
    same = "" if said(claim) == said(ours) else ", worded otherwise"
    rest = f", {claim['publisher']}, {published(claim)}{same}"
    return Line(capital(said(claim)), rest, id=claim["id"])


def _stands(comparison: Comparison) -> str:
    """Return how a claim stands to another institution's, said of the claim."""
    ratio, to = against(comparison)
    if comparison.ratio.reason:
        return to
    if comparison.how == "between":
        return f"this claim is {ratio} {to}"
    if len(comparison.beside) == 1:
        if comparison.ratio.equal:
            return "this claim says the same"
        if near := percentage(comparison.ratio):
            return f"this claim is {near} than that"
    return f"this claim is {ratio} {to}"


def _unlike(around: Surroundings) -> str:
    if around.others or not missing(around.claim["apart"]) or missing(around.claim["number"]):
        return ""
    if not around.unlike:
        return "None is recorded here."
    other = around.unlike[0]
    return (
        f"None is recorded here; {nearest(other.comparison)} ({other.claim['source_short']}, "
        f"{said(other.claim)})."
    )


def _reach(around: Surroundings) -> str:
    nearest_one = next((one.comparison for one in (*around.others, *around.unlike)), None)
    return reach(nearest_one) if nearest_one else ""
