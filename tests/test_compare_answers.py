"""Two folders of answers are compared: what differs is named, and what must differ is not."""

import json
import subprocess
import sys
from pathlib import Path

import pytest

SCRIPT = Path(__file__).parent.parent / "scripts" / "compare_answers.py"


@pytest.fixture
def compared(tmp_path):
    """Return a function that compares answers by name, before and after."""

    def run(before, after):
        for folder, answers in (("before", before), ("after", after)):
            for name, content in answers.items():
                path = tmp_path / folder / name
                path.parent.mkdir(parents=True, exist_ok=True)
                path.write_text(content, encoding="utf-8")
        command = [sys.executable, SCRIPT, "compare", tmp_path / "before", tmp_path / "after"]
        return subprocess.run(command, capture_output=True, text=True, check=False)

    return run


def test_equal_answers_differ_in_nothing(compared):
    answers = {"api/claims.json": "[1]", "sent/timeline.txt": "Five sources\n"}
    done = compared(answers, answers)
    assert done.returncode == 0
    assert done.stdout == "2 answers compared, 0 kinds of difference\n"


def test_a_changed_word_is_named_with_where_it_stands(compared):
    done = compared({"sent/a.txt": "one\nFive sources\n"}, {"sent/a.txt": "one\nSix sources\n"})
    assert done.returncode == 1
    assert "as sent/a.txt\n       sent: Five sources -> Six sources" in done.stdout


def test_like_differences_are_one_line(compared):
    def rows(**more):
        return json.dumps({"claims": [{"id": str(id), **more} for id in range(3)]})

    done = compared({"api/c.json": rows()}, {"api/c.json": rows(event="")})
    assert "     3 in 1 files, as api/c.json\n       api: .claims[].event is new" in done.stdout
    assert "1 kinds of difference" in done.stdout


def test_an_answer_that_is_gone_is_a_difference(compared):
    done = compared({"things/a.txt": "a", "things/b.txt": "b"}, {"things/a.txt": "a"})
    assert done.returncode == 1
    assert "only before: things" in done.stdout
