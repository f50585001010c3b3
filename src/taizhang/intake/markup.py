"""Text of parsed HTML in lines: a paragraph is a line, a row of a table of figures is a line with tabs between cells.

Tables are used for layout too; `is_grid` tells the two apart.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator

from lxml.etree import _Element, iterwalk

from taizhang.wordlists import load

__all__ = ["BLOCKS", "lines", "tidy"]

BLOCKS = frozenset(load("intake", "site.toml")["blocks"])
_NEWLINE_BETWEEN_WIDE = re.compile(r"(?<=[^\0-\xff])[ \t]*\r?\n\s*(?=[^\0-\xff])")
_SPACES = re.compile(r"[ \t\r\n\f\xa0]+")
_INVISIBLE = str.maketrans("", "", "\0\u200b\u200c\u200d\u2060\ufeff\xad")
_LINE = "\v"
_LONG_CELL = 200


def lines(root: _Element, left_out: Collection[_Element] = ()) -> Iterator[str]:
    """Give the lines of an element as a browser would break them, without empty ones and without what is `left_out`."""
    parts: list[str] = []
    verbatim = 0
    walk = iterwalk(root, events=("start", "end"))
    for event, element in walk:
        begins, block = event == "start", element.tag in BLOCKS
        if block and parts:
            yield from _broken("".join(parts))
            parts.clear()
        verbatim += (element.tag == "pre") * (1 if begins else -1)
        text = element.text if begins else element.tail
        if begins and element in left_out:
            walk.skip_subtree()
        elif begins and element.tag == "table" and is_grid(element):
            walk.skip_subtree()
            yield from _rows(element)
        elif text and (begins or element is not root):
            parts.append(text.replace("\n", _LINE) if verbatim else text)
    yield from _broken("".join(parts))


def is_grid(table: _Element) -> bool:
    """Say whether a table holds figures rather than laying out a page.

    It has a row of several cells, no table inside, and no long cell of several paragraphs.
    """
    if next(table.iterdescendants("table"), None) is not None:
        return False
    if not any(len(row) > 1 for row in table.iter("tr")):
        return False
    return not any(
        sum(child.tag in BLOCKS for child in cell) > 1 and sum(map(len, cell.itertext())) > _LONG_CELL
        for cell in table.iter("td")
    )


def tidy(text: str) -> str:
    """Fold white space as a browser does; a line break between two wide characters is no space."""
    folded = _NEWLINE_BETWEEN_WIDE.sub("", text.translate(_INVISIBLE))
    return _SPACES.sub(" ", folded).strip(" \u3000")


def _broken(text: str) -> Iterator[str]:
    yield from filter(None, map(tidy, text.split(_LINE)))


def _rows(table: _Element) -> Iterator[str]:
    for caption in table.iter("caption"):
        yield from lines(caption)
    for row in table.iter("tr"):
        cells = [" ".join(lines(cell)) for cell in row if cell.tag in ("td", "th")]
        if any(cells):
            yield "\t".join(cells)
