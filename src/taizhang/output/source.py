"""Where things stand in a text: offsets in, lines and columns out, as an editor counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

__all__ = ["Source", "Sources"]

_LINE_END = re.compile("\r\n?|\n")


class Source:
    """A file's text and the name that messages give it."""

    def __init__(self, name: str, text: str) -> None:
        self.name, self.text = name, text

    @cached_property
    def _lines(self) -> list[int]:
        return [0, *(end.end() for end in _LINE_END.finditer(self.text))]

    def position(self, offset: int) -> tuple[int, int]:
        """Give line and column, both from 1; columns are characters.

        >>> Source("a.txt", "一\\r\\n二三").position(4)
        (2, 2)
        """
        line = bisect_right(self._lines, offset)
        return line, offset - self._lines[line - 1] + 1

    def where(self, offset: int) -> str:
        """Give a place as a linter prints it: file:line:column."""
        return ":".join([self.name, *map(str, self.position(offset))])


Sources = Callable[[str, str], Source]
"""The source of a (doc, file)."""
