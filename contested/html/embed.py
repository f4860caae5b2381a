"""What is shown inside other pages: a view's chart for any width, drawn without a script.

A timeline is one drawing whose text keeps its size; its labels stand beside it, and under it where
there is no room. So is how far apart institutions are; panels stand in as many columns as there is
room for. A comparison, then and now, and every source against every other are the tables that their
pages have, each with its marks. All other views are the claims that they show.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Any, NamedTuple

import pandas as pd
from markupsafe import Markup

from contested.addresses import Site
from contested.charts import legend, panels, spread
from contested.charts.labels import BOTTOM, TOP, Label, placed
from contested.charts.style import LIGHT
from contested.charts.svg import plot, whole
from contested.compare import Compared
from contested.html import comparison, labels
from contested.html import legend as key
from contested.html.environment import rendered
from contested.rows import one_by_one
from contested.words import as_of, missing

#: The height of a timeline's plot, in pixels.
HIGH = 300

#: The most rows that claims take; the page that an embedded view leads to has all.
ROWS = 14

#: The most marks that tell what they stand for when pointed at: of more the page would be heavy.
TOLD = 150

#: Claims that are set against nothing.
ALONE = Compared({}, {}, None, None)


class Embedded(NamedTuple):
    """What an embedded view shows: its words, its picture as HTML, the claims that it is made of.

    `newest` is the newest date in what is shown, as fine as its source gave it; `more` is how many
    of its rows have no room; `height` is about what it needs at a width of 340, 680 and 1,000
    pixels.
    """

    title: str
    answer: str
    narrowing: str
    newest: str
    number: int
    body: Markup
    more: int
    height: tuple[int, int, int]

    @property
    def steep(self) -> float:
        """How many pixels more it needs for each that it is narrower than 680."""
        narrow, middle, _ = self.height
        return round(max(narrow - middle, 0) / (680 - 340), 2)

    def high(self, width: int) -> int:
        """Return about how high it is at a width, in pixels."""
        _, middle, wide = self.height
        return max(wide, round(middle + self.steep * (680 - width)))


def embedded(
    title: str,
    answer: str,
    narrowing: str,
    claims: pd.DataFrame,
    chart: Mapping[str, Any],
    named: Sequence[Label],
    beside: Compared | None,
    here: Site,
    table: str = "",
) -> Embedded:
    """Return a view as it is shown inside other pages.

    `claims` are those that it shows; `chart` is its chart, `named` the labels of a timeline,
    `beside` what a comparison's claims are set against, `table` the HTML that stands instead of a
    chart, if any.
    """
    more = 0
    if table:
        body, high = table, _table_heights(len(rows(claims)))
    elif panels.are_panels(chart):
        body, high = small(chart, here)
    elif spread.is_spread(chart):
        body, high = apart(chart)
    elif plot.is_plot(chart):
        body, high = over_time(chart, named, here)
    else:
        every = rows(claims)
        more = max(len(every) - ROWS, 0)
        body, high = in_rows(every.head(ROWS), beside or ALONE)
    number = int(claims["of_claims"].iloc[0]) if "of_claims" in claims else len(claims)
    # The pages' own links lead from where they stand.
    body = body.replace('href="./', f'href="{here.path("")}')
    said = f"{answer} {narrowing}"
    narrow, middle, wide = (
        room + 24 * _lines(title, width / 10) + 21 * _lines(said, width / 6.9) + below
        for width, room, below in zip((300, 640, 960), (150, 110, 100), high, strict=True)
    )
    height = (narrow, middle, wide)
    made = Markup(body)  # escaped where it was made
    return Embedded(title, answer, narrowing, newest(claims), number, made, more, height)


def unlinked(body: Markup) -> Markup:
    """Return what a view shows without its links, for a file that knows no site."""
    return Markup(_LINK.sub("<a", body))  # what was escaped stays so


_LINK = re.compile(r'<a href="[^"]*"')


def code(shown: Embedded, address: str, width: int = 0, height: int = 0) -> str:
    """Return the HTML that shows a view inside another page; `address` is that of /embed.

    It fills the page's width, at most `width` pixels if given, and is as high as that needs, at
    most `height` if given. It needs no script.
    """
    _, middle, wide = shown.height
    return rendered(
        "embed_frame",
        address=address,
        title=shown.title,
        most=width,
        highest=height,
        least=wide,
        start=round(middle + 680 * shown.steep),
        steep=f"{100 * shown.steep:g}",
    )


def over_time(
    chart: Mapping[str, Any], named: Sequence[Label], here: Site
) -> tuple[str, tuple[int, int, int]]:
    """Return a timeline's plot with its labels, events and key, and about how high it is."""
    at = plot.place(chart, HIGH)
    ends = (at.values.low, at.values.high)
    scale = "log" if at.values.log else "linear"
    beside = placed(named, ends, HIGH + TOP + BOTTOM, scale)
    told = sum(len(trace.get("customdata") or []) for trace in chart["data"]) <= TOLD
    drawing = plot.svg(
        chart, at, beside, colour, (lambda id: here.path("claim", id)) if told else None
    )
    meta = chart["layout"].get("meta")
    parts = meta if isinstance(meta, dict) else {}  # what a file of someone's holds is theirs
    lines = plot.events(chart)
    body = rendered(
        "embed_timeline",
        # Each was escaped where it was made.
        drawing=Markup(drawing),
        high=at.height,
        left=plot.edge(chart),
        labels=Markup(labels.labels(beside)),
        events=lines,
        key=Markup(key.legend(parts)),
    )
    entries = len(legend.entries(parts)) if parts else 0
    listed = 44 * sum(each.top is not None for each in beside)
    folded = 32 * bool(lines)
    narrow = at.height + listed + folded + 24 * entries
    middle = at.height + folded + 24 * -(-entries // 3)
    return body, (narrow, middle, at.height + 24 * -(-entries // 5))


def apart(chart: Mapping[str, Any]) -> tuple[str, tuple[int, int, int]]:
    """Return how far apart institutions are over time, and about how high that is."""
    lines, plain = spread.alone(chart)
    drawn = whole.inside(plain, colours=colour)
    body = rendered("embed_spread", lines=lines, drawn=_within(drawn), reading=spread.READING)
    narrow, middle, wide = (
        drawn.height + sum(19 * _lines(text, width / 6.6) for text in (*lines, spread.READING)) + 30
        for width in (300, 640, 960)
    )
    return body, (narrow, middle, wide)


def small(chart: Mapping[str, Any], here: Site) -> tuple[str, tuple[int, int, int]]:
    """Return each source's small chart, in as many columns as fit, and about how high that is."""
    cells = panels.cells(chart)
    links = sum(len(trace.get("customdata") or []) for trace in chart["data"]) <= TOLD
    address = (lambda id: here.path("claim", id)) if links else None
    relations = {named: relation for relation, named in LIGHT.relation.items()}
    meta = chart["layout"].get("meta")
    parts = meta if isinstance(meta, dict) else {}  # what a file of someone's holds is theirs
    body = rendered(
        "embed_panels",
        cells=[
            {
                "name": cell.name,
                "words": cell.words,
                "relation": relations.get(cell.colour, "independent"),
                "drawn": _within(whole.inside(cell.chart, 0, colour, address, f"p{place}-")),
            }
            for place, cell in enumerate(cells)
        ],
        key=Markup(key.legend(parts)),
    )
    entries = len(legend.entries(parts)) if parts else 0
    each = cells[0].chart["layout"]["height"] + 62 if cells else 0
    narrow, middle, wide = (
        each * -(-len(cells) // columns) + 24 * -(-entries // keys)
        for columns, keys in ((1, 1), (2, 3), (3, 5))
    )
    return body, (narrow, middle, wide)


def _within(drawn: whole.Drawn) -> dict[str, Any]:
    return {
        "content": Markup(drawn.content),  # escaped where it was made
        "left": round(drawn.left),
        "right": round(drawn.right),
        "height": drawn.height,
    }


def _table_heights(many: int) -> tuple[int, int, int]:
    """Return about how high a table of so many rows is."""
    return 135 * many + 90, 90 * many + 90, 56 * many + 90


def in_rows(claims: pd.DataFrame, beside: Compared) -> tuple[str, tuple[int, int, int]]:
    """Return claims as a table whose middle column is a picture, and about how high it is."""
    several = claims["quantity"].nunique() > 1
    if several:
        body = rendered("embed_claims", claims=one_by_one(claims))
        return body, (64 * len(claims), 44 * len(claims), 44 * len(claims))
    body = comparison.table(_aged(claims), beside)
    shown = claims[claims["lapsed"] != True] if "lapsed" in claims else claims  # noqa: E712
    asides = 15 * int(shown["note"].notna().sum() + shown["apart"].notna().sum())
    against = beside.reference is not None
    each = (160, 130, 64) if against else (135, 112, 56)
    narrow, middle, wide = (high * len(shown) + asides + 70 for high in each)
    return body, (narrow, middle, wide)


def _aged(claims: pd.DataFrame) -> pd.DataFrame:
    """Return claims with what the current ones say of their age; of others nothing is said."""
    for name, none in (("lapsed", False), ("age", None), ("others", ())):
        if name not in claims:
            claims = claims.assign(**{name: [none] * len(claims)})
    return claims


def rows(claims: pd.DataFrame) -> pd.DataFrame:
    """Return each source's newest claim about each quantity, the highest first.

    What was corrected or withdrawn, and what is set apart, stands for its source only where that
    said nothing else of it. Those that lapsed come last, and those of several quantities are the
    newest first.
    """
    every = one_by_one(claims[[name for name in _TELLING if name in claims]])
    when = "effective" if "effective" in claims else "as_of"

    def age(place: int) -> tuple[Any, ...]:
        row = every[place]
        stands = all(missing(row.get(why)) for why in _FALLEN)
        return stands, row[when], row["published"], row["id"]

    newest: dict[tuple[str, str], int] = {}
    for place in sorted(range(len(every)), key=age):
        voice = (every[place]["source"], every[place]["quantity"])
        newest.pop(voice, None)  # the order of the voices is that of their newest claims
        newest[voice] = place
    if len({quantity for _, quantity in newest}) > 1:
        return claims.take([*newest.values()][::-1])

    def rank(place: int) -> tuple[Any, ...]:
        row = every[place]
        number = None if missing(row["number"]) else int(row["number"])
        lapsed = bool(row["lapsed"]) if "lapsed" in row else number is None
        return lapsed, number is None, -(number or 0)

    return claims.take(sorted(newest.values(), key=rank))


#: What says that a claim no longer stands, or stands apart.
_FALLEN = ("superseded_on", "withdrawn_on", "misprinted_on", "apart")

#: What `rows` chooses by.
_TELLING = (
    "id", "source", "quantity", "number", "effective", "as_of", "published", "lapsed", *_FALLEN,
)  # fmt: skip


def newest(claims: pd.DataFrame) -> str:
    """Return the newest date that claims refer to, as fine as its source gave it."""
    if claims.empty:
        return ""
    # A view frozen by the first program says nothing of how fine a date is.
    given = [name for name in ("as_of", "as_of_from", "as_of_precision") if name in claims]
    rows = one_by_one(claims[given])
    return as_of(max(reversed(rows), key=lambda row: (row["as_of"], row["as_of_from"])))


def colour(named: str) -> str:
    """Return a colour of the light ground as a variable, which either ground sets."""
    return _VARIABLES.get(named, named)


_VARIABLES = {
    getattr(LIGHT, name): f"var(--{name})" for name in ("ground", "ink", "muted", "grid", "band")
} | {colour: f"var(--{name})" for name, colour in LIGHT.relation.items()}


def _lines(text: str, letters: float) -> int:
    return -(-len(text) // int(letters)) if not missing(text) else 0
