"""Printing what checking gave: one module per format, each with a `Printer`; `printer` gives one by its name.

`cli` shows each file as it is checked, then what the files say together, then the summary. A new format is one module:

    class Printer:
        def __init__(self, write, verified): ...                       # write(text) puts text on stdout
        def show(self, checked, sources): ...                          # one file, or several together
        def end(self, summary): ...

and a line in `FORMATS`. `sources(doc, file)` gives the Source in which a relation or finding stands.
"""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Protocol

from taizhang.checks.model import Checked
from taizhang.errors import UsageError
from taizhang.output.source import Source, Sources
from taizhang.output.summary import Summary

__all__ = ["FORMATS", "Printer", "Source", "Sources", "Summary", "printer"]

FORMATS = {"text": "taizhang.output.text", "json": "taizhang.output.document"}


class Printer(Protocol):
    """One format."""

    def show(self, checked: Checked, sources: Sources) -> None:
        """Print a file's relations and findings, or those between files."""

    def end(self, summary: Summary) -> None:
        """Print the summary and what is left."""


def printer(name: str, write: Callable[[str], None], verified: bool) -> Printer:
    """Give the printer of a format; `verified`: relations that hold are shown too. UsageError names the formats."""
    if name not in FORMATS:
        raise UsageError(f"没有格式 {name!r}；可选 {'、'.join(FORMATS)}")
    made: Printer = import_module(FORMATS[name]).Printer(write, verified)
    return made
