"""A snapshot's content, its hashes and its file.

The id is the hash of the content without the time it was made, so the same view of the same data
has the same id wherever it is frozen. Every part, and every claim, has a hash of its own: what was
altered can be named. The file is plain JSON, one part a line and one claim a line.
"""

from __future__ import annotations

import base64
import hashlib
import json
import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

from contested.errors import BadSnapshot

#: The form of the file; a later form that reads differently has another number. Files of an earlier
#: form are read and verified as they were written. The first form named no terms, and of
#: a claim no codes why it stands apart, only the sentence.
FORMAT = 2

#: The parts of a snapshot's content, in the order of the file, and what each one is in words.
PARTS: Mapping[str, str] = {
    "format": "the number of the file's form",
    "view": "the view",
    "query": "the selection",
    "quantity": "the quantity's name",
    "title": "the title",
    "answer": "the answer in words",
    "narrowing": "the sentence on the filters",
    "alt": "the picture in words",
    "data": "the hash of the data",
    "program": "the program's version",
    "count": "the number of claims",
    "colours": "the set of colours of a dark ground",
    "terms": "the terms of the data",
    "claims": "the list of claims",
    "citations": "the list of citations",
    "chart": "the chart",
}

#: The parts that came with a later form.
_LATER = {"terms": 2}

_LETTERS = 20
_MADE = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ")
_ID = re.compile(rf"[a-z2-7]{{{_LETTERS}}}")
_KEYS = ("contested", "id", "made", "seal", "hashes", "content")


@dataclass(frozen=True)
class Snapshot:
    """A frozen view: `content` by PARTS, `hashes` by part (of the claims: by claim), id and time.

    `seal` is the hash of the id and the time, which the id leaves out.
    """

    id: str
    made: str
    content: Mapping[str, Any]
    hashes: Mapping[str, Any]
    seal: str

    @property
    def claims(self) -> list[dict[str, Any]]:
        """The claims, with the columns of an export, in the order they were shown in."""
        return list(self.content["claims"])

    def __getitem__(self, part: str) -> Any:
        return self.content[part]


def frozen(content: Mapping[str, Any], made: datetime | None = None) -> Snapshot:
    """Return content as a snapshot made now."""
    names = parts(content["format"])
    content = json.loads(canonical({name: content[name] for name in names}))
    hashes = hashed(content)
    id = identity(hashes)
    time = (made or datetime.now(UTC)).astimezone(UTC).strftime("%Y-%m-%dT%H:%M:%SZ")
    return Snapshot(id, time, content, hashes, sealed(id, time))


def parts(form: Any) -> list[str]:
    """Return the parts of a snapshot of a form, in the order of the file; all of an unknown form.

    >>> sorted(set(PARTS) - set(parts(1)))
    ['terms']
    """
    known = form if type(form) is int and 0 < form < FORMAT else FORMAT
    return [name for name in PARTS if _LATER.get(name, 1) <= known]


def canonical(value: Any) -> bytes:
    r"""Return a value as the one JSON text it has: keys sorted, no spaces, UTF-8.

    >>> canonical({"b": 1, "a": ["é", None]})
    b'{"a":["\xc3\xa9",null],"b":1}'
    """
    text = json.dumps(
        value, sort_keys=True, separators=(",", ":"), ensure_ascii=False, allow_nan=False
    )
    return text.encode()


def digest(value: Any) -> str:
    """Return the SHA-256 of a value's canonical text."""
    return hashlib.sha256(canonical(value)).hexdigest()


def hashed(content: Mapping[str, Any]) -> dict[str, Any]:
    """Return the hash of every part; of the claims, that of each by its id and of their order."""
    names = parts(content["format"])
    hashes: dict[str, Any] = {name: digest(content[name]) for name in names if name != "claims"}
    hashes["claims"] = {claim["id"]: digest(claim) for claim in content["claims"]}
    hashes["order"] = digest([claim["id"] for claim in content["claims"]])
    return hashes


def identity(hashes: Mapping[str, Any]) -> str:
    """Return the id that hashes amount to: 20 small letters and digits, 100 bits."""
    whole = hashlib.sha256(canonical(hashes)).digest()
    return base64.b32encode(whole).decode().lower()[:_LETTERS]


def sealed(id: str, made: str) -> str:
    """Return the hash of what the id leaves out."""
    return digest({"id": id, "made": made})


def whole(snapshot: Snapshot) -> bool:
    """Return whether a snapshot is what its id and its seal say, without naming what differs."""
    sound = snapshot.id == identity(hashed(snapshot.content))
    return sound and snapshot.seal == sealed(snapshot.id, snapshot.made)


def is_id(text: str) -> bool:
    """Return whether a text has the form of an id.

    >>> is_id("abcdefghij234567abcd"), is_id("../../etc/passwd")
    (True, False)
    """
    return bool(_ID.fullmatch(text))


def written(snapshot: Snapshot) -> bytes:
    """Return a snapshot's file."""
    lines = [f"{_text(name)}: {_part(name, snapshot[name])}" for name in parts(snapshot["format"])]
    heads = [f"{_text(name)}: {_text(getattr(snapshot, name))}" for name in ("id", "made", "seal")]
    hashes = ",\n".join(f"{_text(k)}: {_text(snapshot.hashes[k])}" for k in sorted(snapshot.hashes))
    content = ",\n".join(lines)
    lines = ['"contested": "snapshot"', *heads, f'"content": {{\n{content}\n}}']
    return ("{\n" + ",\n".join([*lines, f'"hashes": {{\n{hashes}\n}}']) + "\n}\n").encode()


#: Parts that a page or a command says as they are.
_TEXTS = ("view", "query", "quantity", "title", "answer", "narrowing", "data")


def read(raw: bytes) -> Snapshot:
    """Return the snapshot in a file; raises BadSnapshot, saying where it cannot be read.

    Nothing is verified beyond the form: see contested.snapshots.verify.
    """
    file = parsed(raw)
    if not isinstance(file, dict) or file.get("contested") != "snapshot":
        raise BadSnapshot('it is no snapshot: a snapshot begins with "contested": "snapshot"')
    _fields(file, _KEYS, "the file")
    content = file["content"]
    names = parts(content.get("format") if isinstance(content, dict) else FORMAT)
    _fields(content, names, "the content")
    _fields(file["hashes"], [*names, "order"], "the hashes")
    if not isinstance(file["content"]["claims"], list) or not all(
        isinstance(claim, dict) and isinstance(claim.get("id"), str)
        for claim in file["content"]["claims"]
    ):
        raise BadSnapshot("the claims are not a list of claims, each with its id")
    ids = [claim["id"] for claim in file["content"]["claims"]]
    if len(set(ids)) != len(ids):
        raise BadSnapshot(f"the claim {next(id for id in ids if ids.count(id) > 1)} stands twice")
    for name in ("id", "made", "seal"):
        if not isinstance(file[name], str):
            raise BadSnapshot(f"{name} is no text")
    for name, kind in (*((name, str) for name in _TEXTS), ("count", int)):
        if type(content.get(name)) is not kind:
            raise BadSnapshot(f"{name} of the content is no {'text' if kind is str else 'number'}")
    return Snapshot(file["id"], file["made"], file["content"], file["hashes"], file["seal"])


def parsed(raw: bytes) -> Any:
    """Return JSON read strictly: UTF-8, no key twice, no NaN; raises BadSnapshot saying where."""
    try:
        value = json.loads(
            raw.decode(), object_pairs_hook=_once, parse_constant=_constant, parse_float=_finite
        )
        canonical(value)
        return value
    except UnicodeEncodeError as error:
        raise BadSnapshot(f"it holds half a character ({error.object[error.start]!r})") from error
    except UnicodeDecodeError as error:
        line = raw[: error.start].count(b"\n") + 1
        raise BadSnapshot(f"line {line} is not UTF-8 (byte {error.start + 1})") from error
    except json.JSONDecodeError as error:
        text = f"line {error.lineno}, column {error.colno} is not JSON: {error.msg}"
        raise BadSnapshot(text) from error
    except RecursionError as error:
        raise BadSnapshot("it is nested too deeply to be a snapshot") from error
    except ValueError as error:
        raise BadSnapshot(f"it holds a number that cannot be read: {error}") from error


def head(raw: bytes) -> dict[str, Any]:
    """Return a file's id, made, view, query, quantity, title, answer and number of claims.

    They stand in its first lines, so the file need not be read whole. Raises BadSnapshot where
    they do not.
    """
    start, mark, _ = raw.partition(b',\n"colours": ')
    if not mark:
        raise BadSnapshot("it does not begin as a snapshot does")
    file = parsed(start + b"}}")
    _fields(file, ("contested", "id", "made", "seal", "content"), "the file")
    wanted = ("view", "query", "quantity", "title", "answer")
    try:
        fields = {name: file["content"][name] for name in wanted}
        fields |= {name: file[name] for name in ("id", "made")}
        claims = file["content"]["count"]
    except (KeyError, TypeError) as error:
        raise BadSnapshot(f"the content lacks {error}") from error
    odd = [name for name, value in fields.items() if not isinstance(value, str)]
    if odd or type(claims) is not int or not _MADE.fullmatch(fields["made"]):
        raise BadSnapshot(f"{(odd or ['made or count'])[0]} is not as a snapshot has it")
    return fields | {"claims": claims}


def _part(name: str, value: Any) -> str:
    if name != "claims" or not value:
        return _text(value)
    return "[\n" + ",\n".join(_text(claim) for claim in value) + "\n]"


def _text(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, allow_nan=False, sort_keys=True)


def _fields(value: Any, wanted: Iterable[str], where: str) -> None:
    if not isinstance(value, dict):
        raise BadSnapshot(f"{where} is not an object")
    names = set(wanted)
    missing, others = names - value.keys(), value.keys() - names
    if missing or others:
        what = [f"lacks {', '.join(sorted(missing))}"] if missing else []
        what += [f"holds {', '.join(sorted(map(repr, others)))[:200]} too"] if others else []
        raise BadSnapshot(f"{where} {' and '.join(what)}")


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    fields = dict(pairs)
    if len(fields) != len(pairs):
        names = [name for name, _ in pairs]
        twice = next(name for name in names if names.count(name) > 1)
        raise BadSnapshot(f"{twice!r} stands twice in one object")
    return fields


def _constant(text: str) -> Any:
    raise BadSnapshot(f"{text} is no number of JSON")


def _finite(text: str) -> float:
    number = float(text)
    if number in (float("inf"), float("-inf")):
        raise BadSnapshot(f"{text} is too large a number")
    return number
