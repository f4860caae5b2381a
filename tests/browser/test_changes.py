"""Changed data appear without a restart; broken data leave the last good ones standing."""

import json
import shutil
import time
import urllib.request

import pytest


@pytest.fixture
def folder(curated, tmp_path):
    """Return a copy of the curated data that a test may change."""
    return shutil.copytree(curated, tmp_path / "data")


def built(server, so):
    """Wait until the server has built what changed."""
    end = time.monotonic() + 60
    while True:
        with urllib.request.urlopen(f"{server.address}/health", timeout=30) as answer:
            if so(json.load(answer)):
                return
        assert time.monotonic() < end
        time.sleep(0.1)


def test_changed_data_appear_and_broken_data_do_not(reader, serve, folder):
    server = serve(folder)
    one = reader(at=server.address).open("/data")
    whole = one.answer()
    claims = folder / "claims.csv"
    lines = claims.read_text(encoding="utf-8").splitlines(keepends=True)

    claims.write_text("".join(lines[:6]), encoding="utf-8")
    built(server, lambda health: health["claims"] == 5)
    one.open("/data")
    assert one.answer() != whole
    assert one.answer().startswith("Five claims")

    claims.write_text("".join(lines[:6]).replace(",more_than,", ",moer_than,"), encoding="utf-8")
    built(server, lambda health: health["status"] == "stale")
    one.open("/data")
    assert one.answer().startswith("Five claims")
    assert "does not pass its checks" in one.text()
    assert "moer_than" in one.text()

    claims.write_text("".join(lines), encoding="utf-8")
    built(server, lambda health: health["status"] == "ok" and health["claims"] > 5)
    one.open("/data")
    assert one.answer() == whole
    assert "does not pass its checks" not in one.text()
    server.stop()
