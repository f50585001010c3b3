"""Automatic numbers of .docx: which headings a word processor can number itself so that they read as they do."""

from __future__ import annotations

from collections.abc import Sequence

from taizhang.examples.document import Block, Paragraph
from taizhang.examples.figures import chinese
from taizhang.examples.grid import Grid

__all__ = ["FIRST_LIST", "NUMBERING", "Counter", "list_of"]

_LEVELS = (("chineseCounting", "%1、"), ("chineseCounting", "（%2）"), ("decimal", "%3."))
NUMBERING = '<w:abstractNum xmlns:w="{w}" w:abstractNumId="90"><w:multiLevelType w:val="multilevel"/>' + "".join(
    f'<w:lvl w:ilvl="{level}"><w:start w:val="1"/><w:numFmt w:val="{form}"/><w:suff w:val="nothing"/>'
    f'<w:lvlText w:val="{text}"/></w:lvl>'
    for level, (form, text) in enumerate(_LEVELS)
)
NUMBERING += "</w:abstractNum>"
FIRST_LIST = 100


def list_of(group: int) -> str:
    """Give the XML of a list that begins anew at all levels."""
    levels = range(len(_LEVELS))
    anew = (f'<w:lvlOverride w:ilvl="{i}"><w:startOverride w:val="1"/></w:lvlOverride>' for i in levels)
    space = 'xmlns:w="http://schemas.openxmlformats.org/wordprocessingml/2006/main"'
    return f'<w:num {space} w:numId="{FIRST_LIST + group}"><w:abstractNumId w:val="90"/>{"".join(anew)}</w:num>'


class Counter:
    """Counts as a word processor does: a number begins anew below each higher one, and in each report.

    `groups` is how many lists that are, one for each report.
    """

    def __init__(self, blocks: Sequence[Block]) -> None:
        self.places: dict[int, tuple[int, int]] = {}
        self.groups = 1
        counts = [0, 0, 0]
        for block in blocks:
            if isinstance(block, Grid):
                continue
            if block.kind == "title":
                self.groups += 1
                counts = [0, 0, 0]
            level = _level(block.number)
            if level is None:
                continue
            if block.number == _shown(level, counts[level] + 1):
                counts[level:] = [counts[level] + 1, *[0] * (2 - level)]
                self.places[id(block)] = (level, self.groups - 1)

    def level(self, block: Paragraph) -> tuple[int, int] | None:
        """Give the level and the list of a paragraph; None where its number must be typed."""
        return self.places.get(id(block))


def _level(number: str) -> int | None:
    if not number:
        return None
    return 0 if number.endswith("、") else 1 if number.startswith("（") else 2


def _shown(level: int, count: int) -> str:
    return (f"{chinese(count)}、", f"（{chinese(count)}）", f"{count}.")[level]
