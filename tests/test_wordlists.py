"""Word lists as expressions: they find what the words, tried one by one from the longest, would."""

from __future__ import annotations

import re

from hypothesis import given
from hypothesis import strategies as st

from taizhang.wordlists import Expression, alternatives

LETTERS = "甲乙丙丁戊己庚辛壬癸[-]^\\.子"
WORDS = st.lists(st.text(LETTERS, min_size=1, max_size=4), min_size=1, max_size=24)
TEXT = st.text(LETTERS + "，。", max_size=40)


def plain(words: list[str], not_before: dict[str, str]) -> str:
    """Give the words in a row, the longest first."""
    guards = {word: f"(?![{re.escape(not_before[word])}])" if not_before.get(word) else "" for word in words}
    return "|".join(re.escape(word) + guards[word] for word in sorted(set(words), key=len, reverse=True))


@given(WORDS, TEXT)
def test_the_longest_word_is_found_wherever_one_stands(words: list[str], text: str) -> None:
    found = [match.span() for match in re.finditer(alternatives(words), text)]
    assert found == [match.span() for match in re.finditer(plain(words, {}), text)]


@given(WORDS, st.dictionaries(st.text(LETTERS, min_size=1, max_size=4), st.text("甲乙丙", max_size=2)), TEXT)
def test_what_must_not_follow_a_word_is_kept_away(words: list[str], guards: dict[str, str], text: str) -> None:
    found = [match.span() for match in re.finditer(alternatives(words, guards), text)]
    assert found == [match.span() for match in re.finditer(plain(words, guards), text)]


@given(WORDS)
def test_an_expression_stands_as_one_within_another(words: list[str]) -> None:
    assert re.fullmatch(f"(?:子{alternatives(words)}?)*", f"子{words[0]}子")


def test_an_expression_is_compiled_when_it_is_used() -> None:
    expression = Expression("第[一二三]")
    assert "compiled" not in vars(expression)
    assert expression.compiled.fullmatch("第二") and expression.compiled is expression.compiled
