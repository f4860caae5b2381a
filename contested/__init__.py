"""Contested: the figures wars are reported in, kept as claims with their sources and hedges."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("contested")
except PackageNotFoundError:  # a source tree that was never installed
    __version__ = "0+source"
