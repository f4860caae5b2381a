"""An installed wheel is the whole program: it serves the dashboard from any folder."""

import json
import os
import re
import subprocess
import sys
import tarfile
import tomllib
import urllib.request
import zipfile
from pathlib import Path

import pytest

pytestmark = pytest.mark.slow

ROOT = Path(__file__).parent.parent

SHIPPED = {
    "contested/py.typed",
    "contested/schema.sql",
    "contested/checks.sql",
    "contested/ui/icon.svg",
    "contested/app/dashboard.py",
    "contested/app/.streamlit/config.toml",
    "contested/app/data/claims.csv",
    "contested/app/data/datapackage.json",
    *(f"contested/app/pages/{page.name}" for page in ROOT.glob("pages/*.py")),
}


def built(source, into, target):
    """Build a source folder with what is installed, and return the file."""
    command = [sys.executable, "-m", "hatchling", "build", "-t", target, "-d", str(into)]
    done = subprocess.run(command, cwd=source, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    (file,) = into.iterdir()
    return file


@pytest.fixture(scope="module")
def wheel(tmp_path_factory):
    return built(ROOT, tmp_path_factory.mktemp("wheel"), "wheel")


@pytest.fixture(scope="module")
def site(wheel, tmp_path_factory):
    """Return a folder that the wheel is installed in, its dependencies aside."""
    folder = tmp_path_factory.mktemp("site")
    command = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--no-index"]
    subprocess.run([*command, "--target", str(folder), str(wheel)], check=True)
    return folder


def contents(wheel):
    """Return the names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return set(archive.namelist())


def test_a_wheel_ships_the_app_and_the_data_and_no_tests(wheel):
    names = contents(wheel)
    assert names >= SHIPPED
    assert {name.partition("/")[0].partition("-")[0] for name in names} == {"contested"}
    assert not [name for name in names if {"tests", "__pycache__"} & set(name.split("/"))]


def test_a_source_distribution_builds_the_same_wheel(wheel, tmp_path):
    source = built(ROOT, tmp_path / "sdist", "sdist")
    with tarfile.open(source) as archive:
        archive.extractall(tmp_path / "unpacked", filter="data")
    (folder,) = (tmp_path / "unpacked").iterdir()
    assert contents(built(folder, tmp_path / "wheel", "wheel")) == contents(wheel)


def test_an_installed_command_finds_its_own_data(site, tmp_path):
    command = [sys.executable, "-m", "contested", "build", "--into", str(tmp_path / "built")]
    done = subprocess.run(
        command,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    assert re.search(r"^\d+ claims, ", done.stdout, re.MULTILINE)
    where = [sys.executable, "-c", "from contested.database import CURATED; print(CURATED)"]
    found = subprocess.run(
        where,
        cwd=tmp_path,
        env=os.environ | {"PYTHONPATH": str(site)},
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(found.stdout.strip()) == site / "contested" / "app" / "data"


@pytest.mark.browser
def test_an_installed_wheel_serves_the_dashboard_from_any_folder(
    site, serve, chromium, tmp_path_factory
):
    server = serve(cwd=tmp_path_factory.mktemp("elsewhere"), PYTHONPATH=str(site))
    with urllib.request.urlopen(f"{server.address}/health") as answer:
        health = json.load(answer)
    assert health["status"] == "ok"
    assert health["claims"] > 0
    page = chromium.new_page()
    page.goto(server.address)
    page.wait_for_selector('[data-testid="stMain"] .answer', timeout=60_000)
    assert f"{health['claims']:,} claims" in page.inner_text('[data-testid="stMain"] .answer')
    page.wait_for_function("document.title === 'Overview – Contested'")
    # The theme beside the script is found, wherever the command was run.
    theme = tomllib.loads((ROOT / ".streamlit" / "config.toml").read_text(encoding="utf-8"))[
        "theme"
    ]
    digits = theme["light"]["textColor"].removeprefix("#")
    colour = f"rgb({', '.join(str(int(digits[at : at + 2], 16)) for at in (0, 2, 4))})"
    assert page.evaluate("getComputedStyle(document.querySelector('h1')).color") == colour
    page.close()
    server.stop()
