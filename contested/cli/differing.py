"""The command that says what changed between two states of the data, in claims' terms."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Sequence
from contextlib import ExitStack
from pathlib import Path
from typing import Any

import click

from contested.cli.options import data_in_use, legible, say, with_data
from contested.errors import ContestedError
from contested.ledger import Change, Differences, State, differences, of_database, of_folders
from contested.revisions import at_revision
from contested.vocabulary import CHANGES
from contested.words import changes as words

#: How many changes of a kind are listed, unless told otherwise: a comment on a pull request is
#: bounded.
LISTED = 50

#: What a script is told with --exit-code where something differs; 1 and 2 are for failures.
DIFFER = 3


@click.command(
    epilog="\b\nExamples:\n"
    "  contested diff main\n"
    "  contested diff v1.0 main --format markdown\n"
    "  contested diff old-data new-data --format json\n"
    "  contested diff contested-HASH.duckdb data",
)
@click.argument("old", metavar="OLD")
@click.argument("new", metavar="[NEW]", required=False)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "markdown", "json"]),
    default="text",
    show_default=True,
    help="How the changes are written.",
)
@click.option(
    "--most",
    default=LISTED,
    show_default=True,
    type=click.IntRange(min=0),
    help="List at most so many changes of a kind and file; JSON has all.",
)
@click.option("--exit-code", is_flag=True, help=f"Exit with {DIFFER} if anything differs.")
@with_data
def diff(old: str, new: str | None, form: str, most: int, exit_code: bool) -> None:
    """Say what changed from OLD to NEW, in claims' terms: added, corrected, withdrawn, and so on.

    Each is a data folder, a built database, or a revision in Git of the data in use; without NEW
    it is the data in use as they are now. Exits with 0 whether or not anything differs.
    """
    before = state_of(old)
    now = state_of(new) if new is not None else of_folders(data_in_use())
    changed = differences(before, now)
    for name, state in ((old, before), (new or "the data as they are now", now)):
        if state.errors:
            say(
                f"{name} does not pass its checks (`contested check` lists what is wrong): "
                "its rows are compared as they are written.",
                err=True,
            )
    click.echo(legible(_FORMS[form](changed, most)))
    if exit_code and changed.changes:
        raise SystemExit(DIFFER)


def state_of(named: str) -> State:
    """Return the state that a folder, a database or a revision of the data in use names.

    Raises ContestedError that says what would pass.
    """
    path = Path(named)
    if path.is_dir():
        return of_folders([path])
    if path.is_file():
        return of_database(path)
    folders = data_in_use()
    with ExitStack() as stack:
        try:
            then = [stack.enter_context(at_revision(folder, named)) for folder in folders]
        except ContestedError as error:
            raise ContestedError(
                f"{named!r} is no folder, no built database and no revision of "
                f"{' and '.join(map(str, folders))}; give one, as data, contested-HASH.duckdb or "
                f"main ({error})"
            ) from error
        return of_folders(then)


def _summary(changed: Differences) -> str:
    corrected = [(one.claim, one.before) for one in changed.of("claims", "corrected")]
    return words.summary(changed.counts, corrected, len(changed.new.rows("claims")))


def _line(one: Change, changed: Differences) -> str:
    """Return a change as a line, without its kind."""
    if one.table == "claims":
        line = words.claim_line(one.claim, one.row, one.before, one.row.get("supersedes", ""))
        if one.kind != "corrected":
            line = words.claim_line(one.claim, one.row, None, "")
    elif one.table == "responses":
        names = changed.new.rows("sources")
        by = [names.get(id, {}).get("name") or id for id in one.row["sources"].split(";") if id]
        line = words.response_line(one.row["response"], one.row, one.claim, by)
    else:
        line = words.row_line(one.row)
    return f"{words.altered(one.fields)} ({line})" if one.fields else line


def _grouped(changed: Differences) -> list[tuple[str, Sequence[Change]]]:
    """Return the changes under their headings, in their order."""
    groups: dict[str, list[Change]] = {}
    for one in changed.changes:
        own = one.table == "claims" or one.kind in words.OF_CLAIMS.get(one.table, ())
        what = "" if own else f": {words.NOUNS[one.table][1]}"
        groups.setdefault(CHANGES[one.kind].label + what, []).append(one)
    return list(groups.items())


def _text(changed: Differences, most: int) -> str:
    lines = [_summary(changed)]
    for heading, group in _grouped(changed):
        lines += ["", heading]
        lines += [f"  {one.name}  {_line(one, changed)}" for one in group[:most]]
        if len(group) > most:
            lines.append(f"  … {len(group) - most:,} more (--most {len(group)} lists them)")
    return "\n".join(lines)


def _markdown(changed: Differences, most: int) -> str:
    lines = [f"**{_marked(_summary(changed))}**"]
    for heading, group in _grouped(changed):
        lines += ["", f"### {heading} ({len(group):,})", ""]
        lines += [f"- `{_code(one.name)}` {_marked(_line(one, changed))}" for one in group[:most]]
        if len(group) > most:
            lines.append(f"- … {len(group) - most:,} more")
    return "\n".join(lines)


def _marked(text: str) -> str:
    """Return text that Markdown shows as it stands, on one line, and that calls nobody."""
    one = " ".join(text.split())
    return re.sub(r"([\\`*_{}\[\]<>#|~])", r"\\\1", one).replace("@", "@\u2060")


def _code(text: str) -> str:
    return " ".join(text.replace("`", "'").split())


def _json(changed: Differences, most: int) -> str:
    content: dict[str, Any] = {
        "summary": _summary(changed),
        "old": {"claims": len(changed.old.rows("claims")), "errors": changed.old.errors},
        "new": {"claims": len(changed.new.rows("claims")), "errors": changed.new.errors},
        "counts": changed.counts,
        "changes": [
            {
                "kind": one.kind,
                "file": one.table,
                "name": one.name,
                "line": _line(one, changed),
                "row": dict(one.row),
                "fields": [field._asdict() for field in one.fields],
            }
            for one in changed.changes
        ],
    }
    return json.dumps(content, indent=2, ensure_ascii=False)


_FORMS: dict[str, Callable[[Differences, int], str]] = {
    "text": _text,
    "markdown": _markdown,
    "json": _json,
}
