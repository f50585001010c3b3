"""The outline at the left: reports and their sections, with where each is."""

from __future__ import annotations

from typing import NamedTuple

from taizhang.web.reader.contents import Contents, Part

__all__ = ["Entry", "outline"]

DEEPEST = 3
"""Levels of sections that the outline shows; 一是 and the like are for the text."""
_ROLES = {"problem": "问题", "plan": "计划", "indicator": "指标"}
"""Sections that do not simply tell what was done."""


class Entry(NamedTuple):
    """A line of the outline. Level 0 is a report; `here` is in the part that is shown."""

    level: int
    title: str
    anchor: str
    part: int
    here: bool
    role: str


def outline(contents: Contents, part: Part) -> list[Entry]:
    """Give the outline of a whole document."""
    found: list[tuple[int, int, Entry]] = []
    for report in contents.reports:
        where = contents.part_at(report.start)
        title = report.org or report.heading.strip() or "未署名的报告"
        title += f" {report.period}" if report.period and report.period not in title else ""
        found.append((report.start, 0, Entry(0, title, f"at{report.start}", where.number, where == part, "")))
    for section in contents.sections:
        if section.level <= DEEPEST and section.title.strip():
            where = contents.part_at(section.start)
            entry = Entry(
                section.level,
                section.title,
                f"s{section.pk}",
                where.number,
                where == part,
                _ROLES.get(section.role, ""),
            )
            found.append((section.start, section.level, entry))
    return [entry for _, _, entry in sorted(found, key=lambda each: each[:2])]
