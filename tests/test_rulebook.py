from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.checks import RULES
from taizhang.errors import UsageError
from taizhang.rulebook import listing, markdown, pages
from taizhang.selection import chosen

DOCUMENT = Path(__file__).parent.parent / "docs" / "rules.md"


def test_the_documentation_is_that_of_the_rules() -> None:
    assert DOCUMENT.read_text("utf-8") == markdown(), "the texts of the rules changed: run `make rules`"


def test_every_rule_is_listed_and_has_a_page() -> None:
    for code, rule in RULES.items():
        assert f"{code}  " in listing()
        assert pages(code).startswith(f"{code} {rule.name}")
        assert f"### {code}\n" in markdown()


def test_families_and_codes_are_chosen() -> None:
    assert chosen() == frozenset(RULES)
    assert chosen(["T"]) == {code for code in RULES if code.startswith("T")} | {"M000"}
    assert chosen(ignore=["N", "M000"]) == {code for code in RULES if code.startswith("T")}
    assert chosen(["N001 ，n002、T"], ["T"]) == {"N001", "N002", "M000"}
    assert chosen(["N001"], ["N"]) == {"N001", "M000"}


@pytest.mark.parametrize("code", ["X", "N9", "N0011", "N-1"])
def test_what_is_no_rule_is_said(code: str) -> None:
    with pytest.raises(UsageError, match="没有规则"):
        chosen([code])
