"""What `make quick` takes, and what it does not even look at."""

from pathlib import Path

import pytest

from tests.conftest import pytest_ignore_collect

TESTS = Path(__file__).parent
LOOP = "not browser and not slow"


@pytest.fixture
def left_out(request, monkeypatch):
    """Return a function: what `-m` asks for, and a path below tests → is it not looked at?"""

    def is_left_out(asked, path):
        monkeypatch.setattr(request.config.option, "markexpr", asked)
        return bool(pytest_ignore_collect(TESTS / path, request.config))

    return is_left_out


@pytest.mark.parametrize("path", ["test_build.py", "test_share.py", "browser"])
def test_a_module_that_is_slow_as_a_whole_is_not_imported_by_the_working_loop(left_out, path):
    assert left_out(LOOP, path)
    assert not left_out("", path)


@pytest.mark.parametrize("path", ["test_words.py", "test_checks.py", "test_store.py", "data"])
def test_a_module_that_has_a_quick_test_is_taken(left_out, path):
    assert not left_out(LOOP, path)


@pytest.mark.parametrize("asked", ["slow", "browser", "slow or not browser", "not spark"])
def test_only_what_is_to_be_left_out_is(left_out, asked):
    assert not left_out(asked, "test_build.py")
    assert not left_out(asked, "browser")


@pytest.mark.parametrize(
    ("path", "kinds"),
    [("contested/words/numbers.py", ["DoctestModule"]), ("contested/assistants.py", [])],
)
def test_only_a_module_with_a_doctest_is_searched_for_them(request, path, kinds):
    collectors = request.config.hook.pytest_collect_file(
        file_path=TESTS.parent / path, parent=request.session
    )
    assert [type(one).__name__ for one in collectors] == kinds
