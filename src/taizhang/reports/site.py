"""Site matter: what a sharing site put around or into a report.

In: the source text. Out: spans of banners, upload and download lines, copyright, QR codes, recommendations and file
titles; `noise` merges them and cuts them out. The phrases stand in `data/site.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from typing import NamedTuple

from taizhang.reports.finder import WordFinder
from taizhang.spans import Span
from taizhang.wordlists import alternatives, load

__all__ = ["find_site"]

LONGEST_LINE = 300
FILE_TITLE = re.compile(r"(.{4,100}?)\.(?:docx?|pdf|pptx?|txt|wps|rtf)(?:_第\d+页)?")
COLLECTION = re.compile(r"[【（(\[].{0,6}[篇份].{0,4}[】）)\]]|汇编|合集|合辑|精选|范文")
PAGE_MARK = re.compile(r"\s*(?:\d{1,4}[、.．]|第\s*\d+\s*页(?:\s*共\s*\d+\s*页)?)?\s*")


class Knowledge(NamedTuple):
    """The compiled `data/site.toml`."""

    keys: WordFinder
    lines: dict[str, list[tuple[re.Pattern[str] | None, int]]]
    inline: dict[str, list[re.Pattern[str]]]
    menu: re.Pattern[str]
    near: list[re.Pattern[str]]


@cache
def knowledge() -> Knowledge:
    """Compile the phrases once."""
    data = load("reports", "site.toml")
    lines: dict[str, list[tuple[re.Pattern[str] | None, int]]] = {}
    inline: dict[str, list[re.Pattern[str]]] = {}
    for entry in data["line"]:
        pattern = re.compile(entry["pattern"]) if "pattern" in entry else None
        lines.setdefault(entry["key"], []).append((pattern, entry.get("longest", 60)))
    for entry in data["inline"]:
        inline.setdefault(entry["key"], []).append(re.compile(entry["pattern"]))
    extensions = [".docx", ".doc", ".pdf", ".pptx", ".ppt", ".wps", ".txt", ".rtf"]
    keys = WordFinder(sorted({*lines, *inline, *extensions}))
    menu = re.compile(rf"(?:{alternatives(data['menu'])}[\s|｜>＞·/:：]*){{1,20}}")
    return Knowledge(keys, lines, inline, menu, [re.compile(p) for p in data["near"]])


def find_site(text: str) -> list[Span]:
    """Give the spans of site matter in ascending order; each ends where the report goes on."""
    know = knowledge()
    whole, parts, stems = _by_key(text, know)
    grown = _grow(text, sorted(whole), know)
    grown += _repeated_titles(text, grown, stems)
    return sorted([*grown, *parts])


def _line_at(text: str, at: int) -> Span | None:
    """Give the line around `at` without its surrounding blanks; None when it is too long to be site matter."""
    start = text.rfind("\n", max(0, at - LONGEST_LINE), at) + 1
    if start == 0 and at > LONGEST_LINE:
        return None
    end = text.find("\n", at, at + LONGEST_LINE)
    if end < 0:
        if len(text) > at + LONGEST_LINE:
            return None
        end = len(text)
    line = text[start:end]
    return start + len(line) - len(line.lstrip()), end - (len(line) - len(line.rstrip()))


def _by_key(text: str, know: Knowledge) -> tuple[set[Span], list[Span], list[str]]:
    """Give whole lines, pieces inside lines, and the stems of file titles."""
    whole: set[Span] = set()
    parts: list[Span] = []
    stems: list[str] = []
    done = -1
    for i, start, end in know.keys.find(text):
        if start < done:
            continue
        key = know.keys.words[i]
        span = _line_at(text, start)
        if span is not None:
            line = text[span[0] : span[1]]
            title = FILE_TITLE.fullmatch(line) if key.startswith(".") else None
            if title:
                stems.append(title.group(1))
            if title or _is_line(line, know.lines.get(key, ())):
                whole.add(span)
                done = span[1]
                continue
        for pattern in know.inline.get(key, ()):
            found = _around(pattern, text, start, end)
            if found:
                parts.append(found)
                done = found[1]
    return whole, parts, stems


def _is_line(line: str, entries: object) -> bool:
    return any(
        len(line) <= longest and (pattern is None or pattern.fullmatch(line) is not None)
        for pattern, longest in entries  # type: ignore[attr-defined]
    )


def _around(pattern: re.Pattern[str], text: str, start: int, end: int) -> Span | None:
    """Find a match of `pattern` that holds `start:end`."""
    for match in pattern.finditer(text, max(0, start - 150), end + LONGEST_LINE):
        if match.start() <= start and match.end() >= end:
            return match.span()
        if match.start() > start:
            break
    return None


def _grow(text: str, lines: list[Span], know: Knowledge) -> list[Span]:
    """Take in neighbouring lines that are site matter only beside other site matter, and close to blocks."""
    blocks: list[Span] = []
    for start, end in lines:
        if blocks and end <= blocks[-1][1]:
            continue
        start = _reach(text, start, know, back=True)
        if blocks and start <= blocks[-1][1]:
            start = blocks.pop()[0]
        blocks.append((start, _skip_blank(text, _reach(text, end, know, back=False))))
    return blocks


def _reach(text: str, at: int, know: Knowledge, *, back: bool) -> int:
    """Give how far site matter reaches from the edge `at` of a line, in one direction."""
    for start, end in _neighbours(text, at, back=back):
        line = text[start:end]
        if not (know.menu.fullmatch(line) or any(p.fullmatch(line) for p in know.near[:2])):
            if not any(p.fullmatch(line) for p in know.near):
                break
            beyond = next(_neighbours(text, start if back else end, back=back), None)
            if beyond is None or not _surely(text[beyond[0] : beyond[1]], know):
                break
        at = start if back else end
    return at


def _surely(line: str, know: Knowledge) -> bool:
    """Whether a line is site matter by itself."""
    if know.menu.fullmatch(line) or FILE_TITLE.fullmatch(line):
        return True
    return any(_is_line(line, know.lines.get(know.keys.words[i], ())) for i, _, _ in know.keys.find(line))


def _neighbours(text: str, at: int, *, back: bool) -> Iterator[Span]:
    """Give the lines beside `at`, blank ones left out, as long as they are short."""
    while 0 < at < len(text):
        if back:
            line_end = len(text[max(0, at - 400) : at].rstrip()) + max(0, at - 400)
            if line_end <= 0 or at - line_end >= 400:
                return
            span = _line_at(text, line_end - 1)
        else:
            begin = _skip_blank(text, at)
            span = _line_at(text, begin) if begin < len(text) else None
        if span is None or span[0] >= span[1]:
            return
        yield span
        at = span[0] if back else span[1]


def _skip_blank(text: str, at: int) -> int:
    """Give the next character that is not blank; the indentation of its line stays with it."""
    match = BLANK.match(text, at)
    return match.end() if match else at


BLANK = re.compile(r"[ \t\u3000]*(?:\r?\n[ \t\u3000]*(?=\r?\n|\Z))*(?:\r?\n)?")


def _repeated_titles(text: str, blocks: list[Span], stems: list[str]) -> list[Span]:
    """The title of a collection that the site put once more at the head of the body."""
    if not blocks or not stems:
        return []
    found = []
    for stem in dict.fromkeys(stems):
        for _, end in blocks[:3]:
            mark = PAGE_MARK.match(text, end)
            at = mark.end() if mark else end
            if text.startswith(stem, at) and COLLECTION.search(stem):
                found.append((at, at + len(stem)))
    return found
