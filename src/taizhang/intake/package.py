"""Office packages (OOXML: .docx, .xlsx): a zip of XML parts that refer to each other, opened so that none can hurt.

In: the bytes of a file. Out: `Package`, whose parts are read one by one within limits; `docx` and `xlsx` walk them.
Nothing outside the package is ever fetched: relationships that lead out of it are given as such and not followed, and
XML with a document type, which could name entities and other files, is refused.

    package = Package(data)
    body = package.xml(package.main())
    styles = package.target(package.main(), "styles")     # "word/styles.xml" or None
"""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from functools import cached_property
from posixpath import dirname, join, normpath
from typing import TYPE_CHECKING, Any, NamedTuple
from urllib.parse import unquote

from taizhang.errors import IntakeError

if TYPE_CHECKING:
    from lxml.etree import _Element

__all__ = [
    "MAX_ENTRIES", "MAX_NODES", "MAX_PART", "MAX_RATIO", "MAX_STREAMED", "MAX_TOTAL", "DamagedPart", "Package",
    "Relation", "begins", "kind", "parse_xml",
]  # fmt: skip

MAX_ENTRIES = 10_000
MAX_TOTAL = 512 * 1024 * 1024
"""Bytes of all parts together when expanded; it is what the package states, and no part gives more than it stated."""
MAX_PART = 128 * 1024 * 1024
"""Bytes of one part that is read, as really expanded."""
MAX_RATIO = 400
"""How many times a part of more than `_SMALL` bytes may grow; reports grow 5 to 20 times, the worst tables 100."""
MAX_NODES = 1_500_000
"""Elements and attributes of one part of XML; each costs 100 to 200 bytes of memory while it is read."""
MAX_STREAMED = 6_000_000
"""The same, of a part that is read element by element."""
_SMALL = 16 * 1024 * 1024
_CHUNK = 1024 * 1024

_DAMAGED = "文件可能没有下载或复制完整；请重新取得，或用 Word、WPS 打开后另存再读"
_TYPED = "带有文档类型声明（DOCTYPE），可能引用外部文件，没有读取"
_HARMLESS: dict[str, Any] = {
    "resolve_entities": False, "no_network": True, "load_dtd": False, "huge_tree": False, "remove_comments": True,
    "remove_pis": True,
}  # fmt: skip
_STRICT = (
    (b"http://purl.oclc.org/ooxml/officeDocument/", b"http://schemas.openxmlformats.org/officeDocument/2006/"),
    (b"http://purl.oclc.org/ooxml/wordprocessingml/main", b"http://schemas.openxmlformats.org/wordprocessingml/2006/main"),
    (b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"),
    (b"http://purl.oclc.org/ooxml/drawingml/", b"http://schemas.openxmlformats.org/drawingml/2006/"),
)  # fmt: skip
"""Names of the strict kind of OOXML and what everyone else calls the same."""
_DECLARATION = re.compile(r"\A\ufeff?\s*<\?xml[^>]*\?>")
_MAIN = re.compile(
    rb"(?P<docx>wordprocessingml\.(?:document|template)\.main|ms-word\.(?:document|template)\.macroEnabled)"
    rb"|(?P<xlsx>spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template|addin)\.(?:macroEnabled|binary))"
    rb"|(?P<pptx>presentationml\.(?:presentation|template|slideshow)\.main|ms-powerpoint\.\w+\.macroEnabled)"
)
_FOLDERS = {"word/": "docx", "xl/": "xlsx", "ppt/": "pptx"}
_LOCAL = b"PK\x03\x04"
_RELATION = "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
_TYPES = "{http://schemas.openxmlformats.org/package/2006/content-types}"


class DamagedPart(IntakeError):
    """A part is missing or not whole; the others may be. What looks hostile or is too large is no such."""


class Relation(NamedTuple):
    """A reference from a part: `type` is the last word of its URI (header, image), `target` a part of the package.

    Of one that leads out of the package `target` is the address as written and `external` is true.
    """

    id: str
    type: str
    target: str
    external: bool


class Package:
    """An OOXML file whose parts can be read; IntakeError when it is damaged, encrypted or beyond the limits."""

    def __init__(self, data: bytes) -> None:
        self._zip = _open(data)
        entries = self._zip.infolist()
        if len(entries) > MAX_ENTRIES:
            raise IntakeError(f"包内有 {len(entries):,} 个部件，超过 {MAX_ENTRIES:,} 个的上限；不是正常的 Office 文件")
        total = sum(entry.file_size for entry in entries)
        if total > MAX_TOTAL:
            limit = MAX_TOTAL // 1024**2
            raise IntakeError(f"解压后有 {total / 1024**2:,.0f} MB，超过 {limit} MB 的上限；请拆成几个文件再读")
        self._entries = {_key(entry.filename): entry for entry in entries}
        twice = len(entries) - len(self._entries)
        self.notes: tuple[str, ...] = (f"包内有 {twice} 个重名的部件，各以最后一个为准",) if twice else ()
        """What a user should know about the package itself."""
        self._related: dict[str, tuple[Relation, ...]] = {}

    @property
    def names(self) -> list[str]:
        """The names of all parts, as the package spells them."""
        return [entry.filename for entry in self._entries.values()]

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._entries

    def read(self, name: str) -> bytes:
        """Give the bytes of a part; IntakeError when it is missing, damaged, encrypted or grows beyond the limits."""
        entry = self._entries.get(_key(name))
        if entry is None:
            raise DamagedPart(f"缺少部件 {name[:80]}；{_DAMAGED}")
        if entry.flag_bits & 0x1:
            raise IntakeError(f"部件 {name[:80]} 已加密；请用密码打开后另存为不加密的文件再读")
        if entry.compress_type not in (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED):
            raise IntakeError(f"部件 {name[:80]} 用了 Office 文件不许用的压缩方法；请用 Word、WPS 打开后另存再读")
        if entry.file_size > MAX_PART:
            size, limit = entry.file_size / 1024**2, MAX_PART // 1024**2
            raise IntakeError(f"部件 {name[:80]} 解压后有 {size:,.0f} MB，超过 {limit} MB 的上限；请拆成几个文件再读")
        return self._inflate(entry)

    def xml(self, name: str) -> _Element:
        """Parse a part; IntakeError when it is not to be read or no proper XML, or has a document type."""
        return parse_xml(self.read(name), name)

    def each(self, name: str, tags: Collection[str]) -> Iterator[_Element]:
        """Give the elements of such tags one by one, as `xml` reads them; each is emptied when the next is asked for.

        So a part of `MAX_STREAMED` elements costs no more memory than its bytes.
        """
        from lxml import etree

        data = _sound(self.read(name), name, MAX_STREAMED)
        with _told(name):
            for number, (_, element) in enumerate(etree.iterparse(io.BytesIO(data), tag=tuple(tags), **_HARMLESS)):
                if number == 0:
                    _refuse_document_type(element, name)
                yield element
                element.clear()
                while (parent := element.getparent()) is not None and element.getprevious() is not None:
                    del parent[0]

    def main(self) -> str:
        """Give the name of the main part (word/document.xml), which the package states; IntakeError without one."""
        stated = [r.target for r in self.related() if r.type == "officeDocument" and r.target in self]
        typed = [name for name, content in self._types.items() if _MAIN.search(content.encode()) and name in self]
        usual = [name for name in ("word/document.xml", "xl/workbook.xml") if name in self]
        for name in (*stated, *typed, *usual):
            return name
        raise IntakeError(f"Office 文件里找不到正文部件；{_DAMAGED}")

    def related(self, part: str = "") -> tuple[Relation, ...]:
        """Give the relations of a part, or of the package itself, in the order in which they are written."""
        if part not in self._related:
            name = join(dirname(part), "_rels", part.rpartition("/")[2] + ".rels")
            found = self.xml(name).iter(_RELATION) if name in self else ()
            self._related[part] = tuple(_relation(element, dirname(part)) for element in found)
        return self._related[part]

    def target(self, part: str, relation: str) -> str | None:
        """Give the first part that `part` refers to by such a relation and that is there."""
        related = (r for r in self.related(part) if r.type == relation and not r.external)
        return next((r.target for r in related if r.target in self), None)

    @cached_property
    def _types(self) -> dict[str, str]:
        if "[Content_Types].xml" not in self:
            return {}
        overrides = self.xml("[Content_Types].xml").iter(_TYPES + "Override")
        return {e.get("PartName", "").lstrip("/"): e.get("ContentType", "") for e in overrides}

    def _inflate(self, entry: zipfile.ZipInfo) -> bytes:
        """Expand a part piece by piece, so that one that grows beyond what is allowed is left when it does."""
        limit = max(_SMALL, entry.compress_size * MAX_RATIO)
        pieces, size = [], 0
        try:
            with self._zip.open(entry) as stream:
                while piece := stream.read(_CHUNK):
                    pieces.append(piece)
                    size += len(piece)
                    if size > min(limit, MAX_PART):
                        break
        except MemoryError:
            raise
        except Exception as error:
            raise DamagedPart(f"部件 {entry.filename[:80]} 已损坏；{_DAMAGED}") from error
        if size > limit:
            raise IntakeError(f"部件 {entry.filename[:80]} 解压后膨胀超过 {MAX_RATIO} 倍，像是压缩炸弹，没有读取")
        return b"".join(pieces)


def kind(data: bytes) -> str | None:
    """Say which office file a zip is: docx, xlsx, pptx, or None when it is another zip or none. Never raises.

    The content types decide, then the folders of its parts; of a zip that is cut off, what is left of it.
    """
    if not data.startswith(_LOCAL):
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if not begins(archive):
                return _kind_of_rest(data)
            names = [_key(name) for name in archive.namelist()[:MAX_ENTRIES]]
            if "[content_types].xml" in names:
                with archive.open(archive.namelist()[names.index("[content_types].xml")]) as stream:
                    found = _MAIN.search(_as_utf8(stream.read(_CHUNK)))
                if found:
                    return found.lastgroup
                return next((k for name in names for folder, k in _FOLDERS.items() if name.startswith(folder)), None)
            main = {"word/document.xml": "docx", "xl/workbook.xml": "xlsx", "ppt/presentation.xml": "pptx"}
            return next((main[name] for name in names if name in main), None)
    except Exception:
        return _kind_of_rest(data)


def parse_xml(data: bytes, name: str) -> _Element:
    """Parse XML without entities, network or document types; `name` is what messages call it.

    Names of strict OOXML become those of the transitional kind; comments and instructions are left out.
    """
    from lxml import etree

    data = _sound(data, name, MAX_NODES)
    with _told(name):
        root = etree.fromstring(data, etree.XMLParser(**_HARMLESS))
    _refuse_document_type(root, name)
    return root


def _sound(data: bytes, name: str, most: int) -> bytes:
    """Give XML that may be parsed, of no more than so many elements and attributes."""
    data = _as_utf8(data)
    if b"<!DOCTYPE" in data:
        raise IntakeError(f"部件 {name[:80]} {_TYPED}")
    if (nodes := data.count(b"<") - data.count(b"</") + data.count(b"=")) > most:
        raise IntakeError(f"部件 {name[:80]} 的标记有 {nodes:,} 个，超过 {most:,} 个的上限；请拆成几个文件再读")
    if b"purl.oclc.org/ooxml" in data:
        for strict, usual in _STRICT:
            data = data.replace(strict, usual)
    return data


@contextmanager
def _told(name: str) -> Iterator[None]:
    """Say what is wrong with XML that cannot be parsed."""
    from lxml import etree

    try:
        yield
    except etree.XMLSyntaxError as error:
        if "depth" in str(error):
            raise IntakeError(f"部件 {name[:80]} 的标记嵌套超过 256 层的上限，没有读取") from error
        raise DamagedPart(f"部件 {name[:80]} 不是完好的 XML（第 {error.lineno} 行）；{_DAMAGED}") from error
    except (ValueError, LookupError) as error:
        raise DamagedPart(f"部件 {name[:80]} 的编码无法识别；{_DAMAGED}") from error


def _refuse_document_type(root: _Element, name: str) -> None:
    if root.getroottree().docinfo.internalDTD is not None:
        raise IntakeError(f"部件 {name[:80]} {_TYPED}")


def _open(data: bytes) -> zipfile.ZipFile:
    if data.count(b"PK\x01\x02") > 10 * MAX_ENTRIES:  # the zip module would list them all before it could be asked
        raise IntakeError(f"包内的部件超过 {MAX_ENTRIES:,} 个的上限；不是正常的 Office 文件")
    try:
        opened = zipfile.ZipFile(io.BytesIO(data))
    except MemoryError:
        raise
    except Exception as error:
        raise IntakeError(f"Office 文件不完整（缺少目录）；{_DAMAGED}") from error
    if not begins(opened):
        raise IntakeError(f"Office 文件不完整（缺少目录）；{_DAMAGED}")
    return opened


def begins(archive: zipfile.ZipFile) -> bool:
    """Say whether a zip begins with one of its parts.

    Of one that is cut off, the zip module may find the list of a zip that is stored inside it.
    """
    return min((entry.header_offset for entry in archive.infolist()), default=0) == 0


def _key(name: str) -> str:
    """Part names are the same whatever their case; some programs write backslashes."""
    return name.replace("\\", "/").lstrip("/").lower()


def _relation(element: _Element, folder: str) -> Relation:
    target = element.get("Target", "")
    external = element.get("TargetMode") == "External"
    if not external:
        path = unquote(target.partition("#")[0]).replace("\\", "/")
        target = normpath(join("/", folder, path)).lstrip("/")
    return Relation(element.get("Id", ""), element.get("Type", "").rpartition("/")[2], target, external)


def _as_utf8(data: bytes) -> bytes:
    """Give XML in UTF-8, so that bytes can be looked for; OOXML allows UTF-16 too."""
    if not data.startswith((b"\xff\xfe", b"\xfe\xff", b"<\0", b"\0<")):
        return data
    little = data.startswith((b"\xff\xfe", b"<\0"))
    return _DECLARATION.sub("", data.decode("utf-16-le" if little else "utf-16-be", "replace")).encode(
        "utf-8", "replace"
    )


def _kind_of_rest(data: bytes) -> str | None:
    """Tell a damaged office file by its first part, then by the first folder that is named."""
    first = _key(data[30 : 30 + int.from_bytes(data[26:28], "little")].decode("utf-8", "replace"))
    if not first.startswith(("[content_types].xml", "_rels/", "docprops/", "customxml/", "mimetype", *_FOLDERS)):
        return None
    places = {k: data.find(folder.encode()) for folder, k in _FOLDERS.items()}
    found = [(at, k) for k, at in places.items() if at >= 0]
    return min(found)[1] if found else None
