"""The article of a parsed web page: which part of the page it is, and its title.

Prose is text outside links that has sentence marks, or digits where figures stand in columns. Site matter (`site.toml`
says what it is called) and blocks of links are left out; the article is the smallest part that holds nearly all prose.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable, Iterator
from dataclasses import dataclass

from lxml.etree import _Element, iterwalk

from taizhang.intake.formats import Extract
from taizhang.intake.markup import BLOCKS, Grid, blocks, is_grid, lines, tidy
from taizhang.model import Cell, Place, Table
from taizhang.wordlists import load

__all__ = ["article"]

_NEARLY_ALL = 0.9
_MOSTLY_LINKS = 0.7
_SITE = load("intake", "site.toml")
_CONTAINERS = frozenset(_SITE["containers"])
_SITE_WORDS = frozenset(_SITE["words"])
_ARTICLE_NAMES = frozenset(_SITE["articles"])
_SENTENCE = re.compile("[，。；]")
_DIGIT = re.compile(r"\d")
_NAME_PARTS = re.compile(r"(?<=[a-z])(?=[A-Z])|[^A-Za-z]+")
_SITE_NAME = re.compile(r"\s*[-_|–—]+[^-_|–—]*(?:网|政府|门户|平台|在线|首页)[^-_|–—]*$")


@dataclass(slots=True)
class _Weight:
    """Characters of an element: outside links, inside links, and those that are prose."""

    plain: int = 0
    linked: int = 0
    prose: int = 0

    def add(self, other: _Weight) -> None:
        self.plain += other.plain
        self.linked += other.linked
        self.prose += other.prose

    def count(self, text: str | None, linked: bool, figures: bool) -> None:
        length = len(text.strip()) if text else 0
        if linked:
            self.linked += length
        elif text and length:
            self.plain += length
            self.prose += length if _SENTENCE.search(text) or (figures and _DIGIT.search(text)) else 0


def article(page: _Element | None) -> Extract:
    """Give the text of the article of a page, its title first, with its tables and places; "" when it holds no text."""
    body = page.find("body") if page is not None else None
    if page is None or body is None:
        return Extract("")
    site = _site_matter(body)
    found = list(blocks(_root(body, site), site))
    title = next(_titles(page), "")
    first = "".join(line for block in found[:10] for line in ([block] if isinstance(block, str) else block.lines()))
    if found and title.replace(" ", "") not in first.replace(" ", ""):
        found.insert(0, title)
    return _laid_out(found)


def _laid_out(found: Iterable[str | Grid]) -> Extract:
    """Write lines and tables under each other; keep where each paragraph and each cell stands."""
    parts: list[str] = []
    places: list[Place] = []
    tables: list[Table] = []
    at = paragraphs = 0
    for block in found:
        if isinstance(block, str):
            if block:
                paragraphs += 1
                places.append(Place(at, at + len(block), paragraph=paragraphs))
            parts.append(block)
            at += len(block) + 1
            continue
        start, cells = at, []
        for row in block.rows:
            for cell in row:
                at += len(cell.indent)
                end = at + len(cell.text)
                cells.append(Cell(cell.row, cell.column, at, end, cell.rows, cell.columns))
                if at < end:
                    number = len(tables) + 1
                    places.append(Place(at, end, table=number, row=cell.row + 1, column=cell.column + 1))
                at = end + 1
        parts += block.lines()
        tables.append(Table(start, at - 1, tuple(cells)))
    return Extract("\n".join(parts), places=tuple(places), tables=tuple(tables))


def _site_matter(body: _Element) -> set[_Element]:
    site = set(body.iter(*_SITE["tags"]))
    weights = _weigh(body, site)
    total = weights[body].prose
    for element, weight in weights.items():
        if element is body or weight.prose * 3 > total:
            continue
        links = weight.linked >= _MOSTLY_LINKS * (weight.linked + weight.plain) > 0
        if _named_site(element) or (links and element.tag in BLOCKS and not str(element.tag).startswith("h")):
            site.add(element)
    return site


def _root(body: _Element, site: Collection[_Element]) -> _Element:
    """Give the element that holds the article: one whose name says so, else the smallest with nearly all prose."""
    weights = _weigh(body, site)
    total = weights[body].prose
    named = [element for element, weight in weights.items() if weight.prose * 2 > total and _named_article(element)]
    if named:
        return named[-1]
    root, inner = body, body if total else None
    while inner is not None:
        root = inner
        holders = (e for e in root if e.tag in _CONTAINERS and weights[e].prose >= _NEARLY_ALL * total)
        inner = next((e for e in holders if e.tag != "table" or not is_grid(e)), None)
    return root


def _weigh(body: _Element, site: Collection[_Element]) -> dict[_Element, _Weight]:
    """Weigh every element that is a block or has attributes; inner ones come before those around them."""
    weights: dict[_Element, _Weight] = {}
    stack = [_Weight()]
    links, grid = 0, None
    walk = iterwalk(body, events=("start", "end"))
    for event, element in walk:
        step = 1 if event == "start" else -1
        links += step * (element.tag == "a" and not (element.get("href") or "#").startswith("#"))
        if event == "start":
            if element.tag == "pre" or (element.tag == "table" and is_grid(element)):
                grid = grid if grid is not None else element
            stack.append(_Weight())
            if element in site:
                walk.skip_subtree()
            else:
                stack[-1].count(element.text, links > 0, grid is not None)
        else:
            grid = None if element is grid else grid
            weight = stack.pop()
            stack[-1].add(weight)
            stack[-1].count(element.tail, links > 0, grid is not None)
            if element.tag in BLOCKS or element.attrib:
                weights[element] = weight
    return weights


def _named_site(element: _Element) -> bool:
    style = (element.get("style") or "").replace(" ", "").lower()
    if "display:none" in style or element.get("hidden") is not None:
        return True
    names = " ".join(filter(None, map(element.get, ("class", "id", "role"))))
    return bool(names) and not _SITE_WORDS.isdisjoint(part.lower() for part in _NAME_PARTS.split(names) if part)


def _named_article(element: _Element) -> bool:
    names = {*(element.get("class") or "").split(), element.get("id")}
    return element.tag in ("article", "main") or not names.isdisjoint(_ARTICLE_NAMES)


def _titles(page: _Element) -> Iterator[str]:
    """Give what may be the title, best first: the office's own mark, a heading that the page is named by, its name."""
    marks = {meta.get("name") or meta.get("property"): meta.get("content") for meta in page.iter("meta")}
    yield from _long(marks.get(name) for name in _SITE["titles"])
    page_name = tidy(page.findtext("head/title") or "")
    headings = _long("".join(lines(heading)) for heading in page.iter("h1", "h2"))
    yield from (heading for heading in headings if heading in page_name or not page_name)
    yield from _long([_SITE_NAME.sub("", page_name)])


def _long(texts: Iterable[str | None]) -> Iterator[str]:
    return (text for text in (tidy(text or "") for text in texts) if len(text) > 3)
