"""Ways to damage a file: its bytes, its zip package, the XML in it, the words and streams of a PDF.

Each takes the bytes of a file and a source of chance, and gives other bytes; `fuzz.py` applies them.
"""

from __future__ import annotations

import random
import re
import warnings
from collections.abc import Callable
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZIP_STORED, ZipFile, ZipInfo

__all__ = ["BYTES", "PACKAGE", "PDF", "XML", "Mutation", "cut", "packed"]

Mutation = Callable[[bytes, random.Random], bytes]

LARGE = 4_000_000
"""Bytes of XML that are not made more."""
BOMB = '<!DOCTYPE a [<!ENTITY a "figures"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
OUTSIDE = '<!DOCTYPE a [<!ENTITY a SYSTEM "file:///etc/passwd">]>'
NUMBERS = ("-1", "0", "4294967296", "9" * 20, "1e308", "NaN", "", "０", "A1:XFD1048576", "../../../etc/passwd")
TAGS = ("w:p", "w:r", "w:tbl", "w:tr", "w:tc", "w:t", "row", "c", "v", "si", "sheet", "Relationship", "Override")
PDF_WORDS = (
    b"/Length",
    b"/Kids",
    b"/Count",
    b"/Filter",
    b"/MediaBox",
    b"/Encoding",
    b"/Font",
    b"/Root",
    b"xref",
    b"obj",
)
HEADS = (b"\xef\xbb\xbf", b"\xff\xfe", b"%PDF-1.7\n", b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", b"<html>")
WORDS = (
    "\0\x01\x02",
    "&#0;",
    "&nothing;",
    "\ud800",
    "\u202e倒",
    "9" * 4000,
    "壹" * 20_000,
    "\t\n\r",
    "]]>",
    "<![CDATA[x]]>",
)
TARGETS = ("document.xml", "../word/document.xml", "../_rels/.rels", "http://127.0.0.1:9/x", "file:///etc/passwd", "..")
AFTER = (b" 99999999", b" -1", b" [3 0 R 3 0 R 1 0 R]", b" /Nothing", b" << >>", b" 1e39", b" [0 0 1e9 1e9]", b" null")
DRAWN = (
    b"BT /F1 1e30 Tf (x) Tj ET ",
    b"q " * 5000,
    b"1e20 0 0 1e20 0 0 cm ",
    b"BT <FFFF0000> Tj ET ",
    b"0 0 1e9 1e9 re f ",
)


def cut(data: bytes, rng: random.Random) -> bytes:
    return data[: rng.randint(0, len(data))]


def flip(data: bytes, rng: random.Random) -> bytes:
    found = bytearray(data)
    for _ in range(rng.choice((1, 3, 20, 200))):
        if found:
            found[rng.randrange(len(found))] ^= 1 << rng.randrange(8)
    return bytes(found)


def swap(data: bytes, rng: random.Random) -> bytes:
    a, b, c, d = sorted(rng.randint(0, len(data)) for _ in range(4))
    return data[:a] + data[c:d] + data[b:c] + data[a:b] + data[d:]


def blank(data: bytes, rng: random.Random) -> bytes:
    a, b = sorted(rng.randint(0, len(data)) for _ in range(2))
    return data[:a] + rng.choice((b"\0", b"\xff", b" ")) * (b - a) + data[b:]


def repeat(data: bytes, rng: random.Random) -> bytes:
    a, b = sorted(rng.randint(0, len(data)) for _ in range(2))
    return data[:b] + data[a:b] * rng.randint(1, 3) + data[b:]


def insert(data: bytes, rng: random.Random) -> bytes:
    at = rng.randint(0, len(data))
    return data[:at] + rng.randbytes(rng.choice((1, 8, 500))) + data[at:]


def head(data: bytes, rng: random.Random) -> bytes:
    return rng.choice(HEADS) + data


BYTES: tuple[Mutation, ...] = (cut, flip, flip, swap, blank, repeat, insert, head)


def parts_of(data: bytes) -> list[tuple[str, bytes]]:
    with ZipFile(BytesIO(data)) as package:
        return [(name, package.read(name)) for name in package.namelist()]


def packed(parts: list[tuple[str, bytes]], rng: random.Random | None = None) -> bytes:
    stream = BytesIO()
    how = rng.choice((ZIP_DEFLATED, ZIP_STORED)) if rng else ZIP_DEFLATED
    with warnings.catch_warnings(), ZipFile(stream, "w", how) as package:
        warnings.simplefilter("ignore")  # two entries of one name are meant
        for name, body in parts:
            package.writestr(ZipInfo(name), body, how)
    return stream.getvalue()


def drop(data: bytes, rng: random.Random) -> bytes:
    parts = parts_of(data)
    parts.pop(rng.randrange(len(parts)))
    return packed(parts, rng)


def rename(data: bytes, rng: random.Random) -> bytes:
    parts = parts_of(data)
    at = rng.randrange(len(parts))
    name, body = parts[at]
    parts[at] = (rng.choice((name.upper(), "../../" + name, "/etc/x", name + "/", "\\..\\a", "\U0001f600" * 60)), body)
    return packed(parts, rng)


def exchange(data: bytes, rng: random.Random) -> bytes:
    parts = parts_of(data)
    a, b = rng.randrange(len(parts)), rng.randrange(len(parts))
    parts[a], parts[b] = (parts[a][0], parts[b][1]), (parts[b][0], parts[a][1])
    return packed(parts)


def crowd(data: bytes, rng: random.Random) -> bytes:
    """Add entries; an office file more than any has."""
    parts = parts_of(data)
    many = 12_000 if any(name == "[Content_Types].xml" for name, _ in parts) else 300
    return packed([*parts, *((f"word/extra{i}.xml", b"<a/>") for i in range(rng.choice((50, many))))])


def swell(data: bytes, rng: random.Random) -> bytes:
    """Let one part expand a thousandfold."""
    parts = parts_of(data)
    at = rng.randrange(len(parts))
    parts[at] = (parts[at][0], parts[at][1] + b" " * rng.choice((1 << 20, 1 << 26)))
    return packed(parts)


def nest(data: bytes, rng: random.Random) -> bytes:
    for depth in range(rng.choice((1, 3, 12))):
        data = packed([(f"{depth}.zip", data), ("报告.docx", data[: rng.randint(0, len(data))])])
    return data


def lie(data: bytes, rng: random.Random) -> bytes:
    """Change what the directory of a package says of its entries: sizes, checksums, methods, flags."""
    found = bytearray(data)
    for match in re.finditer(rb"PK\x01\x02", data):
        if rng.random() < 0.3:
            at = match.start() + rng.choice((8, 10, 16, 20, 24, 28, 42))
            found[at : at + 2] = rng.choice((b"\x01\x00", b"\xff\xff", b"\x00\x00", rng.randbytes(2)))
    return bytes(found)


def in_xml(change: Callable[[str, random.Random], str]) -> Mutation:
    def mutation(data: bytes, rng: random.Random) -> bytes:
        parts = parts_of(data)
        places = [i for i, (name, _) in enumerate(parts) if name.endswith((".xml", ".rels"))]
        weighty = [i for i in places if re.search("document|sheet|Strings|rels|numbering|styles", parts[i][0])]
        at = rng.choice(weighty or places or [0])
        if len(parts[at][1]) > LARGE:  # grown before
            return data
        text = change(parts[at][1].decode("utf-8", "replace"), rng)
        parts[at] = (parts[at][0], text.encode("utf-8", "surrogatepass"))
        return packed(parts)

    return mutation


def entity(text: str, rng: random.Random) -> str:
    at = text.find("?>") + 2
    text = re.sub(r">([^<>]{3,})<", ">&c;&a;<", text, count=3)
    return text[:at] + rng.choice((BOMB, OUTSIDE)) + text[at:]


def attribute(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r'="([^"<>]*)"', text))
    for match in sorted(rng.sample(found, min(len(found), rng.randint(1, 6))), key=lambda m: -m.start()):
        text = f'{text[: match.start()]}="{rng.choice(NUMBERS)}"{text[match.end() :]}'
    return text


def untag(text: str, rng: random.Random) -> str:
    tag = rng.choice(TAGS)
    return re.sub(rf"</?{tag}(?= |>|/)[^<>]*>", "", text, count=rng.choice((0, 1, 4)))


def deepen(text: str, rng: random.Random) -> str:
    tag, depth = rng.choice(TAGS), rng.choice((20, 300, 30_000))
    at = text.find(f"<{tag}")
    end = text.find(f"</{tag}>", at)
    if at < 0 or end < 0:
        return text
    inner = text[at : end + len(tag) + 3]
    return text[:at] + f"<{tag}>" * depth + inner + f"</{tag}>" * depth + text[end + len(tag) + 3 :]


def multiply(text: str, rng: random.Random) -> str:
    found = list(re.finditer(r"<(w:p|w:tr|row|c|w:tc|si|Relationship)[ >].*?</\1>", text, re.S))
    if not found:
        return text
    match = rng.choice(found)
    return text[: match.end()] + match.group() * rng.choice((2, 100, 2000)) + text[match.end() :]


def rewrite(text: str, rng: random.Random) -> str:
    words = rng.choice(WORDS)
    found = list(re.finditer(r">([^<>]+)<", text))
    for match in sorted(rng.sample(found, min(len(found), 3)), key=lambda m: -m.start()):
        text = f"{text[: match.start() + 1]}{words}{text[match.end() - 1 :]}"
    return text


def cycle(text: str, rng: random.Random) -> str:
    return re.sub(r'Target="[^"]*"', lambda _: f'Target="{rng.choice(TARGETS)}"', text)


PACKAGE: tuple[Mutation, ...] = (drop, rename, exchange, crowd, swell, nest, lie, lie)
XML: tuple[Mutation, ...] = tuple(map(in_xml, (entity, attribute, attribute, untag, deepen, multiply, rewrite, cycle)))


def pdf_word(data: bytes, rng: random.Random) -> bytes:
    """Change what stands behind a word of the format."""
    found = list(re.finditer(re.escape(rng.choice(PDF_WORDS)), data))
    if not found:
        return data
    match = rng.choice(found)
    return data[: match.end()] + rng.choice(AFTER) + data[match.end() + rng.choice((0, 4, 12)) :]


def pdf_stream(data: bytes, rng: random.Random) -> bytes:
    """Change the operators of a page: sizes, places, text out of nowhere."""
    found = list(re.finditer(rb"stream\r?\n(.*?)endstream", data, re.S))
    if not found:
        return data
    match = rng.choice(found)
    body = rng.choice(DRAWN) * rng.choice((1, 200))
    return data[: match.start(1)] + body + data[match.end(1) :]


PDF: tuple[Mutation, ...] = (pdf_word, pdf_word, pdf_stream)
