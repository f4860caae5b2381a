"""What the app leans on inside Streamlit is there; each test says what to do when it moves."""

import ast
import inspect
import json
import logging
import re
from pathlib import Path

import pytest
from streamlit.proto.NewSession_pb2 import CustomThemeConfig
from streamlit.runtime import app_session, pages_manager, scriptrunner
from streamlit.testing.v1 import AppTest

from contested import streamlit_inside as inside
from contested.html.style import dashboard
from contested.web import server

ROOT = Path(__file__).parent.parent


def scripts():
    """Return all that the application's own scripts hold, by the file's name."""
    folder = inside.folder() / "static" / "js"
    return {path.name: path.read_text(encoding="utf-8") for path in folder.glob("*.js")}


@pytest.fixture(scope="module")
def application():
    return "\n".join(scripts().values())


def test_a_folder_named_pages_can_be_taken_as_files(monkeypatch):
    manager = pages_manager.PagesManager
    assert hasattr(manager, "uses_pages_directory"), (
        "PagesManager no longer has uses_pages_directory: find how Streamlit now chooses its "
        "older kind of multipage app, and set that in take_pages_as_files; or, if it takes pages/ "
        "for one no more, remove take_pages_as_files and its use in dashboard.py"
    )
    monkeypatch.setattr(manager, "uses_pages_directory", None)
    inside.take_pages_as_files()
    assert manager.uses_pages_directory is False
    read = inspect.getsource(pages_manager)
    assert re.search(r"if .*uses_pages_directory|return .*uses_pages_directory", read), (
        "Streamlit sets uses_pages_directory and asks it no more: see what takes its place"
    )


def test_themes_are_put_into_words_once_and_are_the_same(monkeypatch):
    sections = ("theme", "theme.light", "theme.dark.sidebar")
    fill = app_session._populate_theme_msg
    assert "_populate_theme_msg(msg.new_session.custom_theme)" in inspect.getsource(app_session), (
        "Streamlit fills its themes elsewhere: find where, and have make_themes_once keep that"
    )
    asked = []

    def counted(message, section="theme"):
        asked.append(section)
        fill(message, section)

    monkeypatch.setattr(app_session, "_populate_theme_msg", counted)
    inside.make_themes_once()
    inside.make_themes_once()
    for section in (*sections, *sections):
        told, own = CustomThemeConfig(), CustomThemeConfig()
        app_session._populate_theme_msg(told, section)
        fill(own, section)
        assert told == own
    assert told != CustomThemeConfig(), "the theme of the dark sidebar is not read here"
    assert asked == list(sections)


def test_a_run_of_the_script_says_its_page_and_whether_back_led_to_it():
    context = scriptrunner.get_script_run_ctx.__annotations__["return"]
    fields = scriptrunner.ScriptRunContext.__annotations__
    for name in ("page_script_hash", "is_history_navigation"):
        assert name in fields or hasattr(scriptrunner.ScriptRunContext, name), (
            f"the context of a run ({context}) has no {name} any more: find what tells a page, or "
            "Back and Forward, and have current_run return it; without it an address does not rule"
        )
    assert inside.current_run() == inside.Run()


def test_a_page_that_runs_knows_which_it_is():
    def script():
        import streamlit as st

        from contested.streamlit_inside import current_run

        st.text(current_run().page)
        st.text(str(current_run().back))

    page, back = (text.value for text in AppTest.from_function(script).run().text)
    assert re.fullmatch("[0-9a-f]+", page), "a run names no page: mend current_run"
    assert back == "False"


def test_the_page_has_the_places_that_are_filled():
    assert inside.missing(inside.index()) == [], (
        "Streamlit's index.html has changed: adapt PLACES to it, or readers are sent the page "
        "without the answer in it"
    )


@pytest.mark.parametrize("chunk", [*inside.CHART, *inside.WIDGETS])
def test_a_widget_s_chunk_is_there_by_its_name(chunk):
    assert [name for name in scripts() if name.split(".")[0] == chunk], (
        f"no {chunk}.*.js: find the chunk that a page now loads for it (in the browser's list of "
        "requests), and name it in WIDGETS or CHART; until then a page only loads a little later"
    )


MARKS = " ".join([inside.TITLE, inside.MESSAGE, inside.AT_REST, inside.WAITING])


@pytest.mark.parametrize("mark", re.findall(r'data-testid="(\w+)"', MARKS))
def test_the_application_marks_what_it_shows(application, mark):
    assert f'"{mark}"' in application or f"`{mark}`" in application, (
        f"the application has no data-testid {mark}: find what marks a page's title or a message "
        "now and put it into TITLE or its like, or the answer sent stays above the page's own"
    )


def test_the_application_reads_where_its_server_is(application):
    for name in ("__streamlit", "BACKEND_BASE_URL", "HOST_CONFIG", *inside.HOST_CONFIG):
        assert name in application, (
            f"the application reads no {name}: see how it finds its server now, and adapt WHERE "
            "and HOST_CONFIG; without it it asks under every part of the address first"
        )
    assert all(name in inside.WHERE for name in inside.HOST_CONFIG)
    assert json.loads(json.dumps(dict(inside.HOST_CONFIG)))


@pytest.mark.parametrize("address", [inside.CONFIG, "_stcore/health"])
def test_the_application_asks_the_addresses_that_are_answered(application, address):
    assert address.removeprefix("_stcore/") in application, (
        f"the application asks for no {address} any more: see in the browser's list of requests "
        "what it asks instead, and open that in OPEN, or answer it in contested/web/shell.py"
    )


def test_the_warnings_that_a_reader_can_cause_have_a_logger_of_that_name():
    assert (
        inside.LOUD in {*logging.Logger.manager.loggerDict} or _module_of(inside.LOUD).exists()
    ), (
        f"no module {inside.LOUD}: find the one that reads the websocket now and name it in LOUD, "
        "or one reader can fill the log"
    )
    assert inside.LOUD in server._LOUD


def _module_of(name):
    """Return the file of a module of Streamlit's."""
    return inside.folder().parent.joinpath(*name.split(".")[1:]).with_suffix(".py")


@pytest.mark.slow
def test_nothing_else_of_ours_reaches_into_streamlit():
    public = {"streamlit", "streamlit.delta_generator", "streamlit.testing.v1", "streamlit.web"}
    for path in (ROOT / "dashboard.py", *ROOT.glob("pages/*.py"), *ROOT.glob("contested/**/*.py")):
        if path.name == "streamlit_inside.py":
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            names = [name.name for name in node.names] if isinstance(node, ast.Import) else []
            if isinstance(node, ast.ImportFrom) and node.module:
                names = [node.module]
            inner = {name for name in names if name.split(".")[0] == "streamlit"} - public
            assert not inner, f"{path.name} imports {inner}: name it in streamlit_inside"


def test_a_table_offers_no_file_of_its_own_in_which_a_cell_could_run(application):
    # Streamlit's own download leads no formula with an apostrophe; a rule of style takes it away.
    style = dashboard(False)
    rule = style.partition('[data-testid="stElementToolbarButton"]')[2].partition("}")[0]
    assert "display: none" in rule
    assert 'button[aria-label="Download as CSV"]' in rule
    assert "stElementToolbarButton`" in application
    assert "Download as CSV" in application
