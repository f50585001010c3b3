"""Where things stand in a text: offsets in, lines and columns out, as an editor counts them."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Callable
from functools import cached_property

from taizhang.model import Place, SourceText
from taizhang.places import locate

__all__ = ["Source", "Sources"]

_LINE_END = re.compile("\r\n?|\n")


class Source:
    """A file's text, the name that messages give it, and its places where the file is not its own text."""

    def __init__(self, name: str, text: str, places: tuple[Place, ...] = ()) -> None:
        self.name, self.text, self.places = name, text, places

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

    def where(self, offset: int, end: int | None = None) -> str:
        """Give a place as a linter prints it: file:line:column, with the place in a file that is not its own text.

        The line and column are then those of the text that `--export` writes: 总结.docx:12:5（第3页第2段）.
        """
        printed = ":".join([self.name, *map(str, self.position(offset))])
        if not self.places:
            return printed
        return f"{printed}（{locate(self._source, offset, max(offset, end or 0))}）"

    @cached_property
    def _source(self) -> SourceText:
        return SourceText("", self.name, "", self.text, places=self.places)


Sources = Callable[[str | None, str], Source]
"""The source of a (doc, file); doc is None for a file that could not be read."""
