"""A correction is found again at its figure, or said to be lost; never at another one."""

from __future__ import annotations

import random

import pytest

from taizhang.examples import county
from taizhang.ledger.corrections.anchors import find, select

TEXT = "上半年，全县检查企业12家，发现隐患30处。\n1—5月，柳溪镇检查企业12家，整改隐患8处。\n"


def test_an_unchanged_text_keeps_every_place() -> None:
    at = TEXT.rindex("12家")
    assert find(TEXT, select(TEXT, at, at + 3)) == ("applied", at, at + 3)


def test_what_stands_before_moves_it() -> None:
    at = TEXT.rindex("12家")
    text = "关于上半年情况的报告\n" + TEXT
    assert find(text, select(TEXT, at, at + 3)) == ("moved", text.rindex("12家"), text.rindex("12家") + 3)


@pytest.mark.parametrize("changed", ["312家", "12.5家", "1２家", "十二家"])
def test_another_number_is_not_taken_for_it(changed: str) -> None:
    at = TEXT.index("12家")
    assert find(TEXT.replace("12家", changed, 1), select(TEXT, at, at + 3)).state == "lost"


def test_a_figure_that_is_gone_is_not_found_in_a_like_sentence() -> None:
    at = TEXT.index("12家")
    assert find(TEXT[TEXT.index("\n") + 1 :], select(TEXT, at, at + 3)).state == "lost"


def test_of_two_equal_passages_neither_is_taken_when_one_goes() -> None:
    line = "全县检查企业12家。\n"
    text = line * 3
    at = len(line) + line.index("12家")
    assert find(line * 2, select(text, at, at + 3)).state == "lost"


class Edited:
    """A text under random edits that knows where each of its first characters went."""

    def __init__(self, text: str) -> None:
        self.chars: list[tuple[str, int]] = [(char, at) for at, char in enumerate(text)]

    @property
    def text(self) -> str:
        return "".join(char for char, _ in self.chars)

    def places(self, start: int, end: int) -> list[tuple[int, int]]:
        """Give where `start` to `end` of the first text stands whole now: nowhere, once, or also as a copy."""
        wanted, size = list(range(start, end)), end - start
        begins = [now for now, (_, at) in enumerate(self.chars) if at == start]
        return [(now, now + size) for now in begins if [at for _, at in self.chars[now : now + size]] == wanted]

    def edit(self, rng: random.Random) -> None:
        """Do one thing that people do: type, delete, rewrite, move a paragraph, copy one, take one out."""
        size, at = len(self.chars), rng.randrange(len(self.chars))
        lines = [0, *(i + 1 for i, (char, _) in enumerate(self.chars) if char == "\n"), size]
        n = rng.randrange(len(lines) - 1)
        low, high = lines[n], lines[n + 1]
        kind = rng.randrange(7)
        if kind == 0:
            self.chars[at:at] = [(char, -1) for char in rng.choice(["12", "，", "新增企业3家，", "（含续建）", "\n"])]
        elif kind == 1:
            del self.chars[at : at + rng.randrange(1, 30)]
        elif kind == 2:
            self.chars[at : at + 2] = [(rng.choice("一二三1234567890。，共计"), -1)]
        elif kind == 3:
            moved = self.chars[low:high]
            del self.chars[low:high]
            to = rng.choice([line for line in lines if line <= low] or [0])
            self.chars[to:to] = moved
        elif kind == 4:
            self.chars[high:high] = self.chars[low:high]
        elif kind == 5:
            del self.chars[low:high]
        else:
            digits = [i for i, (char, _) in enumerate(self.chars) if char in "0123456789"]
            if digits:
                digit = rng.choice(digits)
                self.chars[digit] = (str((int(self.chars[digit][0]) + rng.randrange(1, 10)) % 10), -1)


@pytest.mark.slow
def test_after_a_thousand_random_edits_none_stands_at_a_wrong_figure() -> None:
    rng = random.Random(2025)
    files = [file for file in county() if file.facts and file.name.endswith(".txt")]
    found = whole = edits = 0
    while edits < 1000:
        file = rng.choice(files)
        marks = [(fact.start, fact.end) for fact in rng.sample(file.facts, min(30, len(file.facts)))]
        selectors = {mark: select(file.text, *mark) for mark in marks}
        edited = Edited(file.text)
        for _ in range(rng.choice([1, 3, 10, 30])):
            edited.edit(rng)
            edits += 1
        text = edited.text
        for mark, selector in selectors.items():
            now, places = find(text, selector), edited.places(*mark)
            if now.state != "lost":
                assert (now.start, now.end) in places, file.text[slice(*mark)]
            found += now.state != "lost"
            whole += bool(places)
    assert found > 0.85 * whole
    print(f"{edits} 次改动：{whole} 处仍在原文，找回 {found} 处")
