"""Footnotes: small type at the foot of a page, each beginning with the mark that the text above has.

In: the lines of a page without its running heads. Out: the same lines, those of notes set aside with their part
(脚注1), so that a paragraph runs on over the page and its note comes after it.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from taizhang.intake.pdf.lines import Line
from taizhang.wordlists import load

__all__ = ["set_notes_aside"]

_SMALLER = 0.88
"""Part of the size of the text that the type of notes has at most."""
_MARKS = re.compile("|".join(load("intake", "pdf.toml")["notes"]["patterns"]))
_DIGITS = re.compile(r"\d{1,2}(?![\d.．、])")
_RAISED = re.compile("[⁰¹²³⁴⁵⁶⁷⁸⁹]+")
_PLAIN = str.maketrans("⁰¹²³⁴⁵⁶⁷⁸⁹", "0123456789")


def set_notes_aside(lines: Sequence[Line], size: float, before: int) -> int:
    """Set the notes of a page aside; `size` is that of the text, `before` counts the notes of earlier pages.

    Gives the count of notes with those of this page.
    """
    straight = sorted((line for line in lines if not line.aside), key=lambda line: line.middle)
    foot: list[Line] = []
    for line in straight:
        if line.size > _SMALLER * size:
            break
        foot.append(line)
    if not foot or len(foot) == len(straight):
        return before
    marks = {mark.translate(_PLAIN) for line in straight[len(foot) :] for mark in _RAISED.findall(line.text)}
    found = before
    for line in reversed(foot):
        if _begins_note(line.text, marks):
            found += 1
        if found > before:
            line.aside, line.part = True, f"脚注{found}"
    return found


def _begins_note(text: str, marks: set[str]) -> bool:
    if _MARKS.match(text):
        return True
    digits = _DIGITS.match(text)
    return digits is not None and digits[0] in marks
