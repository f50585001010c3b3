"""What a child may send: an Extract comes back as it was, and nothing that is not one gets through."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.intake.formats import Extract
from taizhang.intake.wire import pack, unpack
from taizhang.model import Cell, Noise, Place, Table

WHOLE = Extract(
    "收支\n项目\t金额\n税收\t12\n第1页",
    ("隐藏的工作表“底稿”未读入",),
    (
        Place(0, 2, sheet="收支"),
        Place(3, 5, page=1, table=1, row=1, column=1, cell="A1", box=(1.0, 2.5, 30.0, 40.0)),
        Place(6, 8, paragraph=3, part="脚注1", runs=(6, 7)),
    ),
    (Table(3, 13, (Cell(0, 0, 3, 5), Cell(0, 1, 6, 8), Cell(1, 0, 9, 11, 2), Cell(1, 1, 12, 14, 1, 3))),),
    (Noise(14, 17, "page-marker"),),
    ((13, 14), (14, 17)),
)
WHOLE = WHOLE._replace(tables=(Table(3, 14, WHOLE.tables[0].cells),))


def test_an_extract_comes_back_as_it_was() -> None:
    assert unpack(*pack(WHOLE)) == WHOLE
    assert unpack(*pack(Extract("全县"))) == Extract("全县")
    assert unpack(*pack(Extract(""))) == Extract("")


@given(st.text(st.characters(exclude_categories=["Cs"])), st.data())
def test_any_places_come_back_as_they_were(text: str, data: st.DataObject) -> None:
    cuts = sorted(data.draw(st.lists(st.integers(0, len(text)), max_size=8)))
    number = st.none() | st.integers(1, 999)
    places = tuple(
        Place(start, end, data.draw(number), data.draw(number), sheet=data.draw(st.none() | st.text(max_size=3)))
        for start, end in zip(cuts[::2], cuts[1::2], strict=False)
    )
    extract = Extract(text, (), places, gaps=tuple((p.start, p.end) for p in places))
    assert unpack(*pack(extract)) == extract


CHANGES: list[tuple[str, Any]] = [
    ("notes", [3]),
    ("notes", None),
    ("gaps", [[0, 99]]),
    ("gaps", [[-1, 2]]),
    ("gaps", [[2, 1]]),
    ("gaps", [[3, 5], [4, 6]]),
    ("gaps", [[0, True]]),
    ("gaps", [[0, 1.5]]),
    ("gaps", [["0", "1"]]),
    ("noise", [[0, 1, "other", None, None]]),
    ("noise", [[0, 1, "site", 5, None]]),
    ("noise", [[0, 1]]),
    ("tables", [[3, 10, 4]]),
    ("tables", [[3, 14, 3]]),
    ("cells", [[0], [0], [3], [5], [1]]),
    ("cells", [[0], [0], [3], [5], [1], ["1"]]),
    ("places", [[0], [2]]),
    ("places", [[0, 1]] + [None] * 11),
    ("places", [[0], [2], ["1"], *[None] * 9]),
    ("places", [[0], [2], *[None] * 5, [7], *[None] * 4]),
    ("places", [[0], [2], *[None] * 8, [[1, 2, 3]], None]),
    ("places", [[0], [2], *[None] * 9, [[None]]]),
    ("places", {}),
    ("places", 7),
]


@pytest.mark.parametrize(("key", "value"), CHANGES)
def test_what_is_no_sound_extract_is_refused(key: str, value: Any) -> None:
    text, rest = pack(WHOLE)
    if (key, value) == ("places", {}):
        value = {"start": 0}
    changed = json.dumps(json.loads(rest) | {key: value}).encode()
    with pytest.raises(ValueError, match=r"."):
        unpack(text, changed)


@pytest.mark.parametrize("rest", [b"", b"[]", b"null", b"{}", b"\xff", b"[" * 100_000, b"cposix\nsystem\n"])
def test_any_other_bytes_are_refused(rest: bytes) -> None:
    with pytest.raises(ValueError, match=r"."):
        unpack("全县".encode(), rest)
    with pytest.raises(ValueError, match=r"."):
        unpack(b"\xff\xfe", pack(WHOLE)[1])


def test_notes_are_short_lines() -> None:
    made = unpack(*pack(Extract("", ("一\n二" + "长" * 5000,) * 500)))
    assert len(made.notes) == 100
    assert all("\n" not in note and len(note) <= 1000 for note in made.notes)
