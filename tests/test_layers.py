"""Imports point down only, and each library stays in its layer."""

import ast
import re
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parent.parent
MODULES = sorted(
    [ROOT / "dashboard.py", *ROOT.glob("pages/*.py"), *ROOT.glob("contested/**/*.py")],
)

# From the bottom up (docs/design.md has them from the top down); a module may import its own layer
# and those below it.
LAYERS = (
    {"errors", "vocabulary", "settings", "streamlit_inside", "nearest", "spans", "disk"}
    | {"timed", "turns", "kept"},
    {"tables", "folders", "selection", "search_text", "engine", "rows", "words"}
    | {"addresses", "readers", "extract", "revisions", "dialect"},
    {"cite", "compare", "checks", "export", "listing"},
    {"words.answers", "words.basis", "words.comparisons", "words.profiles"}
    | {"words.surroundings", "words.lookups"},
    {"build", "queries", "importers"},
    {"database", "method", "ledger", "desk", "parquet", "spark"},
    {"sql"},
    {"charts"},
    {"html"},
    {"views"},
    {"dataset"},
    {"assistants"},
    {"snapshots"},
    {"ui"},
    {"web"},
    {"publish"},
    {"cli"},
    {"dashboard", "pages", "__main__"},
)

# Where a library may be imported: in a whole package of ours, or in one module.
ONLY_IN = {
    "streamlit": {"dashboard", "pages", "ui", "streamlit_inside"},
    "starlette": {"web"},
    "markdown_it": {"web.still"},
    "mcp": {"assistants"},
    "mcp_types": {"assistants"},
    "uvicorn": {"web.server"},
    "h11": {"web.server"},
    "websockets": {"web.server"},
    "click": {"cli"},
    "rich": {"cli", "listing"},
    "plotly": {"charts", "views", "ui", "web", "snapshots"},
    "fastapi": {"web.service", "web.freezing", "web.sql"},
    "pydantic": {"web.models", "web.openapi", "web.freezing", "web.sql"},
    "jinja2": {"html"},
    "cachetools": {"kept", "spark", "engine"},
    "prometheus_client": {"web.meters"},
    "trafilatura": {"desk.article"},
    "pypdf": {"desk.article"},
    "kaleido": {"snapshots.browser"},
    "limits": {"snapshots.counters"},
    "redis": {"snapshots.counters"},
    "fsspec": {"snapshots.store", "parquet"},
    "duckdb": {
        *("build", "checks", "database", "engine", "importers", "parquet", "spark"),
        "sql.worker",
    },
    "pyspark": {"spark"},
    "sqlglot": {"dialect"},
}

STANDARD_LIBRARY_ONLY = ("errors", "vocabulary", "settings", "spans", "timed", "turns", "disk")


def home(path):
    """Return the part of the layers that a file belongs to: `contested/charts/x.py` is charts."""
    parts = path.relative_to(ROOT).with_suffix("").parts
    return parts[0] if parts[0] != "contested" else part(".".join((*parts, "")[1:]))


def part(name):
    """Return the part of the layers that a name within contested belongs to: the longest of them.

    `words.answers` stands higher than the words that it is made of.
    """
    two = ".".join(name.split(".")[:2])
    return two if two in set().union(*LAYERS) else name.split(".")[0]


def imported(path):
    """Return the full names that a file imports, wherever in it."""
    for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
        if isinstance(node, ast.Import):
            yield from (name.name for name in node.names)
        elif isinstance(node, ast.ImportFrom):
            assert node.level == 0, f"{path}: imports are absolute"
            yield from (f"{node.module}.{name.name}" for name in node.names)


def ours(path):
    """Return the parts of contested that a file imports."""
    return {
        part(name.removeprefix("contested."))
        for name in imported(path)
        if name.startswith("contested.") and not name.startswith("contested.__")
    }


def layer(module):
    """Return how far up a module stands."""
    return next(height for height, modules in enumerate(LAYERS) if module in modules)


def named(path):
    """Return a file's name for a test's id."""
    return str(path.relative_to(ROOT))


def test_every_module_has_a_layer():
    homes = {home(path) for path in MODULES} - {"__init__"}
    assert homes <= set().union(*LAYERS)


def test_the_design_has_the_same_layers():
    design = (ROOT / "docs" / "design.md").read_text(encoding="utf-8")
    block = re.search(r"^## Layers\n+```\n(.*?)^```", design, re.M | re.S)
    lines = block[1].splitlines()
    told = [set(line.split("  ")[0].split()) for line in lines if not line.startswith(" ")]
    assert told == list(reversed(LAYERS))


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_imports_point_down_only(path):
    here = home(path)
    if here == "__init__":
        assert ours(path) <= {"dataset"}  # the way in from Python
        return
    above = {name for name in ours(path) if layer(name) > layer(here)}
    assert not above, f"{named(path)} imports from above it: {', '.join(sorted(above))}"


@pytest.mark.parametrize("path", MODULES, ids=named)
def test_each_library_stays_in_its_layer(path):
    for name in {name.split(".")[0] for name in imported(path)} & ONLY_IN.keys():
        module = ".".join(path.relative_to(ROOT).with_suffix("").parts[1:])
        assert {home(path), module} & ONLY_IN[name], f"{named(path)} imports {name}"


@pytest.mark.parametrize("module", STANDARD_LIBRARY_ONLY)
def test_the_lowest_layer_needs_the_standard_library_only(module):
    names = {name.split(".")[0] for name in imported(ROOT / "contested" / f"{module}.py")}
    assert names <= sys.stdlib_module_names | {"contested"}


def test_an_import_from_above_would_be_found(tmp_path):
    planted = tmp_path / "planted.py"
    planted.write_text("def late():\n    import streamlit as st\n    from contested import ui\n")
    assert set(imported(planted)) == {"streamlit", "contested.ui"}
    assert ours(planted) == {"ui"}


def test_pages_are_short_and_hold_no_logic():
    for path in ROOT.glob("pages/*.py"):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        lines = path.read_text(encoding="utf-8").count("\n")
        assert lines <= 70, f"{named(path)} has {lines} lines"
        assert ast.get_docstring(tree), f"{named(path)} says no question"
        assert ast.get_docstring(tree).endswith("?"), f"{named(path)} says no question"
        kinds = {type(node) for node in ast.walk(tree)}
        assert not kinds & {ast.FunctionDef, ast.ClassDef, ast.Try}, named(path)
