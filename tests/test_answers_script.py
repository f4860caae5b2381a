"""The script that prints each quantity's answer with its rows."""

import importlib.util
from pathlib import Path

import pytest

from contested import queries

pytestmark = pytest.mark.slow  # each quantity is answered

SCRIPT = Path(__file__).parent.parent / "scripts" / "answers.py"
_SPEC = importlib.util.spec_from_file_location("answers_script", SCRIPT)
script = importlib.util.module_from_spec(_SPEC)
_SPEC.loader.exec_module(script)


def test_each_quantity_is_printed_with_its_answer_and_rows_and_what_it_was(
    engine, curated, capsys, tmp_path
):
    script.main(["--data", str(curated), "--least", "5"])
    text = capsys.readouterr().out
    found = script.answers(text)
    rows = queries.quantities(engine)
    assert len(found) == int((rows["sources"] >= 5).sum())
    assert "\n    about 2,000 | NIS, South Korea | as of 2 September 2025 | printed " in text
    changed = next(iter(found))
    before = tmp_path / "before.txt"
    before.write_text(text.replace(found[changed], "Another answer."), encoding="utf-8")
    script.main(["--data", str(curated), "--least", "5", "--before", str(before)])
    again = capsys.readouterr().out
    assert again.count(script.WAS) == 1
    assert f"{script.WAS}Another answer." in again
