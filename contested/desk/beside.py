"""What a folder has already said of the like of a draft: tellings of it, and its source's last."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from typing import NamedTuple

from contested import spans
from contested.desk.context import Context
from contested.desk.draft import Draft
from contested.desk.precedents import LIKE, apart, near
from contested.words.numbers import amount

#: So many days apart may two printings of one statement refer to.
NEAR = timedelta(days=7)

#: What two tellings of one statement share, where both have it.
_SHARED = ("conflict", "subject", "metric", "population")

Claim = Mapping[str, str]


class Link(NamedTuple):
    """An answer that sets cells at once: in words, and the cells; `id` is the one that it names."""

    text: str
    cells: Mapping[str, str]
    id: str = ""


class Beside(NamedTuple):
    """What stands beside a draft, as lines and as rows of claims.csv.

    `tellings` give the same number by the same institution on a near date; `before` is what the
    same source said of the quantity last, up to the draft's date.
    """

    tellings: tuple[Claim, ...]
    before: Claim | None
    lines: tuple[str, ...]
    links: tuple[Link, ...] = ()


def beside(draft: Draft, context: Context) -> Beside:
    """Return what a folder's claims say beside a draft."""
    whole = {row["id"]: row["part_of"] for row in context.sources}
    articles = {row["id"]: row for row in context.articles}
    own = {_institution(id, whole) for id in draft.value("sources").split(" + ") if id}
    of_it = [
        claim
        for claim in context.claims
        if own & {_institution(id, whole) for id in claim["sources"].split(";")}
        and all(draft.value(name) in ("", claim[name]) for name in _SHARED)
    ]
    numbers = _numbers({name: draft.value(name) for name in ("low", "best", "high")})
    tellings = tuple(
        claim
        for claim in of_it
        if numbers
        and _numbers(claim) == numbers
        and near(claim["as_of"], draft.value("as_of"), NEAR)
    )
    speakers = set(draft.value("sources").split(" + "))
    earlier = [
        claim
        for claim in of_it
        if claim not in tellings
        # Another of its institution is another speaker.
        and speakers & set(claim["sources"].split(";"))
        # Of another war it would be another quantity.
        and claim["conflict"] == draft.value("conflict")
        and _last(claim["as_of"]) <= _last(draft.value("as_of"))
    ]
    before = max(earlier, key=lambda claim: _last(claim["as_of"]), default=None)
    # Its count of others whose number is next to this one: is it the same count?
    others = [
        claim
        for claim in ([] if of_it else context.claims)
        if speakers & set(claim["sources"].split(";"))
        and all(claim[name] == draft.value(name) for name in ("conflict", "metric", "place"))
        and claim["counting"] == draft.value("counting")
        and apart(draft, claim) <= LIKE
    ]
    other = max(others, key=lambda one: _last(one["as_of"]), default=None)
    lines = [_telling(one, articles.get(one["article"], {})) for one in tellings]
    if before:
        lines.append(f"the same source before: {_said(before)} ({before['id']})")
    links = [
        Link(f"It is {one['id']} told again", {"same_as": one["same_as"] or one["id"]})
        for one in tellings
    ]
    if other:
        names = [name for name in ("population", "subject") if other[name] != draft.value(name)]
        cells = {name: other[name] for name in names}
        called = {row["id"]: row.get("label") or row.get("name", "") for row in context.named}
        told = " and ".join(f"{name} {called.get(id, id)}" for name, id in cells.items())
        lines.append(f"the same source before, with {told}: {_said(other)} ({other['id']})")
        links.append(Link(f"It is that count: {told}", cells))
    corrected = [one for one in earlier if _of_one_window(one, draft) and _numbers(one) != numbers]
    for one in corrected[-1:]:
        reason = "The source gives another number of the same days."
        cells = {"supersedes": one["id"], "reason": reason}
        links.append(Link(f"It corrects {one['id']}, {_said(one)}", cells))
    return Beside(tellings, before, tuple(lines), tuple(links))


def _of_one_window(claim: Claim, draft: Draft) -> bool:
    """Return whether a source spoke of the same event or days before: its number is corrected."""
    if claim["event"] and claim["event"] == draft.value("event"):
        return True
    same = ("counting", "since", "as_of", "place")
    return draft.value("counting") != "" and all(claim[one] == draft.value(one) for one in same)


def _telling(claim: Claim, article: Mapping[str, str]) -> str:
    first = claim["same_as"] or claim["id"]
    return (
        f"{article.get('publisher') or 'An article'} prints this telling already: {claim['id']} "
        f"({_said(claim)}); same_as={first} says so"
    )


def _institution(id: str, whole: Mapping[str, str]) -> str:
    """Return the source that a source is in the end a part of."""
    met = {id}
    while (up := whole.get(id, "")) and up not in met:
        met.add(up)
        id = up
    return id


def _numbers(claim: Claim) -> set[str]:
    return {claim[name] for name in ("low", "best", "high") if claim[name]}


def _last(when: str) -> str:
    """Return the last day that a date may mean, as text; "" for what is no date."""
    try:
        return spans.span(when).last.isoformat()
    except ValueError:
        return ""


def _said(claim: Claim) -> str:
    """Return a claim's number as its row has it, and its date."""
    low, best, high = (
        int(claim[name]) if claim[name].isdecimal() else None for name in ("low", "best", "high")
    )
    try:
        told = amount(claim["qualifier"], low, best, high, claim["stated"])
    except (KeyError, ValueError):
        told = " / ".join(_numbers(claim))
    return f"{told}, as of {claim['as_of']}"
