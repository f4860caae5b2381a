"""The desk's own small server: an article is pasted, completed, checked and written, here only.

It is no part of the dashboard's server. It answers this machine alone, and its forms are taken from
its own pages alone: a page of another site can neither read it nor post to it.
"""

from __future__ import annotations

import hashlib
from collections.abc import Container, Mapping, Sequence
from dataclasses import replace
from itertools import accumulate
from pathlib import Path
from urllib.parse import parse_qsl

from starlette.applications import Starlette
from starlette.concurrency import run_in_threadpool
from starlette.datastructures import UploadFile
from starlette.exceptions import HTTPException
from starlette.requests import ClientDisconnect, Request
from starlette.responses import HTMLResponse, PlainTextResponse, Response
from starlette.routing import Route

from contested.addresses import sound
from contested.desk.additions import EVENT, Additions, Party, stances
from contested.desk.article import FIELDS, Article, Known, article
from contested.desk.beside import Beside, Link, beside
from contested.desk.completing import completed
from contested.desk.context import Context
from contested.desk.draft import CELLS, NEW_EVENT, OF_ITS_DAY, UNKNOWN, Draft
from contested.desk.drafts import drafts
from contested.desk.entering import Entry, Said, entry, hashed
from contested.desk.happenings import happenings
from contested.desk.naming import Choice, Naming
from contested.desk.offering import Offering
from contested.desk.saying import Saying
from contested.desk.situated import may_be_in, parent
from contested.errors import ContestedError
from contested.html.desk import Around, Outcome, Shown, Within, desk, row
from contested.html.style import rules, stylesheet
from contested.importers.names import NAMED, new_name
from contested.importers.plan import read
from contested.web.headers import RENDERED
from contested.web.hosts import name

#: By which names this machine may be asked.
LOCAL = ("127.0.0.1", "localhost", "::1")

#: The longest form that is read, in bytes, the longest with a file, and the most fields in one.
LONGEST, LONGEST_FILE, MOST_FIELDS = 4_000_000, 20_000_000, 20_000

_FILE = "multipart/form-data"

#: The files whose rows a cell names.
_CHOSEN = ("conflicts", "parties", "metrics", "populations", "places", "events", "sources")

_HEADERS = {
    "content-security-policy": RENDERED,
    "cache-control": "no-store",
    "x-content-type-options": "nosniff",
}


def app(folder: Path) -> Starlette:
    """Return the desk of a data folder."""

    async def answer(request: Request) -> Response:
        if refusal := _refusal(request):
            return PlainTextResponse(refusal, 403, _HEADERS)
        if request.url.path == "/desk.css":
            return Response(stylesheet("page", False) + rules("desk"), 200, _HEADERS, "text/css")
        if id := request.path_params.get("id"):
            page = await run_in_threadpool(_row, folder, id)
            told = f"No claim has the id {id}."
            return (
                HTMLResponse(page, 200, _HEADERS)
                if page
                else PlainTextResponse(told, 404, _HEADERS)
            )
        if request.method != "POST":
            return HTMLResponse(desk(await run_in_threadpool(_around, folder)), 200, _HEADERS)
        with_file = request.headers.get("content-type", "").startswith(_FILE)
        most = LONGEST_FILE if with_file else LONGEST
        body = bytearray()
        try:
            async for part in request.stream():
                body += part
                if len(body) > most:
                    told = f"The article is too long; it has at most {most // 1_000_000} MB."
                    return PlainTextResponse(told, 413, _HEADERS)
            content, form = (
                await _file(request, bytes(body)) if with_file else (None, _fields(bytes(body)))
            )
        except (ValueError, HTTPException, ClientDisconnect):
            return PlainTextResponse("This is no form of the desk.", 400, _HEADERS)
        page = await run_in_threadpool(_page, form, folder, content)
        return HTMLResponse(page, 200, _HEADERS)

    return Starlette(
        routes=[
            Route("/", answer, methods=["GET", "POST"]),
            Route("/desk.css", answer),
            Route("/claims/{id}", answer),
        ]
    )


def _refusal(request: Request) -> str:
    """Return why a request is refused, "" where it is not."""
    hosts = request.headers.getlist("host")
    # As it was sent: a Host that Starlette cannot read is, in its own address of the request, this
    # machine, and some browsers take a name with a mark that makes it so (evil`.example).
    if len(hosts) != 1 or not sound(hosts[0]) or name(hosts[0]) not in LOCAL:
        return "The desk answers this machine only."
    if request.method == "POST" and request.headers.getlist("origin") != [f"http://{hosts[0]}"]:
        return "The desk takes the forms of its own pages only."
    return ""


def _fields(body: bytes) -> dict[str, str]:
    return dict(parse_qsl(body.decode(), keep_blank_values=True, max_num_fields=MOST_FIELDS))


async def _file(request: Request, body: bytes) -> tuple[bytes | None, dict[str, str]]:
    """Return the file that a form brought, None where none was chosen, and the form's fields."""

    async def receive() -> dict[str, object]:
        return {"type": "http.request", "body": body, "more_body": False}

    again = Request(request.scope, receive)
    fields = len(FIELDS) + 2  # with the text, and the step
    async with again.form(max_files=1, max_fields=fields, max_part_size=LONGEST_FILE) as form:
        if "file" not in form:
            raise ValueError("the form has no file")
        file = form["file"]
        content = await file.read() if isinstance(file, UploadFile) and file.filename else None
        typed = {name: value for name, value in form.items() if isinstance(value, str)}
        return content, typed


def _page(form: Mapping[str, str], folder: Path, content: bytes | None = None) -> str:
    """Return the page that follows a form, after what the form asks for was done.

    `content` is the article's file, where it came as one and not as text.
    """
    # A button that chooses sets cells, and nothing is checked or written by it.
    pressed = dict(parse_qsl(form.get("choose", ""), keep_blank_values=True))
    form = {**form, **pressed}
    given = {name: form.get(name, "").strip() for name in FIELDS}
    text = form.get("text", "").replace("\r\n", "\n")
    try:
        around = _around(folder)
    except ContestedError as error:
        return desk(Around({}, False), outcome=Outcome([Said(0, str(error))]))
    if (content is not None) == bool(text.strip()):
        told = (
            "There is a text and a file: which of them is the article? Take one away."
            if text.strip()
            else "There is no article yet: paste its text, or choose its file."
        )
        return desk(around, _typed(text, given), outcome=Outcome([Said(0, told)]))
    try:
        read_ = article(
            text.encode(errors="replace") if content is None else content, given, folder
        )
        context = Context(folder, read_.text, read_.value("published"))
        candidates = drafts(read_, context)
    except ContestedError as error:
        return desk(around, _typed(text, given), outcome=Outcome([Said(0, str(error))]))
    step = form.get("step", "read" if content is not None else "")
    anew = step == "read" or content is not None
    new = _additions(form, Naming(folder))
    label = new.event["label"]
    naming = Naming(folder, label, new.party_ids)
    drawn = candidates
    if not anew:
        drawn = [one.given(_cells(form, pressed, one, naming, label)) for one in candidates]
        if step in ("", "check"):
            # What follows from what was given is proposed anew before it is shown, and never at the
            # writing.
            drawn = [one.renewed() for one in drawn]
        drawn = _with_days(_with_new_sources(_renamed(candidates, drawn, naming)))
    if step in ("", "check"):
        drawn = [completed(one, context) for one in drawn]
    accepted = [one for one in drawn if not anew and f"{one.number}.accept" in form]
    parents = _parents(form, candidates, drawn, new.event, context, naming)
    if anew:
        outcome = Outcome(told="" if candidates else "No number of it could be a claim.")
    elif not step:
        outcome = Outcome(mark=form.get("mark", ""))
    elif not accepted:
        outcome = Outcome([Said(0, "No candidate is accepted: tick “it is a claim” at one.")])
    else:
        new = new._replace(parents={place: known.value for place, known in parents.items()})
        outcome = _entered(form, entry(read_, accepted, folder, new), folder, context)
    if outcome.written:
        return desk(around, outcome=outcome)

    def within(field: str, place: str, draft: Draft) -> list[Within]:
        return _within(field, place, draft, parents, context, naming)

    # A new party is said as it would be, by the name that it has here too.
    come = new.party_rows()
    named = [row | {"id": row["name"]} for row in come]
    saying = Saying(context.tables, {"parties": [*come, *named]})
    around = around.with_parties((row["id"], row["name"]) for row in come)
    offering = Offering(drawn, context, saying)
    happened = happenings(drawn, read_, context)
    # What is asked about at one that nobody accepts is asked again at one that somebody does.
    asks = (_new_names(one) if one in accepted or not accepted else frozenset() for one in drawn)
    before = accumulate(asks, frozenset[str].union, initial=frozenset[str]())
    shown = [
        Shown(
            one,
            beside=_beside(one, drawn, context, saying),
            accepted=one in accepted,
            says=saying.claim({**dict.fromkeys(CELLS, ""), **_values(one)}),
            meant={
                name: naming.named(name, known.value, one.value("conflict"))
                for name, known in one.cells.items()
            },
            names={name: naming.name(name, known.value) for name, known in one.cells.items()},
            faults=outcome.faults(one.number),
            within=within(str(one.number), one.value("place"), one),
            party=new.parties.get(one.value("subject")),
            stances=stances(context, one.value("conflict")),
            events=context.events_near(one.value("conflict"), one.value("as_of")),
            happenings=[made for made in happened if one.number in made.offered],
            sides=context.sides(one.value("conflict")),
            offers=offering.of(one),
            asked=_every_name(drawn) if one.again or one.says_nothing else asked,
        )
        for one, asked in zip(drawn, before, strict=False)
    ]
    event = new.event
    if not any(event.values()) and drawn:
        event = _likely_event(drawn)
    of_event = within("event", event["place"], drawn[0]) if label and drawn else []
    return desk(around, read_, shown, outcome, event, of_event)


def _additions(form: Mapping[str, str], naming: Naming) -> Additions:
    """Return what a form says of an event, and of parties that the folder lacks."""
    said = {name: value.strip() for name, value in form.items()}
    event = {name: said.get(f"event.{name}", "") for name in EVENT}
    parties: dict[str, Party] = {}
    for field, kind in said.items():
        number, _, cell = field.partition(".")
        stance, name = (said.get(f"{number}.{one}", "") for one in ("subject.stance", "subject"))
        if cell == "subject.kind" and kind and stance and name:
            party = Party(kind, said.get(f"{number}.conflict", ""), stance)
            if not naming.known("subject", name):
                parties.setdefault(name, party)
    return Additions(event, {}, parties)


def _typed(text: str, given: Mapping[str, str]) -> Article:
    """Return what was typed of an article that could not be read: it is not lost."""
    return Article(text, {name: Known(value, "given") for name, value in given.items() if value})


def _renamed(before: Sequence[Draft], drawn: Sequence[Draft], naming: Naming) -> list[Draft]:
    """Return drafts of which a new source or party that one names otherwise is called so in all."""
    called: dict[tuple[str, str], str] = {}
    for old, now in zip(before, drawn, strict=True):
        for cell in now.given_cells & {"sources", "subject"}:
            given, was = now.value(cell), old.value(cell)
            if not given or naming.known(cell, was, old.value("conflict")):
                continue
            names = {was, old.of_text[0].get(cell, UNKNOWN).value}
            if cell == "sources":
                # Another that is there is meant of all only where it was asked about.
                there = naming.known(cell, given, now.value("conflict"))
                names = set() if there and given not in old.likely else {*names, old.as_new}
            called |= {(cell, name): given for name in names - {""}}

    def renamed(draft: Draft) -> Draft:
        cells = {"sources", "subject"} - draft.given_cells
        named = {cell: called.get((cell, draft.value(cell)), "") for cell in cells}
        return draft.given({cell: name for cell, name in named.items() if name})

    return list(map(renamed, drawn))


def _with_days(drawn: Sequence[Draft]) -> list[Draft]:
    """Return drafts of which those of one attack have the day that a person gave at one of them."""
    attacks = [one.of_text[0].get("counting", UNKNOWN).where for one in drawn]
    days = {
        attack: one
        for one, attack in zip(drawn, attacks, strict=True)
        if attack.endswith(OF_ITS_DAY) and "as_of" in one.given_cells
    }
    made = []
    for one, attack in zip(drawn, attacks, strict=True):
        of = days.get(attack)
        names = () if of is None or "as_of" in one.cells else ("as_of", "since")
        cells = {
            name: Known(of.value(name), f"as number {of.number} has it")
            for name in names
            if of and of.value(name)
        }
        made.append(replace(one, cells={**one.cells, **cells}))
    return made


def _with_new_sources(drawn: Sequence[Draft]) -> list[Draft]:
    """Return drafts of which each by a new source has the kind and side that one of them gives."""
    new = {
        match["name"]: (one.value("sources"), one.number)
        for one in drawn
        if (match := NAMED.fullmatch(one.value("sources")))
    }
    made = []
    for one in drawn:
        cell, number = new.get(one.value("sources"), ("", 0))
        cells = {"sources": Known(cell, f"as number {number} has it")} if cell else {}
        made.append(replace(one, cells={**one.cells, **cells}))
    return made


def _beside(draft: Draft, drawn: Sequence[Draft], context: Context, saying: Saying) -> Beside:
    """Return what stands beside a draft, and by what it is of the moment of one before it."""
    stands = beside(draft, context)
    if not draft.like or draft.value("place"):
        return stands
    of = drawn[draft.like - 1]
    cells = {name: of.value(name) for name in ("place", "as_of", "since", "counting")}
    place = saying.name("places", of.value("place"))
    link = Link(f"It is of what number {draft.like} is of: {place}", cells)
    return stands._replace(links=(*stands.links, link))


def _new_names(draft: Draft) -> frozenset[str]:
    """Return the names of a draft that may be new: one is asked about where it is first shown.

    What is folded is not shown.
    """
    if draft.again or draft.says_nothing:
        return frozenset()
    names = (draft.value(name) for name in ("subject", "place", "sources"))
    return frozenset({*names, draft.attack} - {""})


def _every_name(drawn: Sequence[Draft]) -> frozenset[str]:
    return frozenset().union(*map(_new_names, drawn))


def _values(draft: Draft) -> dict[str, str]:
    return {name: one.value for name, one in draft.cells.items()}


def _likely_event(drawn: Sequence[Draft]) -> dict[str, str]:
    """Return what is known of an event that the folder may lack: its day and its place."""
    of_day = next((one for one in drawn if one.value("counting") == "period"), drawn[0])
    began = of_day.value("since") or of_day.value("as_of")
    return dict.fromkeys(EVENT, "") | {"began": began, "place": of_day.value("place")}


def _parents(
    form: Mapping[str, str],
    before: Sequence[Draft],
    drawn: Sequence[Draft],
    event: Mapping[str, str],
    context: Context,
    naming: Naming,
) -> dict[str, Known]:
    """Return of which place each new one is a part: as a person said, else as the text says.

    So is said of the place that it is in, where that is new too, and of an event's. `before` are
    the drafts as the text has them: what was proposed for one's place then is no answer about the
    place that it has now.
    """
    parents: dict[str, Known] = {}

    def said_of(draft: Draft, place: str) -> Known:
        if not place or naming.known("place", place):
            return UNKNOWN
        own = draft.value("place") == place
        of_it = draft if own else draft.given({"place": place})
        return Known(*parent(of_it, context, drawn))

    def take(field: str, place: str, draft: Draft, was: Known = UNKNOWN) -> None:
        met: set[str] = set()
        while place and place not in met and not naming.known("place", place):
            met.add(place)
            field += ".part_of"
            known, said = parents.get(place, UNKNOWN), said_of(draft, place)
            # A place is asked about at one of its candidates, whatever it is called by now.
            given = form.get(field, said.value).strip()
            if given not in (said.value, was.value):
                parents[place] = known if known.where == "given" else Known(given, "given")
            elif known == UNKNOWN:
                parents[place] = said
            place, was = parents[place].value, UNKNOWN

    for old, one in zip(before, drawn, strict=True):
        # What was said of the place goes on where the place is now the new event's.
        of_event = event["label"] and one.value("event") == event["label"]
        place = event["place"] if of_event else one.value("place")
        take(str(one.number), place, one, said_of(old, old.value("place")))
    if drawn:
        take("event", event["place"], drawn[0])
    return parents


def _within(
    field: str,
    place: str,
    draft: Draft,
    parents: Mapping[str, Known],
    context: Context,
    naming: Naming,
) -> list[Within]:
    """Return what is asked of a new place: in which one it is, and of that one where it is new."""
    chain: list[Within] = []
    while place and not naming.known("place", place) and place not in (one.place for one in chain):
        field += ".part_of"
        known = parents.get(place, UNKNOWN)
        named = naming.named("place", known.value, draft.value("conflict"))
        likely = may_be_in(draft.given({"place": place}), context)
        choices = [Choice(id, naming.name("place", id)) for id in likely]
        chain.append(Within(field, place, known, named, named.choices if known.value else choices))
        place = known.value
    return chain


def _entered(form: Mapping[str, str], made: Entry, folder: Path, context: Context) -> Outcome:
    """Return what came of an entry: written where the form asks for it and it may be.

    What was shown is written; what became other since is not. What never was shown is too, where
    it passes, nothing is asked of it, and each new name was asked about at one that is accepted.
    """
    diff = made.diff()
    mark = hashlib.sha256(diff.encode()).hexdigest()
    seen = form.get("mark", "")
    named = {
        name
        for field, value in form.items()
        if field.endswith(".seen") and f"{field.removesuffix('seen')}accept" in form
        for name in value.splitlines()
    }
    asked = [one for one in made.notices if not one.of_folder]
    clear = not asked and set(made.new_names()) <= named if not seen else seen == mark
    saying = Saying(context.tables, made.plan.added)
    says = [
        (table, saying.claim(row) if table == "claims" else saying.row(table, row), _filled(row))
        for table, rows in sorted(made.plan.added.items(), key=lambda one: one[0] != "claims")
        for row in rows
    ]
    if made.errors or form.get("step") != "write" or not clear:
        others = bool(seen) and seen != mark and form.get("step") == "write" and not made.errors
        told = (
            "Nothing is written yet: these are other lines than those shown before."
            if others
            else ""
        )
        # Of what does not pass no line is shown: what was shown before goes on being compared.
        last = seen if made.errors else mark
        return Outcome(made.errors, made.notices, diff, last, told, says=says)
    try:
        made.write(folder)
    except ContestedError as error:
        return Outcome([Said(0, str(error))], made.notices)
    return Outcome(
        notices=made.notices,
        diff=diff,
        told=f"Written. {' '.join(made.plan.summary())}",
        written=[(row["id"], saying.claim(row)) for row in made.plan.added.get("claims", ())],
        says=says,
    )


def _filled(row: Mapping[str, str]) -> dict[str, str]:
    """Return the columns of a row that hold something, but for its id."""
    return {name: value for name, value in row.items() if value and name != "id"}


def _around(folder: Path) -> Around:
    """Return what of a folder the page shows."""
    choices = {
        table: [
            (row["id"], row.get("name") or row.get("label") or row["id"])
            for row in read(folder, table)
        ]
        for table in _CHOSEN
    }
    return Around(choices, hashed(folder))


def _row(folder: Path, id: str) -> str:
    """Return the page of a claim's row, "" where no row has the id."""
    claim = next((one for one in read(folder, "claims") if one["id"] == id), None)
    if claim is None:
        return ""
    printed = next((one for one in read(folder, "articles") if one["id"] == claim["article"]), {})
    about = {name: value for name, value in printed.items() if name != "id"}
    naming = Naming(folder)
    names = {
        name: "; ".join(naming.name(name, one) for one in value.split(";"))
        for name, value in claim.items()
        if value and name != "note"
    }
    return row(id, {**claim, **about}, names)


def _cells(
    form: Mapping[str, str], pressed: Container[str], draft: Draft, naming: Naming, event: str
) -> dict[str, str]:
    """Return the cells that a form gives a draft, without those that it leaves as they were.

    `pressed` are the fields that a button filled.
    """
    said = {name: form.get(f"{draft.number}.{name}") for name in CELLS}
    cells = {name: value.strip() for name, value in said.items() if value is not None}
    if cells.get("event") == NEW_EVENT:
        cells["event"] = event or NEW_EVENT
    kind, whose = (form.get(f"{draft.number}.{name}", "") for name in ("kind", "affiliation"))
    name = cells.get("sources", "")
    shown = f"{draft.number}.sources" not in pressed and not (kind and whose)
    if shown and new_name(name) == new_name(draft.value("sources")):
        # Its kind may have followed from an answer at another candidate: so it does again.
        cells.pop("sources", None)
        name = ""
    conflict = cells.get("conflict", "")
    alone = name and " + " not in name and not NAMED.fullmatch(name)
    if kind and whose and alone and not naming.known("sources", name, conflict):
        cells["sources"] = f"{name} ({kind}; {whose})"
    return {name: value for name, value in cells.items() if value != draft.value(name)}
