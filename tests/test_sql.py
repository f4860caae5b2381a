"""A reader's SQL: what is answered, and that a statement reaches nothing but documented tables."""

from __future__ import annotations

import io
import json
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from html import unescape

import duckdb
import pyarrow as pa
import pytest
from click.testing import CliRunner
from pyarrow import parquet as pq
from starlette.applications import Starlette
from starlette.testclient import TestClient

from contested import cli, web
from contested.database import CURATED, database
from contested.errors import BadStatement
from contested.snapshots import limits
from contested.sql import forms
from contested.sql.asking import READERS, ask
from contested.sql.documented import EXAMPLES, TABLES
from contested.sql.reading import LONGEST, check
from contested.sql.worker import LONGEST_ERROR
from contested.web.sql import SHOWN
from contested.words import count

SITE = "http://testserver"
BRIEF = READERS._replace(seconds=2)

#: What SQL could do to a machine, or tell of it, and what the refusal says.
REFUSED = {
    "select 1; select 2": "2 statements",
    "": "write a statement",
    "selec 1": "syntax error",
    # It writes or changes.
    "create table x as select 1": "only a select",
    "insert into claim select * from claim": "only a select",
    "update claim set best = 1": "only a select",
    "delete from claim": "only a select",
    "drop table claim": "only a select",
    "copy claim to '/tmp/claims.csv'": "only a select",
    "copy claim from '/etc/passwd'": "only a select",
    "export database '/tmp/all'": "only a select",
    "attach '/tmp/other.duckdb'": "only a select",
    "detach contested": "only a select",
    "create macro f(x) as x": "only a select",
    "create secret s (type s3, key_id 'a', secret 'b')": "only a select",
    # It changes or asks for settings.
    "set threads = 64": "only a select",
    "reset memory_limit": "only a select",
    "pragma database_list": "only a select",
    "call pragma_version()": "only a select",
    "install httpfs": "only a select",
    "load httpfs": "only a select",
    "checkpoint": "only a select",
    "begin": "only a select",
    "prepare p as select 1": "only a select",
    "execute p": "only a select",
    "explain analyze select 1": "only a select",
    "vacuum": "only a select",
    "use memory": "only a select",
    # It reads files.
    "select * from '/etc/passwd'": "no table",
    "select * from 'https://example.org/a.parquet'": "no table",
    "select * from read_csv('/etc/passwd')": "read_csv()",
    "select * from read_text('/etc/passwd')": "read_text()",
    "select * from read_blob('/proc/self/environ')": "read_blob()",
    "select * from read_parquet('*.parquet')": "read_parquet()",
    "select * from read_json('/etc/passwd')": "read_json()",
    "select * from glob('/*')": "glob()",
    "select * from sniff_csv('/etc/passwd')": "sniff_csv()",
    "select * from parquet_metadata('a.parquet')": "parquet_metadata()",
    "select (select max(content) from read_text('/etc/passwd'))": "read_text()",
    "with a as (select * from read_text('/etc/passwd')) select 1": "read_text()",
    "select 1 where exists (select 1 from glob('/*'))": "glob()",
    "select 1 order by (select count(*) from glob('/*'))": "glob()",
    "select 1 union all (select content from read_text('/etc/passwd'))": "read_text()",
    # It tells of the machine, the session, or the program's own tables.
    "select current_setting('home_directory')": "tells of the machine",
    "select getenv('PATH')": "tells of the machine",
    "select * from duckdb_settings()": "duckdb_settings()",
    "select * from duckdb_databases()": "duckdb_databases()",
    "select * from duckdb_secrets()": "duckdb_secrets()",
    "select * from duckdb_extensions()": "duckdb_extensions()",
    "select * from pragma_database_list()": "pragma_database_list()",
    "select * from information_schema.tables": "no table",
    "select * from sqlite_master": "no table",
    "select * from main.claim": "no table",
    "select * from meta": "no table",
    "select * from claim_words": "no table",
    "describe claim": "description of a table",
    "show all tables": "description of a table",
    "summarize claim": "description of a table",
    "select * from query('select 1')": "query()",
    "select * from query_table('meta')": "query_table()",
    "select * from json_execute_serialized_sql('{}')": "json_execute_serialized_sql()",
    f"select '{'x' * LONGEST}'": "characters",
    "select '\0'": "U+0000",
}


@pytest.fixture(scope="module")
def data(cache):
    return database(CURATED)


@pytest.fixture
def site(cache, monkeypatch):
    limits._limit.cache_clear()  # no test counts for another
    monkeypatch.setenv("CONTESTED_DATA", str(CURATED))
    return TestClient(Starlette(routes=web.routes(), middleware=web.middleware()), base_url=SITE)


def test_every_documented_table_has_its_columns_and_no_others(data):
    engine = data.engine()
    for name, table in TABLES.items():
        columns = set(engine.rows(f"select * from {name} limit 0").columns)  # noqa: S608
        assert set(table.columns) == columns, name


@pytest.mark.parametrize("example", EXAMPLES, ids=lambda example: example.question)
def test_every_example_is_answered_with_rows(data, example):
    assert ask(data, example.sql).rows.num_rows > 0


@pytest.mark.parametrize("sql", REFUSED, ids=lambda sql: sql[:60].replace("\0", "0"))
def test_a_statement_that_does_more_than_read_the_tables_is_refused_and_says_why(sql):
    def serialized(text):
        with duckdb.connect() as con:  # the one that all share would be left with an open answer
            row = con.execute(
                "select json_serialize_sql($text::varchar)", {"text": text}
            ).fetchone()
        return row[0]

    with pytest.raises(BadStatement, match=re.escape(REFUSED[sql])):
        check(sql, serialized, TABLES)


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        ("drop table claim", "only a select"),
        ("select * from read_text('/etc/passwd')", "read_text()"),
        ("select $1", "parameter"),
        ("select " + "abs(" * 1500 + "1" + ")" * 1500, "depth"),
        ("select nosuch from claim", "nosuch"),
        # A table of one's own, outside the part where it is one, would be the machine's.
        (
            "select file from (with pragma_database_list as (select 1) select 1), "
            "pragma_database_list",
            "another name",
        ),
        (
            "with Duckdb_Databases as (select * from duckdb_databases) select * from "
            "duckdb_databases",
            "another name",
        ),
        ("select * from (with meta as (select 1) select 1), meta", "another name"),
    ],
    ids=lambda text: text[:30],
)
def test_what_is_refused_in_the_process_of_a_statement_is_said_outside(data, sql, why):
    with pytest.raises(BadStatement, match=re.escape(why)):
        ask(data, sql)


@pytest.mark.slow
def test_behind_the_first_fence_stand_others(data, monkeypatch):
    # With nothing looked at before, DuckDB itself refuses files and settings.
    program = (
        "import json, sys\n"
        "from contested.sql import worker\n"
        "worker.check = lambda *_: None\n"
        "worker.main()\n"
    )
    monkeypatch.setattr("contested.sql.asking._PROGRAM", ["-c", program])
    for sql, why in {
        "select * from read_text('/etc/passwd')": "disabled",
        "copy claim to '/tmp/contested-claims.csv'": "disabled",
        "attach '/tmp/contested-other.duckdb'": "disabled",
        "set threads = 64": "lock",
        "load httpfs": "disabled",
        "create table x as select 1": "read-only",
    }.items():
        with pytest.raises(BadStatement, match=why):
            ask(data, sql)


def test_the_process_of_a_statement_has_nothing_of_the_servers_environment(data, monkeypatch):
    program = "import json, os, sys\nprint(json.dumps({'error': ' '.join(os.environ)}))\n"
    monkeypatch.setattr("contested.sql.asking._PROGRAM", ["-c", program])
    monkeypatch.setenv("CONTESTED_SECRET_OF_A_TEST", "hush")
    with pytest.raises(BadStatement) as told:
        ask(data, "select 1")
    assert "CONTESTED" not in str(told.value)


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "why"),
    [
        (
            "with recursive t(n) as (select 1 union all select n + 1 from t) select max(n) from t",
            "",
        ),
        ("select count(*) from claim a, claim b, claim c, claim d", "2 seconds"),
        ("select list(i) from range(100000000) as t(i)", ""),
        ("select sum(length(repeat('ab', 500000000))) from range(50)", ""),
        pytest.param(
            # DuckDB's own limit does not count them: 2 GB.
            "select sum(length(repeat('x', 1000000) || i)) from range(2000) as t(i)",
            "",
            marks=pytest.mark.skipif(sys.platform != "linux", reason="the limit is Linux'"),
        ),
    ],
    ids=["recursion without end", "a cross join", "a huge list", "huge strings", "many strings"],
)
def test_a_statement_that_takes_too_much_is_ended_and_says_so(data, sql, why):
    with pytest.raises(BadStatement, match=f"(seconds|memory).*select less|{why or 'memory'}"):
        ask(data, sql, BRIEF)


@pytest.mark.slow
@pytest.mark.parametrize("wrong", ["error({})", "cast({} as int)"])
def test_an_error_that_repeats_a_value_is_cut(data, wrong):
    with pytest.raises(BadStatement) as told:
        ask(data, "select " + wrong.format("repeat('x', 3000000)"))
    assert len(str(told.value)) <= LONGEST_ERROR


@pytest.mark.slow
def test_rows_beyond_the_limit_are_left_out_and_said_to_be(data):
    few = READERS._replace(rows=7)
    answer = ask(data, "select id from claim order by id", few)
    assert (answer.rows.num_rows, answer.more) == (7, True)
    assert ask(data, "select id from claim limit 7", few).more is False
    with pytest.raises(BadStatement, match="MB"):
        ask(data, "select * from claim", READERS._replace(bytes=1000))


def test_a_statement_keeps_its_order_its_names_and_its_types(data):
    sql = (
        "select 2 as n, 1 as n, date '2025-04-30' as day, null as none, 1.5::double as half, "
        "sum(best) as total, interval 3 days as days, ['a'] as list, {'k': 1} as record, "
        "'=1+1' as formula from claim group by all"
    )
    rows = ask(data, sql).rows
    (row,) = forms.rows(rows)
    total = int(data.engine().rows("select sum(best)::bigint as n from claim")["n"][0])
    assert row == {
        "n": 2,
        "n_1": 1,
        "day": "2025-04-30",
        "none": None,
        "half": 1.5,
        "total": total,
        "days": "3 days",
        "list": ["a"],
        "record": {"k": 1},
        "formula": "=1+1",
    }
    assert json.loads(forms.json_(rows)) == [row]
    assert "'=1+1" in forms.csv(rows).decode()
    read = pq.read_table(io.BytesIO(forms.parquet(rows)))
    assert read.column("n_1").to_pylist() == [1]
    assert pa.types.is_date32(read.schema.field("day").type)


@pytest.mark.slow
def test_the_page_answers_the_statement_of_its_address_and_links_claims(site):
    empty = site.get("/sql")
    assert empty.status_code == 200
    for name, table in TABLES.items():
        assert f"<code>{name}</code> {table.row}" in unescape(empty.text)
    sql = "select id, number, '<script>' as said from claim where best = 600 order by id"
    page = site.get("/sql", params={"q": sql}).text
    assert '<a href="/claim/unn-2025-04-30-about-600-north-4">' in page
    assert "&lt;script&gt;" in page
    assert "<script>" not in page
    many = site.get("/sql", params={"q": "select id from claim"}).text
    assert f"The first {SHOWN} are shown" in many
    assert many.count("<tr>") == SHOWN + 1


@pytest.mark.slow
def test_a_wrong_statement_keeps_what_was_typed_and_says_what_passes(site):
    answer = site.get("/sql", params={"q": "select * from claims"})
    assert answer.status_code == 422
    assert "select * from claims</textarea>" in answer.text
    assert "did you mean &#39;claim&#39;" in answer.text


@pytest.mark.slow
@pytest.mark.parametrize(
    ("sql", "form", "why"),
    [
        ("select date 'infinity' as day", "json", "years 1 to 9999"),
        ("select [timestamp '290000-01-01'] as days", "csv", "years 1 to 9999"),
        ("select [interval 1 day] as spans", "parquet", "Parquet has no place"),
    ],
)
def test_a_value_that_a_form_has_no_place_for_is_said_to_be(site, sql, form, why):
    answer = site.post("/api/sql", json={"sql": sql, "format": form})
    assert (answer.status_code, why in answer.json()["detail"]) == (422, True)
    assert site.get("/sql", params={"q": sql, "format": form}).status_code == 422


@pytest.mark.slow
def test_a_date_that_the_page_cannot_show_is_said_to_be_one(site):
    shown = site.get("/sql", params={"q": "select date 'infinity' as day"})
    assert (shown.status_code, "years 1 to 9999" in shown.text) == (422, True)


@pytest.mark.slow
def test_files_of_the_page_hold_all_rows_or_are_refused(site):
    sql = "select id from claim order by id"
    csv = site.get("/sql", params={"q": sql, "format": "csv"})
    assert csv.headers["content-disposition"] == 'attachment; filename="contested-sql.csv"'
    assert csv.content.startswith(b"\xef\xbb\xbfid\n")
    ids = csv.content.decode("utf-8-sig").split()[1:]
    assert ids == sorted(ids)
    assert len(ids) == database(CURATED).claims
    every = "select a.id from claim a, range(10) t(i)"
    assert site.get("/sql", params={"q": every, "format": "csv"}).status_code == 422
    wrong = site.get("/sql", params={"q": sql, "format": "xlsx"})
    assert wrong.status_code == 422
    assert "format" in wrong.text


@pytest.mark.slow
def test_the_api_answers_a_posted_statement_in_each_form(site):
    sql = "select kind, count(*) as claims from claim group by all order by kind"
    answer = site.post("/api/sql", json={"sql": sql})
    assert answer.status_code == 200
    body = answer.json()
    data = database(CURATED)
    assert body["data"] == data.hash == answer.headers["contested-data"]
    assert body["more"] is False
    assert [column["name"] for column in body["columns"]] == ["kind", "claims"]
    assert sum(row["claims"] for row in body["rows"]) == data.claims
    csv = site.post("/api/sql", json={"sql": sql, "format": "csv"}).text
    assert csv.splitlines()[0] == "kind,claims"
    parquet = site.post("/api/sql", json={"sql": sql, "format": "parquet"}).content
    assert pq.read_table(io.BytesIO(parquet)).to_pylist() == body["rows"]


@pytest.mark.slow
@pytest.mark.parametrize(
    ("body", "status", "why"),
    [
        ({"sql": "drop table claim"}, 422, "only a select"),
        ({"sql": 1}, 422, "sql does not pass"),
        ({"query": "select 1"}, 422, "does not pass"),
        ({"sql": "select 1", "format": "xlsx"}, 422, "format does not pass"),
        ([], 422, "the body does not pass"),
        ({"sql": "x" * 50_000}, 413, "bytes"),
    ],
)
def test_a_posted_statement_that_does_not_pass_says_what_would(site, body, status, why):
    answer = site.post("/api/sql", json=body)
    assert (answer.status_code, why in answer.json()["detail"]) == (status, True)


@pytest.mark.slow
def test_who_asks_the_page_too_often_is_told_so_with_the_same_status(site, monkeypatch):
    one = limits.Bucket(burst=1, a_minute=20, clock=lambda: 0.0)
    monkeypatch.setattr(limits, "asking", lambda: one)
    answers = [site.get("/sql", params={"q": "drop"}) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [422, 429]
    assert "Asked too often" in answers[1].text
    assert "cannot be read" not in answers[1].text
    assert f"Come back in {count(int(answers[1].headers['retry-after']), 'second')}" in (
        answers[1].text
    )


@pytest.mark.slow
def test_one_reader_may_ask_so_many_statements_and_is_told_when_to_come_back(site, monkeypatch):
    two = limits.Bucket(burst=2, a_minute=20, clock=lambda: 0.0)
    monkeypatch.setattr(limits, "asking", lambda: two)
    answers = [site.post("/api/sql", json={"sql": "drop"}) for _ in range(3)]
    assert [answer.status_code for answer in answers] == [422, 422, 429]
    assert answers[-1].headers["retry-after"] == "3"


@pytest.mark.slow
def test_statements_can_be_switched_off(site, monkeypatch):
    monkeypatch.setenv("CONTESTED_SQL", "0")
    assert site.get("/sql?q=select+1").status_code == 404
    assert site.post("/api/sql", json={"sql": "select 1"}).status_code == 404
    assert "/sql" not in site.get("/api/docs").text.replace("/api/sql", "")


@pytest.mark.slow
def test_nothing_else_waits_for_statements(site, monkeypatch):
    ended = threading.Event()

    def endless(*_):
        assert ended.wait(120)
        raise BadStatement("it was ended")

    monkeypatch.setattr("contested.sql.asking.ask", endless)
    with ThreadPoolExecutor(3) as readers:
        asked = [readers.submit(site.post, "/api/sql", json={"sql": "select 1"}) for _ in range(3)]
        try:
            assert site.get("/claim/unn-2025-04-30-about-600-north-4").status_code == 200
            assert site.get("/health").status_code == 200
            assert not any(one.done() for one in asked)
        finally:
            ended.set()
        assert [one.result().status_code for one in asked] == [422, 422, 422]


@pytest.mark.slow
def test_the_command_answers_on_ones_own_machine(cache, monkeypatch, tmp_path):
    monkeypatch.setenv("CONTESTED_DATA", str(CURATED))

    def run(*words):
        return CliRunner().invoke(cli.cli, ["sql", *words])

    shown = run("select 'a\x1b[2Jb' as text, count(*) as claims from claim")
    assert shown.exit_code == 0, shown.output
    assert "\x1b" not in shown.output
    assert str(database(CURATED).claims) in shown.output
    file = tmp_path / "rows.parquet"
    assert run("select id from claim", "--format", "parquet", "-o", str(file)).exit_code == 0
    assert pq.read_table(file).num_rows == database(CURATED).claims
    assert run("drop table claim").exit_code == 1
    assert run().exit_code == 2
    tables = run("--tables").output
    assert all(f"{name}: " in tables for name in TABLES)
