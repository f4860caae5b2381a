"""Contested: the figures wars are reported in, kept as claims with their sources and hedges."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from contested.dataset import Data

try:
    __version__ = version("contested")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"


def open(*folders: str | Path) -> Data:
    """Return the claims of data folders, the base first; see contested.dataset.open.

    >>> import contested
    >>> contested.open().claims(subject="north-korea", metric="killed", best=600)
    Traceback (most recent call last):
    contested.errors.BadSelection: best is '600'; no such word; use one of apart, article, axis, ...
    """
    from contested import dataset  # all else of this package does without it

    return dataset.open(*folders)
