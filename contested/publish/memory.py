"""What the parts of a published site were made of: which of them a change of the data leaves alone.

A part's answers are what the program makes of the rows that they asked for and of where their links
lead. Where all of these are as they were, so are its files: nothing is made anew. The questions are
noted as they are asked (`asking.Noted`), so that no page has to say what it depends on.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from contested import disk
from contested.engine import Engine
from contested.publish.folder import Manifest
from contested.publish.plan import Part
from contested.publish.questions import Question, digests


@dataclass(frozen=True)
class Made:
    """What a part was made of, and its files."""

    questions: frozenset[Question]
    leads: Mapping[str, str]
    files: tuple[str, ...]


@dataclass
class Memory:
    """The parts of a site by their `key`, and the digest of the rows of each question."""

    parts: dict[str, Made] = field(default_factory=dict)
    digests: dict[Question, str] = field(default_factory=dict)

    def unchanged(
        self, parts: Iterable[Part], files: Mapping[str, str], engine: Engine
    ) -> set[str]:
        """Return the keys of the parts that the data as they are now leave as they are.

        `files` are those of the site, by what is asked for them. Digests of questions that are
        asked anew are noted.
        """
        wanted = {key(part) for part in parts if not part.anew} & self.parts.keys()
        before = self.digests
        self.digests = digests(engine, self._questions(wanted))
        other = {
            question for question, digest in self.digests.items() if digest != before[question]
        }
        return {
            one
            for one in wanted
            if self.parts[one].questions.isdisjoint(other)
            and all(files.get(asked, "") == file for asked, file in self.parts[one].leads.items())
        }

    def remember(self, made: Mapping[str, Made], engine: Engine) -> None:
        """Take these parts for all that there are."""
        self.parts = dict(made)
        questions = set(self._questions(made))
        new = questions - self.digests.keys()
        known = {one: digest for one, digest in self.digests.items() if one in questions}
        self.digests = known | digests(engine, new)

    def _questions(self, keys: Iterable[str]) -> Iterator[Question]:
        for one in keys:
            yield from self.parts[one].questions


def key(part: Part) -> str:
    """Return the digest of what a part answers."""
    return hashlib.sha256(json.dumps(part.answers).encode()).hexdigest()[:24]


def read(path: Path, there: Manifest, basis: str) -> Memory:
    """Return what is remembered at a path of the site that is there.

    Nothing where that is of another state, or was made by another program (`basis`).
    """
    try:
        content: dict[str, Any] = json.loads(path.read_text(encoding="utf-8"))
        if not there.complete or (content["state"], content["basis"]) != (there.state, basis):
            return Memory()
        questions = [
            Question(content["texts"][text], written) for text, written, _ in content["questions"]
        ]
        digested = {
            question: digest
            for question, (*_, digest) in zip(questions, content["questions"], strict=True)
        }
        parts = {
            one: Made(
                frozenset(questions[number] for number in asked),
                dict(content["leads"][number] for number in leads),
                tuple(files),
            )
            for one, (asked, leads, files) in content["parts"].items()
        }
        return Memory(parts, digested)
    except (OSError, ValueError, KeyError, IndexError, TypeError, AttributeError):
        return Memory()


def write(path: Path, memory: Memory, state: str, basis: str) -> None:
    """Write what is remembered of a state of the site to a path.

    It is read again once the manifest says that this state is there, whole.
    """
    texts = _Numbers()
    questions = _Numbers()
    leads = _Numbers()
    parts = {
        one: (
            sorted(questions[question] for question in made.questions),
            sorted(leads[pair] for pair in made.leads.items()),
            made.files,
        )
        for one, made in sorted(memory.parts.items())
    }
    content = {
        "state": state,
        "basis": basis,
        "questions": [
            (texts[question.sql], question.written, memory.digests[question])
            for question in questions
        ],
        "texts": [*texts],
        "leads": [*leads],
        "parts": parts,
    }
    disk.write({path: json.dumps(content, ensure_ascii=False).encode()})


class _Numbers(dict[Any, int]):
    """Numbers of things, in the order in which each is first named."""

    def __missing__(self, thing: Any) -> int:
        self[thing] = len(self)
        return self[thing]
