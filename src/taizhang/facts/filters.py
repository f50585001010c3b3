"""Which numbers with a unit are no figures: size classes, names, slogans, vague counts.

Takes a token in its sentence, gives whether it says how much. The words are in `data/names.toml`.
"""

from __future__ import annotations

import re

from taizhang.wordlists import alternatives, load

__all__ = ["is_figure"]

_DATA = load("facts", "names.toml")
_SIZE_CLASS = re.compile(r"(?:及?以[上下])(?!的?(?:占|增|减|任务|目标|阶段|比例|要求|进度|增速|幅度))[一-龥级]")
_SIZE_NAME = re.compile("(?:、[0-9一二三四五六七八九十百XxＸ]+[万亿]元?)*(?:级|重大|大|工业|产业|制造业)*项目")
_AMONG = re.compile("[一-龥]{1,5}(?:[首榜]位|第[一二三四五六七八九十0-9]|前[一二三四五六七八九十0-9])")
_ABSTRACT = re.compile("[“”一-龥]{0,6}?" + alternatives(_DATA["abstract"]))
_ONE_BEFORE = re.compile("(?:剩余|剩下|仅|共|只有|仅有|共有|另有|还有|各|新增|完成|办理|建成|发生|增加|减少|获得|荣获|同比|其余|其中|含|另|另外|达|第|为|有)$")
_ORDINAL = re.compile("[第每某同几数逐]$")
_VAGUE = re.compile("^(?:[两二三四五六七八九][三四五六七八九](?![十百千万])|[零〇]|千万|百[余多]?$)")
_DURATION_BEFORE = re.compile("(?:连续|历时|为期|长达|用时|近|满|超过?|约|已有?|期限|周期|时间|不少于|至少|达|提前|缩短[为到至]?|延长|服务|任期)$")
_EVENTS = re.compile("(?:沙龙|培训班?|班|讲座|论坛|对接会?|活动|课堂|简报|专刊|刊物|专栏|通报|推文|节目|举办|开展|编发|印发|发布|推出|开设|共|通讯|会)$")


def is_figure(text: str, start: int, end: int, fig_start: int, fig_end: int, kind: str) -> bool:
    """Tell whether the token `text[fig_start:fig_end]` of the sentence `text[start:end]` is a figure."""
    if kind == "percent" or kind == "fraction":
        return True
    before = text[fig_start - 1 : fig_start] if fig_start else ""
    if before and before in "+＋-—~～/" and kind != "masked" and text[fig_start - 2 : fig_start - 1].isalnum() and text[fig_start - 2].isascii():
        return False
    if kind == "rank":
        return _is_rank(text, start, fig_start, fig_end)
    if kind == "bare":
        return _is_bare(text, start, fig_start, fig_end)
    last = text[fig_end - 1]
    if before in ("第",) or _in_title(text, start, end, fig_start):
        return False
    if kind == "chinese":
        return _is_count(text, start, end, fig_start, fig_end)
    if last == "年":
        return _is_duration(text, start, fig_start, fig_end)
    if last == "大" and (_ABSTRACT.match(text, fig_end) or _AMONG.match(text, fig_end)):
        return False
    if last in "岁":
        return False
    return not _names_class(text, start, fig_start, fig_end, last) and not _slogan(text, start, end, fig_start, fig_end)


def _names_class(text: str, start: int, fig_start: int, fig_end: int, last: str) -> bool:
    """Tell sizes that only name a class: 3亿元以上项目, 50人以上企业, 10万吨级码头, 超2000万元的企业."""
    if text[fig_end : fig_end + 1] == "级":
        return True
    if last in "%％":
        return False
    if last in "亿万元" and _SIZE_NAME.match(text, fig_end):
        return True
    if _SIZE_CLASS.match(text, fig_end):
        return True
    if text[fig_start - 1 : fig_start] == "超" or text[fig_start - 2 : fig_start] == "超过":
        return bool(re.match("(?:以上)?的?[一-龥]{0,8}(?:企业|项目)", text[fig_end : fig_end + 16])) and last == "元"
    return False


def _slogan(text: str, start: int, end: int, fig_start: int, fig_end: int) -> bool:
    """Tell a number in a short quoted name from one in a quoted rule."""
    opened = text.rfind("“", start, fig_start)
    if opened < 0 or text.find("”", opened, fig_start) >= 0:
        return False
    closed = text.find("”", fig_end, min(end, opened + 16))
    if closed < 0:
        return False
    return not re.search("[，,、]", text[opened:closed]) and not re.match("(?:小时|天|元|%|内|以内|个工作日)", text[fig_end - 1 : closed])


def _in_title(text: str, start: int, end: int, at: int) -> bool:
    opened = text.rfind("《", max(0, start - 40), at)
    return opened >= 0 and text.find("》", opened, at) < 0 and text.find("》", at, at + 60) >= 0


def _is_rank(text: str, start: int, fig_start: int, fig_end: int) -> bool:
    quote = text[fig_start:fig_end]
    lead = text[max(start, fig_start - 14) : fig_start]
    if quote[0] in "首榜":
        return bool(re.search("[居列第名位排占全市省区县国之为于（(]|升至|达到|进入", lead)) or text[fig_end : fig_end + 1] in "，。；、,;"
    if quote[0] == "前":
        return bool(re.search("[居列位入排名进全市省区县国]", lead))
    if quote[-1] in "位名":
        return True
    return bool(re.search("[居列位排名]|全[省市县区国]|[市省县区国]第$|得|获|中$|率|增速|均|数$|分$", text[max(start, fig_start - 10) : fig_start]))


def _is_bare(text: str, start: int, fig_start: int, fig_end: int) -> bool:
    number = text[fig_start:fig_end]
    lead = text[max(start, fig_start - 8) : fig_start]
    if len(lead) < 2 or len(number.replace(",", "")) > 9:
        return False
    if re.match("[省市]级", text[fig_end : fig_end + 2]):
        return lead[-1] in "和及、与"
    if number.isdigit() and 1900 <= int(number) <= 2100 or not re.match("[一-龥]", lead[-1]):
        return False
    if text[fig_end : fig_end + 1] in "、" and text[fig_start - 1] in "\n。":
        return False
    return bool(re.search("(?:数|件|率|指数|系数|为|达|达到|至|量|比|值|分|人|共|计|约|完成|办结)$", lead))


def _is_duration(text: str, start: int, fig_start: int, fig_end: int) -> bool:
    if re.match("(?:以上|以内|内|之内|左右|前)", text[fig_end : fig_end + 2]):
        return True
    return bool(_DURATION_BEFORE.search(text, max(start, fig_start - 4), fig_start))


def _is_count(text: str, start: int, end: int, fig_start: int, fig_end: int) -> bool:
    """Tell counts in Chinese numerals (三家公司) from idioms, ordinals, vague counts and 一 that means a."""
    quote = text[fig_start:fig_end]
    unit = quote[-1]
    if _ORDINAL.search(text, max(start, fig_start - 1), fig_start) or _VAGUE.match(quote):
        return False
    if unit == "年":
        return _is_duration(text, start, fig_start, fig_end)
    if unit == "期":
        return text[fig_end : fig_end + 1] in "，,、。；;(（)）" and bool(_EVENTS.search(text, max(start, fig_start - 6), fig_start))
    if quote[0] == "一" and len(quote) <= 3 and not quote.startswith(("一百", "一千", "一万", "一亿")):
        follows = text[fig_end : fig_end + 1]
        counted = follows in "，,。；;、)）" and unit not in "次个年天大批"
        return (counted and not _ORDINAL.search(text, fig_start - 1, fig_start)) or bool(
            _ONE_BEFORE.search(text, max(start, fig_start - 3), fig_start) and unit not in "次大批个年天步" and text[fig_start - 2 : fig_start] in ("剩余", "剩下", "仅有", "只有")
        )
    if len(quote) == 2 and quote[0] in "百千十" and not re.search("[近超约过上达]$", text[max(start, fig_start - 1) : fig_start]) and quote[0] != "十":
        return False
    if unit in "大篇" and (_ABSTRACT.match(text, fig_end) or _AMONG.match(text, fig_end)):
        return False
    if text[fig_end : fig_end + 1] == "“":
        return False
    return not _slogan(text, start, end, fig_start, fig_end) and not _names_class(text, start, fig_start, fig_end, unit)
