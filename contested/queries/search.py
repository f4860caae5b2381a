"""The one search: numbers, people, wars and words → claims, quantities, sources, articles.

A text is read by `question`: its numbers with their hedges, and the words that are left. A word
that few things hold says more than one that many hold, so that a pasted sentence finds what it is
about though no name holds all of its words.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd

from contested.engine import Engine
from contested.extract import Number, counts
from contested.nearest import nearest
from contested.queries.articles import HITS
from contested.queries.conditions import same_trail
from contested.queries.quantities import quantities
from contested.search_text import MOST_WORDS, pattern, patterns, searchable, stem
from contested.selection import QUANTITY

#: The longest text that is looked up; what follows is not read.
LONGEST_QUESTION = 400

#: What scores less than this share of the best is left out.
_NEAR_THE_BEST = 0.6

#: A source or an article holds at least this share of what a text says.
_MOST_OF_IT = 0.75

#: Words that a name's own text holds count by this much more than those said about it.
_OWN = 0.5

#: Words that say nothing about what is counted, or by whom.
_IDLE = frozenset(
    """a an and any are as at be been being but by can could did do does for from had has have how
    in into is it its many much of on or our said say says saying so than that the their them then
    there these they this those to was we were what when where which who why will with would you
    your according reported report reports article claim claims claimed number numbers figure
    figures true right really since were i""".split()  # noqa: SIM905
)


class Question(NamedTuple):
    """What a text asks for: its numbers, and the words beside them as a search reads them."""

    numbers: tuple[Number, ...] = ()
    words: tuple[str, ...] = ()

    @property
    def values(self) -> list[int]:
        """Every number that it names, once."""
        return list(dict.fromkeys(value for one in self.numbers for value in one.values))


class Matches(NamedTuple):
    """What a search found, best first in each.

    `claims` have the columns of queries.claims; `match` says by what one was found: "number", its
    own number, "near", a number near the one asked for about the same thing, or "words". With them
    stand the columns of `since`. `quantities`, `sources` and `articles` have the columns of the
    queries of these names; `names` is what the words name best, a row of `quantities` whatever its
    numbers, where they name what is counted. `respelled` is the text as it was understood where a
    word of it was misspelt, `unknown` the words that nothing here holds.
    """

    question: Question
    claims: pd.DataFrame
    quantities: pd.DataFrame
    sources: pd.DataFrame
    articles: pd.DataFrame
    names: Mapping[str, Any] | None = None
    respelled: str = ""
    unknown: tuple[str, ...] = ()

    @property
    def empty(self) -> bool:
        """Whether nothing at all was found."""
        parts = (self.claims, self.quantities, self.sources, self.articles)
        return all(part.empty for part in parts)


# How many texts hold each pattern; joined, as not every engine plans a query within a column.
_KNOWN = """
with
    wanted as (select unnest($patterns) as pattern),
    spoken as (
        select w.pattern, count(*) as texts
        from wanted as w join claim_words as t on t.text like w.pattern
        group by w.pattern
    ),
    named as (
        select w.pattern, count(*) as texts
        from wanted as w join source as s on s.text like w.pattern
        group by w.pattern
    )
select w.pattern, coalesce(t.texts, 0) as spoken, coalesce(s.texts, 0) as named, e.of_spoken
from wanted as w
left join spoken as t on t.pattern = w.pattern
left join named as s on s.pattern = w.pattern
cross join (select count(*) as of_spoken from claim_words) as e
"""

# The texts of articles are long, and asked for those words alone that nothing else holds.
_PRINTED = """
select w.pattern, count(*) as printed
from (select unnest($patterns) as pattern) as w
join article_text as a on a.text like w.pattern
group by w.pattern
"""

_WORDS = """
select distinct text from source
union
select distinct text from claim_words
"""

# One list of texts, for two lists unnested side by side are pairs on one engine and all
# combinations on another.
_WANTED = """\
        select cast(split_part(word, ' ', 1) as double) as weight,
            substring(word, length(split_part(word, ' ', 1)) + 2) as pattern
        from (select unnest($wanted) as word) as words"""

# Each word by its weight; what is counted says more than who counts it.
_SCORED = """
with
    wanted as (
WANTED
    ),
    scored as (
        select t.number,
            round(
                cast(
                    sum(w.weight * case when t.own like w.pattern then 1 + $own else 1 end)
                    as double
                ),
                4
            ) as score
        from claim_words as t join wanted as w on t.text like w.pattern
        group by t.number
    )""".replace("WANTED", _WANTED)

_OF_STRAND = """on c.conflict = t.conflict and c.subject = t.subject and c.metric = t.metric
    and c.population = t.population and c.event = t.event and c.source = t.source
    and coalesce(c.place_id, '') = t.place_id and coalesce(c."only", '') = t.part"""

# A number that is said of something else altogether is no answer.
_BY_NUMBER = (
    _SCORED
    + """,
    told as (
        select c.id, t.length, coalesce(s.score, 0) as score
        from claim as c
        join claim_words as t OF_STRAND
        left join scored as s on s.number = t.number
        where list_contains($values, c.low) or list_contains($values, c.best)
            or list_contains($values, c.high)
    )
select c.*, o.score
from told as o
join claim as c on c.id = o.id
where o.score >= $near * greatest((select max(score) from told), $least)
order by o.score desc, c.same_as is not null, c.apart is not null, o.length > 5,
    c.published desc, c.id
limit $most
""".replace("OF_STRAND", _OF_STRAND)
)

# Of what the words find best: the newest that stand, or those whose number is nearest.
_BY_WORDS = (
    _SCORED
    + """,
    best as (
        select number, score from scored
        where score >= $least * (select max(score) from scored)
    )
select c.*, s.score
from claim as c
join claim_words as t OF_STRAND
join best as s on s.number = t.number
where c.same_as is null and (not $numbered or c.number is not null)
order by
    case when $numbered then 0 else -s.score end,
    case when $numbered then abs(ln(greatest(c.number, 1)) - ln($value)) else 0 end,
    c.apart is not null, t.length > 5, c.as_of desc, c.published desc, c.id
limit $most
""".replace("OF_STRAND", _OF_STRAND)
)

_QUANTITIES = (
    _SCORED
    + """
select t.conflict, t.subject, t.metric, t.population, t.event, max(s.score) as score
from claim_words as t join scored as s on s.number = t.number
group by t.conflict, t.subject, t.metric, t.population, t.event
"""
)

_SOURCES = """
with
    wanted as (
WANTED
    ),
    scored as (
        select s.id, round(cast(sum(w.weight) as double), 4) as score,
            s.id = $id or s.short_text = $short as exact
        from source as s join wanted as w on s.text like w.pattern
        group by s.id, s.short_text
    )
select s.id, s.name, s.short, s.kind, n.claims, r.score, r.exact
from scored as r
join source as s on s.id = r.id
join (select source, count(*) as claims from claim_source group by source) as n on n.source = s.id
where r.exact or r.score >= $least
order by r.exact desc, r.score desc, n.claims desc, s.id
limit $most
""".replace("WANTED", _WANTED)

_ARTICLES = """
HITS
select a.id, a.publisher, a.title, a.author, a.url, a.published, a.language, t.claims, t.sources
from article as a
join article_text as t on t.article = a.id
where a.id in (select article from hits)
order by a.published desc, a.id
limit $most
""".replace("HITS", HITS)

_SINCE = """
with
    ranked as (
        select o.id, l.id as since_id, l.low as since_low, l.best as since_best,
            l.high as since_high, l.qualifier as since_qualifier, l.stated as since_stated,
            l.as_of as since_as_of, l.as_of_from as since_as_of_from,
            l.as_of_precision as since_as_of_precision, l.published as since_published,
            row_number() over (
                partition by o.id order by l.effective desc, l.published desc, l.id
            ) as place
        from claim as o
        join claim as l
            on SAME_TRAIL and l.effective > o.effective
        where list_contains($ids, o.id) and o.counting <> 'period'
            and l.counting <> 'period' and l.number is not null and l.same_as is null
            and l.superseded_on is null and l.annulled_on is null
    )
select id, since_id, since_low, since_best, since_high, since_qualifier, since_stated, since_as_of,
    since_as_of_from, since_as_of_precision, since_published
from ranked
where place = 1
order by id
""".replace("SAME_TRAIL", same_trail("l", "o"))


def question(text: str) -> Question:
    """Return what a text asks for; what is longer than LONGEST_QUESTION is not read to its end.

    >>> asked = question("An article says about 600 North Koreans were killed")
    >>> asked.values, asked.words
    ([600], ('north', 'koreans', 'killed'))
    """
    text = text[:LONGEST_QUESTION]
    numbers = tuple(counts(text))
    rest, end = [], 0
    for one in numbers:
        rest.append(text[end : one.start])
        end = one.end
    rest.append(text[end:])
    words = searchable(" ".join(rest)).split()
    told = [word for word in dict.fromkeys(words) if word not in _IDLE]
    return Question(numbers, tuple((told or words)[:MOST_WORDS]))


def search(engine: Engine, text: str, most: int = 8) -> Matches:
    """What a text finds, at most `most` of each kind, best first."""
    text = text.encode("utf-8", "ignore").decode()  # half a character is none
    asked = question(text)
    known = _known(engine, asked.words)
    respelled, unknown = "", tuple(word for word in asked.words if not known[word])
    if unknown and len(asked.words) <= 5:
        other = _respelled(engine, unknown)
        if other:
            words = tuple(other.get(word, word) for word in asked.words)
            written = [one.words for one in asked.numbers]
            asked = asked._replace(words=words)
            respelled = " ".join([*written, *words])
            known = _known(engine, words)
            unknown = tuple(word for word in words if not known[word])
    weights = {pattern(word): weight for word, weight in known.items() if weight}
    claims = _claims(engine, asked, weights, most)
    ranked = _quantities(engine, weights, claims)
    return Matches(
        asked,
        claims.merge(later(engine, claims["id"]), on="id", how="left"),
        _saying(ranked, claims).head(most).reset_index(drop=True),
        _sources(engine, text, weights, most),
        _articles(engine, asked, unknown, most),
        _named(asked, ranked),
        respelled,
        unknown,
    )


def _known(engine: Engine, words: Sequence[str]) -> dict[str, float]:
    """Return how much each word says, by how few things hold it; 0 where nothing does."""
    if not words:
        return {}
    rows = engine.rows(_KNOWN, {"patterns": _once(map(pattern, words))}).set_index("pattern")
    weights = {}
    for word in words:
        row = rows.loc[pattern(word)]
        most = max(int(row["spoken"]), int(row["named"]))
        weights[word] = round((1 + int(row["of_spoken"]) / most) ** 0.5, 4) if most else 0.0
    lone = {word: pattern(word) for word in words if not weights[word]}
    if lone:
        printed = set(engine.rows(_PRINTED, {"patterns": _once(lone.values())})["pattern"])
        # A title alone holds it: known, and no name.
        weights |= {word: 0.0001 for word, own in lone.items() if own in printed}
    return weights


def _respelled(engine: Engine, words: Sequence[str]) -> dict[str, str]:
    """Return the nearest word that a name holds, by each of these words that has one."""
    known = sorted({word for text in engine.rows(_WORDS)["text"] for word in text.split()})
    nearer = {
        word: next(iter(nearest(word[:40], known, alike=75)), "")
        for word in words
        if len(word) > 2 and not word.isdigit()
    }
    return {word: other for word, other in nearer.items() if other and other != stem(word)}


def _claims(engine: Engine, asked: Question, weights: dict[str, float], most: int) -> pd.DataFrame:
    scoring = _scoring(weights)
    values = asked.values
    near = {"near": _NEAR_THE_BEST, "least": float(_NEAR_THE_BEST * sum(weights.values()))}
    matching = pd.DataFrame()
    if values:
        numbered = {**near, "values": values, "most": most}
        matching = engine.rows(_BY_NUMBER, scoring | numbered).assign(match="number")
    if matching.empty and weights:
        by_words: dict[str, Any] = {
            "numbered": bool(values),
            "value": float(max(1, values[0])) if values else 1.0,
            "least": 0.8 if values else _NEAR_THE_BEST,
            "most": most,
        }
        matching = engine.rows(_BY_WORDS, scoring | by_words)
        matching = matching.assign(match="near" if values else "words")
    if matching.empty:
        none = {**near, "values": [], "most": 0}
        matching = engine.rows(_BY_NUMBER, scoring | none).assign(match="")
    return matching.head(most).drop(columns="score").reset_index(drop=True)


def _scoring(weights: dict[str, float]) -> dict[str, Any]:
    return {"wanted": _wanted(weights), "own": _OWN}


def _wanted(weights: dict[str, float]) -> list[str]:
    """Return patterns as a query takes them, each after its weight and a space."""
    return [f"{weight} {pattern}" for pattern, weight in weights.items()]


def later(engine: Engine, ids: Iterable[str]) -> pd.DataFrame:
    """The newest number that each claim's institution gave of the same thing later, as `since_…`.

    Only of totals and of what was true of one day; nulls where no later number is recorded.
    """
    return engine.rows(_SINCE, {"ids": list(ids)})


_KEYS = list(QUANTITY)


def _quantities(engine: Engine, weights: dict[str, float], claims: pd.DataFrame) -> pd.DataFrame:
    """The quantities that a text's words name, or its claims are of, best first."""
    every = quantities(engine)
    if weights:
        scored = engine.rows(_QUANTITIES, _scoring(weights))
        scored = scored[scored["score"] >= _NEAR_THE_BEST * scored["score"].max()]
    else:
        scored = claims[_KEYS].drop_duplicates().assign(score=1.0)
    scores = every.merge(scored, on=_KEYS)
    # Of names that hold what was asked alike, a short one holds less beside it.
    scores["rank"] = scores["claims"] / scores["words"].str.split().str.len() ** 2
    order = ["score", "rank"]
    return scores.sort_values(order, ascending=False, kind="stable").drop(columns=order)


def _saying(ranked: pd.DataFrame, claims: pd.DataFrame) -> pd.DataFrame:
    """Quantities with those first that a claim of the number asked for is of."""
    said = claims[claims["match"] == "number"][_KEYS].drop_duplicates().assign(said=True)
    marked = ranked.merge(said, on=_KEYS, how="left")
    marked["said"] = marked["said"].notna()
    return marked.sort_values("said", ascending=False, kind="stable").drop(columns="said")


def _named(asked: Question, ranked: pd.DataFrame) -> Mapping[str, Any] | None:
    """What the words of a text name best, if one of them is a word of what is counted."""
    if ranked.empty or not asked.words:
        return None
    best: dict[str, Any] = {str(name): cell for name, cell in ranked.iloc[0].items()}
    label = searchable(best["metric_label"])
    return best if any(f" {stem(word)}" in label for word in asked.words) else None


def _sources(engine: Engine, text: str, weights: dict[str, float], most: int) -> pd.DataFrame:
    asked = {
        "wanted": _wanted(weights),
        "least": _MOST_OF_IT * sum(weights.values()) or 1.0,
        "id": text.strip().lower()[:LONGEST_QUESTION],
        "short": searchable(text[:LONGEST_QUESTION]),
        "most": most,
    }
    return engine.rows(_SOURCES, asked).drop(columns=["score", "exact"])


def _articles(engine: Engine, asked: Question, unknown: Sequence[str], most: int) -> pd.DataFrame:
    words = [pattern(word) for word in asked.words if word not in unknown]
    values = [f"% {value} %" for value in asked.values]
    articles = engine.rows(_ARTICLES, {"patterns": _once([*words, *values]), "most": most})
    if articles.empty and asked.numbers:
        # A title has its number as it is written: three, and not 3.
        written = patterns(" ".join(one.words for one in asked.numbers))
        articles = engine.rows(_ARTICLES, {"patterns": _once([*words, *written]), "most": most})
    return articles


def _once(wanted: Iterable[str]) -> list[str]:
    return list(dict.fromkeys(wanted))
