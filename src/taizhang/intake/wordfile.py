"""A Word document as a whole: which parts it has, and what a user is told of it.

In: the bytes of a .docx. Out: its `Extract`; `docx` is the format that gives it. `package` opens the file, `wordml`
reads paragraphs, `numbering` makes list numbers, `wordtext` lays lines out. What stays out of the text is said.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from taizhang.errors import IntakeError
from taizhang.intake.formats import Extract
from taizhang.intake.numbering import Lists, Styles, W
from taizhang.intake.package import Package, parse_xml
from taizhang.intake.wordml import Paragraphs
from taizhang.intake.wordtext import Parts, lay_out

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["read"]

_NOTES = {"footnotes": "footnote", "endnotes": "endnote"}
_LEFT_OUT = {
    "deleted": "含 {} 处修订删除的文字，已按接受修订处理",
    "hidden": "含 {} 处隐藏文字，未读入",
    "comment": "批注 {} 条，未读入",
    "chunk": "嵌入的外来文档 {} 个，未读入",
    "picture": "图片 {} 张，其中的文字未读入",
    "chart": "图表 {} 个，未读入",
    "diagram": "SmartArt 图 {} 个，未读入",
    "object": "嵌入对象 {} 个，未读入",
    "outside": "引用外部文件 {} 处，未访问",
    "macro": "含宏，未运行",
    "damaged": "部件 {} 个已损坏，未读入",
}
"""What is left out of the text, and how a user is told; in the order in which it is told."""


_MOST_SHARED = 1 << 20
"""Bytes of styles that are kept for the next document."""


def read(data: bytes) -> Extract:
    """Give the text of a document; IntakeError when it is damaged, encrypted or beyond the limits."""
    package = Package(data)
    main = package.main()
    body = _body(package, main)
    left_out: Counter[str] = Counter()
    styles = _styles(package, main, left_out)
    numbering_part = _optional(package, main, "numbering", left_out)
    parts = Parts(
        body,
        {note: _by_id(_optional(package, main, name, left_out), W + note) for name, note in _NOTES.items()},
        _margins(package, main, left_out),
    )
    roots = (body, *parts.margins.values(), *(note for notes in parts.notes.values() for note in notes.values()))
    hides = any(next(root.iter(W + "vanish"), None) is not None for root in roots)
    raises = any(next(root.iter(W + "vertAlign"), None) is not None for root in roots)
    paragraphs = Paragraphs(styles, Lists(numbering_part, styles), hides, raises)
    laid_out = lay_out(parts, paragraphs)
    left_out.update(paragraphs.left_out)
    _count_others(package, main, left_out)
    return laid_out._replace(notes=(*package.notes, *_told(left_out)))


def _body(package: Package, main: str) -> _Element:
    root = package.xml(main)
    body = root.find(W + "body")
    if body is None:
        raise IntakeError("Word 文档的正文部件里没有正文；请用 Word、WPS 打开后另存再读")
    return body


def _styles(package: Package, main: str, left_out: Counter[str]) -> Styles:
    """Read the styles; the documents of one office mostly have the same, which are the larger part of a short one."""
    name = package.target(main, "styles")
    if name is None:
        return Styles(None)
    try:
        data = package.read(name)
        return _shared(data, name) if len(data) < _MOST_SHARED else Styles(parse_xml(data, name))
    except IntakeError:
        left_out["damaged"] += 1
        return Styles(None)


@lru_cache(maxsize=8)
def _shared(data: bytes, name: str) -> Styles:
    return Styles(parse_xml(data, name))


def _optional(package: Package, main: str, relation: str, left_out: Counter[str]) -> _Element | None:
    """Parse a part that a document can be read without."""
    name = package.target(main, relation)
    return None if name is None else _parsed(package, name, left_out)


def _parsed(package: Package, name: str, left_out: Counter[str]) -> _Element | None:
    try:
        return package.xml(name)
    except IntakeError:
        left_out["damaged"] += 1
        return None


def _by_id(root: _Element | None, tag: str) -> dict[str, _Element]:
    return {} if root is None else {element.get(W + "id", ""): element for element in root.iterchildren(tag)}


def _margins(package: Package, main: str, left_out: Counter[str]) -> dict[str, _Element]:
    """Parse the headers and footers, each part once, by the ids of their relations."""
    names = {r.id: r.target for r in package.related(main) if r.type in ("header", "footer") and r.target in package}
    roots = {name: _parsed(package, name, left_out) for name in dict.fromkeys(names.values())}
    return {key: root for key, name in names.items() if (root := roots[name]) is not None}


def _count_others(package: Package, main: str, left_out: Counter[str]) -> None:
    comments = _optional(package, main, "comments", left_out)
    left_out["comment"] += 0 if comments is None else sum(1 for _ in comments.iter(W + "comment"))
    left_out["macro"] += any(name.lower().endswith("vbaproject.bin") for name in package.names)
    left_out["outside"] += sum(r.external and r.type != "hyperlink" for r in package.related(main))


def _told(left_out: Counter[str]) -> Iterator[str]:
    return (message.format(left_out[what]) for what, message in _LEFT_OUT.items() if left_out[what])
