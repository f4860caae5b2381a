"""Write all that the program answers to a folder, and compare two such folders.

A change that moves code must leave every answer as it was. Two checkouts are asked the same, each
by its own Python, and only at edges that outlive a move: the web's addresses, the command line, a
snapshot's file, and the pages as Streamlit draws them.

    scripts/compare_answers.py write BEFORE --checkout ../old --data ../old/data
    scripts/compare_answers.py write AFTER --data ../old/data
    scripts/compare_answers.py compare BEFORE AFTER

What must differ (the data's hash, a snapshot's id, the day of access, the server's port) is
replaced by its name. A page is compared by its words, links and drawn places, not by its tags;
`compare` sums up like differences in one line and exits with 1 if there are any.
"""

from __future__ import annotations

import argparse
import csv
import difflib
import io
import json
import logging
import os
import re
import subprocess
import tempfile
import time
import urllib.error
import urllib.request
from collections import defaultdict
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date
from html.parser import HTMLParser
from pathlib import Path
from typing import Any
from urllib.parse import quote, urlencode

import serving

ROOT = Path(__file__).parent.parent
QUANTITY = ("conflict", "subject", "metric", "population")

#: The pages about a quantity, and the views of one that can be frozen.
PAGES = ("timeline", "compare", "known-when", "data")
VIEWS = ("timeline", "compare", "known-when", "spread", "panels", "matrix")
LISTS = ("claims", "latest", "spread", "timeline")

#: Filters beside a quantity, each with how two checkouts say the same of it.
FILTERS = {
    "": "",
    "own": "&relation=own",
    "known": "&known_on=2025-01-31",
}

#: What of a snapshot's content says which data and program made it, and nothing of what it shows.
MADE_BY = ("data", "program", "format")

#: Attributes that a reader meets; `style` is where a mark is drawn by CSS.
MET = ("href", "title", "alt", "aria-label", "content", "style", "placeholder", "src", "datetime")


def main() -> None:
    """Write or compare, as the command line says."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    commands = parser.add_subparsers(dest="command", required=True)
    write = commands.add_parser("write", help="write the answers of a checkout to a folder")
    write.add_argument("folder", type=Path)
    write.add_argument("--checkout", type=Path, default=ROOT, help="else this one")
    write.add_argument("--data", type=Path, help="the data folder; else the checkout's own")
    write.add_argument("--only", choices=PARTS, action="append", help="one part; may be repeated")
    write.add_argument("--every", type=int, default=1, help="only one in so many things")
    drawn = commands.add_parser("pages", help="for the checkout's own Python: its pages' elements")
    drawn.add_argument("folder", type=Path)
    drawn.add_argument("queries", type=Path)
    against = commands.add_parser("compare", help="compare two folders")
    against.add_argument("before", type=Path)
    against.add_argument("after", type=Path)
    against.add_argument("--most", type=int, default=400, help="how many differences are listed")
    given = parser.parse_args()
    if given.command == "write":
        checkout = given.checkout.resolve()
        data = (given.data or checkout / "data").resolve()
        parts = given.only or list(PARTS)
        written(given.folder.resolve(), checkout, data, parts, given.every)
    elif given.command == "pages":
        streamlit_pages(given.folder, json.loads(given.queries.read_text(encoding="utf-8")))
    else:
        raise SystemExit(compared(given.before, given.after, given.most))


class Answers:
    """A checkout that is served: ways to ask it, and the folder that its answers go to."""

    def __init__(
        self, folder: Path, checkout: Path, address: str, settings: dict[str, str], every: int
    ) -> None:
        self.folder, self.checkout, self.every = folder, checkout, every
        self.address, self.settings = address, settings
        self.hash = json.loads(self.get("/health"))["hash"]
        self.quantities = self._quantities()

    def _quantities(self) -> dict[str, str]:
        """Return the query of each quantity by a name that a file can have."""
        rows = json.loads(self.get("/api/quantities.json?limit=10000"))["quantities"]
        words = [{word: row[word] for word in QUANTITY} for row in rows[:: self.every]]
        return {"_".join(one.values()): urlencode(one) for one in words}

    def get(self, path: str) -> str:
        """Return what an address answers, an error's page included."""
        request = urllib.request.Request(self.address + path)
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return str(answer.read().decode())
        except urllib.error.HTTPError as error:
            return f"{error.code}\n{error.read().decode()}"

    def post(self, path: str, content: object) -> dict[str, Any]:
        """Return what an address answers to JSON that is sent to it."""
        request = urllib.request.Request(
            self.address + path,
            json.dumps(content).encode(),
            {"content-type": "application/json"},
        )
        try:
            with urllib.request.urlopen(request, timeout=300) as answer:
                return dict(json.load(answer))
        except urllib.error.HTTPError as error:
            return dict(json.load(error))

    def run(self, *arguments: str) -> str:
        """Return what a command prints, with what it says on standard error."""
        done = subprocess.run(
            [self.checkout / ".venv" / "bin" / "python", "-m", "contested", *arguments],
            cwd=self.checkout,
            env=self.settings | {"COLUMNS": "200", "NO_COLOR": "1"},
            capture_output=True,
            text=True,
            check=False,
        )
        return f"{done.stdout}\n{done.stderr}\nexit {done.returncode}\n"

    def keep(self, name: str, text: str) -> None:
        """Write an answer, without what must differ."""
        path = self.folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(self._steady(text), encoding="utf-8")

    def keep_json(self, name: str, text: str) -> None:
        """Write an answer in JSON, one value a line."""
        if re.match(r"\d{3}\n", text):
            self.keep(name, text)
        else:
            self.keep(name, json.dumps(json.loads(text), indent=1, ensure_ascii=False) + "\n")

    def keep_page(self, name: str, text: str) -> None:
        """Write a page's words, links and drawn places."""
        self.keep(name, "\n".join(Words.of(text)) + "\n")

    def _steady(self, text: str) -> str:
        today = date.today()
        said = f"{today.day} {today:%B %Y}"
        for value, name in (
            (self.address, "ADDRESS"),
            (self.address.removeprefix("http://"), "HOST"),
            (quote(self.address, safe=""), "ADDRESS"),
            (quote(self.address), "ADDRESS"),
            (self.hash, "HASH"),
            (today.isoformat(), "TODAY"),
            (said, "TODAY"),
        ):
            text = text.replace(value, name)
        text = re.sub(r"/assets/([\w-]+)[.-][0-9a-f]{8,}\.", r"/assets/\1.HASH.", text)
        return re.sub(r"\b[a-z2-7]{20}\b", "ID", text)


class Words(HTMLParser):
    """The words, links and drawn places of a page, a line each; scripts and styles left out."""

    def __init__(self) -> None:
        super().__init__()
        self.lines: list[str] = []
        self._silent = 0

    @classmethod
    def of(cls, text: str) -> list[str]:
        """Return the lines of a page."""
        read = cls()
        read.feed(text)
        read.close()
        return read.lines

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Take the attributes that a reader meets."""
        self._silent += tag in ("script", "style")
        # The files of the application's own frontend say nothing of an answer.
        if not (tag in ("link", "script") and "static/" in str(dict(attrs))):
            self.lines += [f"  {tag} {name}={value}" for name, value in attrs if name in MET]

    def handle_endtag(self, tag: str) -> None:
        """Leave a script or a style."""
        self._silent -= tag in ("script", "style")

    def handle_data(self, data: str) -> None:
        """Take the words."""
        if not self._silent:
            self.lines += [line.strip() for line in data.splitlines() if line.strip()]


def api(answers: Answers) -> None:
    """Ask the API for all it lists, and of each quantity for all it lists of one."""
    for name in ("claims", "quantities", "sources"):
        answers.keep_json(f"api/{name}.json", answers.get(f"/api/{name}.json?limit=10000"))
    answers.keep_json("api/openapi.json", answers.get("/api/openapi.json"))
    answers.keep("api/claims.csv", answers.get("/api/claims.csv"))
    for quantity, query in answers.quantities.items():
        for title, more in FILTERS.items():
            for name in LISTS:
                text = answers.get(f"/api/{name}.json?{query}{more}")
                answers.keep_json(f"api/{quantity}/{name}{title and '-'}{title}.json", text)


def sent(answers: Answers) -> None:
    """Ask for each page as the server first sends it."""
    alone = ("", "articles", "sources", "snapshots", "method", "timelin", "api/docs")
    for page in (*alone, *PAGES):
        answers.keep_page(
            f"sent/{page.replace('/', '-') or 'overview'}.txt", answers.get(f"/{page}")
        )
    for quantity, query in answers.quantities.items():
        for page in PAGES:
            for title, more in FILTERS.items():
                name = f"sent/{quantity}/{page}{title and '-'}{title}.txt"
                answers.keep_page(name, answers.get(f"/{page}?{query}{more}"))


def things(answers: Answers) -> None:
    """Ask for the page of each claim, article and source, and for it as JSON and citations."""
    claims = list(csv.DictReader(io.StringIO(answers.get("/api/claims.csv"))))
    sources = json.loads(answers.get("/api/sources.json?limit=10000"))["sources"]
    ids = {
        "claim": [claim["id"] for claim in claims],
        "article": sorted({claim["article"] for claim in claims}),
        "source": sorted(source["id"] for source in sources),
    }
    for kind in ids:
        ids[kind] = ids[kind][:: answers.every]
        for id in ids[kind]:
            answers.keep_page(f"things/{kind}/{id}.txt", answers.get(f"/{kind}/{id}"))
            answers.keep_json(f"things/{kind}/{id}.json", answers.get(f"/{kind}/{id}.json"))
            answers.keep(f"things/{kind}/{id}.bib", answers.get(f"/{kind}/{id}.bib"))
    for page, word, kind in (("articles", "article", "article"), ("sources", "source", "source")):
        for id in ids[kind]:
            text = answers.get(f"/{page}?{word}={quote(id)}")
            answers.keep_page(f"sent/{page}/{id}.txt", text)


def snapshots(answers: Answers) -> None:
    """Freeze each view of each quantity, and some of an article and a source."""
    asked = [
        (f"{quantity}/{view}", query, view)
        for quantity, query in answers.quantities.items()
        for view in VIEWS
    ]
    sources = json.loads(answers.get("/api/sources.json?limit=10000"))["sources"]
    ids = [one["id"] for one in sources][:: answers.every]
    asked += [(f"source/{id}", f"source={id}", "source") for id in ids]
    claims = csv.DictReader(io.StringIO(answers.get("/api/claims.csv")))
    articles = sorted({claim["article"] for claim in claims})
    asked += [
        (f"article/{id}", f"article={id}", "article") for id in articles[:: 5 * answers.every]
    ]
    for name, query, view in asked:
        answered = answers.post("/api/snapshots", {"query": query, "view": view})
        if "id" not in answered:
            answers.keep(f"snapshots/{name}.txt", json.dumps(answered, indent=1))
            continue
        content = json.loads(answers.get(f"/snapshot/{answered['id']}.json"))["content"]
        shown = {part: value for part, value in content.items() if part not in MADE_BY}
        answers.keep_json(f"snapshots/{name}.json", json.dumps(shown))
        if view in ("timeline", "compare"):
            text = answers.get(f"/snapshot/{answered['id']}")
            text = re.sub(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ", "MADE", text)
            answers.keep_page(f"snapshots/{name}.page.txt", text)


def commands(answers: Answers) -> None:
    """Run the commands whose output people read."""
    answers.keep("commands/check.txt", answers.run("check"))
    for form in ("table", "csv", "json"):
        answers.keep(f"commands/claims.{form}", answers.run("claims", "--format", form))
    for number, query in enumerate(
        ("metric=kiled", "subject=north-corea", "surce=nis", "since=2025-13-01", "relation=owned")
    ):
        answers.keep(f"commands/wrong-{number}.txt", answers.run("claims", query))
    answers.keep("commands/misspelt.txt", answers.run("chekc"))


def pages(answers: Answers) -> None:
    """Have the checkout's own Python draw its pages of each quantity."""
    asked = answers.folder / "asked.json"
    asked.write_text(json.dumps(answers.quantities), encoding="utf-8")
    raw = answers.folder / "raw"
    subprocess.run(
        [answers.checkout / ".venv" / "bin" / "python", __file__, "pages", raw, asked],
        cwd=answers.checkout,
        env=answers.settings,
        check=True,
    )
    asked.unlink()
    for path in sorted(raw.rglob("*.txt")):
        answers.keep(f"pages/{path.relative_to(raw)}", path.read_text(encoding="utf-8"))
        path.unlink()
    for left in sorted(raw.rglob("*"), reverse=True):
        left.rmdir()
    raw.rmdir()


PARTS: dict[str, Callable[[Answers], None]] = {
    part.__name__: part for part in (api, sent, things, snapshots, commands, pages)
}


def streamlit_pages(folder: Path, quantities: dict[str, str]) -> None:
    """Write each page's elements, in order, as Streamlit is given them."""
    from urllib.parse import parse_qsl

    from streamlit.testing.v1 import AppTest, app_test

    logging.disable(logging.WARNING)  # Streamlit's, that no server runs

    class Pages(app_test.PagesManager):  # type: ignore[misc,name-defined]
        """As dashboard.py tells the server: a folder named pages/ is not the older kind of app."""

        def __init__(self, *arguments: Any, **options: Any) -> None:
            super().__init__(*arguments, **options)
            app_test.PagesManager.__bases__[0].uses_pages_directory = False

    app_test.PagesManager = Pages

    def drawn(page: str, query: str) -> list[str]:
        app = AppTest.from_file(str(Path("dashboard.py").resolve()), default_timeout=300)
        if page != "overview":
            app.run().switch_page(f"pages/{page}.py")
        for word, value in parse_qsl(query, keep_blank_values=True):
            app.query_params[word] = [*app.query_params.get(word, []), value]
        app.run()
        return [line for element in _elements(app) for line in _element(element)]

    asked = [(page, "", page) for page in ("overview", "articles", "sources", "method")]
    asked += [
        (f"{quantity}/{page}", query, page)
        for quantity, query in quantities.items()
        for page in ("timeline", "compare", "known_when", "data")
    ]
    for name, query, page in asked:
        path = folder / f"{name}.txt"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("\n".join(drawn(page, query)) + "\n", encoding="utf-8")


def _elements(app: Any) -> Iterator[Any]:
    for part in (app.main, app.sidebar):
        for element in part:
            # A block is its children, which come by themselves.
            if hasattr(element, "proto") and not hasattr(element, "children"):
                yield element


def _element(element: Any) -> Iterator[str]:
    """Yield what an element shows, without what Streamlit names it by."""
    from google.protobuf.json_format import MessageToDict

    yield f"# {element.type}"
    if element.type in ("arrow_data_frame", "dataframe"):
        yield from element.value.to_csv(index=False).splitlines()
        return
    try:
        fields = MessageToDict(element.proto)
    except AttributeError:
        return
    for name, value in sorted(fields.items()):
        if name in ("id", "formId", "pageScriptHash", "data", "columns"):
            continue
        if name == "spec":
            yield from json.dumps(json.loads(value), indent=1, sort_keys=True).splitlines()
        elif name == "body" and isinstance(value, str):
            yield from Words.of(value)
        else:
            yield f"{name}: {json.dumps(value, sort_keys=True, ensure_ascii=False)}"


@contextmanager
def served(checkout: Path, data: Path) -> Iterator[tuple[str, dict[str, str]]]:
    """Serve a checkout with a cache and a store of its own; give its address and settings."""
    with tempfile.TemporaryDirectory() as aside:
        settings = os.environ | {
            "CONTESTED_CACHE": f"{aside}/cache",
            "CONTESTED_DATA": str(data),
            "CONTESTED_SNAPSHOTS": f"{aside}/snapshots",
            "CONTESTED_SNAPSHOT_RATE": "1000000",
            "PYTHONDONTWRITEBYTECODE": "1",
        }
        settings.pop("CONTESTED_URL", None)
        with serving.served(checkout, checkout / ".venv" / "bin" / "python", settings) as address:
            yield address, settings


def written(folder: Path, checkout: Path, data: Path, parts: list[str], every: int) -> None:
    """Write the answers of a checkout."""
    with served(checkout, data) as (address, settings):
        answers = Answers(folder, checkout, address, settings, every)
        for part in parts:
            began = time.monotonic()
            PARTS[part](answers)
            print(f"{part}: {time.monotonic() - began:.0f} s", flush=True)


def compared(before: Path, after: Path, most: int) -> int:
    """Print what differs, like differences in one line; return 1 if anything does."""
    old, new = (
        {str(path.relative_to(folder)) for path in folder.rglob("*") if path.is_file()}
        for folder in (before, after)
    )
    groups: dict[str, list[str]] = defaultdict(list)
    for name in sorted(old ^ new):
        groups[f"only {'before' if name in old else 'after'}: {name.split('/')[0]}"].append(name)
    for name in sorted(old & new):
        was, now = ((folder / name).read_text(encoding="utf-8") for folder in (before, after))
        if was == now:
            continue
        try:
            differences = _values("", json.loads(was), json.loads(now))
        except json.JSONDecodeError:  # words, or JSON with words of the command after it
            differences = _lines(was, now)
        for difference in differences:
            groups[f"{name.split('/')[0]}: {difference}"].append(name)
    listed = sorted(groups.items(), key=lambda group: (-len(group[1]), group[0]))
    for difference, names in listed[:most]:
        files = sorted(set(names))
        print(f"{len(names):>6} in {len(files)} files, as {files[0]}\n       {difference}")
    if len(listed) > most:
        print(f"and {len(listed) - most} more")
    print(f"{len(old & new)} answers compared, {len(groups)} kinds of difference")
    return int(bool(groups))


def _values(at: str, was: Any, now: Any) -> Iterator[str]:
    """Yield where two values of JSON differ, list places left out of the path."""
    if isinstance(was, dict) and isinstance(now, dict):
        for key in sorted({*was, *now}):
            if key not in now:
                yield f"{at}.{key} is gone"
            elif key not in was:
                yield f"{at}.{key} is new"
            else:
                yield from _values(f"{at}.{key}", was[key], now[key])
    elif isinstance(was, list) and isinstance(now, list) and len(was) == len(now):
        for one, other in zip(was, now, strict=True):
            yield from _values(f"{at}[]", one, other)
    elif type(was) is not type(now) or was != now:
        yield f"{at}: {_short(was)} -> {_short(now)}"


def _lines(was: str, now: str) -> Iterator[str]:
    """Yield the lines that differ, those of one change together."""
    old, new = was.splitlines(), now.splitlines()
    # Lines that come often are no landmarks in a long text: to match each of them would take hours.
    matcher = difflib.SequenceMatcher(None, old, new, autojunk=len(old) > 1_000)
    for kind, a, b, c, d in matcher.get_opcodes():
        if kind != "equal":
            yield f"{_short(' / '.join(old[a:b]))} -> {_short(' / '.join(new[c:d]))}"


def _short(value: Any, most: int = 200) -> str:
    text = value if isinstance(value, str) else json.dumps(value, ensure_ascii=False)
    return text if len(text) <= most else f"{text[:most]}…"


if __name__ == "__main__":
    main()
