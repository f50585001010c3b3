"""What a load puts into the ledger: rows, locations, versions, what counts."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

import pytest

import taizhang
from taizhang.checks import check
from taizhang.errors import LedgerError
from taizhang.ledger.loading import Layout, Loaded, at_path, at_upload, load, reload, unpack
from taizhang.ledger.loading import layout as layouts
from taizhang.ledger.models import (
    Document,
    Fact,
    Finding,
    Location,
    Noise,
    Organisation,
    Relation,
    Report,
    Section,
    Version,
)
from taizhang.model import Cell, Place, Reading, SourceText, Table

pytestmark = pytest.mark.django_db
Keep = Callable[..., Loaded]

TEXT = """松溪县水利局2023年上半年工作总结
一、主要工作
上半年，全县完成水利投资3.6亿元，同比增长7.5%。共排查隐患96个，完成整改85个，整改率98.5%，其余11个正在整改。
二、下半年打算
计划新建水闸4-6座。
"""
OTHER = TEXT.replace("3.6亿元", "3.9亿元").replace("计划新建水闸4-6座", "计划新建水闸5座，修复堤防12公里")


def facts_of(document: int) -> list[Fact]:
    return list(Fact.objects.filter(document_id=document).select_related("name").order_by("id"))


def test_all_rows_of_a_reading_are_kept(keep: Keep) -> None:
    reading = taizhang.read_text(TEXT)
    checked = check(reading)
    loaded = keep(TEXT)
    document = Document.objects.get(pk=loaded.document)
    assert (document.doc, document.text, document.live) == (reading.source.doc, TEXT, True)
    assert (document.reports, document.facts) == (len(reading.reports), len(reading.facts))
    for model, rows in ((Report, reading.reports), (Section, reading.sections), (Noise, reading.noise)):
        assert list(model.objects.order_by("id").values_list("start", "end")) == [(r.start, r.end) for r in rows]
    for row, fact in zip(facts_of(document.pk), reading.facts, strict=True):
        high = fact.value[-1] if isinstance(fact.value, list) else None
        low = fact.value[0] if isinstance(fact.value, list) else fact.value
        assert (row.quote, row.value, row.high, row.unit, row.role) == (fact.quote, low, high, fact.unit, fact.role)
        assert row.name.text == fact.indicator
        assert (row.begins and row.begins.isoformat()) == (fact.period and fact.period.begins)
        assert row.live
    assert Relation.objects.count() == len(checked.relations) > 0
    assert [found.rule for found in Finding.objects.order_by("id")] == [found.rule for found in checked.findings]
    spans = Relation.objects.get(verdict="inconsistent").spans
    assert [Fact.objects.get(pk=span["fact"]).quote for span in spans] == ["85个", "96个", "98.5%"]


def test_the_report_has_its_days_and_the_facts_their_organisation(keep: Keep) -> None:
    keep(TEXT)
    report = Report.objects.get()
    assert (str(report.begins), str(report.ends)) == ("2023-01-01", "2023-06-30")
    organisation = Organisation.objects.get()
    assert (organisation.name, organisation.place, organisation.only_in) == ("松溪县水利局", "松溪县", None)
    assert organisation.path == f"{organisation.pk:010}/"
    assert set(Fact.objects.values_list("organisation", flat=True)) == {organisation.pk}


def test_a_masked_organisation_is_nobody_whom_another_document_names(keep: Keep) -> None:
    masked = TEXT.replace("松溪县", "XX县")
    keep(masked, "a.txt")
    keep(masked.replace("85个", "84个"), "b.txt")
    assert sorted(Organisation.objects.values_list("only_in", flat=True)) == sorted(
        Document.objects.values_list("pk", flat=True)
    )


def test_the_same_bytes_at_the_same_place_add_nothing(keep: Keep) -> None:
    first, second = keep(TEXT), keep(TEXT)
    assert (first.outcome, second.outcome, second.facts) == ("new", "same", 0)
    assert second.document == first.document
    assert (Document.objects.count(), Version.objects.count(), Fact.objects.count()) == (1, 1, first.facts)


def test_the_same_bytes_at_another_place_add_a_location(keep: Keep) -> None:
    first, second = keep(TEXT, "a.txt"), keep(TEXT, "b.txt")
    assert second.outcome == "location"
    assert (Document.objects.count(), Location.objects.count(), Fact.objects.count()) == (1, 2, first.facts)


def test_other_bytes_at_a_place_are_a_new_version_and_both_are_kept(keep: Keep) -> None:
    first, second = keep(TEXT), keep(OTHER)
    assert (second.outcome, second.before) == ("version", first.document)
    assert list(Version.objects.order_by("number").values_list("number", "document")) == [
        (1, first.document),
        (2, second.document),
    ]
    assert [fact.live for fact in facts_of(first.document)] == [False] * first.facts
    assert all(fact.live for fact in facts_of(second.document))
    assert set(Report.objects.filter(document=first.document).values_list("live", flat=True)) == {False}
    assert set(Finding.objects.filter(document=first.document).values_list("live", flat=True)) == {False}


def test_an_old_text_counts_again_when_its_bytes_return(keep: Keep) -> None:
    first = keep(TEXT)
    keep(OTHER)
    third = keep(TEXT)
    assert (third.outcome, third.document, third.facts) == ("version", first.document, 0)
    assert [number for (number,) in Version.objects.order_by("number").values_list("number")] == [1, 2, 3]
    assert all(fact.live for fact in facts_of(first.document))
    assert Document.objects.filter(live=True).count() == 1


def test_a_text_that_another_place_still_holds_goes_on_counting(keep: Keep) -> None:
    first = keep(TEXT, "a.txt")
    keep(TEXT, "b.txt")
    keep(OTHER, "b.txt")
    assert all(fact.live for fact in facts_of(first.document))
    assert Document.objects.filter(live=True).count() == 2


def test_second_copies_of_a_passage_do_not_count(keep: Keep) -> None:
    passage = "上半年，全县完成水利投资3.6亿元，治理河道28公里，新增蓄水能力120万立方米，改善灌溉面积4.2万亩，" * 3
    loaded = keep(f"松溪县水利局2023年上半年工作总结\n{passage[:-1]}。\n{passage[:-1]}。\n")
    copies = [fact for fact in facts_of(loaded.document) if fact.duplicate_of]
    assert copies
    assert not any(fact.live for fact in copies)
    for fact in copies:
        assert Fact.objects.get(pk=fact.duplicate_of).quote == fact.quote


def test_an_upload_has_versions_by_its_name() -> None:
    first, second = taizhang.read_text(TEXT), taizhang.read_text(OTHER)
    assert load(first, None, at_upload("总结.docx")).outcome == "new"
    assert load(second, None, at_upload("总结.docx")).outcome == "version"
    assert load(second, None, at_path(Path("总结.docx"), "总结.docx")).outcome == "location"


def test_members_of_an_archive_have_places_of_their_own(tmp_path: Path) -> None:
    inside = at_path(tmp_path / "报送.zip", "报送.zip!/水利/总结.docx", ("水利/总结.docx",))
    assert (inside.kind, inside.name) == ("path", f"{(tmp_path / '报送.zip').resolve()}!/水利/总结.docx")


def test_characters_that_databases_refuse_are_replaced_one_for_one() -> None:
    reading = taizhang.read_text(TEXT.replace("隐患96", "隐\0患96").replace("打算", "打\0算"))
    loaded = load(reading, check(reading), at_upload("坏.txt"))
    text = Document.objects.get().text
    assert len(text) == len(reading.source.text)
    assert text == reading.source.text.replace("\0", "␀")
    for fact in facts_of(loaded.document):
        pieces = fact.pieces or [(fact.start, fact.end)]
        assert "".join(text[start:end] for start, end in pieces) == fact.quote


def test_marks_of_the_bulk_format_are_text_like_any_other(keep: Keep) -> None:
    odd = TEXT.replace("水利投资", "水\\n利\\N投\t资").replace("打算", "打\\算\r")
    loaded = keep(odd)
    assert Document.objects.get().text == odd
    assert [section.title for section in Section.objects.order_by("id")] == [
        section.title for section in taizhang.read_text(odd).sections
    ]
    assert [fact.name and fact.name.text for fact in facts_of(loaded.document)] == [
        fact.indicator for fact in taizhang.read_text(odd).facts
    ]


def test_a_reading_replaces_the_rows_of_its_document(keep: Keep) -> None:
    loaded = keep(TEXT)
    reading = taizhang.read_text(TEXT)
    fewer = Reading(reading.source, reading.reports, reading.sections, reading.noise, reading.facts[:2])
    reload(loaded.document, fewer, None)
    assert [fact.quote for fact in facts_of(loaded.document)] == ["3.6亿元", "7.5%"]
    document = Document.objects.get()
    assert (document.facts, Finding.objects.count(), Version.objects.count()) == (2, 0, 1)


def test_other_bytes_are_no_reading_of_a_document(keep: Keep) -> None:
    loaded = keep(TEXT)
    with pytest.raises(LedgerError, match="新版本"):
        reload(loaded.document, taizhang.read_text(OTHER), None)
    assert len(facts_of(loaded.document)) == loaded.facts


def test_a_path_that_no_index_takes_is_said() -> None:
    with pytest.raises(LedgerError, match="路径太长"):
        load(taizhang.read_text(TEXT), None, at_upload("长" * 900))
    assert Document.objects.count() == 0


def test_the_layout_of_a_file_comes_back_as_it_was() -> None:
    places = (Place(0, 4, page=1, box=(1.0, 2.0, 3.5, 4.0)), Place(5, 9, paragraph=2, runs=(5, 7), sheet="表一"))
    tables = (Table(5, 9, (Cell(0, 0, 5, 7), Cell(0, 1, 8, 9, rows=2))),)
    source = SourceText("0" * 64, "a.docx", "docx", "一二三四\n五\t六", (), places, tables, (), ((4, 5),))
    assert unpack(layouts.pack(source)) == Layout(places, tables, ((4, 5),))
    assert layouts.pack(SourceText("0" * 64, "a.txt", "txt", "一")) is None


def test_json_columns_hold_json(keep: Keep) -> None:
    keep(TEXT)
    relation = Relation.objects.get(verdict="inconsistent")
    assert relation.stated == 98.5
    assert json.dumps(relation.spans)
