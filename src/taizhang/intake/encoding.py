"""Bytes to text: which encoding a file has, decided by its bytes and by what Chinese text looks like.

A byte order mark decides. Else what is valid UTF-8 is UTF-8. Else each encoding that Chinese files have is tried on a
sample, and the one whose text looks most like Chinese wins: beyond ASCII nearly all characters are among the 3755 of
level 1 of GB 2312 or its punctuation, whereas a wrong encoding scatters over rare ones.
"""

from __future__ import annotations

import codecs
import re
from functools import cache
from typing import NamedTuple

from taizhang.errors import IntakeError

__all__ = ["Decoded", "decode"]

_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
    (b"\x84\x31\x95\x33", "gb18030"),
)
_CANDIDATES = ("gb18030", "utf-16-le", "utf-16-be", "utf-8")
_DECLARED = {"gb2312": "gb18030", "gbk": "gb18030", "gb18030": "gb18030", "big5": "big5hkscs", "utf-16": "utf-16-le"}
"""What a file may call its encoding, and the one to read it with."""

_SAMPLE = 1 << 15
_PLAUSIBLE = 0.6
_CONTROLS = re.compile(r"[\0-\x08\x0e-\x1a\x1c-\x1f\x7f-\x84\x86-\x9f]")
_BEYOND_ASCII = re.compile(rb"[\x80-\xff]")
_UNDECODABLE = "认不出文字编码（支持 UTF-8、GB18030、UTF-16），可能不是文本或已损坏；请另存为 UTF-8 文本再读"


class Decoded(NamedTuple):
    """The text of a file, and what a user should know about how it was got."""

    text: str
    notes: tuple[str, ...] = ()


def decode(data: bytes, declared: str = "") -> Decoded:
    """Decode a file; the byte order mark is removed, line ends stay.

    `declared` is the encoding that the file names itself (the charset of a web page); it counts where it fits.
    A few broken bytes, one character in a thousand and a character cut off at the end, become U+FFFD with a note;
    beyond that, and for what is mostly control characters, IntakeError.
    """
    mark, encoding = next(((mark, name) for mark, name in _MARKS if data.startswith(mark)), (b"", ""))
    body = memoryview(data)[len(mark) :]
    for name in [encoding] if encoding else _strict_guesses(data, declared):
        try:
            text = str(body, name)
        except UnicodeDecodeError:
            continue
        if _mostly_controls(text[:_SAMPLE]):
            raise IntakeError(_UNDECODABLE)
        return Decoded(text)
    text = str(body, encoding or _best(data), "replace")
    broken = text.count("\ufffd")
    if (broken - text.endswith("\ufffd")) * 1000 > len(text):
        raise IntakeError(_UNDECODABLE)
    return Decoded(text, (f"{broken} 处字节损坏，已用 \ufffd 代替",) if broken else ())


def _strict_guesses(data: bytes, declared: str) -> list[str]:
    """Name the encodings that need no look at the text when they decode; none for UTF-16 without its mark."""
    if data.count(0, 0, _SAMPLE) * 10 > min(len(data), _SAMPLE):
        return []
    stated = _DECLARED.get(declared.lower())
    return ["utf-8", stated] if stated else ["utf-8"]


def _best(data: bytes) -> str:
    """Name the encoding in which a sample, from the first byte beyond ASCII on, looks most like Chinese text."""
    found = _BEYOND_ASCII.search(data)
    start = found.start() & ~1 if found and found.start() > _SAMPLE // 2 else 0
    sample = data[start : start + _SAMPLE]
    whole = start + len(sample) == len(data)
    decoders = {name: codecs.getincrementaldecoder(name)("replace") for name in _CANDIDATES}
    scores = {name: _plausibility(decoder.decode(sample, whole)) for name, decoder in decoders.items()}
    best = max(scores, key=lambda name: scores[name])
    if not scores[best]:
        raise IntakeError(_UNDECODABLE)
    return best


def _plausibility(text: str) -> float:
    """Give the share of characters that Chinese text has; 0 when most of those beyond ASCII are others."""
    beyond = [char for char in text if char > "\x7f"]
    strange = len(beyond) - sum(map(_common().__contains__, beyond))
    if _mostly_controls(text) or len(beyond) - strange < _PLAUSIBLE * len(beyond):
        return 0.0
    return 1 - (strange + len(_CONTROLS.findall(text))) / max(1, len(text))


def _mostly_controls(text: str) -> bool:
    return len(_CONTROLS.findall(text)) * 10 > 3 * len(text)


@cache
def _common() -> frozenset[str]:
    """Give the symbols, full-width forms and level 1 characters of GB 2312.

    The ideographic space is not among them: zeros in UTF-16 read from the wrong end would look like it.
    """
    rows = [*range(0xA1, 0xAA), *range(0xB0, 0xD8)]
    pairs = bytes(byte for row in rows for column in range(0xA1, 0xFF) for byte in (row, column))
    return frozenset(pairs.decode("gb2312", "ignore")) - {"\u3000"}
