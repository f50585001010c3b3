"""Which numbers with a unit are no figures: size classes, names, slogans, ordinals, vague counts.

Takes a token in its sentence, gives whether it says how much. The words are in `data/figures.toml`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from taizhang.facts.clauses import Token
from taizhang.facts.units import CHINESE_UNIT, dimension, is_measure
from taizhang.wordlists import alternatives, load

__all__ = ["FIGURES", "is_figure"]

FIGURES: dict[str, Any] = load("facts", "figures.toml")
"""The knowledge of `data/figures.toml`."""
_DATA = FIGURES


def _ending(words: list[str]) -> re.Pattern[str]:
    """One of `words` at the end of a stretch of text."""
    return re.compile("(?:" + "|".join(map(re.escape, words)) + ")$")


def _anywhere(words: list[str]) -> re.Pattern[str]:
    return re.compile(alternatives(words))


_NUMBER = "[0-9一二三四五六七八九十百XxＸ]+"
_SIZE_CLASS = re.compile(f"及?以[上下](?!的?{alternatives(_DATA['size_class']['bound_before'])})[一-龥级]")
_SIZE_NAME = re.compile(f"(?:、{_NUMBER}[万亿]元?)*{alternatives(_DATA['size_class']['nouns'])}*项目")
_SIZE_OVER = re.compile("(?:以上)?的?[一-龥]{0,8}" + alternatives(_DATA["size_class"]["over_nouns"]))
_SIZE_NOUN = re.compile(alternatives(_DATA["size_class"]["over_nouns"]))
_UNIT_ENDING = re.compile(r"[^\d.．余多万亿千百十 ]*$")
_OVER = _ending(_DATA["size_class"]["over"])
_OVER_ENDS = frozenset(word[-1] for word in _DATA["size_class"]["over"])
_AMONG = re.compile("[一-龥]{1,5}(?:[首榜]位|[第前][一二三四五六七八九十0-9])")
_ABSTRACT = re.compile("[“”一-龥]{0,6}?" + alternatives(_DATA["abstract"]["nouns"]))
_RANK_FIRST, _RANK_TOP = _anywhere(_DATA["rank"]["first_after"]), _anywhere(_DATA["rank"]["top_after"])
_RANK_BARE = _anywhere(_DATA["rank"]["bare_after"])
_BARE = _ending(_DATA["bare"]["after"])
_DURATION_BEFORE = _ending(_DATA["duration"]["before"])
_DURATION_AFTER = re.compile(alternatives(_DATA["duration"]["after"]))
_EVENT = _ending(_DATA["event"]["before"])
_EVENT_BEHIND = re.compile("[一-龥]{0,3}" + alternatives(word for word in _DATA["event"]["before"] if len(word) > 1))
_ONE = _ending(_DATA["one"]["before"])
_RELATIVE = ("percent", "doubling", "ratio")
_ONE_BOUND = _ending(_DATA["one"]["bound"])
_MORE = "(?:[2-9]|[1-9][0-9]+|[两二三四五六七八九十百][一二三四五六七八九十百千]*)"
_COUNTED_BEFORE = re.compile(f"(?<![第每某前]){_MORE}{CHINESE_UNIT}[一-龥]{{1,10}}[、和及]$")
_SOME_MORE = re.compile(f"(?<![第每某前]){_MORE}$")
_LISTED = 50
"""Characters within which another count of the same list stands."""
_LISTED_BEFORE = re.compile("(?:[^，,。；;：:]{1,40}[、和及]|[，,])$")
_LISTED_BEHIND = re.compile(f"[^，,。；;：:“]{{1,40}}?[、和及等]{_MORE}$")
_SUMMED = tuple(_DATA["summed"]["words"])
_QUOTED = re.compile(alternatives(_DATA["quoted"]["measures"]))
_MOTTO = re.compile("“(?:[一两二三四五六七八九十][^、，。”“]{1,8}、?){2,}”")
"""“两条底线、三个重点”: a list of counts in quotes."""
_ORDINAL = re.compile("[第每某同逐]$")
_SOME, _OF_TENS = re.compile("[几数]$"), re.compile("[十百千万亿]+(?![一二三四五六七八九])")
_VAGUE = re.compile("[两二三四五六七八九][三四五六七八九](?![十百千万])|[零〇]|千万|百[余多]?$")
_ROUND = re.compile("[百千][^分]$")
_ABOUT = re.compile("[近超约过上达]$")
_MASKS = "xX×＊*Ｘｘ"
_NEVER_MASKED = frozenset(_DATA["masked"]["never"])
_STOPS = "，,。；;、)）"
_PLAIN_AFTER = tuple("，。；,;")
_BINDING = tuple("+＋-—~～/第")


class _Candidate(NamedTuple):
    """A token `text[low:high]` of `kind` in the sentence `text[start:end]`."""

    text: str
    start: int
    end: int
    low: int
    high: int
    kind: str

    def follows(self, pattern: re.Pattern[str], reach: int) -> bool:
        """Tell whether `pattern` holds in the `reach` characters before the token, inside the sentence."""
        return pattern.search(self.text, max(self.start, self.low - reach), self.low) is not None

    @property
    def after(self) -> str:
        """The character behind the token."""
        return self.text[self.high : self.high + 1]


def is_figure(text: str, start: int, end: int, token: Token, plain: bool) -> bool:
    """Tell whether a token of the sentence `text[start:end]` says how much, how many, how far or which place.

    `plain` says that nothing in the sentence is quoted, so that a figure at the end of its clause is one.
    """
    low, high, kind = token
    if kind in ("percent", "fraction"):
        return True
    if (
        plain
        and kind == "arabic"
        and text[high : high + 1] in _PLAIN_AFTER
        and text[high - 1] != "年"
        and text[low] not in _MASKS
    ):
        return text[low - 1 : low] not in _BINDING or not _is_glued(text, low)
    it = _Candidate(text, start, end, low, high, kind)
    if kind == "rank":
        return _is_rank(it)
    if kind == "bare":
        return _is_bare(it)
    if _is_glued(text, low) or _in_title(it):
        return False
    if kind == "chinese" and not _is_count(it):
        return False
    last = text[high - 1]
    if text[low] in _MASKS and high - low <= 3 and last in _NEVER_MASKED and text[high - 2] in _MASKS:
        return False
    if last == "年" and not it.follows(_DURATION_BEFORE, 4) and not _DURATION_AFTER.match(text, high):
        return False
    return not _is_idiom(it, last) and not _names_class(it, last) and (plain or not _is_slogan(it))


def _is_glued(text: str, low: int) -> bool:
    """Tell a number that a sign or 第 binds to what is before it: 1+7, A-12, 第5次."""
    if text[low - 1 : low] == "第":
        return True
    before = text[low - 2 : low]
    return len(before) == 2 and before[1] in "+＋-—~～/" and before[0].isascii() and before[0].isalnum()


def _is_idiom(it: _Candidate, last: str) -> bool:
    """Tell 六大形态 and 居七县（市）首位, where the number names a group, from 两大机构."""
    if last not in _DATA["abstract"]["units"]:
        return False
    return bool(_ABSTRACT.match(it.text, it.high) or _AMONG.match(it.text, it.high))


def _names_class(it: _Candidate, last: str) -> bool:
    """Tell sizes that only name a class: 3亿元以上项目, 50人以上企业, 10万吨级码头, 超2000万元的企业."""
    text, high = it.text, it.high
    if last in "%％":
        return False
    if last == "岁" and text.startswith(("以上", "以下", "及以"), high):
        return True
    if it.after == "级" or _SIZE_CLASS.match(text, high):
        return True
    if last in "亿万元" and _SIZE_NAME.match(text, high):
        return True
    if text[it.low - 1 : it.low] not in _OVER_ENDS or not it.follows(_OVER, 2):
        return False
    if last == "元":
        return _SIZE_OVER.match(text, high) is not None
    return _SIZE_NOUN.match(text, high) is not None and is_measure(_UNIT_ENDING.search(text, it.low, high)[0])  # type: ignore[index]


def _is_slogan(it: _Candidate) -> bool:
    """Tell a number in a short quoted name from one in a quoted rule (“3天内处理、7天内办结”)."""
    text = it.text
    opened = text.rfind("“", it.start, it.low)
    if opened < 0 or text.find("”", opened, it.low) >= 0:
        return False
    if it.kind == "chinese" and _MOTTO.match(text, opened):
        return True
    closed = text.find("”", it.high, min(it.end, opened + 16))
    if closed < 0 or any(mark in text[opened:closed] for mark in "，,、"):
        return False
    return _QUOTED.match(text, it.high - 1, closed) is None


def _in_title(it: _Candidate) -> bool:
    opened = it.text.rfind("《", max(0, it.start - 40), it.low)
    return opened >= 0 and it.text.find("》", opened, it.low) < 0 and it.text.find("》", it.low, it.low + 60) >= 0


def _is_rank(it: _Candidate) -> bool:
    quote = it.text[it.low : it.high]
    if quote[0] in "首榜":
        return it.follows(_RANK_FIRST, 14) or it.after in _STOPS
    if quote[0] == "前":
        return it.follows(_RANK_TOP, 14)
    return quote[-1] in "位名" or it.follows(_RANK_BARE, 10)


def _is_bare(it: _Candidate) -> bool:
    number = it.text[it.low : it.high]
    lead = it.text[max(it.start, it.low - 8) : it.low]
    if len(lead) < 2 or len(number.replace(",", "")) > 9:
        return False
    if it.text[it.high : it.high + 2] in ("省级", "市级"):  # a classifier was dropped: 和2省级示范社区
        return lead[-1] in "和及、与"
    if (number.isdigit() and 1900 <= int(number) <= 2100) or not "一" <= lead[-1] <= "龥":
        return False
    return _BARE.search(lead) is not None


def _is_count(it: _Candidate) -> bool:
    """Tell counts in Chinese numerals (三家公司) from ordinals, vague counts, parts and 一 that means a."""
    quote = it.text[it.low : it.high]
    if it.follows(_ORDINAL, 1) or _VAGUE.match(quote) or it.after == "“":
        return False
    if _OF_TENS.match(quote) and it.follows(_SOME, 1):  # 数百人; but 人数四百人
        return False
    if quote[-1] == "期":
        ends = it.after in _STOPS + "(（" and it.follows(_EVENT, 6)
        return ends or _EVENT_BEHIND.match(it.text, it.high) is not None
    if quote[0] == "一" and len(quote) <= 3 and quote[1] not in "百千万亿" and quote[-1] not in "万亿":
        return _is_one(it, quote)
    if quote[-1] in _DATA["summed"]["units"] and it.text.startswith(_SUMMED, it.high):
        return False
    return not _ROUND.match(quote) or it.follows(_ABOUT, 1)


def _is_one(it: _Candidate, quote: str) -> bool:
    """Tell 一 that counts (剩余一家；三个镇、一个村) from 一 that means a."""
    if it.follows(_ONE_BOUND, 3) or dimension(quote[1:].rstrip("多余来")) in _RELATIVE:
        return True
    if _repeats(it, quote):
        return False
    if _is_listed(it, quote) and not _is_idiom(it, "大"):
        return True
    return quote[-1] not in _DATA["one"]["never"] and (it.after in _STOPS or it.follows(_ONE, 3))


def _is_listed(it: _Candidate, quote: str) -> bool:
    """Tell 一 beside other counts: 三个镇、一个村; 一项省级工程和两项市级工程; 完成九件，一件在办."""
    if it.follows(_COUNTED_BEFORE, 18):
        return True
    text, unit = it.text, quote[1:]
    before = max(it.start, it.low - _LISTED)
    for at in _places_of(unit, text, before, it.low):
        if _LISTED_BEFORE.match(text, at + len(unit), it.low) and _SOME_MORE.search(text, before, at):
            return True
    behind = min(it.end, it.high + _LISTED)
    return any(_LISTED_BEHIND.match(text, it.high, at) for at in _places_of(unit, text, it.high, behind))


def _places_of(words: str, text: str, start: int, end: int) -> Iterator[int]:
    """Give where `words` stand in `text[start:end]`."""
    at = text.find(words, start, end)
    while at >= 0:
        yield at
        at = text.find(words, at + 1, end)


def _repeats(it: _Candidate, quote: str) -> bool:
    """Tell 发现一起、处理一起, which counts nothing."""
    text = it.text
    if text[it.low - 2 : it.low - 1] == "一":  # 一人一档
        return True
    again = (
        *_places_of(quote, text, max(it.start, it.low - 8), it.low),
        *_places_of(quote, text, it.high, min(it.end, it.high + 8)),
    )
    return any(not at or text[at - 1] not in "十百千万" for at in again)  # 十一件 does not repeat 一件
