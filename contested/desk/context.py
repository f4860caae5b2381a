"""The war that an article tells of, and what its words stand for in that war.

"The army" is a name of dozens of sources; in an article about one war it is one. What the text
names of a folder's parties and places says which war that is, and its claims who speaks of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from contested import spans
from contested.desk.kinds import APART, is_kind_word, kind_of
from contested.desk.offices import bare_name, named, person
from contested.desk.precedents import Valued, first_number, goes_on
from contested.extract.grammar import countries
from contested.extract.headings import headings, without_headings
from contested.extract.names import Names, same_words
from contested.importers.names import NAMED, plain
from contested.importers.plan import Rows, read
from contested.tables import INDEPENDENT

#: Whose tallies are a source of their own: a number that a new one of them gives is none of those.
_ASIDE = frozenset({"government", "military", "official_anonymous", "intelligence"})
#: An armed group by its kind alone.
_GROUP = re.compile(
    r"(?:the|its) (?:same )?(?:(?:armed|rebel|militant|insurgent|islamist) )?"
    r"(?:group|movement|militia|militants|rebels|insurgents|fighters)",
    re.I,
)
#: Parties that are a country, and metrics of those who are elsewhere than at home.
_PEOPLES = frozenset({"state", "population"})
_FROM_ELSEWHERE = frozenset({"refugees", "returned_home", "present", "deployed"})
#: So many claims of a source are a series, and show what it always counts.
_MANY = 20
#: By so much more a sentence names another war than the text's, half a name; and so much where
#: it names nothing of the text's.
_MORE, _ALONE = 0.5, 1.5
#: Words of names that say nothing of whose they are.
GENERIC = frozenset(
    ["the", "a", "an", "of", "for", "and", "in", "s", "forces", "war", "people", "group"]
)


class Speaker(NamedTuple):
    """Who asserts: an id of the folder, or a new source by name, kind and affiliation.

    What is not known of a new one is "". `where` says what a guess rests on.
    """

    id: str = ""
    name: str = ""
    kind: str = ""
    affiliation: str = ""
    where: str = ""

    @property
    def cell(self) -> str:
        """What a row of a flat file has for it: an id, or Name (kind; affiliation)."""
        whole = self.kind and self.affiliation
        return self.id or (f"{self.name} ({self.kind}; {self.affiliation})" if whole else self.name)


class Total(NamedTuple):
    """A total of the folder, in words with its day, and whether a number may go on from it."""

    number: int
    said: str
    goes_on: bool


class Context:
    """A folder's rows as an article's words are read by them; each file is read once."""

    def __init__(self, folder: Path, text: str = "", published: str = "") -> None:
        self.given, self.text, self.published = text, without_headings(text), published
        self.names = Names.of(folder)
        self.conflicts, self.stances = read(folder, "conflicts"), read(folder, "stances")
        self.parties, self.places = read(folder, "parties"), read(folder, "places")
        self.sources, self.claims = read(folder, "sources"), read(folder, "claims")
        self.events, self.articles = read(folder, "events"), read(folder, "articles")
        self.metrics, self.populations = read(folder, "metrics"), read(folder, "populations")
        self.by_id = {row["id"]: row for row in self.sources}

    @property
    def tables(self) -> dict[str, Rows]:
        """The rows by which a claim's names are said."""
        return {
            "parties": self.parties, "metrics": self.metrics, "populations": self.populations,
            "places": self.places, "sources": self.sources, "events": self.events,
        }  # fmt: skip

    @property
    def named(self) -> Rows:
        """The rows of whom is counted and whose they are."""
        return [*self.populations, *self.parties]

    def events_near(self, conflict: str, as_of: str) -> list[tuple[str, str]]:
        """Return the events of a war by id and label, those nearest in time to a date first."""

        def days(row: Mapping[str, str]) -> int:
            try:
                day = spans.span(as_of).last
                began = spans.span(row["began"]).first
                ended = spans.span(row["ended"]).last if row["ended"] else began
            except ValueError:
                return 0
            return (
                0
                if began <= day <= ended
                else min(abs((day - began).days), abs((day - ended).days))
            )

        of_it = [row for row in self.events if row["conflict"] == conflict]
        return [(row["id"], row["label"]) for row in sorted(of_it, key=days)]

    @cached_property
    def conflict(self) -> tuple[str, str]:
        """The war that the text names most, and by what; "" where two are named alike."""
        best = self._voted[:2]
        if not best or (len(best) > 1 and best[0][1] <= best[1][1]):
            return "", ""
        named = list(dict.fromkeys(best[0][2]))[:3]
        return best[0][0], f"the war that the text names: {', '.join(named)}"

    def other_war(self, sentence: str) -> str:
        """Return the words by which a sentence is of another war than the text, "" where of none.

        It names that one by more than the text's own; who attacks alone is of several.
        """
        of_text, named = self.conflict[0], self._named_in(sentence)
        own = next((many for id, many, _ in named if id == of_text), 0)
        if not of_text or not named or named[0][1] < (own + _MORE if own else _ALONE):
            return ""
        return ", ".join(dict.fromkeys(named[0][2]))

    @property
    def wars_named(self) -> list[str]:
        """The wars that the text may tell of, those first that it names most."""
        return [one[0] for one in self._voted]

    @cached_property
    def _voted(self) -> list[tuple[str, float, list[str]]]:
        """Each war that the text names, or else where it was written, the most named first."""
        return self._named_in(self.text) or self._named_in(self.dateline)

    def _named_in(self, text: str) -> list[tuple[str, float, list[str]]]:
        """Return each war that words name, how often, and by what, the most named first."""
        text = self._without_other_countries(text)
        places = {row["id"]: row["conflict"] for row in self.places}
        ended = {row["id"] for row in self.conflicts if row["ended"] and self._over(row["ended"])}
        votes: dict[str, float] = defaultdict(float)
        by: dict[str, list[str]] = {}
        elsewhere: set[str] = set()

        def vote(conflicts: Iterable[str], words: str, weight: float) -> None:
            known = [one for one in conflicts if one and one not in ended]
            for one in known:
                votes[one] += weight / len(known)
                by.setdefault(one, []).append(words)

        parties = list(self.names.met("parties", text))
        for one in parties:
            vote(self._wars_of_parties.get(one.id, ()), text[one.start : one.end], 1)
        every = set[str]().union(*self._own_words.values())
        sided = {(one.start, one.end) for one in parties}
        for one in self.names.met("places", text):
            # Sudan is where another war's refugees are as well, and Pakistan is one of two sides.
            own_name = plain(text[one.start : one.end]) in every
            if not own_name and (one.start, one.end) not in sided:
                words = text[one.start : one.end]
                vote([places.get(one.id, "")], words, 1)
                elsewhere |= {words} if words.lower() in countries.names() else set()
        for row in self.conflicts:
            named = [word for word in self._own_words[row["id"]] if word.isalpha()]
            for word in named:
                # One of two that a war is named by is in other wars too.
                if many := len(re.findall(rf"\b{word}", text, re.I)):
                    vote([row["id"]], word.capitalize(), min(many, 3) * 0.75 / len(named))
        # Chad alone says nothing of the war whose refugees are there.
        said = {id for id in votes if {*by[id]} - elsewhere}
        ranked = sorted(votes.items(), key=lambda one: -one[1])
        return [(id, many, by[id]) for id, many in ranked if id in said]

    @cached_property
    def _wars_of_parties(self) -> dict[str, set[str]]:
        wars: dict[str, set[str]] = {}
        for row in self.stances:
            wars.setdefault(row["party"], set()).add(row["conflict"])
        return wars

    @cached_property
    def _own_words(self) -> dict[str, set[str]]:
        """Each war's own name: "Sudan" of the war in Sudan, "Syria" of the Syrian war."""
        return {
            row["id"]: {
                word
                for word in set(plain(row["id"]).split()) - GENERIC
                if any(
                    one.startswith(word) for one in plain(re.sub(r"\W", " ", row["name"])).split()
                )
            }
            for row in self.conflicts
        }

    def _without_other_countries(self, text: str) -> str:
        """Return a text, of one length, without countries that are none of the folder's.

        South Sudan is not Sudan.
        """
        known = [
            (one.start, one.end)
            for table in ("parties", "places")
            for one in self.names.met(table, text)
        ]
        return re.sub(
            rf"\b(?:{countries.pattern()})\b",
            lambda match: (
                match[0]
                if not any(match.start() < start < match.end() for start, _ in known)
                else " " * len(match[0])
            ),
            text,
            flags=re.I,
        )

    def _over(self, ended: str) -> bool:
        """Return whether a war had ended for more than a year when the article was printed."""
        return bool(self.published[:4].isdecimal()) and int(self.published[:4]) > int(ended[:4]) + 1

    def began(self, conflict: str) -> str:
        """Return when a conflict began, as its row has it."""
        return next((row["began"] for row in self.conflicts if row["id"] == conflict), "")

    @cached_property
    def speaking(self) -> dict[str, set[str]]:
        """Which sources speak of each conflict."""
        spoken: dict[str, set[str]] = {}
        for claim in self.claims:
            ids = filter(None, [*claim["sources"].split(";"), *claim["via"].split(";")])
            spoken.setdefault(claim["conflict"], set()).update(ids)
        return spoken

    @cached_property
    def place_names(self) -> dict[str, str]:
        """The name of each place of the folder, by its id."""
        return {row["id"]: row["name"] for row in self.places}

    @cached_property
    def part_of(self) -> dict[str, str]:
        """The place that each of the folder's is a part of, "" where of none, by its id."""
        return {row["id"]: row["part_of"] for row in self.places}

    @cached_property
    def places_named(self) -> list[str]:
        """The ids of the folder's places that the text names, in its order."""
        return list(dict.fromkeys(one.id for one in self.names.met("places", self.text) if one.id))

    @cached_property
    def parties_named(self) -> list[str]:
        """The ids of the parties that the text names, in its order."""
        met = self.names.met("parties", self.text)
        return list(dict.fromkeys(one.id for one in met if one.id))

    @cached_property
    def dateline(self) -> str:
        """Where the text says that it was written, "" where nowhere."""
        return next((one.value for one in headings(self.given) if one.field == "place"), "")

    @cached_property
    def source_words(self) -> dict[str, frozenset[str]]:
        """The words of each source's names, by its id."""
        return {
            row["id"]: frozenset(
                word
                for name in (row["id"], row["name"], row["short"], *row["names"].split(";"))
                for word in same_words(plain(name).split())
            )
            for row in self.sources
        }

    @cached_property
    def town_words(self) -> frozenset[str]:
        """The words of places' names that are of no party, country or institution."""
        words = {word for row in self.places for word in plain(row["name"]).split()}
        towns = {word for word in words if not is_kind_word(word)}
        return frozenset(towns - self.side_words - GENERIC - countries.names())

    @cached_property
    def words_of_text(self) -> frozenset[str]:
        """The words of the article."""
        return frozenset(plain(re.sub(r"['’]s\b", "", self.given)).split())

    @cached_property
    def word_counts(self) -> Counter[str]:
        """How many sources' names have a word."""
        return Counter(word for words in self.source_words.values() for word in words)

    @cached_property
    def side_words(self) -> frozenset[str]:
        """The words of parties' names."""
        return frozenset(word for row in self.parties for word in same_words(named_words(row)))

    def speaker(self, printed: str, id: str, beside: str, owner: str = "") -> Speaker:
        """Return who a printed name is; `beside` are the words that stand around it.

        `owner` is the word for whose "its spokesman" is: the army.
        `id` is the row that bears the name, where one does. Another that speaks of the conflict
        goes before one that does not.
        """
        conflict = self.conflict[0]
        speaking = self.speaking.get(conflict, set())
        if id and (id in speaking or not conflict):
            return Speaker(id)
        bare = bare_name(printed)
        side = self._side(printed, beside, conflict) or self._side(owner, "", conflict)
        side = side or self.side(self._among(owner, speaking, ""))
        if other := self._among(bare, speaking, side):
            return Speaker(other, where="the only such source that speaks of this war")
        sides = {row["party"] for row in self.stances if row["conflict"] == conflict}
        if id and (self.side(id) in sides | {""} or self._is_own_name(bare, id)):
            return Speaker(id)  # "The army" of a war is none of another one.
        # "The UN migration agency IOM": who is meant stands at the end, or the beginning.
        words = bare.split() if not person(bare) else []
        ends = [words[-1], words[0]] if len(words) > 1 else []
        for part in (one for one in ends if one.isupper() and len(one) > 1):
            if other := self.names.id("sources", part) or self._among(part, speaking, side):
                return Speaker(other)
        kind, word = self._kind(printed, beside)
        kind = self.kind_on(side, kind)
        affiliation, why = self._affiliation(bare, beside, kind, side)
        # What is proposed of it is both or neither.
        by = [f"its kind by “{word}”"] if word and affiliation else []
        by += [why] if kind and why else []
        name = named(bare, beside, owner)
        return Speaker("", name, kind, affiliation, ", ".join(["a new source", *by]))

    def joint(self, printed: str) -> tuple[str, ...]:
        """Return the two sources that a name with "and" is of, where they count together."""
        halves = [
            set(same_words(plain(half).split())) - GENERIC
            for half in re.split(r",? and ", bare_name(printed))
        ]
        counting = {
            tuple(claim["sources"].split(";"))
            for claim in self.claims
            if claim["conflict"] == self.conflict[0] and claim["sources"].count(";") == 1
        }
        met = [
            pair
            for pair in sorted(counting)
            if len(halves) == 2
            and any(
                all(
                    half and half <= self.source_words[id]
                    for half, id in zip(halves, ids, strict=False)
                )
                for ids in (pair, pair[::-1])
            )
        ]
        return met[0] if len(met) == 1 else ()

    def kind_on(self, side: str, kind: str) -> str:
        """Return the kind of a source that speaks for a side: an armed group has no government."""
        armed = self.named_party(side).get("kind") == "armed_group"
        return "military" if armed and kind == "government" else kind

    def _kind(self, printed: str, beside: str) -> tuple[str, str]:
        """Return the kind of a new source, and the word that says so."""
        if said := kind_of(printed) or kind_of(beside):
            return said
        group = self.named_party(self.names.id("parties", bare_name(printed)))
        kinds = {"armed_group": "military", "state": "government"}
        kind = kinds.get(group.get("kind", ""), "")
        return kind, printed if kind else ""

    def _affiliation(self, bare: str, beside: str, kind: str, side: str) -> tuple[str, str]:
        """Return whose a new source is, "" where nothing says it, and by what."""
        # "IOM's tracking matrix" is of whom IOM is.
        whole = re.match(r"([A-Z]{3,})['’]s ", bare) or re.search(r"\b([A-Z]{3,})['’]s ", beside)
        if whole and (id := self.names.id("sources", whole[1])):
            return self.by_id[id]["affiliation"], f"its side by “{whole[1]}”"
        if kind in APART:
            un = re.search(r"\b(?:u\.?n|united nations)\b", bare, re.I)
            if kind == "intergovernmental" and un and self.named_party("un")["name"]:
                return "un", ""
            if kind == "intergovernmental" and side:
                return side, f"its side by “{self.named_party(side)['name']}”"
            return INDEPENDENT, ""
        if side:
            return side, f"its side by “{self.named_party(side)['name']}”"
        return "", ""

    def group(self, said: str, before: str, speakers: Sequence[str] = ()) -> str:
        """Return the name of the armed group that "the group" is: who speaks, or named last."""
        if not _GROUP.fullmatch(said):
            return ""
        groups = [row["id"] for row in self.parties if row["kind"] == "armed_group"]
        named = [one.id for one in self.names.met("parties", before) if one.id in groups]
        own = [side for one in speakers if (side := self.side(one)) in groups]
        return self.named_party((own or named or [""])[-1])["name"]

    def _is_own_name(self, bare: str, id: str) -> bool:
        """Return whether a source's name is nobody else's, and no word for what it is."""
        apart = self.by_id.get(id, {}).get("kind") in APART
        own = bare.isupper() or (bare[:1].isupper() and not kind_of(bare))
        return apart or own or len(bare.split()) > 1

    def _among(self, bare: str, speaking: set[str], side: str) -> str:
        """Return the one source of a war whose names have all the words of a name."""
        words = set(same_words(plain(re.sub(r"['’]s?\b", "", bare)).split()))
        if not words:
            return ""
        sided = {word for row in self.parties if row["id"] == side for word in named_words(row)}
        core = words - sided
        met = []
        for id in sorted(speaking):
            row = self.by_id.get(id)
            if row is None:
                continue
            named = self.source_words[id]
            if named & self.town_words - self.words_of_text:
                continue  # "City officials" are Mariupol's where the text names it.
            if side and row["affiliation"] != side:
                continue
            own = set(plain(row["name"]).split()) - GENERIC
            person, comma, _ = row["name"].partition(",")
            called = set(plain(person).split())
            if comma and len(called) > 1 and called <= words:
                met.append(id)  # "Prime Minister Ann Lea Moor" is "Ann Moor, Prime Minister".
                continue
            # "The RSF said": a side that speaks for itself is the source of its name.
            if core <= named if core else own <= sided:
                met.append(id)
        # "The ministry" is the ministry, and none of those who speak for it.
        met = [id for id in met if self.by_id[id]["part_of"] not in met] or met
        if len(met) != 1:
            return ""
        unnamed = self.by_id[met[0]]["kind"] == "official_anonymous"
        # "A Western official" is no former Western intelligence official.
        same = _same_people(words, self.source_words[met[0]])
        return "" if unnamed and not same else met[0]

    def side(self, source: str) -> str:
        """Return the party whose a source is; "" where it is nobody's."""
        affiliation = self.by_id.get(source, {}).get("affiliation", "")
        return "" if affiliation == INDEPENDENT else affiliation

    def of_whom(self, source: str) -> tuple[str, str]:
        """Return whose a source is, of the folder or new, and of what kind; "" where unknown.

        "Israel's rescue service" is whose its name says.
        """
        if row := self.by_id.get(source):
            return self.side(source), row["kind"]
        if new := NAMED.fullmatch(source):
            return new["affiliation"], new["kind"]
        named = [one.id for one in self.names.met("parties", source)]
        return (named[0] if len(named) == 1 else ""), (kind_of(source) or ("",))[0]

    def _side(self, printed: str, beside: str, conflict: str) -> str:
        """Return the party that a speaker's own words, or those around its name, name."""
        for words in (printed, beside):
            met = [one.id for one in self.names.met("parties", words) if one.id]
            if met:
                return self.in_conflict(met[-1], conflict)
            if words is printed and (party := self.party(printed, conflict)):
                return party
        return ""

    def in_conflict(self, party: str, conflict: str) -> str:
        """Return a party, or the one that stands for it in a war: of Myanmar's, its junta."""
        sides = self.sides(conflict)
        if party in sides or not sides:
            return party
        name = next((plain(row["name"]) for row in self.parties if row["id"] == party), party)
        called = {one: plain(self.named_party(one)["name"]) for one in sides}
        own = [one for one in sides if name in called[one]]
        own = [one for one in own if called[one].startswith(name)] or own
        if len(own) > 1 and (usual := self.subject(conflict, "military")) in own:
            return usual
        return own[0] if len(own) == 1 else party

    def belligerents(self, conflict: str) -> Rows:
        """Return the stances of those who fight in a war."""
        return [
            row for row in self.stances
            if row["conflict"] == conflict and row["role"] == "belligerent"
        ]  # fmt: skip

    def sides(self, conflict: str) -> list[str]:
        """Return the parties of a war that fight in it."""
        return [row["party"] for row in self.belligerents(conflict)]

    def against(self, conflict: str, party: str) -> list[str]:
        """Return the parties of a war that fight on another side than one is on."""
        stances = (row for row in self.stances if row["conflict"] == conflict)
        own = {row["side"] for row in stances if row["party"] == party}
        return [row["party"] for row in self.belligerents(conflict) if row["side"] not in own]

    def named_party(self, party: str) -> Mapping[str, str]:
        """Return a party's row, or one without a name."""
        return next((row for row in self.parties if row["id"] == party), {"name": "", "names": ""})

    def party(self, printed: str, conflict: str) -> str:
        """Return the one side of a war whose names hold all of some words: "the army", "junta"."""
        said = set(plain(re.sub(r"['’]s?\b", "", printed)).split()) - GENERIC
        # "Congo's army": whose army it is says it.
        which = {word for word in said if not is_kind_word(word)}
        for words in filter(None, (said, which)):
            met = [
                one for one in self.sides(conflict) if words <= named_words(self.named_party(one))
            ]
            if met:
                return met[0] if len(met) == 1 else ""
        return ""

    def usual(self, column: str, among: Iterable[Mapping[str, str]], least: float) -> str:
        """Return what a column has in most of some claims; "" where no word is so common."""
        counts = Counter(claim[column] for claim in among if claim[column])
        every = counts.total()
        if every < 3 or not counts:
            return ""
        word, number = counts.most_common(1)[0]
        return word if number >= least * every else ""

    def subject(self, conflict: str, *populations: str) -> str:
        """Return whose people most claims of a war count, of some populations."""
        of_it = [
            claim for claim in self.claims
            if claim["conflict"] == conflict and claim["population"] in populations
        ]  # fmt: skip
        return self.usual("subject", of_it, 0.75)

    def counted(self, conflict: str) -> list[str]:
        """Return whose people the claims of a war count, the most counted first."""
        counts = Counter(one["subject"] for one in self.claims if one["conflict"] == conflict)
        return [party for party, _ in counts.most_common()]

    def population(self, conflict: str, subject: str, metric: str) -> str:
        """Return whom most claims of a metric count, or of any, of one subject of a war."""
        of_it = [
            claim for claim in self.claims
            if (claim["conflict"], claim["subject"]) == (conflict, subject)
        ]  # fmt: skip
        alike = [claim for claim in of_it if claim["metric"] == metric]
        return self.usual("population", alike, 0.75) or self.usual("population", of_it, 0.75)

    def always(self, claim: Mapping[str, str], column: str) -> bool:
        """Return whether a claim's source has the same in a column of all its claims of a war."""
        own = [
            one for one in self.claims
            if one["conflict"] == claim["conflict"] and one["sources"] == claim["sources"]
        ]  # fmt: skip
        return len(own) >= _MANY and {one[column] for one in own} == {claim[column]}

    def own_evidence(self, sources: Sequence[str], metric: str) -> tuple[str, str]:
        """Return what a source's numbers mostly rest on, those of a metric first; "" if unclear."""
        own = [one for one in self.claims if set(sources) & set(one["sources"].split(";"))]
        like = [one for one in own if one["metric"] == metric]
        for claims in (like, own):
            if word := self.usual("evidence", claims, 0.6):
                return word, "as most claims of this source"
        # So few that none is usual: all the same is as much as is known.
        if len(words := {one["evidence"] for one in own}) == 1:
            return words.pop(), "as this source's claims"
        return "", ""

    def evidence(self, sources: Sequence[str], kind: str, metric: str) -> tuple[str, str]:
        """Return what a source's numbers mostly rest on, or those of its kind, and which it was."""
        if (own := self.own_evidence(sources, metric))[0]:
            return own
        if kind in _ASIDE:
            return "statement", "one number, said aside from any count"
        kind = kind or next((self.by_id[one]["kind"] for one in sources if one in self.by_id), "")
        alike = [
            one for one in self.claims
            if self.by_id.get(one["sources"].partition(";")[0], {}).get("kind") == kind
        ]  # fmt: skip
        word = self.usual("evidence", alike, 0.4) if kind else ""
        return word, f"as most claims of such sources ({kind.replace('_', ' ')})" if word else ""

    def counting(self, metric: str) -> str:
        """Return how most claims of a metric count."""
        return self.usual("counting", (one for one in self.claims if one["metric"] == metric), 0.8)

    def last_total(self, draft: Valued) -> Total:
        """Return the last total of the like of a draft's number, of all of its war or its place.

        A total goes on from the last one: what is far below it is of some days alone.
        """
        cells = ("conflict", "subject", "metric")
        like = [
            claim for claim in self.claims
            if claim["counting"] == "cumulative" and not claim["event"]
            and all(claim[name] == draft.value(name) for name in cells)
            and claim["population"] in (draft.value("population"), "all")
            and claim["place"] in ("", draft.value("place"))
        ]  # fmt: skip
        totals = [(claim["as_of"], first_number(claim.__getitem__)) for claim in like]
        day, last = max(totals, default=("", 0))
        return Total(last, f"{last:,} by {day}", goes_on(draft, last))

    def people_of(self, draft: Valued) -> tuple[str, str]:
        """Return whose people they are who are counted in a place of one country, and by what.

        Those who fled to a place are of elsewhere.
        """
        place, conflict = draft.value("place"), draft.value("conflict")
        if not place or draft.value("metric") in _FROM_ELSEWHERE:
            return "", ""
        counted = {*self.counted(conflict), *self.sides(conflict)}
        for within in (place, *lies_in(place, self.part_of)):
            name = self.place_names.get(within, within)
            named = [one.id for one in self.names.met("parties", name)]
            kinds = [id for id in named if self.named_party(id).get("kind") in _PEOPLES]
            if len(kinds) == 1 and kinds[0] in counted:
                return kinds[0], f"where they are: {name}"
        return "", ""

    def is_of_things(self, metric: str) -> bool:
        """Return whether a metric counts no people."""
        return any(row["id"] == metric and row["family"] == "materiel" for row in self.metrics)

    def like_things(self, draft: Valued) -> list[Mapping[str, str]]:
        """Return the claims of a draft's metric in its war by those on its speaker's side."""
        names = ("conflict", "metric", *(["subject"] if draft.value("subject") else []))
        side = self.side(draft.value("sources"))
        if new := NAMED.fullmatch(draft.value("sources")):
            side = new["affiliation"]
        return [
            claim for claim in self.claims
            if all(claim[name] == draft.value(name) for name in names)
            and (not side or self.side(claim["sources"].partition(";")[0]) == side)
        ]  # fmt: skip

    def whole(self, place: str, conflict: str, subject: str) -> bool:
        """Return whether a place says nothing in a war: it is all of it, or of those counted."""
        row: Mapping[str, str] = next((one for one in self.places if one["id"] == place), {})
        name = row.get("name", place)
        counted = self.named_party(subject)
        called = {plain(one) for one in (subject, counted["name"], *counted["names"].split(";"))}
        return plain(name) in called or (conflict != "" and plain(name) == plain(conflict))


def lies_in(place: str, part_of: Mapping[str, str]) -> list[str]:
    """Return what a place is in, and what that is in, by what each is a part of; none of it twice.

    >>> lies_in("goma", {"goma": "north-kivu", "north-kivu": "congo"})
    ['north-kivu', 'congo']
    """
    wholes: list[str] = []
    while (place := part_of.get(place, "")) and place not in wholes:
        wholes.append(place)
    return wholes


def _same_people(words: Set[str], named: Set[str]) -> bool:
    """Return whether words name nobody else than a name does: one official, or several."""
    return {word.rstrip("s") for word in named - GENERIC} == {word.rstrip("s") for word in words}


def named_words(row: Mapping[str, str]) -> set[str]:
    """Return the words of a row's names that say something."""
    names = (row.get("id", ""), row.get("name", ""), *row.get("names", "").split(";"))
    return {word for name in names for word in plain(name).split()} - GENERIC
