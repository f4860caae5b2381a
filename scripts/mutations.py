"""Break one rule after another and see a test fail: `python scripts/mutations.py [PART OF A NAME]`.

Each mutation takes away one protection of readers, of the data or of what is true, in a copy of
the program, and runs the tests that hold it. The table names the test that failed. One that
survives, or whose text is not there any more, makes the script exit with 1.
"""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).parent.parent

#: What a copy holds: all that a test reads.
COPIED = ("contested", "tests", "pages", "data", "deploy", "docs", ".streamlit", "scripts")


class Mutation(NamedTuple):
    """One rule that is broken: its name, where, what stands there and what in its place; its tests.

    `tests` is a file, and words that pytest's -k chooses them by.
    """

    name: str
    file: str
    old: str
    new: str
    tests: str
    words: str


MUTATIONS = [
    Mutation(*one)
    for one in (
        # Security
        ("a foreign host is answered", "web/hosts.py",
         "    if host and not known(", "    if False and not known(",
         "test_server.py", "host_that_is_not"),
        ("a page elsewhere opens a session", "web/hosts.py",
         "    if origins and not ours(", "    if False and not ours(",
         "test_server.py", "page_of_another_site"),
        ("an address may be of any length", "web/hosts.py",
         "LONGEST_QUERY, MOST_WORDS = 16_000, 1_000", "LONGEST_QUERY, MOST_WORDS = 10**9, 10**9",
         "test_lanes.py", "junk"),
        ("a message may be of any size", "web/server.py",
         "ws_max_size=MESSAGE", "ws_max_size=10**9", "test_server.py", "message_larger"),
        ("a reader names himself", "web/server.py",
         "proxy_headers=False", "proxy_headers=True", "test_server.py", "cannot_name_himself"),
        ("half a request waits for ever", "web/server.py",
         '        self._start("request", self._limits.request, self._too_slow)\n\n',
         "        pass\n\n", "test_server.py", "request_that_does_not_come"),
        ("an answer that no one takes waits for ever", "web/server.py",
         "        self._look(self.transport.get_write_buffer_size())", "        pass",
         "test_server.py", "no_one_takes"),
        ("an answer goes on for who takes a byte a minute", "web/server.py",
         "left - now >= _LEAST", "now < left", "test_server.py", "few_bytes"),
        ("one reader takes all places of a lane", "web/lanes.py",
         "self._of[who] >= self.most // SHARE", "False", "test_lanes.py", "part_of_a_lane"),
        ("idle connections shut others out", "web/server.py",
         "            longest.end()\n", "            return\n",
         "test_server.py", "half_requests_stop"),
        ("a handshake that cannot be read stays open", "web/server.py",
         "self.conn.handshake_exc is not None and", "False and",
         "test_sessions.py", "handshake"),
        ("a reader empties the caches of all", "web/sessions.py",
         '"app_heartbeat", ', '"app_heartbeat", "load_git_info", "clear_cache", ',
         "test_sessions.py", "a_page_sends"),
        ("one reader takes all sessions", "web/sessions.py",
         "self._of[who] >= max(FEWEST, most // SHARE)", "False",
         "test_sessions.py", "cannot_take_all"),
        ("nobody is asked to wait", "web/sessions.py",
         "            if self._full():", "            if False:",
         "test_sessions.py", "asked_to_wait"),
        ("messages come as fast as they are sent", "web/sessions.py",
         "            if self._left < 0:", "            if False:",
         "test_sessions.py", "faster_than_a_hand"),
        ("one reader has all turns", "turns.py",
         "self._having[who] < self.of_one", "True", "test_sessions.py", "turns_are_had"),
        ("a line of the log says who asked", "web/meters.py",
         'if lines() == "readers":', "if True:", "test_sessions.py", "line_of_json"),
        ("uploads are open", "streamlit_inside.py",
         '    "_stcore/health",\n', '    "_stcore/health", "_stcore/upload_file/.+",\n',
         "test_server.py", "does_not_ask_of_streamlit"),
        ("no header keeps a kind", "web/headers.py",
         '    "x-content-type-options": "nosniff",\n', "",
         "test_server.py", "no_request_is_answered or host_that_is_not"),
        ("a fault tells what went wrong", "web/faults.py",
         "return PlainTextResponse(_TOLD,", "return PlainTextResponse(repr(error),",
         "test_lanes.py", "fault_of_the_program"),
        ("data are HTML", "html/environment.py", "autoescape=True", "autoescape=False",
         "test_hostile.py", "text_on_every_page"),
        ("any address is a link", "html/environment.py",
         'text.lower().startswith(("http://", "https://"))', "text",
         "test_guards.py", "address_of_the_web"),
        ("a notice makes links", "ui/app.py",
         'apart = _LINKED.sub(lambda match: f"{match[0]}\\u2060", text)', "apart = text",
         "test_guards.py", "bare_address"),
        ("a command prints what steers a terminal", "cli/options.py",
         "return letter in _TURNS or (", "return False and (", "test_guards.py", "terminal"),
        ("a cell runs in a spreadsheet", "export.py",
         "return f\"'{cell}\" if isinstance(cell, str)", "return cell if isinstance(cell, str)",
         "test_export.py", "formula"),
        ("a packed folder's cell runs", "web/package.py",
         "[export.inert(cell) for cell in row]", "[cell for cell in row]",
         "test_folders.py", "spreadsheet_runs"),
        ("a link brings a file into the zip", "web/package.py",
         "path.is_file() and path.resolve().is_relative_to(within)", "path.is_file()",
         "test_folders.py", "brings_nothing"),
        ("every address of a network is a reader", "snapshots/limits.py",
         "now, address = self._clock(), grouped(address)", "now = self._clock()",
         "test_guards.py", "network_of_addresses"),
        ("an id is any path", "snapshots/store.py",
         "        if not is_id(id):\n            raise", "        if False:\n            raise",
         "test_store.py", "never_reaches_the_path"),
        # Safety of the data
        ("a build is not on the disk before it takes its name", "build.py",
         "            disk.synced(aside)\n", "", "test_build.py", "on_the_disk"),
        ("a damaged database is opened", "build.py",
         "        return _whole_mark(path, _digest(path)).exists()", "        return True",
         "test_faults.py", "damaged"),
        ("a folder edited while it is built keeps the older rows", "build.py",
         "return read.result() == hashed", "return read.result() != ''",
         "test_build.py", "edited_while"),
        ("modes follow the umask", "build.py",
         "            aside.chmod(disk.FILE)\n", "", "test_build.py", "umask"),
        ("the last good data are forgotten", "database.py",
         "            database = database or _last_good(folders)", "            database = None",
         "test_faults.py", "unquoted_comma"),
        ("a snapshot may be of any size", "snapshots/store.py",
         "        if len(raw) > self.size:", "        if False:", "test_store.py", "too_large"),
        ("a full store takes more", "snapshots/store.py",
         "        if len(self.ids()) >= self.number:", "        if False:",
         "test_store.py", "full_store"),
        ("an altered snapshot is shown", "snapshots/store.py",
         "snapshot.id != id or not whole(snapshot)", "False",
         "test_snapshot_pages.py or test_store.py", "altered or odd or broken"),
        ("a later snapshot replaces an earlier", "snapshots/store.py",
         "        os.link(aside, path)\n", "        os.replace(aside, path)\n",
         "test_store.py", "many_processes or kill_9 or second_save or threads"),
        # Whatever goes wrong with the data
        ("a row may have a cell too many", "checks/lines.py",
         "            if marks != line * lines:\n", "            if False:\n",
         "test_lines.py or test_faults.py", "comma"),
        ("it is not said where the comma stands", "checks/lines.py",
         "        guess = _comma(row, columns)", '        guess = ""',
         "test_lines.py or test_faults.py", "comma"),
        ("a fault that nobody foresaw ends what serves", "database.py",
         "        except Exception as caught:", "        except BadData as caught:",
         "test_faults.py", "any_step"),
        ("a build that fails leaves its file", "disk.py",
         "        beside.unlink(missing_ok=True)\n", "        pass\n",
         "test_faults.py", "full_disk"),
        ("a database that is damaged while it serves is read on", "database.py",
         "used(path) and file_stamp(path) == known.file", "used(path)",
         "test_faults.py", "damaged_while"),
        ("a fault that has passed is not tried again", "database.py",
         "        return time.monotonic() < known.again", "        return True",
         "test_faults.py", "tried_again"),
        ("a fault is tried again at every request", "database.py",
         "        return time.monotonic() < known.again", "        return False",
         "test_faults.py", "tried_again"),
        ("no good data are a page as any", "web/template.py",
         '"trouble", None, 503, heading', '"trouble", None, 200, heading',
         "test_faults.py", "never_good"),
        ("the pages keep quiet about stale data", "html/templates/pages/base.html",
         "; the last good data are shown", "", "test_faults.py", "any_step or unquoted"),
        # The terms
        ("terms are no part of the data", "folders.py",
         "digest = hashlib.sha256(json.dumps(self.described()).encode())",
         "digest = hashlib.sha256()", "test_folders.py", "terms"),
        ("a snapshot has no terms", "snapshots/freezing.py",
         "[one._asdict() for one in queries.terms(engine, claims=frozen_view.claims)]", "[]",
         "test_folders.py", "snapshot"),
        # One reader of texts, one description of the API
        ("what is looked through is read otherwise than what is typed", "build.py",
         "pa.array(searchable_texts(texts.to_pylist()), pa.string())",
         'pa.array([f" {text.lower()} " for text in texts.to_pylist()], pa.string())',
         "test_search_text.py", "found_by_its_title"),
        ("a vowel sign is an accent", "search_text.py",
         "_PART_OF_A_LETTER = {0, 8, 9}", "_PART_OF_A_LETTER = {8, 9}",
         "test_search_text.py", "not browser"),
        ("a half belongs to the number before it", "search_text.py",
         '_FRACTIONS.sub(" ", text)', "text", "test_search_text.py", "not browser"),
        ("the API's description lacks what FastAPI knows", "web/service.py",
         '    document["paths"] |= more.get("paths", {})\n', "",
         "test_api.py", "description_has"),
        # What nothing else would miss
        ("a snapshot's own page runs as the site", "web/snapshots.py",
         '".html": "sandbox allow-scripts; default-src', '".html": "default-src',
         "test_guards.py", "runs_apart"),
        ("a snapshot's own page is of the site's origin", "web/snapshots.py",
         '"sandbox allow-scripts;', '"sandbox allow-scripts allow-same-origin;',
         "test_guards.py", "runs_apart"),
        ("a build removes what another folder marks", "build.py",
         '    if not any(path.parent.glob(f"folder-*-{hashed}")):', "    if True:",
         "test_guards.py", "another_folder"),
        ("Markdown reads an opening bracket", "ui/app.py",
         '"\\\\`*_{}[]()<>#+-.!|~$:&"', '"\\\\`*_{}]()<>#+-.!|~$:&"',
         "test_guards.py", "markdown_reads"),
        ("Markdown reads a closing bracket", "ui/app.py",
         '"\\\\`*_{}[]()<>#+-.!|~$:&"', '"\\\\`*_{}[()<>#+-.!|~$:&"',
         "test_guards.py", "markdown_reads"),
        ("Markdown reads a dollar", "ui/app.py",
         '"\\\\`*_{}[]()<>#+-.!|~$:&"', '"\\\\`*_{}[]()<>#+-.!|~:&"',
         "test_guards.py", "markdown_reads"),
        ("what the data do not know narrows what is sent ahead", "web/shell.py",
         "        selection, _ = queries.known(engine, selection)\n", "",
         "test_guards.py", "sent_ahead"),
        ("a script is a link", "html/environment.py",
         '(("http://", "https://"))', '(("http://", "https://", "javascript:"))',
         "test_guards.py", "address_of_the_web"),
        ("each address of a network is a reader of its own", "readers.py",
         'str(ip_network(f"{ip}/64", strict=False))', "str(ip)",
         "test_guards.py", "network_of_addresses"),
        # Truth
        ("numbers of different times are divided", "compare/times.py",
         "return abs(days_later(one, other)) <= earlier.reach", "return True",
         "test_comparison.py", "dates_apart or reach"),
        ("periods of other windows are compared", "compare/times.py",
         "return _window(one) == _window(other)", "return True",
         "test_comparison.py", "running_quarter"),
        ("an institution stands against itself", "compare/times.py",
         "    if one.institutions == other.institutions:\n        return True\n",
         "    if one.institutions == other.institutions:\n        return False\n",
         "test_comparison.py", "institution"),
        ("an open bound is closed", "compare/ratios.py",
         "    if upper.low is None or lower.high is None:\n        return False\n",
         "    if upper.low is None or lower.high is None:\n        return True\n",
         "test_ratios.py", "surely"),
        ("what was printed later was known", "queries/conditions.py",
         '"c.published <= $known_on and', '"true and', "test_queries.py", "printed_later"),
        ("a corrected claim is never known", "queries/conditions.py",
         "c.superseded_on is null or c.superseded_on > $known_on", "c.superseded_on is null",
         "test_queries.py", "corrected_claim_is_known"),
        ("a withdrawn number is compared", "schema.sql",
         "when r.withdrawn_on is not null then 'withdrawn'", "when false then 'withdrawn'",
         "test_events_and_tellings.py", "withdr"),
        ("a hedge is lost", "vocabulary.py", '"at least {low}"', '"{low}"',
         "test_words.py", "hedge"),
        ("a corrected claim is drawn as it stood", "charts/marks.py",
         'struck = known_on is None and not missing(claim["superseded_on"])', "struck = False",
         "test_timeline.py", "struck"),
        ("an unknown word is dropped in silence", "web/parameters.py",
         "for word, value in unknown[:LISTED]", "for word, value in unknown[:0]",
         "test_api.py", "unknown or no_such or word"),
    )
]  # fmt: skip


def survives(mutation: Mutation, copy: Path) -> str:
    """Return what is wrong with a mutation's tests; "" and the test's name where one fails."""
    path = copy / "contested" / mutation.file
    text = path.read_text(encoding="utf-8")
    if text.count(mutation.old) < 1:
        return "its text is not there"
    path.write_text(text.replace(mutation.old, mutation.new, 1), encoding="utf-8")
    files = [f"tests/{name}" for name in mutation.tests.split(" or ")]
    chosen = ["-k", mutation.words]
    try:
        run = subprocess.run(
            [sys.executable, "-m", "pytest", "-x", "-q", "-p", "no:cacheprovider", *files, *chosen],
            cwd=copy,
            env=os.environ | {"PYTHONPATH": str(copy)},
            capture_output=True,
            text=True,
            timeout=600,
        )
    except subprocess.TimeoutExpired:
        return "its tests do not end"
    finally:
        path.write_text(text, encoding="utf-8")
    failed = re.findall(r"^(?:FAILED|ERROR) (.+?)(?: - |$)", run.stdout, re.MULTILINE)
    if run.returncode == 0:
        return "no test fails"
    if run.returncode != 1 or not failed:
        return f"its tests do not run: {run.stdout[-200:]!r}"
    print(f"| {mutation.name} | {mutation.file} | {failed[0].partition('::')[2]} |", flush=True)
    return ""


def main() -> None:
    """Print the table; exit with 1 where a mutation survives."""
    wanted = [one for one in MUTATIONS if " ".join(sys.argv[1:]) in one.name]
    print("| rule that is broken | where | test that fails |\n|---|---|---|", flush=True)
    survivors = []
    with tempfile.TemporaryDirectory() as place:
        copy = Path(place) / "copy"
        copy.mkdir()
        for name in COPIED:
            shutil.copytree(ROOT / name, copy / name, ignore=shutil.ignore_patterns("__pycache__"))
        for name in ("dashboard.py", "pyproject.toml", "README.md", "CHANGELOG.md"):
            shutil.copy(ROOT / name, copy / name)
        for mutation in wanted:
            if why := survives(mutation, copy):
                survivors.append(mutation)
                print(f"| {mutation.name} | {mutation.file} | **{why}** |", flush=True)
    print(f"\n{len(wanted) - len(survivors)} of {len(wanted)} were noticed.")
    raise SystemExit(bool(survivors))


if __name__ == "__main__":
    main()
