"""The queries keep to what another engine runs alike: the subset of docs/design.md, decision 9."""

import re
from pathlib import Path

import pytest
import sqlglot
from sqlglot import exp

from benchmarks import portable
from benchmarks.portable import every
from contested import queries
from contested.dialect import translated


def refused(sql):
    """Return what a query holds that engines understand differently."""
    tree = sqlglot.parse_one(sql, read="duckdb")
    found = {
        name
        for name, kind in (
            ("qualify", exp.Qualify),
            ("lambda", exp.Lambda),
            ("contains", exp.Contains),
            ("any_value", exp.AnyValue),
        )
        if tree.find(kind)
    }
    if any(join.args.get("method", "").upper() == "ASOF" for join in tree.find_all(exp.Join)):
        found.add("asof")
    if any(group.args.get("all") for group in tree.find_all(exp.Group)):
        found.add("group by all")
    if any(star.args.get("except_") or star.args.get("except") for star in tree.find_all(exp.Star)):
        found.add("exclude")
    if any(not total.find_ancestor(exp.Cast) for total in tree.find_all(exp.Sum)):
        found.add("sum without a cast")
    if any(
        sum(bool(one.find(exp.Unnest, exp.Explode)) for one in select.expressions) > 1
        for select in tree.find_all(exp.Select)
    ):
        found.add("two lists unnested side by side")
    if any(map(_asks_in_a_column, tree.find_all(exp.Select))):
        found.add("a column that asks for each row")
    windows = (window.args.get("order") for window in tree.find_all(exp.Window))
    if any(order and not _last_is_unique(order) for order in windows):
        found.add("a window without a unique last key")
    return found


def _asks_in_a_column(select):
    for column in select.expressions:
        if any(one.args.get("query") for one in column.find_all(exp.In)):
            return True
        for within in column.find_all(exp.Select):
            own = {one.alias_or_name for one in within.find_all(exp.Table, exp.Subquery)}
            if any(one.table and one.table not in own for one in within.find_all(exp.Column)):
                return True
    return False


def _last_is_unique(order):
    last = order.expressions[-1].find(exp.Column)
    return last is not None and last.name in ("id", "at", "line")


@pytest.mark.parametrize(
    ("sql", "name"),
    [
        ("select a from t qualify row_number() over (order by id) = 1", "qualify"),
        ("select list_transform(a, x -> x + 1) from t", "lambda"),
        ("select * from a asof join b on a.x >= b.x", "asof"),
        ("select a, count(*) from t group by all", "group by all"),
        ("select contains(a, 'x') from t", "contains"),
        ("select * exclude (a) from t", "exclude"),
        ("select any_value(a) from t group by b", "any_value"),
        ("select sum(a) from t", "sum without a cast"),
        ("select unnest(a), unnest(b) from t", "two lists unnested side by side"),
        ("select a in (select b from u) as c from t", "a column that asks for each row"),
        (
            "select (select count(*) from u where u.b = t.a) as c from t",
            "a column that asks for each row",
        ),
        ("select row_number() over (order by a) from t", "a window without a unique last key"),
    ],
)
def test_what_engines_understand_differently_is_found(sql, name):
    assert refused(sql) == {name}


@pytest.mark.slow
def test_every_query_is_in_the_subset_and_has_a_translation(engine):
    texts = every(engine)
    assert len(texts) > 100
    assert {text: found for text in texts if (found := refused(text))} == {}
    for text in texts:
        assert translated(text)[0]


def test_every_query_of_the_project_is_asked_of_both_engines():
    asked = set(re.findall(r"queries\.(\w+)", Path(portable.__file__).read_text(encoding="utf-8")))
    assert set(queries.__all__) - asked == {"AROUND", "NO_EVENT"}
