"""The truth about the example county is true: places, quotes, periods, relations, noise."""

from __future__ import annotations

import itertools
import re
from collections import Counter, defaultdict
from decimal import Decimal

import pytest

from taizhang.examples import ExampleFile, TrueFact, TrueRelation, county

DISTRACTORS = re.compile(
    r"〔\d{4}〕\d+号|12345|12315|[GSX]\d{3,4}|GB ?\d+-\d{4}|PM2\.5|5G|[23]A级|AA?级|[一二三四五六七八九十]+五”|Ⅱ类|Ⅲ类"
    r"|“(?:四个意识|两个确立|两个维护|三会一课|三保|一卡通|双随机、一公开|一件事|五统一)”|二十大|二十届|第六次会议|\d+亿元以上项目"
)


def test_pieces_join_to_the_quote(files: list[ExampleFile]) -> None:
    for file in files:
        for fact in file.facts:
            assert "".join(file.text[s:e] for s, e in fact.pieces) == fact.quote
            assert (fact.start, fact.end) == (fact.pieces[0][0], fact.pieces[-1][1])
            assert len(fact.pieces) > 1 or file.text[fact.start : fact.end] == fact.quote


def test_page_markers_interrupt_figures(files: list[ExampleFile]) -> None:
    split = [(file, fact) for file in files for fact in file.facts if len(fact.pieces) > 1]
    assert split
    for file, fact in split:
        assert re.fullmatch(r"\n\n\d+、", file.text[fact.pieces[0][1] : fact.pieces[1][0]])


def test_files_decode_to_their_text(files: list[ExampleFile]) -> None:
    texts = [file for file in files if file.format == "txt"]
    assert {file.encoding for file in texts} == {"utf-8", "utf-8-sig", "utf-16", "gb18030"}
    for file in texts:
        assert file.data.decode(file.encoding) == file.text
    assert any("\r\n" in file.text for file in files)


def test_no_markup_is_left(files: list[ExampleFile], clean_files: list[ExampleFile]) -> None:
    for file in (*files, *clean_files):
        body = file.text[file.reports[0].start : file.reports[-1].end]
        assert not re.search(r"[\[\]{}<>$|@]|累，|截，", body), file.name


def test_facts_are_in_order_and_apart(files: list[ExampleFile]) -> None:
    for file in files:
        for before, after in itertools.pairwise([fact for fact in file.facts if not fact.duplicate]):
            assert before.end <= after.start


def test_site_matter_contents_and_page_markers_hold_no_facts(files: list[ExampleFile]) -> None:
    seen = Counter(noise.category for file in files for noise in file.noise)
    assert seen["site"] == 2 and seen["toc"] == 2 and seen["page-marker"] > 8 and seen["duplicate"] == 1
    for file in files:
        for noise in file.noise:
            inside = [f for f in file.facts for s, e in f.pieces if noise.start < e and s < noise.end]
            assert not inside or noise.category == "duplicate"
            if noise.category == "page-marker":
                assert re.fullmatch(r"\d+、", file.text[noise.start : noise.end])


def test_a_duplicate_repeats_text_and_facts(files: list[ExampleFile]) -> None:
    for file in files:
        for noise in file.noise:
            if noise.category == "duplicate":
                copy = file.text[noise.start : noise.end]
                assert len(copy) > 100 and file.text.index(copy) < noise.start
                inside = [f for f in file.facts if noise.start <= f.start < noise.end]
                assert inside and all(f.duplicate for f in inside)


def test_distractors_are_no_facts(clean_files: list[ExampleFile]) -> None:
    seen = Counter[str]()
    for file in clean_files:
        taken = {i for fact in file.facts for i in range(fact.start, fact.end)}
        for found in DISTRACTORS.finditer(file.text):
            seen[re.sub(r"\d+", "9", found.group())] += 1
            assert taken.isdisjoint(range(*found.span())), found.group()
    assert len(seen) > 12


def test_indicators_and_periods_stand_in_the_text(clean_files: list[ExampleFile]) -> None:
    for file in clean_files:
        for fact in in_prose(file):
            around = file.text[max(0, fact.start - 160) : fact.end + 40]
            assert fact.indicator
            assert all(char in around for char in fact.indicator), fact
            if not fact.indicator_alt:
                assert fact.indicator in around or "、" in fact.indicator, fact
            assert fact.period is None or fact.period in file.text[: fact.start], fact


def in_prose(file: ExampleFile) -> list[TrueFact]:
    return [fact for fact in file.facts if not fact.cell]


def test_every_class_occurs(files: list[ExampleFile]) -> None:
    facts = [fact for file in files for fact in file.facts]
    assert {fact.role for fact in facts} == {"level", "growth", "change", "share", "rate", "rank", "score"}
    assert {fact.modifier for fact in facts} == {"exact", "approx", "at_least", "at_most", "range"}
    assert {fact.status for fact in facts} == {"actual", "planned", "forecast"}
    assert {fact.sign for fact in facts} == {1, -1}
    assert any(fact.masked and fact.value is None for fact in facts)
    assert any(re.search("[０-９]", fact.quote) for fact in facts)
    assert any(re.match("[两三四五六七八九十]", fact.quote) for fact in facts)
    assert any(isinstance(fact.value, list) for fact in facts)


def test_relations_hold_within_rounding(files: list[ExampleFile], clean_files: list[ExampleFile]) -> None:
    kinds = Counter[str]()
    for file in (*files, *clean_files):
        for relation in file.relations:
            kinds[relation.kind] += 1
            assert holds(relation, file.facts), (file.name, relation)
    assert set(kinds) == {"sum", "difference", "rate", "share", "growth", "completion", "repeat"}
    assert min(kinds.values()) > 10


def holds(relation: TrueRelation, facts: tuple[TrueFact, ...]) -> bool:
    """Whether the stated figure lies where the rounding of the inputs and of itself allows."""
    numbers = [abs(Decimal(str(facts[i].value))) for i in relation.facts]
    half = [Decimal(5).scaleb(-1 - facts[i].decimals) for i in relation.facts]
    formula = relation.formula
    for index, number in enumerate(numbers[:-1]):
        formula = re.sub(
            rf"(?<![\d.v]){re.escape(shown(number, facts[relation.facts[index]]))}(?![\d.])",
            f"v{index}",
            formula,
            count=0,
        )
    values = []
    for corner in itertools.product((-1, 1), repeat=len(numbers) - 1):
        names = {
            f"v{i}": float(n + half[i] * (side if facts[relation.facts[i]].decimals else 0))
            for i, (n, side) in enumerate(zip(numbers, corner, strict=False))
        }
        values.append(eval(formula, {"__builtins__": {}}, names))
    return min(values) - float(half[-1]) - 1e-9 <= relation.stated <= max(values) + float(half[-1]) + 1e-9


def shown(number: Decimal, fact: TrueFact) -> str:
    return re.sub(r"[^\d.]", "", fact.quote.translate(str.maketrans("０１２３４５６７８９", "0123456789"))) or str(
        number
    )


def test_one_figure_has_one_value_in_all_reports_of_a_county(clean_files: list[ExampleFile]) -> None:
    stated: dict[tuple[str, str, str], set[str]] = defaultdict(set)
    for file in clean_files:
        place = file.reports[0].place[:3]
        for fact in file.facts:
            if fact.modifier == "exact" and not fact.key.startswith("town."):
                owner = next((r.org for r in file.reports if r.start <= fact.start < r.end), "")
                stated[place, fact.key, fact.unit + owner].add(str(fact.value))
    assert {len(values) for values in stated.values()} == {1}
    assert len(stated) > 1500


def test_same_seed_same_bytes_other_seed_other_figures() -> None:
    first, again, other = (list(county(seed=seed)) for seed in (7, 7, 8))
    assert [(f.name, f.data) for f in first] == [(f.name, f.data) for f in again]
    values = [{(fact.key, str(fact.value)) for file in one for fact in file.facts} for one in (first, other)]
    assert len(values[0] & values[1]) < 0.2 * len(values[0])


def test_size_gives_more_counties_with_other_names() -> None:
    files = list(county(size=4))
    assert len(files) == 4 * 21 == len({file.name for file in files})
    assert len({file.name.partition("/")[0] for file in files}) == 4


@pytest.mark.parametrize("flaws", [True, False])
def test_reports_cover_their_organisations(flaws: bool) -> None:
    files = list(county(flaws=flaws))
    types = {report.org_type for file in files for report in file.reports}
    assert len(types) >= 15
    for file in files:
        for report in file.reports:
            body = file.text[report.start : report.end]
            assert report.org in body or report.org in file.text[: report.start]
            assert len(body) > 1200
        for section in file.sections:
            begins = file.text[section.start : section.start + len(section.title) + 20]
            assert section.title in re.sub(r"\n\n\d+、", "", begins)
