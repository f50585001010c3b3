"""Rules: every one is complete, is shown as a page, and its example is found, its good example is not."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import taizhang.checks.rules as home
from taizhang.checks import RULES, check
from taizhang.reader import read_text

ACROSS = {"N021", "N022", "N023", "M000", "T003", "T004"}
"""Rules whose examples need more than a sentence."""


def test_the_registry_holds_every_file() -> None:
    folder = Path(home.__file__).parent
    assert sorted(RULES) == sorted(path.stem.upper() for path in folder.glob("[a-z][0-9]*.py"))
    assert all(re.fullmatch("[NTM][0-9]{3}", code) and rule.code == code for code, rule in RULES.items())


@pytest.mark.parametrize("code", RULES)
def test_a_page_says_what_why_and_how(code: str) -> None:
    page = RULES[code].page()
    assert page.startswith(code)
    assert all(part in page for part in ("查什么", "为什么", "有问题：", "没问题：", "怎样略过"))


@pytest.mark.parametrize("code", sorted(set(RULES) - ACROSS))
def test_examples_show_the_rule(code: str) -> None:
    rule = RULES[code]
    assert code in {finding.rule for finding in check(read_text(rule.bad, "示例")).findings}
    assert not check(read_text(rule.good, "示例")).findings
