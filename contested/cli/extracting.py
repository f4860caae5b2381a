"""The command that prints what a text says that could be a claim."""

from __future__ import annotations

import json
from typing import BinaryIO

import click

from contested import words
from contested.cli.options import OpenedFile, data_in_use, say, with_data
from contested.desk.article import article
from contested.errors import ContestedError
from contested.extract import OWN, Candidate, candidates

#: The longest text that is read, in bytes: a book is none larger.
LONGEST = 20_000_000


@click.command(
    epilog="\b\nExamples:\n"
    "  contested extract article.txt --published 2025-04-30\n"
    "  contested extract - --language uk --format json < article.txt",
)
@click.argument("file", metavar="FILE|-", type=OpenedFile())
@click.option(
    "--format",
    "format_",
    type=click.Choice(["text", "json"]),
    default="text",
    show_default=True,
    help="How they are written; JSON has where each field's words stand.",
)
@click.option("--language", metavar="CODE", help="The text's language, as en; else it is guessed.")
@click.option(
    "--published",
    metavar="DATE",
    help="When the text was published: what weekdays and dates without a year are told by.",
)
@click.option(
    "--extractor",
    metavar="NAME",
    default=OWN,
    show_default=True,
    help="Who reads the text, of those that are installed.",
)
@with_data
def extract(
    file: BinaryIO, format_: str, language: str | None, published: str | None, extractor: str
) -> None:
    """Print the numbers of FILE, a text, a web page or a PDF, that could be claims.

    Each stands with its hedge, what it counts, of whom, where, when, who asserts it and who relays
    it, as far as the text says so. None is a claim before a person has confirmed it.
    """
    folders = data_in_use()
    given = {"language": language or "", "published": published or ""}
    read_ = article(_content(file), given, folders[0])
    read = candidates(
        read_.text,
        language=read_.value("language"),
        published=read_.value("published"),
        data=folders,
        extractor=extractor,
    )
    if format_ == "json":
        # In ASCII, so that no letter of a text from elsewhere steers a terminal.
        say(json.dumps([one.as_dict() for one in read], indent=2))
        return
    for one in read:
        say(line(one))
    say(f"{words.capital(words.count(len(read), 'candidate'))}.")


def line(one: Candidate) -> str:
    """Return a candidate as a line: its words, and what the text says of them.

    >>> line(Candidate(12, None, None, "at_least", "at least 12", 0, 11, "killed", "civilian",
    ...                place="Marn", as_of="2031-05", sources=("the mayor",), via=("Radio Marn",)))
    'at least 12: killed, civilian; in Marn; as of 2031-05; the mayor, via Radio Marn'
    """
    relayed = [f"via {', '.join(one.via)}"] if one.via else []
    parts = [
        ", ".join(filter(None, [one.metric, one.population, one.subject])) or "not said of what",
        one.place and f"in {one.place}",
        one.as_of and f"as of {one.as_of}",
        one.since and f"since {one.since}",
        ", ".join([*one.sources, *relayed]),
    ]
    return f"{' '.join(one.words.split())}: {'; '.join(filter(None, parts))}"


def _content(file: BinaryIO) -> bytes:
    name = "what was given" if file.name in ("<stdin>", "-") else file.name
    content = file.read(LONGEST + 1)
    if len(content) > LONGEST:
        raise ContestedError(f"{name} is too long; a text has at most {LONGEST // 1_000_000} MB")
    return content
