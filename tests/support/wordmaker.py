"""Word documents made part by part, for what python-docx does not write; and what must hold of every one that is read.

word(p("完成投资", w("br"), "5亿元。"), styles=part("styles", …))
"""

from __future__ import annotations

import io
import zipfile
from collections.abc import Callable, Mapping

import pytest

from taizhang.errors import IntakeError
from taizhang.intake.docx import extract
from taizhang.intake.formats import Extract

W = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
R = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PACKAGE = "http://schemas.openxmlformats.org/package/2006"
TYPE = "application/vnd.openxmlformats-officedocument.wordprocessingml.document.main+xml"
NAMES = (
    f'xmlns:w="{W}" xmlns:r="{R}" xmlns:v="urn:schemas-microsoft-com:vml" '
    'xmlns:mc="http://schemas.openxmlformats.org/markup-compatibility/2006" '
    'xmlns:wps="http://schemas.microsoft.com/office/word/2010/wordprocessingShape" '
    'xmlns:new="http://example.org/word/2099" '
    'xmlns:m="http://schemas.openxmlformats.org/officeDocument/2006/math" '
    'xmlns:pic="http://schemas.openxmlformats.org/drawingml/2006/picture"'
)
INLINE = (
    "<w:hyperlink",
    "<w:smartTag",
    "<w:sdt",
    "<w:ins",
    "<w:del",
    "<w:move",
    "<w:fldSimple",
    "<m:",
    "<mc:",
    "<w:r>",
)


def x(name: str, *content: str, **attributes: object) -> str:
    """An element: x("m:t", "3")."""
    stated = "".join(f' {key.replace("_", ":")}="{value}"' for key, value in attributes.items())
    return f"<{name}{stated}>{''.join(content)}</{name}>"


def w(name: str, *content: str, **attributes: object) -> str:
    """An element of WordprocessingML: w("vMerge", val="restart")."""
    return x(f"w:{name}", *content, **{f"w_{key}": value for key, value in attributes.items()})


def part(kind: str, *content: str) -> str:
    """A part of the package: part("hdr", p("页眉"))."""
    return f"<w:{kind} {NAMES}>{''.join(content)}</w:{kind}>"


def run(*content: str, looks: str = "") -> str:
    """A run of text and of other elements of runs."""
    inside = (
        piece if piece.startswith("<") else f'<w:t xml:space="preserve">{piece}</w:t>' for piece in content if piece
    )
    return w("r", w("rPr", looks) if looks else "", *inside)


def p(*content: str, looks: str = "") -> str:
    """A paragraph of texts, runs and what stands beside runs; other elements get a run around them."""
    inside = (piece if piece.startswith(INLINE) else run(piece) for piece in content if piece)
    return w("p", w("pPr", looks) if looks else "", *inside)


def tc(*content: str, looks: str = "") -> str:
    """A cell; a text is a paragraph of its own."""
    inside = (piece if piece.startswith("<") else p(piece) for piece in content or ("",))
    return w("tc", w("tcPr", looks) if looks else "", *inside)


def tr(*cells: str, looks: str = "") -> str:
    """A row; a text is a cell of its own."""
    inside = (cell if cell.startswith("<") else tc(cell) for cell in cells)
    return w("tr", w("trPr", looks) if looks else "", *inside)


def table(*rows: list[str] | str) -> str:
    return w("tbl", *(row if isinstance(row, str) else tr(*row) for row in rows))


def item(text: str, level: int = 0, number: int | str = 1) -> str:
    """A paragraph of a list."""
    return p(text, looks=w("numPr", w("ilvl", val=level), w("numId", val=number)))


def styled(style: str, *content: str, looks: str = "") -> str:
    return p(*content, looks=w("pStyle", val=style) + looks)


def word(*body: str, main: str = "word/document.xml", content: str = TYPE, **parts: str) -> bytes:
    """A document; parts are named as their relations, with a digit where there are several: header2=part("hdr", …)."""
    folder, _, name = main.rpartition("/")
    related = "".join(x("Relationship", Id=key, Type=f"{R}/{key.rstrip('123')}", Target=f"{key}.xml") for key in parts)
    files = {
        "[Content_Types].xml": x(
            "Types", x("Override", PartName=f"/{main}", ContentType=content), xmlns=f"{PACKAGE}/content-types"
        ),
        "_rels/.rels": relations(x("Relationship", Id="r1", Type=f"{R}/officeDocument", Target=main)),
        main: part("document", w("body", *body)),
        f"{folder}/_rels/{name}.rels": relations(related),
    }
    return zipped(files | {f"{folder}/{key}.xml": text for key, text in parts.items()})


def relations(content: str) -> str:
    return x("Relationships", content, xmlns=f"{PACKAGE}/relationships")


def zipped(files: Mapping[str, str | bytes]) -> bytes:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return stream.getvalue()


def members(data: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def changed(data: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The same package with each part changed."""
    return zipped({name: change(content) for name, content in members(data).items()})


def read(*body: str, **parts: str) -> Extract:
    """Read a document, and check what must hold of every one."""
    return sound(extract(word(*body, **parts)))


def sound(got: Extract) -> Extract:
    """Check that places and cells lie in the text in order, and that places cover all of it but what parts it."""
    at, covered = 0, list(got.text)
    for place in got.places:
        assert at <= place.start < place.end <= len(got.text)
        assert list(place.runs) == sorted(place.runs)
        assert all(place.start <= start <= place.end for start in place.runs)
        covered[place.start : place.end] = " " * (place.end - place.start)
        at = place.end
    assert not "".join(covered).strip("\n\t ")
    spans = {(place.start, place.end) for place in got.places}
    for one in got.tables:
        assert all(one.start <= cell.start <= cell.end <= one.end for cell in one.cells)
        assert {(cell.start, cell.end) for cell in one.cells if cell.end > cell.start} <= spans
    return got


def why(data: bytes) -> str:
    """Why a document is refused, in one line."""
    with pytest.raises(IntakeError) as caught:
        extract(data)
    assert "\n" not in caught.value.reason
    return caught.value.reason
