"""The command line says what it did, names all that is wrong, and exits as a script expects."""

import io
import json
import os
import pty
import re
import shutil
import socket
import subprocess
import sys

import pandas as pd
import pytest
from click.testing import CliRunner
from rich.console import Console

from contested import checks, export, listing, queries, words
from contested.cli import cli
from contested.selection import Selection, parse

KILLED = ("subject=north-korea", "metric=killed", "population=military")


@pytest.fixture
def run():
    """Return a function that runs a command as a script would and returns its result."""
    return lambda *arguments: CliRunner().invoke(cli, [str(one) for one in arguments])


@pytest.fixture
def copied(curated, tmp_path):
    """Return a copy of the curated data that a test may change."""
    return shutil.copytree(curated, tmp_path / "data")


@pytest.fixture
def broken(copied):
    """Return a data folder with two rows that cannot stand, in two files."""
    for name, old, new in [("claims", ",about,", ",abuot,"), ("sources", ",media,", ",medai,")]:
        file = copied / f"{name}.csv"
        file.write_text(file.read_text(encoding="utf-8").replace(old, new, 1), encoding="utf-8")
    return copied


def columns(text):
    """Return a printed table's rows, each as a list of its cells."""
    return [re.split(r"\s{2,}", line.strip()) for line in text.splitlines()]


@pytest.mark.parametrize("command", cli.commands)
def test_every_command_explains_itself_with_an_example(run, command):
    found = run(command, "--help")
    assert found.exit_code == 0
    assert f"  contested {command}" in found.output.partition("Examples:")[2]


def test_the_help_names_every_command_and_its_version(run):
    assert set(cli.commands) <= set(run("--help").output.split())
    assert re.fullmatch(r"contested \d\S*\n", run("--version").output)


def test_the_help_is_there_before_anything_that_takes_long_to_read():
    program = (
        "import sys\n"
        "from contested.cli import cli\n"
        "cli(['--help'], standalone_mode=False)\n"
        "print(*sys.modules, file=sys.stderr)\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program], capture_output=True, text=True, check=True
    )
    assert "Print the claims of a selection" in done.stdout
    assert not {"duckdb", "fastapi", "pandas", "plotly", "streamlit"} & set(done.stderr.split())


@pytest.mark.slow
def test_the_curated_data_pass(run, engine):
    found = run("check")
    count = int(queries.count(engine, Selection())["claims"])
    assert found.exit_code == 0, found.output
    assert found.output.splitlines()[-1] == f"{count} claims hold."
    listed = found.output.partition(", by rule:\n")[0].splitlines()
    assert all(": notice: " in line for line in listed[:-1])


@pytest.mark.slow
def test_notices_are_summed_by_rule_and_one_rule_can_be_listed(run):
    rule = "a-claim-falls-into-its-conflict"
    summed, every = run("check").output, run("check", "--all").output
    listed = run("check", "--rule", rule).output
    number = every.count(f"({rule})")
    assert re.search(rf"^ +{number}  {rule}", summed, re.MULTILINE)
    assert summed.count(f"({rule})\n") == min(number, 10)
    assert listed.count(f"({rule})\n") == number
    assert listed.count(": notice: ") == number
    assert "did you mean" in run("check", "--rule", "a-claim-fals-into-its-conflict").stderr


@pytest.mark.slow
def test_problems_are_written_as_json_and_as_annotations(run, broken):
    found = run("check", broken, "--format", "json")
    told = json.loads(found.output)
    assert found.exit_code == 1
    assert told["errors"] == sum(one["severity"] == "error" for one in told["problems"])
    assert told["claims"] is None
    assert {"file": "claims.csv", "column": "qualifier", "value": "abuot"}.items() <= next(
        one for one in told["problems"] if one["value"] == "abuot"
    ).items()
    notes = run("check", broken, "--format", "github").output.splitlines()
    assert len(notes) == len(told["problems"])
    wanted = rf"::error file={re.escape(str(broken))}/claims\.csv,line=\d+::qualifier is 'abuot'.*"
    assert any(re.fullmatch(wanted, note) for note in notes)


@pytest.mark.slow
def test_only_what_a_revision_had_not_is_said(run, copied):
    def git(*words):
        author = ("-c", "user.name=A", "-c", "user.email=a@example.org")
        subprocess.run(["git", "-C", copied, *author, *words], check=True, capture_output=True)

    git("init", "-q")
    git("add", ".")
    git("commit", "-q", "-m", "as it was")
    claims = copied / "claims.csv"
    rows = claims.read_text().splitlines(keepends=True)
    # A row further up moves all lines: what was there stays unsaid.
    claims.write_text("".join([rows[0], rows[1].replace("-1,", "-9,", 1), *rows[1:]]))
    found = run("check", copied, "--since", "HEAD", "--format", "json")
    assert [one["value"] for one in json.loads(found.output)["problems"]] != []
    assert {one["file"] for one in json.loads(found.output)["problems"]} == {"claims.csv"}
    assert len(json.loads(found.output)["problems"]) <= 2
    unknown = run("check", copied, "--since", "no-such-revision")
    assert unknown.exit_code == 1
    assert "Git does not find" in unknown.stderr


@pytest.mark.slow
def test_every_broken_row_is_on_a_line_of_its_own(run, broken):
    found = run("check", broken)
    errors = [line for line in found.output.splitlines() if ".csv:" in line]
    errors = [line for line in errors if ": notice: " not in line]
    assert found.exit_code == 1
    assert re.search(r"claims\.csv:\d+: qualifier is 'abuot'; did you mean 'about'\?", found.output)
    assert re.search(r"sources\.csv:\d+: kind is 'medai'; did you mean 'media'\?", found.output)
    assert len(errors) >= 2
    assert found.output.splitlines()[-1] == f"{words.capital(words.count(len(errors), 'error'))}."


@pytest.mark.slow
def test_a_check_changes_nothing(run, copied):
    before = {path: path.read_bytes() for path in copied.iterdir()}
    run("check", copied)
    assert {path: path.read_bytes() for path in copied.iterdir()} == before


@pytest.mark.slow
def test_a_check_asks_once_and_is_the_build_of_what_passes(run, copied, monkeypatch):
    asked, load = [], checks.load
    monkeypatch.setattr(checks, "load", lambda *given: asked.append(1) or load(*given))
    monkeypatch.setenv("CONTESTED_CACHE", str(copied.parent / "a-cache-of-its-own"))
    run("check", copied)
    run("build", copied)
    assert asked == [1]


@pytest.mark.slow
def test_a_build_names_its_file_its_claims_and_its_notices(run, engine, tmp_path):
    found = run("build", "--into", tmp_path / "here")
    path, counted = found.output.splitlines()
    assert found.exit_code == 0
    assert os.path.isfile(path)  # noqa: PTH113 - a path as it was printed
    count = int(queries.count(engine, Selection())["claims"])
    assert re.fullmatch(rf"{count} claims, \w+ notices?\.", counted)


@pytest.mark.slow
def test_a_build_of_broken_data_names_every_row_and_leaves_nothing(run, broken, tmp_path):
    found = run("build", broken, "--into", tmp_path / "here")
    assert found.exit_code == 1
    assert "'abuot'" in found.stderr
    assert "'medai'" in found.stderr
    assert list((tmp_path / "here").iterdir()) == []


def test_claims_are_one_line_each_with_hedge_source_and_place_of_print(run, engine):
    found = run("claims", *KILLED)
    selection, _ = parse("&".join(KILLED))
    claims = queries.claims(engine, selection)
    title, header, *lines, count = found.output.splitlines()
    assert found.exit_code == 0
    assert title.strip() == "North Korean soldiers killed"
    assert header.split()[:3] == ["as", "of", "said"]
    assert len(lines) == len(claims)
    for line, claim in zip(lines, claims.to_dict("records"), strict=True):
        for part in (words.said(claim), claim["source_name"], claim["publisher"]):
            assert part in line
        assert f"{claim['published']:%Y-%m-%d}" in line
        assert words.set_apart(claim) in line
    apart = int(claims["apart"].notna().sum())
    sources = words.count(len({id for one in claims["source"] for id in one.split(";")}), "source")
    assert count == f"{len(claims)} claims of {sources}; {apart} set apart."


def test_claims_of_several_quantities_say_what_each_counts(run):
    found = run("claims", "source=nis")
    assert "counted" in found.output.splitlines()[0]
    assert "North Korean soldiers wounded" in found.output


def test_a_query_is_words_or_a_pasted_address_alike(run):
    separate = run("claims", *KILLED).output
    assert separate == run("claims", "&".join(KILLED)).output
    address = f"http://127.0.0.1:8501/timeline?{'&'.join(KILLED)}"
    assert separate == run("claims", address).output


def test_the_words_of_an_address_that_choose_no_claims_are_set_aside_and_said(run):
    address = f"http://127.0.0.1:8501/timeline?{'&'.join(KILLED)}&claim=a-1&q=seoul"
    found = run("claims", address)
    assert found.exit_code == 0
    assert found.stdout == run("claims", *KILLED).stdout
    assert found.stderr == "Set aside, as it chooses no claims: claim, q.\n"


def test_no_claims_are_said_to_be_none(run):
    found = run("claims", *KILLED, "until=1999-01-01")
    assert found.exit_code == 0
    assert found.output == "No claims. To 1 January 1999.\n"


def test_every_word_that_does_not_pass_is_named_on_a_line_of_its_own(run):
    found = run("claims", "metric=kiled", "relation=foe", "colour=red", "since=x", "source=nsi")
    assert found.exit_code == 2
    assert found.stdout == ""
    lines = found.stderr.splitlines()
    assert len(lines) == 5
    assert "Error: metric is 'kiled'; not in the data; did you mean 'killed'?" in lines
    assert all(line.startswith("Error: ") for line in lines)


def test_a_word_without_a_value_is_named(run):
    found = run("claims", "north-korea")
    assert found.exit_code == 2
    assert "north-korea is ''; no such word" in found.stderr


@pytest.mark.parametrize("form", ["csv", "json"])
def test_claims_in_a_format_are_those_of_the_export(run, engine, form):
    selection, _ = parse("&".join(KILLED))
    whole = export.FORMATS[form].write(queries.claims(engine, selection))
    assert run("claims", *KILLED, "--format", form).stdout_bytes == whole
    assert run("export", form, *KILLED).stdout_bytes == whole


@pytest.mark.parametrize("form", export.FORMATS)
def test_an_export_is_written_whole_beside_nothing_else(run, engine, tmp_path, form):
    file = tmp_path / f"claims.{form}"
    file.write_text("older")
    found = run("export", form, "-o", file)
    claims = queries.claims(engine, Selection())
    assert found.exit_code == 0
    assert file.read_bytes() == export.FORMATS[form].write(claims)
    assert list(tmp_path.iterdir()) == [file]
    assert found.stderr == f"{len(claims)} claims in {file}.\n"
    assert found.stdout == ""


def test_a_file_that_cannot_be_written_is_one_line(run, tmp_path):
    found = run("export", "csv", "-o", tmp_path / "nowhere" / "claims.csv")
    assert found.exit_code == 1
    assert re.fullmatch(r"Error: .*claims\.csv cannot be written: .+\n", found.stderr)


@pytest.mark.slow
def test_parquet_does_not_go_to_a_terminal():
    terminal, inside = pty.openpty()
    command = [sys.executable, "-m", "contested", "export", "parquet"]
    done = subprocess.run(command, stdout=inside, stderr=subprocess.PIPE, text=True, check=False)
    os.close(inside)
    os.close(terminal)
    assert done.returncode == 2
    assert "name a file with -o" in done.stderr


@pytest.mark.slow
def test_a_folder_can_be_named_before_or_after_the_command_or_by_a_variable(
    run, copied, monkeypatch
):
    claims = copied / "claims.csv"
    first = "".join(claims.read_text(encoding="utf-8").splitlines(keepends=True)[:11])
    claims.write_text(first, encoding="utf-8")
    assert run("--data", copied, "claims").output.splitlines()[-1].startswith("Ten claims")
    assert run("claims", "--data", copied).output.splitlines()[-1].startswith("Ten claims")
    monkeypatch.setenv("CONTESTED_DATA", str(copied))
    assert run("claims").output.splitlines()[-1].startswith("Ten claims")


@pytest.mark.slow
@pytest.mark.parametrize("command", [("claims",), ("export", "csv"), ("snapshot",)])
def test_the_last_good_data_are_said_to_be_so(run, copied, command, monkeypatch, tmp_path):
    monkeypatch.setenv("CONTESTED_SNAPSHOTS", str(tmp_path / "snapshots"))
    good = run("--data", copied, *command, *KILLED)
    assert good.exit_code == 0
    assert "last good" not in good.stderr
    file = copied / "claims.csv"
    whole = file.read_text(encoding="utf-8")
    file.write_text(whole.replace(",about,", ",abuot,", 1), encoding="utf-8")
    found = run("--data", copied, *command, *KILLED)
    assert found.exit_code == 0
    assert found.stdout == good.stdout
    assert found.stderr.startswith("The data folder does not pass its checks; these are its last")
    assert "qualifier is 'abuot'" in found.stderr


@pytest.mark.parametrize(
    "words",
    [("export", "xml"), ("check", "nosuchdir"), ("claims", "--format", "yaml"), ("nosuch",)],
)
def test_words_that_the_command_line_does_not_know_are_one_line(run, words):
    found = run(*words)
    assert found.exit_code == 2
    assert found.stderr.startswith("Error: ")
    assert found.stderr.count("\n") == 1
    assert "--help`." in found.stderr


@pytest.mark.parametrize("words", [("extract",), ("add",), ("import", "flat"), ("import", "oryx")])
def test_what_may_never_end_is_no_file(run, tmp_path, words):
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    for endless in (pipe, "/dev/zero"):
        # A writer that writes nothing: a reader that opens it would wait for ever, or for this end.
        writer = os.open(pipe, os.O_RDWR | os.O_NONBLOCK)
        result = run(*words, endless)
        os.close(writer)
        assert result.exit_code == 2
        assert "is a pipe, a socket or a device; give a file" in result.output


@pytest.mark.slow
def test_data_that_were_never_good_are_one_line(run, broken):
    found = run("--data", broken, "claims")
    assert found.exit_code == 1
    assert found.stderr.count("\n") == 1
    assert "`contested check` lists them all" in found.stderr


@pytest.mark.parametrize("command", ["check", "build"])
def test_a_folder_that_is_not_there_is_a_usage_error(run, tmp_path, command):
    found = run(command, tmp_path / "nowhere")
    assert found.exit_code == 2
    assert "does not exist" in found.stderr


def test_a_port_in_use_is_one_line(run):
    with socket.create_server(("127.0.0.1", 0)) as taken:
        port = taken.getsockname()[1]
        found = run("serve", "--port", port)
    assert found.exit_code == 1
    assert f"cannot listen on 127.0.0.1, port {port}: " in found.stderr
    assert "Traceback" not in found.output


@pytest.mark.parametrize(
    ("name", "value", "passes"),
    [
        ("CONTESTED_SNAPSHOT_RATE", "often", "give a whole number from 1, as 20"),
        ("CONTESTED_SNAPSHOT_RATE", "0", "give a whole number from 1, as 20"),
        ("CONTESTED_SNAPSHOT_SIZE", "2 MB", "give a whole number from 1, as 2000000"),
        ("CONTESTED_SNAPSHOT_NUMBER", "-1", "give a whole number from 1, as 100000"),
        ("CONTESTED_SNAPSHOTS", "nowhere://x", "Protocol not known"),
        ("CONTESTED_LIMITS", "localhost:6379", "give the address of a Redis, as redis://"),
        ("CONTESTED_LIMITS", "redis://[::1", "give the address of a Redis, as redis://"),
        ("CONTESTED_PROXIES", "10.0.0.0/8 ::1", "give addresses or networks"),
    ],
)
def test_a_setting_that_does_not_pass_is_one_line_when_serving_starts(
    run, monkeypatch, name, value, passes
):
    monkeypatch.setenv(name, value)
    found = run("serve")
    assert found.exit_code == 1
    assert found.stderr.startswith(f"Error: {name} is '{value}'")
    assert passes in found.stderr
    assert found.stderr.count("\n") == 1


@pytest.mark.parametrize("host", ["a b", "127.0.0.1:1", "a..b"])
def test_an_address_that_cannot_be_read_is_one_line(run, host):
    found = run("verify", f"http://{host}/snapshot/{'a' * 20}")
    assert found.exit_code == 1
    assert found.stderr.startswith(f"Error: http://{host}/snapshot/")
    assert "cannot be read: " in found.stderr


@pytest.fixture
def printed(engine):
    """Return a function that prints claims as a terminal of some width shows them."""

    def text(claims, width):
        console = Console(file=io.StringIO(), width=width, force_terminal=True, color_system=None)
        listing.show(claims, console)
        return console.file.getvalue()

    return text


@pytest.mark.parametrize("width", [60, 80, 100, 120, 160, 240])
def test_a_terminal_of_any_width_shows_every_word(engine, printed, width):
    claims = queries.claims(engine, Selection(source=("nis",)))
    text = printed(claims, width)
    assert max(map(len, text.splitlines())) <= width
    shown = set(re.split(r"[\s,;:]+", text))
    for claim in claims.to_dict("records"):
        for part in (claim["source_name"], words.said(claim), claim["publisher"]):
            assert set(re.split(r"[\s,;:]+", part)) <= shown, part


def test_text_in_the_data_cannot_steer_a_terminal_or_style_it(engine, printed):
    claims = queries.claims(engine, Selection(source=("nis",))).head(1).astype({"place": object})
    claims.loc[:, "place"] = "\x1b[31m[bold]red[/bold]\x07\u202ednal"
    for width in (60, 240):
        text = printed(claims, width)
        assert "\x1b[31m" not in text
        assert "[bold]red[/bold]" in text
        assert "\x07" not in text
        assert "\u202e" not in text


def test_a_period_shows_both_its_dates(engine, printed):
    claims = queries.claims(engine, Selection())
    period = claims[(claims["counting"] == "period") & (claims["since"] != claims["as_of"])].head(1)
    since, as_of = (f"{pd.Timestamp(period[name].item()):%Y-%m-%d}" for name in ("since", "as_of"))
    assert f"{since} to {as_of}" in printed(period, 400)
