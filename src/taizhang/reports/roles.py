"""What a section is for: summary, problem, plan, indicator or other.

In: the title of a section, the beginning of its body, the role of its parent. Out: its role. The words stand in
`data/roles.toml`.
"""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from taizhang.model import SectionRole
from taizhang.reports.periods import find_stretches
from taizhang.wordlists import alternatives, load

__all__ = ["looks_ahead", "section_role", "title_role"]


class _Rule(NamedTuple):
    role: SectionRole
    words: re.Pattern[str]
    unless: re.Pattern[str] | None
    either: re.Pattern[str] | None


@cache
def _rules() -> list[_Rule]:
    data = load("reports", "roles.toml")
    rules = []
    for role in data["order"]:
        entry = data[role]
        parts = [alternatives(entry["words"])]
        if entry.get("starts"):
            parts.append(rf"\A{alternatives(entry['starts'])}")
        if entry.get("ends"):
            parts.append(rf"{alternatives(entry['ends'])}\Z")
        unless = re.compile(alternatives(entry["not"])) if entry.get("not") else None
        either = re.compile(alternatives(entry["either"])) if entry.get("either") else None
        rules.append(_Rule(role, re.compile("|".join(parts)), unless, either))
    return rules


@cache
def _any_word() -> re.Pattern[str]:
    """What one of the rules may find: most titles have none of it."""
    data = load("reports", "roles.toml")
    keys = ("words", "starts", "ends")
    return re.compile(alternatives(word for role in data["order"] for key in keys for word in data[role].get(key, ())))


@cache
def _tense() -> tuple[re.Pattern[str], re.Pattern[str]]:
    data = load("reports", "roles.toml")["tense"]
    return re.compile(alternatives(data["future"])), re.compile(alternatives(data["past"]))


_AMOUNT = re.compile(r"\d+(?:\.\d+)?[%个万亿家项次]")


def looks_ahead(body: str) -> bool | None:
    """Whether a passage speaks of what will be done (True) or was done (False); None when it does not tell.

    >>> looks_ahead("我局将继续推进项目建设，力争年底前完工。"), looks_ahead("完成投资25亿元，同比增长3%。")
    (True, False)
    """
    future, past = _tense()
    ahead, done = len(future.findall(body)), len(past.findall(body)) + len(_AMOUNT.findall(body)) // 2
    if ahead == done:
        return None
    return ahead > done


def title_role(title: str) -> SectionRole | None:
    """Give the role that a title says by itself, None when it does not say.

    >>> title_role("存在的主要问题"), title_role("2024年工作打算"), title_role("狠抓项目建设")
    ('problem', 'plan', None)
    """
    if not _any_word().search(title):
        return None
    for rule in _rules():
        if rule.words.search(title) and not (rule.unless and rule.unless.search(title)):
            return rule.role
    return None


def section_role(title: str, body: str, parent: SectionRole | None, year: int | None) -> SectionRole:
    """Decide the role of a section by its title, its parent and, where they leave it open, its body.

    `year` is the year that the report sums up: a title with a later one is a plan.
    """
    role = title_role(title)
    ahead = _ahead_by_title(title, year)
    if role in ("other", "problem"):
        return role if not (parent == "plan" and role == "problem") else "plan"
    if role == "plan" or (ahead and role in (None, "summary", "indicator")):
        return "plan"
    if parent in ("plan", "other"):
        return parent
    either = next(rule.either for rule in _rules() if rule.either)
    if (
        parent is None
        and ahead is None
        and role in (None, "summary")
        and _ends_with(either, title)
        and looks_ahead(body[:200])
    ):
        return "plan"
    if role in (None, "summary") and _later().search(title) and (role is None or looks_ahead(body[:200])):
        return "plan"
    if parent == "problem":
        return "problem"
    return role or "summary"


def _ends_with(words: re.Pattern[str], title: str) -> bool:
    """Whether a title ends with one of `words`; in the middle of a slogan they say nothing."""
    return any(match.end() >= len(title) - 1 for match in words.finditer(title))


@cache
def _later() -> re.Pattern[str]:
    return re.compile(alternatives(load("reports", "roles.toml")["plan"]["later"]))


def _ahead_by_title(title: str, year: int | None) -> bool | None:
    """Whether the period in a title lies after the year summed up; None when the title names none."""
    if year is None or "年" not in title:
        return None
    years = [stretch.year for stretch in find_stretches(title) if stretch.year]
    if not years:
        return None
    return min(years) > year
