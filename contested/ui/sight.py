"""Bringing what a reader asked for into sight, where it is drawn below what can be seen."""

from __future__ import annotations

import streamlit as st

_SIGHT = st.components.v2.component(
    "sight",
    html='<span role="status"></span>',
    css="span {position: absolute; width: 1px; height: 1px; overflow: hidden;}",
    js="""
const shown = new WeakMap();

export default function ({ data, parentElement }) {
  if (shown.get(parentElement) === data.what) return;
  shown.set(parentElement, data.what);
  parentElement.querySelector('span').textContent = data.said;
  const host = parentElement.host ?? parentElement;
  const still = matchMedia('(prefers-reduced-motion: reduce)').matches;
  // What follows is drawn a moment later.
  setTimeout(() => host.scrollIntoView({ block: 'center', behavior: still ? 'auto' : 'smooth' }),
    150);
}""",
)


def bring(what: str, said: str) -> None:
    """Scroll to this place, once for each `what`, and have `said` read aloud."""
    _SIGHT(data={"what": what, "said": said}, key="sight")
