"""What publishing a folder takes: `python -m benchmarks.publish [FOLDER] [--processes N]`.

A copy of the folder (the curated data) is published as a whole, again with nothing changed, and
again after the newest claim's note was changed. Each is the command itself; its processor time is
that of all its processes, so that a busy machine is told from slow pages.
"""

from __future__ import annotations

import argparse
import csv
import os
import resource
import shutil
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from contested.database import CURATED


def main() -> None:
    """Print a row a run: files made and written, processor time, time, load."""
    asks = argparse.ArgumentParser(description=__doc__)
    asks.add_argument("folder", nargs="?", type=Path, default=CURATED)
    asks.add_argument("--processes", type=int, default=os.cpu_count() or 1)
    want = asks.parse_args()
    print("| run | what it says | processor | time | load |\n|---|---|---|---|---|", flush=True)
    with tempfile.TemporaryDirectory() as place:
        data, site = Path(place) / "data", Path(place) / "site"
        shutil.copytree(want.folder, data)
        settings = os.environ | {
            "CONTESTED_SNAPSHOTS": f"{place}/snapshots",
            "CONTESTED_CACHE": f"{place}/cache",
        }
        command = [sys.executable, "-m", "contested", "publish", site, "--data", data]
        command += ["--url", "https://wars.example", "--processes", str(want.processes)]
        subprocess.run(
            [sys.executable, "-m", "contested", "build", data], env=settings, capture_output=True
        )
        _row("the first time", command, settings)
        _row("nothing changed", command, settings)
        _changed(data / "claims.csv")
        subprocess.run(
            [sys.executable, "-m", "contested", "build", data], env=settings, capture_output=True
        )
        _row("one claim changed", command, settings)


def _row(name: str, command: list[str | Path], settings: dict[str, str]) -> None:
    before, begun = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic()
    run = subprocess.run(command, env=settings, capture_output=True, text=True, check=True)
    after, took = resource.getrusage(resource.RUSAGE_CHILDREN), time.monotonic() - begun
    spent = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    said = run.stdout.strip().splitlines()[-1].partition(" in ")
    words = f"{said[0]}{said[2].partition(':')[1]}{said[2].partition(':')[2]}"
    print(
        f"| {name} | {words} | {spent:.0f} s | {took:.0f} s | {os.getloadavg()[0]:.1f} |",
        flush=True,
    )


def _changed(claims: Path) -> None:
    """Change the last claim's note."""
    with claims.open(newline="", encoding="utf-8") as stream:
        rows = list(csv.DictReader(stream))
    rows[-1]["note"] = f"{rows[-1]['note']} As read once more.".strip()
    with claims.open("w", newline="", encoding="utf-8") as stream:
        writer = csv.DictWriter(stream, list(rows[0]), lineterminator="\n")
        writer.writeheader()
        writer.writerows(rows)


if __name__ == "__main__":
    main()
