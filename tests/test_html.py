"""Every piece of HTML has one home: escaped, linked to the web alone, coloured by variables."""

import ast
import re
from importlib.resources import files
from pathlib import Path

import pandas as pd
import pytest

from contested import addresses
from contested.charts.style import DARK, LIGHT
from contested.charts.symbols import SIGNS, SYMBOLS
from contested.html import (
    answer,
    article,
    claim_card,
    environment,
    events,
    institutions,
    lists,
    plain_table,
    snapshot_card,
    source,
    style,
)
from contested.html.environment import at_words
from contested.vocabulary import RELATIONS

ROOT = Path(__file__).parent.parent
TEMPLATES = sorted(ROOT.glob("contested/html/templates/**/*.html"))
STYLES = sorted(ROOT.glob("contested/html/styles/*.css"))
HOSTILE = "<img src=x onerror=alert(1)>\"'&"

#: What a piece sets for itself, on its own element.
OWN = {"share", "wide", "lines", "plain", "high", "side", "edge", "line", "link"}

ELEMENT = re.compile(
    r"<(div|p|ul|ol|li|table|tr|td|th|a|h[1-6]|section|details|dl|img|button|html|style)[ >]"
)

#: Parts of Streamlit's own page, and pictures.
ELSEWHERE = {
    "shell.py",
    "streamlit_inside.py",
    "pen.py",
    "whole.py",
    "still.py",
    "plot.py",
    "sheet.py",
}


def named(path):
    """Return a file's name for a test's id."""
    return path.stem


def claim(**cells):
    """Return a claim whose every text is hostile, with these cells."""
    texts = ("id", "source_name", "source", "publisher", "title", "place", "stated", "note")
    texts += ("superseded_by", "supersedes", "reason", "quantity", "url", "language")
    texts += ("via_name", "only", "event_label")
    return {
        **dict.fromkeys(texts, HOSTILE),
        "superseded_reason": None,
        "apart": "place;only",
        "tellings": 1,
        "withdrawn_on": None,
        "misprinted_on": None,
        "disputed_on": None,
        "denied_on": None,
        "unhedged_by": None,
        "conflict": "war",
        "subject": "north-korea",
        "metric": "killed",
        "population": "military",
        "kind": "media",
        "relation": "own",
        "qualifier": "exact",
        "counting": "snapshot",
        "evidence": "named",
        "low": None,
        "best": 600,
        "high": None,
        "since": None,
        "as_of": pd.Timestamp("2025-04-30"),
        "published": pd.Timestamp("2025-05-01"),
        **cells,
    }


def pieces():
    """Return pieces of HTML made of hostile text."""
    voice = {"id": HOSTILE, "name": HOSTILE, "short": HOSTILE}
    voice |= {"part_of": HOSTILE, "part_of_name": HOSTILE, "origin": HOSTILE}
    rows = pd.DataFrame([claim()])
    dated = {"date": pd.Timestamp("2025-01-01"), "label": HOSTILE, "url": HOSTILE}
    beyond = dict.fromkeys(("conflict", "subject", "other", "population", "event"), HOSTILE)
    changed = {"date": dated["date"], "source_name": HOSTILE, "reason": HOSTILE}
    changed |= {**beyond, "other_name": HOSTILE, "ours": True}
    behind = {"origin_name": HOSTILE, "names": "a", "claims": 2, "articles": 1}
    yield answer.answer(HOSTILE, HOSTILE)
    yield answer.answer(HOSTILE, more=HOSTILE * 9)
    yield plain_table.printed(pd.DataFrame({HOSTILE: [HOSTILE]}), HOSTILE, HOSTILE)
    yield lists.saved([("/" + HOSTILE, HOSTILE, HOSTILE)])
    yield claim_card.card(claim(), [voice])
    yield claim_card.beside(HOSTILE, rows, "publisher")
    yield article.article({"url": HOSTILE, "id": HOSTILE}, rows)
    yield events.events(pd.DataFrame([dated]))
    yield events.definition_changes(pd.DataFrame([changed]))
    yield institutions.institutions(pd.DataFrame([behind]))
    yield lists.linked([lists.Item("./" + HOSTILE, HOSTILE, HOSTILE)], HOSTILE)
    yield lists.lone(lists.Item("./" + HOSTILE, HOSTILE))
    yield snapshot_card.card("/" + HOSTILE, HOSTILE, HOSTILE, HOSTILE)
    yield snapshot_card.thumbnail("/" + HOSTILE, HOSTILE)
    yield source.homepage(HOSTILE)


def test_what_an_answer_says_first_is_never_folded():
    more = "The newest claim recorded here is 700. " * 9
    short = answer.answer("Two gave 600.", "One is left out.", "Only officials.", "A third 700.")
    assert "<details" not in short
    assert "Two gave 600. A third 700." in short
    long = answer.answer("Two gave 600.", "One is left out.", "Only officials.", more)
    before, _, rest = long.partition("<details")
    folded, _, after = rest.partition("</details>")
    assert "Two gave 600." in before
    assert more in folded
    assert "One is left out." in folded
    assert "Only officials." in after


@pytest.mark.parametrize("piece", list(pieces()))
def test_hostile_text_stands_as_text(piece):
    assert "<img src=x" not in piece
    assert "&lt;img" in piece
    assert "\"'" not in piece


@pytest.mark.parametrize(
    "address", ["javascript:alert(1)", " javascript:alert(1)", "data:x", "//x"]
)
def test_only_addresses_of_the_web_are_linked_to(address):
    assert environment.safe_url(address) == ""
    rows = pd.DataFrame([claim(url=address)])
    for piece in (
        source.homepage(address),
        claim_card.card(claim(url=address), []),
        claim_card.beside("", rows, "publisher"),
        article.article({"url": address, "id": "a"}, rows),
    ):
        assert f'href="{address}' not in piece


@pytest.mark.parametrize("path", TEMPLATES, ids=named)
def test_a_template_compiles_and_switches_no_escape_off(path):
    text = path.read_text(encoding="utf-8")
    name = path.relative_to(ROOT / "contested/html/templates").as_posix()
    assert environment._TEMPLATES.get_template(name)
    assert not re.search(r"\|\s*safe\b|autoescape", text)


@pytest.mark.slow
def test_html_is_made_nowhere_else():
    for path in ROOT.glob("contested/**/*.py"):
        if path.name in ELSEWHERE or path.parent.name == "html":
            continue
        tree = ast.parse(path.read_text(encoding="utf-8"))
        texts = [node.value for node in ast.walk(tree) if isinstance(node, ast.Constant)]
        made = [text for text in texts if isinstance(text, str) and ELEMENT.search(text)]
        assert not made, f"{path.name} makes HTML: {made[0][:80]}"


@pytest.mark.parametrize("path", STYLES, ids=named)
def test_a_style_takes_its_colours_from_the_ground(path):
    rules = path.read_text(encoding="utf-8")
    written = re.findall(r"(--[\w-]+)?:\s*#[0-9a-f]{3,8}\b", rules)
    assert all(written), f"{path.name} has a colour that no ground changes"
    known = set(re.findall(r"--([\w-]+):", style.dashboard(dark=True))) | OWN
    assert set(re.findall(r"var\(--([\w-]+)", rules)) <= known
    assert rules.count("{") == rules.count("}")


def test_each_ground_has_its_own_colours_and_the_same_variables():
    light, dark = (style.dashboard(dark) for dark in (False, True))
    assert LIGHT.ink in light
    assert DARK.ink in dark
    assert LIGHT.ink in dark.partition("@media print")[2]  # paper is light
    of = [dict.fromkeys(re.findall(r"--([\w-]+):", text)) for text in (light, dark)]
    assert list(of[0]) == list(of[1])


def test_every_style_of_the_dashboard_is_a_file_and_every_file_is_used():
    own = {"page", "first", "snapshot_file", "plot", "embed", "still", "desk", "fluid"}
    assert {*style._DASHBOARD, *own} == {path.stem for path in STYLES}
    assert files("contested.html").joinpath("styles/marks.css").is_file()


def test_every_relation_has_a_symbol_of_its_own_with_an_outline_and_a_hole():
    symbols = [relation.symbol for relation in RELATIONS.values()]
    assert symbols == list(SYMBOLS)
    assert len({drawn.outline for drawn in SYMBOLS.values()}) == len(RELATIONS) == 8
    rules = style.rules("marks") + style.rules("legend")
    for name in RELATIONS:
        filled, hollow = (
            re.search(rf"\.g\.{name}{kind}{{clip-path:(.*?)}}", rules)[1]
            for kind in ("", r"\.open")
        )
        assert filled[:-2] in hollow, "a hollow mark has the outline of a filled one"
        assert filled != hollow
    assert all(f".sign.{name}{{" in rules for name in SIGNS)


def _luminance(colour):
    parts = [int(colour[place : place + 2], 16) / 255 for place in (1, 3, 5)]
    linear = [p / 12.92 if p <= 0.04045 else ((p + 0.055) / 1.055) ** 2.4 for p in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("palette", [LIGHT, DARK], ids=["light", "dark"])
@pytest.mark.parametrize("relation", RELATIONS)
def test_a_relation_s_colour_can_be_read_as_text(palette, relation):
    ground, ink = _luminance(palette.ground), _luminance(palette.relation[relation])
    assert (max(ground, ink) + 0.05) / (min(ground, ink) + 0.05) >= 4.5


@pytest.mark.parametrize(
    ("setting", "address"),
    [
        ("", ""),
        ("javascript:alert(1)", ""),
        ("desk@example.org", "mailto:desk@example.org?subject=Contested%3A%20a%2F1"),
        ("https://example.org/new?about={id}", "https://example.org/new?about=a%2F1"),
        ("https://example.org/report", "https://example.org/report"),
    ],
)
def test_a_mistake_is_reported_where_the_operator_says_with_the_id_filled_in(
    monkeypatch, setting, address
):
    monkeypatch.setenv("CONTESTED_REPORT", setting)
    assert addresses.report("a/1") == address


def test_a_link_opens_an_article_at_the_words_of_a_claim_and_keeps_its_own_place():
    assert at_words("https://a.example/1", "600-700 men").endswith("#:~:text=600%2D700%20men")
    assert at_words("https://a.example/1#two", "600") == "https://a.example/1#two"
    assert at_words("javascript:alert(1)", "600") == ""


def test_a_short_table_takes_the_focus_where_it_scrolls_and_escapes_its_cells():
    shown = plain_table.table(pd.DataFrame({"Word": ["<b>"], "Means": ["x"]}), "Words")
    assert 'role="region" tabindex="0" aria-label="Words"' in shown
    assert '<th scope="row">&lt;b&gt;</th>' in shown


def test_what_an_answer_leaves_out_is_folded_where_it_is_long_and_what_narrows_it_never_is():
    long = "Notes: " + "a long note; " * 20
    folded = answer.answer("Two said so.", long, "Only estimates.")
    assert folded.index("</details>") < folded.index("Only estimates.")
    assert folded.index("<details") < folded.index(long.strip()[:20])
    assert "<details" not in answer.answer("Two said so.", "One lapsed.", "Only estimates.")
