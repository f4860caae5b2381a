"""Files that are on the disk whole or not at all."""

import errno
import os

import pytest

from contested import disk


def test_where_one_of_several_files_cannot_be_written_all_stay_as_they_were(tmp_path, monkeypatch):
    one, other = tmp_path / "one", tmp_path / "other"
    one.write_bytes(b"before")
    other.write_bytes(b"before")
    real, synced = os.fsync, []

    def full(number):
        synced.append(number)
        if len(synced) == 2:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))
        real(number)

    monkeypatch.setattr(os, "fsync", full)
    with pytest.raises(OSError, match="No space"):
        disk.write({one: b"after", other: b"after"})
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "one": b"before",
        "other": b"before",
    }


def test_all_files_are_on_the_disk_before_the_first_takes_its_place(tmp_path, monkeypatch):
    steps = []
    sync, rename = os.fsync, os.replace
    monkeypatch.setattr(os, "fsync", lambda number: (steps.append("sync"), sync(number)))
    monkeypatch.setattr(os, "replace", lambda *both: (steps.append("rename"), rename(*both)))
    disk.write({tmp_path / name: name.encode() for name in ("one", "other")})
    assert steps == ["sync", "sync", "rename", "rename"]
    assert (tmp_path / "other").read_bytes() == b"other"
