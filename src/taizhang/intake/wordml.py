"""Paragraphs of WordprocessingML: what a reader of the printed document sees of each.

In: elements of word/document.xml and its notes, headers and text boxes. Out: the text of a paragraph, where its runs
begin, and what is anchored in it; `wordtext` lays all of it out in lines.

Revisions count as accepted; of a field only the result counts, of alternatives for new and old programs one. What is
not text or is left out is counted in `Paragraphs.left_out`, so that the user hears of it.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from taizhang.intake.numbering import Lists, Styles, W, is_on
from taizhang.wordlists import load

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = ["PARAGRAPH", "SECTION", "TABLE", "Line", "Paragraphs", "chosen", "is_deleted"]

MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
M = "{http://schemas.openxmlformats.org/officeDocument/2006/math}"
V = "{urn:schemas-microsoft-com:vml}"
PARAGRAPH, TABLE, SECTION = W + "p", W + "tbl", W + "sectPr"
_BLOCKS = frozenset((PARAGRAPH, TABLE))
_RUN, _TEXT, _RUN_LOOKS, _LOOKS = W + "r", W + "t", W + "rPr", W + "pPr"
_TEXT_BOX, _ALTERNATIVES = W + "txbxContent", MC + "AlternateContent"
_STYLE, _NUMBER, _VAL = W + "pStyle", W + "numPr", W + "val"
_DELETED = frozenset((W + "del", W + "moveFrom"))
_AROUND_BLOCKS = frozenset(W + name for name in ("sdt", "sdtContent", "customXml", "ins", "moveTo"))
_AROUND_RUNS = frozenset(
    W + name
    for name in ("hyperlink", "smartTag", "customXml", "ins", "moveTo", "fldSimple", "sdt", "sdtContent", "dir", "bdo")
)
_UNDERSTOOD = ("http://schemas.microsoft.com/", "http://schemas.openxmlformats.org/", "urn:schemas-microsoft-com:")
"""How the names of the extensions begin that programs of today show."""
_NOT_TEXT = {
    "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic": "picture",
    V + "imagedata": "picture",
    "{http://schemas.openxmlformats.org/drawingml/2006/chart}chart": "chart",
    "{http://schemas.microsoft.com/office/drawing/2014/chartex}chart": "chart",
    "{http://schemas.openxmlformats.org/drawingml/2006/diagram}relIds": "diagram",
    "{urn:schemas-microsoft-com:office:office}OLEObject": "object",
}
_BREAK, _TAB = "\v", "\f"
"""Stand for w:br and w:tab until the paragraph is whole; no XML can hold these characters."""
_INLINE = str.maketrans({"\n": " ", "\r": " ", "\t": " ", _BREAK: "\n", _TAB: "\t"})
_RAISED = str.maketrans("0123456789+-", "⁰¹²³⁴⁵⁶⁷⁸⁹⁺⁻")
_TIGHT = frozenset("、，。．：；）)】〕］」.,:;")
"""After a list number that ends with one of these no blank is needed."""


class Line(NamedTuple):
    """A paragraph: its text (with line breaks where the paragraph has them), where each run begins in it."""

    text: str
    runs: tuple[int, ...]


class Paragraphs:
    """Reads the paragraphs of a document in order: numbers of lists and fields go on from one to the next."""

    def __init__(self, styles: Styles, lists: Lists, hides: bool, raises: bool = False) -> None:
        self.left_out: Counter[str] = Counter()
        """Deletions, hidden passages, pictures and so on that are not in the text, by kind."""
        self.anchored: list[tuple[str, _Element]] = []
        """What is anchored in what was read since it was last emptied: (box, footnote or endnote; its element)."""
        self.sections: list[_Element] = []
        self._styles, self._lists = styles, lists
        self._hides = hides or styles.hide
        self._raises = raises
        self._pieces: list[str] = []
        self._runs: list[int] = []
        self._size = 0
        self._fields: list[bool] = []
        """For each field that is open: whether its instruction is being read rather than its result."""
        self._coded = False
        self._hidden_style = False

    def blocks(self, container: _Element | None) -> Iterator[_Element]:
        """Give the paragraphs and tables of a body, cell, text box or note, in reading order."""
        for child in container if container is not None else ():
            tag = child.tag
            if tag in _BLOCKS:
                yield child
            elif tag in _AROUND_BLOCKS:
                yield from self.blocks(child)
            elif tag == _ALTERNATIVES:
                yield from self.blocks(chosen(child))
            elif tag == SECTION:
                self.sections.append(child)
            elif tag in _DELETED and _has_text(child):
                self.left_out["deleted"] += 1
            elif tag == W + "altChunk":
                self.left_out["chunk"] += 1

    def read(self, paragraph: _Element) -> Line | None:
        """Read a paragraph; None when its end is deleted or hidden, so that the next one goes on in its line."""
        style = membership = mark = None
        if self._hides:
            self._hidden_style = self._styles.hides(self._styles.default)
        for child in paragraph:
            tag = child.tag
            if tag == _RUN:
                self._run(child)
            elif tag == _LOOKS:
                for look in child:
                    tag = look.tag
                    if tag == _STYLE:
                        style = look.get(_VAL)
                    elif tag == _NUMBER:
                        membership = look
                    elif tag == _RUN_LOOKS:
                        mark = look
                    elif tag == SECTION:
                        self.sections.append(look)
                if self._hides and style is not None:
                    self._hidden_style = self._styles.hides(style)
            else:
                self._other(child, tag)
        if self._fields and self._coded:  # a field whose instruction never ends must not swallow the document
            self._fields, self._coded = [False] * len(self._fields), False
        if (mark is not None or self._hidden_style) and self._goes_on(mark):
            return None
        return self.end(self._lists.label(style, membership))

    @property
    def goes_on(self) -> bool:
        """Whether the last paragraph has not ended, for its end is deleted."""
        return bool(self._pieces or self._runs)

    def end(self, label: str = "") -> Line:
        """Give what was read since the last line ended, with the number of the list before it."""
        text = "".join(self._pieces)
        if label:
            label += "" if label[-1] in _TIGHT and not text[:1].isdecimal() else " " * bool(text)
        runs = tuple([start + len(label) for start in self._runs] if label else self._runs)
        text = label + text
        if "\v" in text or "\f" in text or "\n" in text or "\t" in text or "\r" in text:
            text = text.translate(_INLINE)
            bare = text.lstrip("\n")
            runs = tuple(max(0, start - (len(text) - len(bare))) for start in runs) if bare is not text else runs
            text = bare.rstrip("\n")
            runs = tuple(min(start, len(text)) for start in runs)
        self._pieces, self._runs, self._size = [], [], 0
        return Line(text, runs)

    def _goes_on(self, mark: _Element | None) -> bool:
        if mark is not None and any(child.tag in _DELETED for child in mark):
            return True
        return self._hides and self._is_hidden(mark)

    def put(self, text: str) -> None:
        if not self._coded:
            self._pieces.append(text)
            self._size += len(text)

    def _run(self, run: _Element) -> None:
        if self._hides and self._is_hidden(run.find(_RUN_LOOKS)):
            self.left_out["hidden"] += _has_text(run)
            return
        self._runs.append(self._size)
        raised = self._raises and _is_raised(run.find(_RUN_LOOKS))
        for child in run:
            tag = child.tag
            if tag == _TEXT:
                text = child.text
                if text and not self._coded:
                    if raised and text.lstrip("+-").isdecimal():
                        text = text.translate(_RAISED)
                    self._pieces.append(text)
                    self._size += len(text)
            elif (handler := _HANDLERS.get(tag)) is not None:
                handler(self, child)

    def content(self, container: _Element | None) -> None:
        """Read the content of a run that stands in something else."""
        for child in container if container is not None else ():
            if child.tag == _TEXT:
                self.put(child.text or "")
            elif (handler := _HANDLERS.get(child.tag)) is not None:
                handler(self, child)

    def inline(self, container: _Element | None) -> None:
        for child in container if container is not None else ():
            if child.tag == _RUN:
                self._run(child)
            else:
                self._other(child, child.tag)

    def _other(self, element: _Element, tag: str) -> None:
        """Read what stands beside the runs of a paragraph."""
        if tag in _AROUND_RUNS:
            self.inline(element)
        elif tag in _DELETED:
            self.left_out["deleted"] += _has_text(element)
        elif tag == _ALTERNATIVES:
            self.inline(chosen(element))
        elif tag == M + "oMath" or tag == M + "oMathPara":
            self.put(_formula(element))

    def _is_hidden(self, looks: _Element | None) -> bool:
        if looks is None:
            return self._hidden_style
        vanish = looks.find(W + "vanish")
        if vanish is not None:
            return is_on(vanish)
        style = looks.find(W + "rStyle")
        return self._hidden_style or (style is not None and self._styles.hides(style.get(W + "val")))

    def field(self, element: _Element) -> None:
        what = element.get(W + "fldCharType")
        if what == "begin":
            self._fields.append(True)
        elif self._fields and what == "separate":
            self._fields[-1] = False
        elif self._fields and what == "end":
            self._fields.pop()
        self._coded = any(self._fields)

    def drawn(self, drawing: _Element) -> None:
        """Find the text boxes of a drawing, and count its pictures and charts."""
        pending = [drawing]
        while pending:
            element = pending.pop()
            tag = element.tag
            if tag == _TEXT_BOX:
                self.anchored.append(("box", element))
            elif tag == _ALTERNATIVES:
                pending.extend(branch for branch in (chosen(element),) if branch is not None)
            elif tag in _NOT_TEXT:
                self.left_out[_NOT_TEXT[tag]] += 1
            else:
                pending.extend(reversed(element))


def chosen(alternatives: _Element) -> _Element | None:
    """Give the branch of mc:AlternateContent that a program of today shows."""
    for branch in alternatives:
        if branch.tag == MC + "Choice":
            names = (branch.nsmap.get(prefix, "") for prefix in branch.get("Requires", "").split())
            if all(name.startswith(_UNDERSTOOD) for name in names):
                return branch
        elif branch.tag == MC + "Fallback":
            return branch
    return None


def is_deleted(looks: _Element | None) -> bool:
    """Say whether a row (by its w:trPr) is gone when revisions are accepted."""
    return looks is not None and any(child.tag == W + "del" for child in looks)


def _is_raised(looks: _Element | None) -> bool:
    """Whether a run stands above the line, as an exponent does: 10⁴ is not 104."""
    look = looks.find(W + "vertAlign") if looks is not None else None
    return look is not None and look.get(_VAL) == "superscript"


def _has_text(element: _Element) -> bool:
    return any(e.text or e.tag == W + "sym" for e in element.iter(_TEXT, W + "delText", W + "sym"))


def _formula(element: _Element) -> str:
    """Give a formula in a line: fractions with a slash, powers with a caret."""
    tag = element.tag
    if tag == M + "t":
        return element.text or ""
    if tag == M + "f":
        return "/".join(_formula(part) for part in element if part.tag in (M + "num", M + "den"))
    if tag == M + "sSup":
        return "^".join(_formula(part) for part in element if part.tag in (M + "e", M + "sup"))
    if tag in _DELETED:
        return ""
    return "".join(map(_formula, element))


def _symbol(element: _Element) -> str:
    """Give the character of a symbol font, as Unicode has it where it is known."""
    code = element.get(W + "char", "")
    try:
        char = int(code, 16)
    except ValueError:
        return ""
    known = _symbols().get(element.get(W + "font", ""), {})
    if 0xF000 <= char <= 0xF0FF and (name := known.get(f"{char - 0xF000:02X}")):
        return name
    return chr(char) if 0x20 <= char < 0xD800 or 0xE000 <= char <= 0xFFFD else ""


@cache
def _symbols() -> dict[str, dict[str, str]]:
    symbols: dict[str, dict[str, str]] = load("intake", "numbering.toml")["symbols"]
    return symbols


_HANDLERS: dict[str, Callable[[Paragraphs, _Element], None]] = {
    W + "tab": lambda own, _: own.put(_TAB),
    W + "ptab": lambda own, _: own.put(_TAB),
    W + "br": lambda own, _: own.put(_BREAK),
    W + "cr": lambda own, _: own.put(_BREAK),
    W + "noBreakHyphen": lambda own, _: own.put("-"),
    W + "sym": lambda own, element: own.put(_symbol(element)),
    W + "ruby": lambda own, element: own.inline(element.find(W + "rubyBase")),
    W + "fldChar": Paragraphs.field,
    W + "footnoteReference": lambda own, element: own.anchored.append(("footnote", element)),
    W + "endnoteReference": lambda own, element: own.anchored.append(("endnote", element)),
    W + "drawing": Paragraphs.drawn,
    W + "pict": Paragraphs.drawn,
    W + "object": Paragraphs.drawn,
    _ALTERNATIVES: lambda own, element: own.content(chosen(element)),
}
"""What a run may hold besides text."""
