"""Whether a snapshot is what was frozen, and if not, what differs.

The hashes are computed again from the content. Where a claim differs and the data at hand still
hold it as it was, the column and both values are named: the recorded hash says which is right.
"""

from __future__ import annotations

import http.client
import urllib.error
import urllib.request
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit, urlunsplit

from contested.errors import BadSnapshot, NotFound
from contested.snapshots import content
from contested.snapshots.content import PARTS, Snapshot, digest
from contested.snapshots.store import SIZE, Store

#: Seconds that a snapshot's address may take to answer, and how many times the usual size it may.
_PATIENCE, _TIMES = 20, 10

#: What the hashes cover beside the parts.
_OTHERS = {"order": "the order of the claims"}

#: Returns claims, with the columns of an export, by their ids; those the data do not hold left out.
Known = Callable[[list[str]], Mapping[str, Mapping[str, Any]]]


class Difference(NamedTuple):
    """One thing that is not as it was frozen: which part, which claim (or ""), and in words."""

    part: str
    claim: str
    message: str

    def __str__(self) -> str:
        where = f"{self.part}, claim {self.claim}" if self.claim else self.part
        return f"{where}: {self.message}"


def differences(raw: bytes, id: str = "", known: Known | None = None) -> list[Difference]:
    """Return everything in a file that is not as it was frozen; nothing if it is whole.

    `id` is the id that the file is known by, if it is. Raises BadSnapshot for a file that cannot be
    read as a snapshot at all.
    """
    snapshot = content.read(raw)
    altered = [*_parts(snapshot), *_claims(snapshot, known)]
    if snapshot.id != content.identity(snapshot.hashes) and not altered:
        altered.append(Difference("id", "", f"{snapshot.id!r} is not the id of this content"))
    if id and id != snapshot.id:
        altered.append(Difference("id", "", f"it is known as {id!r}, but says {snapshot.id!r}"))
    if snapshot.seal != content.sealed(snapshot.id, snapshot.made):
        mismatch = f"{snapshot.made!r} does not fit the seal {snapshot.seal[:12]!r}…"
        altered.append(Difference("made, the time it was frozen", "", mismatch))
    return altered or _layout(raw, snapshot)


def _parts(snapshot: Snapshot) -> list[Difference]:
    """Return the parts whose hash differs, and whether the part or its hash was altered."""
    now = content.hashed(snapshot.content)
    differences = []
    for name, meaning in (dict(PARTS) | _OTHERS).items():
        if name == "claims" or now.get(name) == snapshot.hashes.get(name):
            continue
        restored = dict(snapshot.hashes) | {name: now[name]}
        if content.identity(restored) == snapshot.id:
            differences.append(Difference("hashes", "", f"the hash of {meaning} was altered"))
        else:
            text = str(snapshot.content.get(name, ""))
            quoted = f"; it holds {text[:120]!r}" if 0 < len(text) <= 400 else ""
            differences.append(Difference(name, "", f"{meaning} was altered{quoted}"))
    return differences


def _claims(snapshot: Snapshot, known: Known | None) -> list[Difference]:
    """Return the claims whose hash differs, with the columns where the data tell."""
    recorded = snapshot.hashes["claims"]
    if not isinstance(recorded, dict):
        return [Difference("hashes", "", "the hashes of the claims are not a list of them")]
    claims = {claim["id"]: claim for claim in snapshot.claims}
    now = {id: digest(claim) for id, claim in claims.items()}
    differences = [
        Difference("claims", id, "it was taken out") for id in recorded if id not in claims
    ] + [Difference("claims", id, "it was put in") for id in claims if id not in recorded]
    changed = [id for id in claims if id in recorded and now[id] != recorded[id]]
    data = known(changed) if known and changed else {}
    for id in changed:
        restored = dict(snapshot.hashes) | {"claims": recorded | {id: now[id]}}
        if content.identity(restored) == snapshot.id:
            differences.append(Difference("hashes", id, "the claim's hash was altered"))
            continue
        differences.append(
            Difference("claims", id, _columns(claims[id], data.get(id, {}), recorded[id]))
        )
    return differences


def _columns(claim: Mapping[str, Any], data: Mapping[str, Any], recorded: str) -> str:
    """Return which columns of a claim were altered, as far as the data tell."""
    # Why it stands apart depends on the selection too; the data's own is not always the snapshot's.
    apart = {name: claim[name] for name in ("apart", "apart_codes") if name in claim}
    tried = ({name: data.get(name) for name in claim}, apart)
    for whole in (tried[0], tried[0] | tried[1]) if data else ():
        if digest(whole) != recorded:
            continue
        parts = [
            f"{name} is {value!r}, was {whole[name]!r}"
            for name, value in claim.items()
            if value != whole[name]
        ]
        extra = [f"{name} was taken out" for name in data if name not in claim]
        return f"it was altered: {'; '.join(parts + extra)}"
    if data:
        beside = [
            f"{name} is {value!r}, in the data {data[name]!r}"
            for name, value in claim.items()
            if name in data and value != data[name]
        ]
        if beside:
            return f"it was altered; beside the data as they are now, {'; '.join(beside)}"
    return f"it was altered; it holds {claim.get('said')!r} of {claim.get('source_name')!r}"


def _layout(raw: bytes, snapshot: Snapshot) -> list[Difference]:
    """Return where a file whose content is whole is not laid out as it was written."""
    wanted = content.written(snapshot)
    if raw == wanted:
        return []
    lines, whole = raw.split(b"\n"), wanted.split(b"\n")
    at = next(
        (n for n, (one, two) in enumerate(zip(lines, whole, strict=False)) if one != two),
        min(len(lines), len(whole)),
    )
    text = f"line {at + 1} is not as it was written (spaces, order or spelling of a number)"
    return [Difference("layout", "", f"{text}; every value is as it was frozen")]


def fetched(named: str, store: Store) -> tuple[bytes, str]:
    """Return the file that a path, an id or an address names, and the id it is known by, or "".

    An id is looked up in the store. Raises NotFound or BadSnapshot.
    """
    if named.startswith(("http://", "https://")):
        return _downloaded(named)
    path = Path(named)
    if path.is_file():
        if path.stat().st_size > SIZE * _TIMES:
            raise BadSnapshot(f"{path} is too large to be a snapshot")
        return path.read_bytes(), path.stem if content.is_id(path.stem) else ""
    if content.is_id(named):
        return store.raw(named), named
    raise NotFound("snapshot or file", named[:200])


def _downloaded(address: str) -> tuple[bytes, str]:
    """Return the snapshot's JSON behind its page's address, and the id in the address."""
    try:
        parts = urlsplit(address)
    except ValueError as error:
        raise BadSnapshot(f"{address} is no address: {error}") from error
    name = parts.path.rstrip("/").rpartition("/")[2]
    id = name.partition(".")[0]
    if not content.is_id(id):
        raise BadSnapshot(f"{address} is not a snapshot's address: it ends in no id")
    folder = parts.path.rstrip("/").rpartition("/")[0].replace("/embed", "/snapshot")
    wanted = urlunsplit((parts.scheme, parts.netloc, f"{folder}/{id}.json", "", ""))
    limit = SIZE * _TIMES
    try:
        with urllib.request.urlopen(wanted, timeout=_PATIENCE) as answer:
            raw: bytes = answer.read(limit + 1)
    except (OSError, ValueError, http.client.HTTPException) as error:
        raise BadSnapshot(f"{wanted} cannot be read: {error}") from error
    if len(raw) > limit:
        raise BadSnapshot(f"{wanted} is too large to be a snapshot")
    return raw, id
