"""A claim in words: its number with the hedge kept, what it counts, its dates, a whole sentence."""

from __future__ import annotations

from datetime import date

import pandas as pd

from contested import spans
from contested.rows import Row, one_by_one
from contested.vocabulary import INTERVALS, QUALIFIERS
from contested.words.dates import day, short_month, span
from contested.words.numbers import amount, missing, small
from contested.words.phrases import capital
from contested.words.quantities import names_part

#: A row of queries.claims, or whatever holds those of its columns that are read.
Claim = Row


def said(claim: Claim, whence: str = "") -> str:
    """Return the number of a claim, a row of queries.claims, in words with its hedge.

    `whence` stands in brackets after it, which are those of its best estimate if it has one.
    """
    stated = claim["stated"] if claim["qualifier"] == "unnumbered" else None
    numbers = (claim["low"], claim["best"], claim["high"])
    return amount(claim["qualifier"], *numbers, stated, whence)


def all_said(claims: pd.DataFrame) -> pd.Series:
    """Return the numbers of many claims in words, one for each row, as `said` would.

    Equal numbers with equal hedges are put into words once: a million claims hold few.
    """
    columns = ["qualifier", "low", "best", "high", "stated"]
    hedged = claims[columns].copy()
    hedged["stated"] = hedged["stated"].where(hedged["qualifier"] == "unnumbered", None)
    each = hedged.drop_duplicates()
    spoken = each.assign(said=[said(row) for row in one_by_one(each)])
    return hedged.merge(spoken, on=columns, how="left")["said"].set_axis(claims.index)


def sources(named: pd.Series) -> int:
    """Return how many sources claims name; those that one names together are each counted.

    >>> sources(pd.Series(["nis", "hur;nis", "cia"]))
    3
    """
    return int(named.str.split(";").explode().nunique())


def counted(claim: Claim) -> str:
    """Return what a claim counts: its quantity, and its part and place unless the name holds them.

    >>> counted({"quantity": "North Korean soldiers killed", "place": "Kursk"})
    'North Korean soldiers killed, Kursk'
    >>> counted({"quantity": "Russian soldiers killed", "place": None, "only": "Wagner Group"})
    'Russian soldiers killed, Wagner Group'
    >>> counted({"quantity": "Russian prisoners killed (Bakhmut)", "place": "Bakhmut"})
    'Russian prisoners killed (Bakhmut)'
    >>> counted({"quantity": "Civilians killed (air raids, Raqqa)", "place": "Raqqa",
    ...     "only": "air raids"})
    'Civilians killed (air raids, Raqqa)'
    """
    return ", ".join(
        filter(None, [str(claim["quantity"]), unnamed_part(claim), unnamed_place(claim)])
    )


def unnamed_part(claim: Claim) -> str:
    """Return whom a claim counts where that is not the whole; empty where its name says it."""
    only = claim.get("only")
    return "" if missing(only) or names_part(claim["quantity"], str(only)) else str(only)


def unnamed_place(claim: Claim) -> str:
    """Return a claim's place; empty for none, and where its quantity's name holds it."""
    place = claim["place"]
    return "" if missing(place) or names_part(claim["quantity"], str(place)) else str(place)


def window(claim: Claim) -> str:
    """Return what dates a claim covers, by the way it counts.

    >>> from datetime import date
    >>> window({"counting": "period", "since": date(2024, 1, 1), "as_of": date(2024, 3, 1)})
    'from 1 January 2024 to 1 March 2024'
    >>> window({"counting": "period", "since": date(2024, 3, 1), "as_of": date(2024, 3, 1)})
    'on 1 March 2024'
    """
    last = as_of(claim)
    first = span(claim["since"], claim.get("since_precision"))
    if claim["counting"] == "period":
        if first == last:
            return f"{'on' if claim['since'] == claim['as_of'] else 'in'} {last}"
        return f"from {first} to {last}"
    if claim["counting"] == "cumulative" and not missing(claim["since"]):
        return f"from {first} to {last}, in all"
    return f"as of {last}"


def dated(claim: Claim) -> str:
    """Return the dates of a claim as a reader needs them: a period's window, else the date.

    >>> from datetime import date
    >>> quarter = {"since": date(2025, 1, 1), "as_of": date(2025, 3, 31)}
    >>> dated(quarter | {"counting": "period"}), dated(quarter | {"counting": "cumulative"})
    ('from 1 January 2025 to 31 March 2025', '31 March 2025')
    """
    return window(claim) if claim["counting"] == "period" else as_of(claim)


def as_of(claim: Claim) -> str:
    """Return the date a claim refers to, as finely as its source gave it.

    >>> from datetime import date
    >>> april = {"as_of": date(2025, 4, 30), "as_of_from": date(2025, 4, 1)}
    >>> as_of(april | {"as_of_precision": "month"}), as_of(april)
    ('April 2025', '30 April 2025')
    """
    return _finely(claim, "as_of")


def all_dates(claims: pd.DataFrame, name: str) -> pd.Series:
    """Return a date of many claims as a data folder writes it, as fine as its source gave it.

    `name` is `since`, `as_of` or `published`; null where there is none. Equal dates are written
    once: a million claims hold few.
    """
    first = claims["since"] if name == "since" else claims[f"{name}_from"]
    both = pd.DataFrame({"first": first, "precision": claims[f"{name}_precision"]})
    each = both.dropna(subset="first").drop_duplicates()
    texts = each.assign(
        text=[spans.text(*row) for row in each.itertuples(index=False)],
    )
    written = both.merge(texts, on=["first", "precision"], how="left")["text"]
    return written.set_axis(claims.index).astype(object).where(first.notna(), None)


def short_as_of(claim: Claim) -> str:
    """Return the month or year a claim refers to, shortened; a period's from its first.

    >>> from datetime import date
    >>> year = {"counting": "period", "since": date(2024, 1, 1), "as_of": date(2024, 12, 31)}
    >>> short_as_of(year), short_as_of(year | {"as_of": date(2024, 3, 31)})
    ('2024', 'Jan to Mar 2024')
    >>> short_as_of(year | {"as_of": date(2025, 3, 31)})
    'Jan 2024 to Mar 2025'
    >>> short_as_of({"as_of": date(2025, 4, 30)})
    'Apr 2025'
    >>> year = {"as_of": date(2025, 12, 31), "as_of_from": date(2025, 1, 1)}
    >>> short_as_of(year | {"as_of_precision": "year"})
    '2025'
    """
    if claim.get("counting") == "period" and not missing(claim.get("since")):
        return _short_window(claim["since"], claim["as_of"])
    precision = claim.get("as_of_precision")
    if missing(precision) or precision in ("day", "month"):
        return short_month(claim["as_of"])
    return span(claim["as_of_from"], precision)


def _short_window(first: date, last: date) -> str:
    """Return the months of a period: a whole year by its number, a month once."""
    if (first.year, first.month, first.day) == (last.year, 1, 1) and (last.month, last.day) == (
        12,
        31,
    ):
        return str(last.year)
    start, end = short_month(first), short_month(last)
    if start == end:
        return end
    return f"{start.removesuffix(f' {last.year}')} to {end}"


def hedge_words(claim: Claim) -> str:
    """Return the hedge before a claim's number; empty for a range and for no hedge.

    >>> hedge_words({"qualifier": "at_least"}), hedge_words({"qualifier": "range"})
    ('at least', '')
    """
    before, number, _ = QUALIFIERS[claim["qualifier"]].words.partition("{")
    return before.strip() if number and claim["qualifier"] != "unnumbered" else ""


def tellings(claim: Claim) -> str:
    """Return in how many tellings a claim's statement was printed, and by whom without its hedge.

    Empty for a claim that is printed once.

    >>> about = {"qualifier": "about", "tellings": 3, "unhedged_by": "The Times"}
    >>> tellings(about)
    'one statement in three tellings, printed without “about” by The Times'
    """
    if claim["tellings"] < 2:
        return ""
    told = f"one statement in {small(int(claim['tellings']))} tellings"
    if missing(claim["unhedged_by"]):
        return told
    hedge = hedge_words(claim)
    return (
        f"{told}, printed without {f'“{hedge}”' if hedge else 'a hedge'} by {claim['unhedged_by']}"
    )


def published(row: Claim) -> str:
    """Return when an article, or a claim's, was printed, as finely as that is known.

    >>> from datetime import date
    >>> printed = {"published": date(2024, 9, 30), "published_from": date(2024, 9, 1)}
    >>> published(printed | {"published_precision": "month"}), published(printed)
    ('September 2024', '30 September 2024')
    """
    return _finely(row, "published")


def _finely(row: Claim, date: str) -> str:
    """Return a date of a row, by the column's name: the day, or the month, quarter or year."""
    precision = row.get(f"{date}_precision")
    if missing(precision) or precision == "day":
        return day(row[date])
    return span(row[f"{date}_from"], precision)


def provenance(claim: Claim, known_on: date | None = None) -> list[tuple[str, str]]:
    """Return what a claim says beyond its number, place and dates: a name and a text each.

    Who passed it on, what it covers, the event whose toll it is, what its range is, how often
    the statement was printed, and what was said about it by a date, if one is given. `claim` is a
    row of queries.claims.
    """
    lines = [
        ("Passed on by", claim["via_name"]),
        ("Counts", claim["only"]),
        ("Event", claim["event_label"]),
        ("Range", interval(claim)),
    ]
    if told := tellings(claim):
        lines.append(("Statement", capital(told)))
    for name, said_so in (
        ("withdrawn_on", "Withdrawn by its source on {}"),
        ("misprinted_on", "Misprinted, as was said on {}"),
        ("disputed_on", "Disputed by another source on {}"),
        ("denied_on", "Denied by another source on {}"),
    ):
        if not missing(claim[name]) and (known_on is None or claim[name].date() <= known_on):
            lines.append(("Response", said_so.format(day(claim[name]))))
    return [(name, str(text)) for name, text in lines if not missing(text)]


def interval(claim: Claim) -> str:
    """Return what a claim's range is where it is not the source's own two numbers.

    >>> interval({"interval": "confidence", "level": 95})
    'Confidence interval of 95 %'
    """
    kind = claim.get("interval")
    if missing(kind) or kind == "stated":
        return ""
    level = claim.get("level")
    return INTERVALS[str(kind)].label + ("" if missing(level) else f" of {int(str(level))} %")


def sentence(claim: Claim) -> str:
    """Return a claim as one sentence: who, how many with the hedge, what, when, printed where.

    `claim` is a row of queries.claims.
    """
    printed = published(claim)
    return (
        f"{claim['source_name']}: {said(claim)} ({counted(claim)}), {window(claim)}; "
        f"printed by {claim['publisher']} {'on' if printed[0].isdigit() else 'in'} {printed}."
    )
