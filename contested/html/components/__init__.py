"""The parts of Streamlit components: what each shows, how it looks, what it does."""

from __future__ import annotations

from importlib.resources import files
from typing import TypedDict


class Component(TypedDict):
    """A component's parts, as Streamlit takes them."""

    html: str
    css: str
    js: str


def component(name: str) -> Component:
    """Return the parts of a component, from the files of its name."""

    def part(ending: str) -> str:
        return files(__name__).joinpath(f"{name}.{ending}").read_text(encoding="utf-8")

    return {"html": part("html"), "css": part("css"), "js": part("js")}
