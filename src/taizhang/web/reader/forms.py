"""The forms of the reader: the attributes of a fact as a person may set them."""

from __future__ import annotations

import re
import unicodedata
from typing import Any

from django import forms

from taizhang.ledger.queries.query import LABELS

__all__ = ["FactForm", "MissedForm", "shown"]

_SIGNS = [("1", "增加或不分"), ("-1", "减少")]
_MODIFIERS = [
    ("exact", "确切"), ("approx", "约"), ("at_least", "至少"), ("at_most", "至多"), ("range", "范围"),
]  # fmt: skip
_PLAIN = re.compile(r"[+-]?[0-9]{1,18}(\.[0-9]{1,18})?")
"""A number as people write it; float() would take nan, 1e999 and 1_0 too."""


class FactForm(forms.Form):
    """What is measured and how much. `changes` gives the attributes that differ from what was shown."""

    value = forms.CharField(label="数值", required=False, max_length=60, help_text="范围写 低~高；遮盖的留空")
    unit = forms.CharField(label="计量单位", required=False, max_length=32)
    indicator = forms.CharField(label="指标", required=False, max_length=255)
    subject = forms.CharField(label="对象", required=False, max_length=255)
    role = forms.ChoiceField(label="类别", choices=list(LABELS["role"].items()))
    modifier = forms.ChoiceField(label="确切程度", choices=_MODIFIERS)
    sign = forms.ChoiceField(label="方向", choices=_SIGNS)
    status = forms.ChoiceField(label="状态", choices=list(LABELS["status"].items()))
    period = forms.CharField(label="期间", required=False, max_length=128, help_text="如 1-5月、2024年上半年")
    basis = forms.CharField(label="比较的基数", required=False, max_length=255)
    note = forms.CharField(label="理由", required=False, max_length=500)

    def clean_value(self) -> float | int | list[float | int] | None:
        text = unicodedata.normalize("NFKC", self.cleaned_data["value"]).replace(",", "").strip()
        if not text:
            return None
        try:
            numbers = [_number(part) for part in text.split("~")]
        except ValueError as error:
            raise forms.ValidationError("请写数字，范围写 低~高，如 3~5") from error
        if len(numbers) > 2:
            raise forms.ValidationError("范围只写两端，如 3~5")
        if numbers != sorted(numbers):
            raise forms.ValidationError(f"范围要先写低的：{_plain(numbers[1])}~{_plain(numbers[0])}")
        return numbers[0] if len(numbers) == 1 else numbers

    def changes(self, was: dict[str, Any]) -> dict[str, Any]:
        """Give the attributes that were changed, with their types as corrections take them."""
        now = self.cleaned_data | {"sign": int(self.cleaned_data["sign"])}
        values = {name: now[name] if now[name] != "" or name == "unit" else None for name in was}
        return {name: value for name, value in values.items() if value != was[name]}


class MissedForm(FactForm):
    """The same for a fact that was not read, which needs a name."""

    indicator = forms.CharField(label="指标", max_length=255, error_messages={"required": "请写指标，如 办结案件"})


def shown(values: dict[str, Any]) -> dict[str, Any]:
    """Give the attributes of a fact as the form shows them."""
    value = values["value"]
    text = "~".join(map(_plain, value)) if isinstance(value, list) else "" if value is None else _plain(value)
    return {name: "" if each is None else each for name, each in values.items()} | {"value": text}


def _plain(value: float | int) -> str:
    return f"{value:.10g}" if value % 1 else f"{value:.0f}"


def _number(text: str) -> float | int:
    if not _PLAIN.fullmatch(text.strip()):
        raise ValueError(text)
    return float(text) if "." in text else int(text)
