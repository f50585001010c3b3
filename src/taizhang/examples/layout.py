"""Builds a report: title, opening, parts with headings in one of several shapes, problems, plans, signature.

A `Style` is drawn for every report, so that no two of a county are built alike: headings on their own line or running
into the text, items as 一是 in one paragraph, as lines, or as 1. 2. 3., parts below one heading or as headings.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from typing import NamedTuple

from taizhang.examples.bureaus import Bureau, Item, Part, Step, phrases
from taizhang.examples.clock import Governing
from taizhang.examples.figures import chinese
from taizhang.examples.grid import Grid
from taizhang.examples.markup import compile_sentence
from taizhang.examples.prose import Voice
from taizhang.examples.scribe import Scribe
from taizhang.examples.truth import TrueNoise, TrueReport, TrueSection
from taizhang.model import ReportKind, SectionRole

__all__ = ["Extras", "Style", "draw_style", "write_report"]

SHAPES = ("inline", "inline", "lines", "numbered")


class Style(NamedTuple):
    """How one report is built."""

    themes: bool
    """Parts are level-1 headings themselves; else they stand below 一、上半年工作开展情况."""
    shape: str
    run_in: bool
    problems: bool
    plans: bool
    shared: int
    keep: float
    """The share of optional sentences that is written."""
    signed: bool
    wordy: float = 0.0
    """How often a sentence without figures stands where one may."""
    copied: bool = False
    """One part stands twice, as copies of files have it."""
    titled: bool = True
    joined: bool = False
    """The title runs into the opening without a line break."""


class Extras(NamedTuple):
    """What a report holds besides its paragraphs: tables, in lines `aligned` by blanks or with tabs, notes, a box."""

    grids: tuple[Grid, ...] = ()
    aligned: bool = False
    footnote: str = ""
    box: str = ""


def draw_style(rng: random.Random, plans: bool = True) -> Style:
    """Draw how a report is built."""
    return Style(
        themes=rng.random() < 0.35,
        shape=rng.choice(SHAPES),
        run_in=rng.random() < 0.35,
        problems=plans and rng.random() < 0.75,
        plans=plans,
        shared=rng.randint(2, 3),
        keep=rng.uniform(0.55, 1.0),
        signed=rng.random() < 0.4,
        wordy=rng.uniform(0.7, 1.0),
    )


class _Writer:
    """Writes one report with a scribe; `level` of headings and roles are noted as truth."""

    def __init__(
        self, scribe: Scribe, unit: Bureau, style: Style, names: dict[str, Sequence[str]], extras: Extras
    ) -> None:
        self.scribe, self.unit, self.style, self.names, self.extras = scribe, unit, style, names, extras
        self.rng = scribe.choose
        self.draft = scribe.draft
        self.role: SectionRole = "summary"
        self.title_period = f"{names['year'][0]}年上半年"
        self.topics = 0
        self.voice = Voice(scribe.choose, names)

    def fill(self, text: str) -> str:
        """Put names into a title or heading."""
        for name in ("org", "year", "short", "aim", "city", "county"):
            if "$" not in text:
                break
            text = text.replace(f"${name}", self.names[name][0])
        return text

    def line(self, text: str = "\n") -> None:
        self.draft.put(text)

    def heading(self, level: int, number: str, title: str, end: str) -> None:
        self.draft.sections.append(TrueSection(self.draft.length, level, title, self.role))
        self.draft.put(number + title + end)

    def topic(self, title: str, role: SectionRole, period: Governing) -> None:
        """Write a level-1 heading; its time expression governs what stands below."""
        self.topics += 1
        self.role = role
        self.scribe.clock.heading, self.scribe.clock.plan = period, role == "plan"
        self.line()
        self.heading(1, chinese(self.topics) + "、", title, "\n")

    def of_title(self) -> Governing:
        return Governing(self.title_period, (None,))

    def governed(self, title: str) -> Governing:
        """Give the time expression that a heading holds, else the report title's."""
        for words in (
            f"{self.names['year'][0]}年上半年",
            f"{self.names['year'][0]}年下半年",
            "今年以来",
            "上半年",
            "下半年",
        ):
            if words in title:
                return Governing(words)
        if "下一步" in title:
            return Governing(None, (self.title_period, "下半年"))
        return self.of_title()

    def title(self) -> None:
        kind = "both" if self.style.plans else "summary"
        text = self.fill(self.rng.choice(phrases()["titles"][kind]))
        self.names["title"] = [text]
        if self.style.titled:
            self.draft.put(text + ("" if self.style.joined else "\n"))

    def opening(self) -> None:
        words = phrases()["opening"]
        self.scribe.begin_item()
        self.scribe.clock.heading = self.of_title()
        self.scribe.write(compile_sentence(self.rng.choice(words["first"]), self.unit.key, "phrases.toml"))
        self.prose("opening")
        self.steps(self.unit.openings)
        self.draft.put(self.rng.choice(words["last" if self.style.plans else "plain_last"]))

    def steps(self, steps: Sequence[Step]) -> None:
        for step in steps:
            if step.prose:
                if self.rng.random() < self.style.wordy:
                    self.draft.put(self.voice.say(step.prose))
            elif not step.optional or self.rng.random() < self.style.keep:
                self.scribe.write(self.rng.choice(step.wordings))

    def prose(self, table: str, often: float = 1.0) -> None:
        """Write a sentence without figures, as often as that."""
        if self.rng.random() < often:
            self.draft.put(self.voice.any_of(self.unit.prose[table]))

    def items(self, items: Sequence[Item], shape: str, level: int, before: str, behind: str) -> None:
        """Write items, with sentences of these tables of prose.toml around their own; `before` may be none."""
        wordy = self.style.wordy
        for index, item in enumerate(items, 1):
            number = {"inline": f"{chinese(index)}是", "lines": f"{chinese(index)}是", "numbered": f"{index}."}.get(
                shape
            )
            deep = 4 if shape in ("inline", "lines") else level
            if number is None:
                number = f"（{chinese(index)}）"
            self.scribe.begin_item()
            if len(items) > 1 or shape == "bracketed":
                self.heading(deep, number, self.fill(self.rng.choice(item.heads)), "。")
            if before:
                self.prose(before, wordy / 2)
            self.steps(item.steps)
            self.prose(behind, wordy * 3 / 4)
            if shape != "inline" and index < len(items):
                self.line()

    def part(self, part: Part, index: int) -> None:
        """Write a level-2 part with its items."""
        self.heading(
            2, f"（{chinese(index)}）", self.fill(self.rng.choice(part.titles)), "。" if self.style.run_in else "\n"
        )
        begins = self.draft.length
        self.prose(part.deck or "lead", self.style.wordy)
        if self.style.shape != "inline" and (self.style.run_in or self.draft.length > begins):
            self.line()
        self.items(part.items, self.style.shape, 3, part.deck or "means", part.deck or "effect")

    def summary(self, parts: Sequence[Part]) -> None:
        if not self.style.themes:
            title = self.fill(self.rng.choice(phrases()["headings"]["summary"]))
            self.topic(title, "summary", self.governed(title))
        copied = self.rng.randrange(len(parts)) if self.style.copied else -1
        for index, part in enumerate(parts, 1):
            begins = self.draft.length
            if self.style.themes:
                self.topic(self.fill(self.rng.choice(part.titles)), "summary", self.of_title())
                shape = "bracketed" if self.style.shape == "numbered" else self.style.shape
                self.items(part.items, shape, 2, part.deck or "means", part.deck or "effect")
            else:
                if index > 1:
                    self.line()
                self.part(part, index)
            if copied == index - 1:
                self.copy(begins)
            self.beside(index, len(parts))

    def beside(self, index: int, parts: int) -> None:
        """Put the footnote behind the second part, and a table that stands among the paragraphs behind another one."""
        if index == 2 and self.extras.footnote:
            self.draft.put_aside("footnote", self.extras.footnote)
        for place, grid in enumerate(self.extras.grids):
            if grid.inner and index == max(1, parts - 1 - 2 * place):
                self.draft.put_grid(grid, self.extras.aligned)

    def copy(self, begins: int) -> None:
        """Repeat what was written since `begins`, as a damaged copy does."""
        text = self.draft.text()[begins:]
        if not text.startswith("\n"):
            self.line()
        start = self.draft.length
        moved = start - begins
        for mark in [mark for mark in self.draft.marks if mark.start >= begins]:
            copy = mark._replace(start=mark.start + moved, end=mark.end + moved, block=-mark.block, duplicate=True)
            self.draft.marks.append(copy)
        self.draft.put(text)
        lead = len(text) - len(text.lstrip())
        self.draft.noise.append(TrueNoise(start + lead, self.draft.length, "duplicate"))

    def closing(self, key: str, role: SectionRole, items: Sequence[Item]) -> None:
        title = self.fill(self.rng.choice(phrases()["headings"][key]))
        self.topic(title, role, self.governed(title))
        if self.rng.random() < 0.6:
            self.scribe.begin_item()
            lead = compile_sentence(self.rng.choice(phrases()["opening"][key]), self.unit.key, "phrases.toml")
            self.scribe.write(lead)
            self.line()
            above, half = self.scribe.clock.heading, lead.source[:3]
            if half in ("上半年", "下半年"):
                self.scribe.clock.heading = above._replace(others=(*above.others, half))
        shape = self.rng.choice(("inline", "lines", "bracketed", "bracketed"))
        self.items(items, shape, 2, "" if key == "problem" else key, key)


def _some(rng: random.Random, items: Sequence[Item], count: int) -> list[Item]:
    return rng.sample(items, min(count, len(items)))


def write_report(
    scribe: Scribe, unit: Bureau, style: Style, names: dict[str, Sequence[str]], extras: Extras | None = None
) -> str:
    """Write a report of `unit` at the end of the scribe's draft; give its title."""
    extras = extras or Extras()
    writer = _Writer(scribe, unit, style, names, extras)
    draft = scribe.draft
    start = draft.length
    writer.title()
    if not style.titled:
        start = draft.length
    writer.opening()
    if extras.box:
        draft.put_aside("box", extras.box)
    rng = scribe.choose
    parts = list(unit.parts)
    for part in rng.sample(unit.shared, style.shared if unit.shared else 0):
        some = rng.sample(part.items, rng.randint(2, len(part.items)))
        parts.insert(rng.choice((0, len(parts))), part._replace(items=tuple(i for i in part.items if i in some)))
    writer.summary(parts)
    if style.problems:
        writer.closing("problem", "problem", (*unit.problems, *_some(rng, unit.shared_problems, 1)))
    if style.plans:
        writer.closing("plan", "plan", (*unit.plans, *_some(rng, unit.shared_plans, rng.randint(1, 2))))
        if rng.random() < style.wordy:
            writer.line()
            writer.prose("closing")
    if style.signed:
        draft.put(f"\n{names['org'][0]}\n{names['year'][0]}年6月{rng.randint(26, 30)}日")
    for grid in extras.grids:
        if not grid.inner:
            draft.put_grid(grid, extras.aligned)
    kind: ReportKind = "summary+plan" if style.plans else "summary"
    place, title = names["place"][0], names["title"][0]
    draft.reports.append(
        TrueReport(start, draft.length, names["org"][0], unit.type, place, writer.title_period, kind, title)
    )
    return title
