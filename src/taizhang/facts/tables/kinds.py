"""What a head announces: the kind of its column, or that it is an organisation or a place.

The words are in `data/tables.toml`; `grid` asks about columns, `axes` and `sheet` about the heads of rows and columns.
"""

from __future__ import annotations

import re

from taizhang.facts.tables.cells import TABLES
from taizhang.facts.tables.heads import squeezed

__all__ = ["column_kind", "is_entity"]

_COLUMNS = TABLES["columns"]
_KINDS = {
    squeezed(word): kind
    for kind in ("any", "indicator", "unit", "prose", "responsible", "date", "code", "ordinal", "period")
    for word in _COLUMNS[kind]
}
_ENTITY_HEADS = tuple(sorted(map(squeezed, _COLUMNS["entity"]), key=len, reverse=True))
_ENTITY_ENDS = tuple(word for word in _ENTITY_HEADS if not word.endswith("名称"))


def column_kind(text: str) -> str:
    """Say which kind of column a head announces: ordinal, unit, entity … as in `data/tables.toml`; "" when none."""
    bare = squeezed(text).strip("：:")
    if bare in _KINDS:
        return _KINDS[bare]
    if bare in _ENTITY_HEADS:
        return "entity"
    bare = re.sub(r"[（(][^（）()]*[)）]$", "", bare)
    if bare in _KINDS:
        return _KINDS[bare]
    if bare.endswith(("指标", "指标名称")):
        return "indicator"
    if bare.endswith(("电话", "代码", "编码", "编号", "证号", "号码")):
        return "code"
    if bare.endswith(("时间", "时限", "日期")):
        return "date"
    return "entity" if len(bare) <= 8 and bare.endswith(_ENTITY_ENDS) else ""


_ENTITIES = TABLES["entities"]
_SUFFIXES, _NOT = tuple(_ENTITIES["suffixes"]), frozenset(_ENTITIES["not"])
_WHOLE = frozenset(_ENTITIES["whole"])


def is_entity(text: str) -> bool:
    """Tell a head that is an organisation or a place by its ending.

    >>> is_entity("云桥镇"), is_entity("地区生产总值")
    (True, False)
    """
    bare = squeezed(text)
    return bare in _WHOLE or (len(bare) >= 2 and bare.endswith(_SUFFIXES) and bare not in _NOT)
