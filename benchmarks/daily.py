"""A timeline of a war that one source counts daily: `python -m benchmarks.daily [ROUNDS]`.

The timeline of 1,600 daily claims of one source, and two of each of 25 others, beside a bare
Streamlit page with one Plotly chart of the same claims, as `benchmarks.first_chart` sets them side
by side. What the timeline then draws is held by tests/test_thinning.py, on the same claims.
"""

from __future__ import annotations

import os
import sys
import tempfile
from datetime import date, timedelta
from pathlib import Path

from benchmarks import first_chart
from benchmarks.comparison import made_up

DAYS, OTHERS, ROUNDS = 1600, 25, 5

#: The quantity that all claims of the folder are about.
QUANTITY = "conflict=war&subject=people&metric=killed&population=all"

_TABLES = {
    "conflicts": "id,name,began,ended,note\nwar,The war,2022-02-24,,\n",
    "parties": "id,name,kind,people,forces\npeople,The people,population,,\n",
    "stances": "conflict,party,side,role\n",
    "metrics": "id,label,unit,family,part_of,phrase,definition\n"
    "killed,Killed,people,dead,,{people} killed,People killed.\n",
    "breaks": "source,metric,population,date,reason,article\n",
    "events": "conflict,date,label,url\n",
    "scopes": "conflict,subject,place,since,reason\n",
}


def write(folder: Path, days: int = DAYS, others: int = OTHERS) -> None:
    """Write a data folder of a war that one source counts daily, and some others twice."""
    count = made_up(date(2022, 2, 24), days + 1)
    rows = [("count", day, number) for day, number in count.items()]
    rows += [
        (f"other-{n}", min(count) + timedelta(days=n * 20 + place), 1000 * n + place)
        for n in range(1, others + 1)
        for place in (0, 9)
    ]
    names = {source for source, *_ in rows}
    articles = ["id,publisher,title,author,url,archive_url,published,language"]
    claims = [
        "id,article,sources,conflict,subject,metric,population,low,best,high,qualifier,counting,"
        "since,as_of,place,evidence,stated,note,supersedes,reason"
    ]
    for source, day, number in rows:
        name = f"{source}-{day:%Y-%m-%d}"
        articles.append(f"{name},Paper,,,https://example.org/{name},,{day},en")
        claims.append(
            f"{name}-1,{name},{source},war,people,killed,all,,{number},,exact,cumulative,,{day},,"
            "official_count,,,,"
        )
    tables = {
        **_TABLES,
        "articles": "\n".join(articles) + "\n",
        "claims": "\n".join(claims) + "\n",
        "sources": "id,name,short,kind,affiliation,part_of,homepage\n"
        + "".join(f"{name},{name},{name},military,people,,\n" for name in sorted(names)),
    }
    for name, text in tables.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")


def main(rounds: int = ROUNDS) -> None:
    """Print what `first_chart` prints, of the daily count."""
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place, "data")
        folder.mkdir()
        write(folder)
        os.environ["CONTESTED_DATA"] = str(folder)
        os.environ["CONTESTED_CACHE"] = str(Path(place, "cache"))
        first_chart.main(rounds, QUANTITY)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:2]))
