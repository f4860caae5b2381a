"""The war that an article tells of, and what its words stand for in that war.

"The army" is a name of dozens of sources; in an article about one war it is one. What the text
names of a folder's parties and places says which war that is, and its claims who speaks of it.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from functools import cached_property
from pathlib import Path
from typing import NamedTuple

from contested import spans
from contested.extract.headings import without_headings
from contested.extract.names import Names, same_words
from contested.importers.names import plain
from contested.importers.plan import Rows, read
from contested.tables import INDEPENDENT

#: What kind of source a name's words say it is; the first that has one of its words.
_KINDS = {
    "intelligence": "intelligence",
    "research": "university|institute|project|study|researchers?|analysts?|think tank|tracker"
    "|database|yale|acled|ucdp",
    "ngo": "network|association|committee|observatory|monitors?|rights|watch|syndicate|crescent"
    "|red cross|ngos?|doctors without borders|amnesty|charity|save the children|activists?"
    "|emergency lawyers|response rooms?|relief council|médecins",
    "health_authority": "health|hospitals?|morgue|medics|doctors|paramedics",
    "intergovernmental": "un|united nations|unicef|unhcr|iom|ocha|wfp|ohchr|who|unrwa|undp|icc"
    "|refugee agency|migration agency|european union|african union|arab league|osce|nato",
    "military": "army|military|armed forces|general staff|defen[cs]e forces?|forces|brigade"
    "|battalion|commanders?|colonel|general|lieutenant|captain|major|admiral|navy|air force"
    "|fighters|militia|rebels?|front|movement|liberation|insurgents|troops|soldiers",
    "state_media": "state (?:television|tv|media|radio|news agency)",
    "government": "ministry|ministers?|president|prime minister|government|governor|mayor|police"
    "|authorities|spokes(?:man|woman|person)|parliament|junta|administration|kremlin|pentagon"
    "|white house|foreign|interior|state department|chancellor|secretary|emergency service"
    "|civil defen[cs]e|cabinet|national union|council|officials?",
    "media": "newspaper|radio|television|tv|news|post|times|herald|agency|broadcaster",
}
#: Kinds whose institutions are no side's, where their name has none.
_APART = frozenset({"ngo", "intergovernmental", "research", "media"})
#: Whose tallies are a source of their own: a number that a new one of them gives is none of those.
_ASIDE = frozenset({"government", "military", "official_anonymous", "intelligence"})
_SPEAKS = re.compile(
    r"(?:(?:chief|deputy|military|army) )?spokes(?:man|woman|person)"
    r"(?P<of> (?:for|of) [^,.;]{3,60})?"
)
_RANK = re.compile(
    r"^(?:(?:Major|Lieutenant|Brigadier|Colonel|Captain|General|Admiral|Maj|Lt|Brig|Col|Capt|Gen)\b"
    r"[.-]?[ -]?(?!Staff|Command|Secretar|Assembly|Director|Prosecutor|Council|$))+"
)
_LEADING = re.compile(
    r"^(?:(?:an? )?spokes(?:man|woman|person|people) (?:for|of) (?:the )?"
    r"|(?:the|an?|its|their|his|her)\s+)",
    re.I,
)
_GENERIC = frozenset(
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
        sides: dict[str, set[str]] = {}
        for row in self.stances:
            sides.setdefault(row["party"], set()).add(row["conflict"])
        places = {row["id"]: row["conflict"] for row in self.places}
        ended = {row["id"] for row in self.conflicts if row["ended"] and self._over(row["ended"])}
        votes: dict[str, float] = defaultdict(float)
        by: dict[str, list[str]] = {}

        def vote(conflicts: Iterable[str], words: str, weight: float) -> None:
            known = [one for one in conflicts if one and one not in ended]
            for one in known:
                votes[one] += weight / len(known)
                by.setdefault(one, []).append(words)

        for one in self.names.met("parties", self.text):
            vote(sides.get(one.id, ()), self.text[one.start : one.end], 1)
        for one in self.names.met("places", self.text):
            vote([places.get(one.id, "")], self.text[one.start : one.end], 1)
        # The war's own name: "Sudan" in the war in Sudan, "Myanmar" in that of Myanmar.
        for row in self.conflicts:
            own = set(plain(row["name"]).split()) & set(plain(row["id"]).split()) - _GENERIC
            for word in filter(str.isalpha, own):
                if many := len(re.findall(rf"\b{word}", self.text, re.I)):
                    vote([row["id"]], word.capitalize(), min(many, 3) * 0.75)
        best = sorted(votes.items(), key=lambda one: -one[1])[:2]
        if not best or (len(best) > 1 and best[0][1] <= best[1][1]):
            return "", ""
        named = list(dict.fromkeys(by[best[0][0]]))[:3]
        return best[0][0], f"the war that the text names: {', '.join(named)}"

    def _over(self, ended: str) -> bool:
        """Return whether a war had ended for more than a year when the article was printed."""
        return bool(self.published[:4].isdecimal()) and int(self.published[:4]) > int(ended[:4]) + 1

    def began(self, conflict: str) -> str:
        """Return when a conflict began, as its row has it."""
        return next((row["began"] for row in self.conflicts if row["id"] == conflict), "")

    @cached_property
    def _speaking(self) -> dict[str, set[str]]:
        """Which sources speak of each conflict."""
        spoken: dict[str, set[str]] = {}
        for claim in self.claims:
            ids = filter(None, [*claim["sources"].split(";"), *claim["via"].split(";")])
            spoken.setdefault(claim["conflict"], set()).update(ids)
        return spoken

    def speaker(
        self, printed: str, id: str, beside: str, conflict: str = "", owner: str = ""
    ) -> Speaker:
        """Return who a printed name is; `beside` are the words that stand around it.

        `owner` is the word for whose "its spokesman" is: the army.
        `id` is the row that bears the name, where one does. Another that speaks of the conflict
        goes before one that does not.
        """
        conflict = conflict or self.conflict[0]
        speaking = self._speaking.get(conflict, set())
        if id and (id in speaking or not conflict):
            return Speaker(id)
        bare = _LEADING.sub("", printed.strip(), count=1)
        side = self._side(printed, beside, conflict) or self._side(owner, "", conflict)
        side = side or self.side(self._among(owner, speaking, ""))
        if other := self._among(bare, speaking, side):
            return Speaker(other, where="the only such source that speaks of this war")
        sides = {row["party"] for row in self.stances if row["conflict"] == conflict}
        if id and (self.side(id) in sides | {""} or self._is_own_name(bare, id)):
            return Speaker(id)  # "The army" of a war is none of another one.
        # "The UN migration agency IOM": who is meant stands at the end, or the beginning.
        words = bare.split()
        ends = [words[-1], words[0]] if len(words) > 1 else []
        for part in (one for one in ends if one.isupper() and len(one) > 1):
            if other := self.names.id("sources", part):
                return Speaker(other)
        kind, word = _kind(printed) or _kind(beside) or ("", "")
        affiliation = side or (INDEPENDENT if kind in _APART else "")
        if kind in _APART and kind != "intergovernmental":
            affiliation = INDEPENDENT
        if kind == "intergovernmental" and re.search(r"\b(?:u\.?n|united nations)\b", bare, re.I):
            affiliation = "un" if self._named("un")["name"] else affiliation
        name = bare[:1].upper() + bare[1:] if bare[:1].islower() else bare
        name = _RANK.sub("", name)
        if office := _office(beside, owner):
            name = f"{name}, {office}"
        # What is proposed of it is both or neither.
        by = [f"its kind by “{word}”"] if word and affiliation else []
        by += [f"its side by “{side}”"] if kind and side and affiliation == side else []
        return Speaker("", name, kind, affiliation, ", ".join(["a new source", *by]))

    def _is_own_name(self, bare: str, id: str) -> bool:
        """Return whether a source's name is nobody else's, and no word for what it is."""
        apart = self.by_id.get(id, {}).get("kind") in _APART
        own = bare.isupper() or (bare[:1].isupper() and not _kind(bare))
        return apart or own or len(bare.split()) > 1

    def _among(self, bare: str, speaking: set[str], side: str) -> str:
        """Return the one source of a war whose names have all the words of a name."""
        words = set(same_words(plain(re.sub(r"['’]s?\b", "", bare)).split()))
        if not words:
            return ""
        sided = {word for row in self.parties if row["id"] == side for word in _words(row)}
        core = words - sided
        met = []
        for id in sorted(speaking):
            row = self.by_id.get(id)
            if row is None:
                continue
            named = {
                word
                for name in (row["id"], row["name"], row["short"], *row["names"].split(";"))
                for word in same_words(plain(name).split())
            }
            if side and row["affiliation"] != side:
                continue
            own = set(plain(row["name"]).split()) - _GENERIC
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
        return met[0] if len(met) == 1 else ""

    def side(self, source: str) -> str:
        """Return the party whose a source is; "" where it is nobody's."""
        affiliation = self.by_id.get(source, {}).get("affiliation", "")
        return "" if affiliation == INDEPENDENT else affiliation

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
        sides = self._sides(conflict)
        if party in sides or not sides:
            return party
        name = next((plain(row["name"]) for row in self.parties if row["id"] == party), party)
        called = {one: plain(self._named(one)["name"]) for one in sides}
        own = [one for one in sides if name in called[one]]
        own = [one for one in own if called[one].startswith(name)] or own
        if len(own) > 1 and (usual := self.subject(conflict, "military")) in own:
            return usual
        return own[0] if len(own) == 1 else party

    def _sides(self, conflict: str) -> list[str]:
        return [
            row["party"] for row in self.stances
            if row["conflict"] == conflict and row["role"] == "belligerent"
        ]  # fmt: skip

    def _named(self, party: str) -> Mapping[str, str]:
        return next((row for row in self.parties if row["id"] == party), {"name": "", "names": ""})

    def party(self, printed: str, conflict: str) -> str:
        """Return the one side of a war whose names hold all of some words: "the army", "junta"."""
        words = set(plain(printed).split()) - _GENERIC
        if not words:
            return ""
        met = [one for one in self._sides(conflict) if words <= _words(self._named(one))]
        return met[0] if len(met) == 1 else ""

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

    def population(self, conflict: str, subject: str, metric: str) -> str:
        """Return whom most claims of a metric count, or of any, of one subject of a war."""
        of_it = [
            claim for claim in self.claims
            if (claim["conflict"], claim["subject"]) == (conflict, subject)
        ]  # fmt: skip
        alike = [claim for claim in of_it if claim["metric"] == metric]
        return self.usual("population", alike, 0.75) or self.usual("population", of_it, 0.75)

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

    def whole(self, place: str, conflict: str, subject: str) -> bool:
        """Return whether a place says nothing in a war: it is all of it, or of those counted."""
        row: Mapping[str, str] = next((one for one in self.places if one["id"] == place), {})
        name = row.get("name", place)
        counted = self._named(subject)
        called = {plain(one) for one in (subject, counted["name"], *counted["names"].split(";"))}
        return plain(name) in called or (conflict != "" and plain(name) == plain(conflict))

    def parent(self, place: str, behind: str, conflict: str, subject: str) -> str:
        """Return the place that a new one is a part of, by the words behind its name.

        "El Obeid, the capital of North Kordofan": what stands there, where the folder has it; else
        the territory whose people are counted.
        """
        words = re.split(r"[.;!?\n]", behind)[0][:80]
        of_war = {row["id"] for row in self.places if row["conflict"] == conflict}
        named = (one.id for one in self.names.met("places", words))
        met = next((id for id in named if id != place and id in of_war), "")
        if met or self._named(subject).get("kind") != "population":
            return met
        whole = (row["id"] for row in self.places if self.whole(row["id"], conflict, subject))
        return next(whole, "")


def _office(beside: str, owner: str) -> str:
    """Return what a speaker is, by the words beside its name; `owner` is whose "its" is.

    >>> _office("a spokesman for the army", ""), _office("its spokesman", "Congolese army")
    ('spokesman for the army', 'spokesman of the Congolese army')
    """
    match = _SPEAKS.search(beside)
    if not match:
        return ""
    return match[0] if match["of"] or not owner else f"{match[0]} of the {owner}"


def _words(row: Mapping[str, str]) -> set[str]:
    names = (row.get("id", ""), row.get("name", ""), *row.get("names", "").split(";"))
    return {word for name in names for word in plain(name).split()} - _GENERIC


def _kind(words: str) -> tuple[str, str] | None:
    """Return the kind of source that words say, and the word."""
    small = words.lower()
    if body := re.match(r"(?:the )?(u\.?n\.?|united nations)(?!\w)", small):
        return "intergovernmental", body[1]  # "The UN's human rights office" is none of the NGOs.
    for kind, said in _KINDS.items():
        if match := re.search(rf"\b(?:{said})\b", small):
            if kind == "government" and re.fullmatch(r"(?:\w+ )?(?:\w+ )?officials?", small):
                return "official_anonymous", match[0]
            return kind, match[0]
    return None
