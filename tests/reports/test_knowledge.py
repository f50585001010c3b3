"""The knowledge files: what their headers promise to a clerk holds."""

from __future__ import annotations

import re

import pytest

from taizhang.reports.finder import WordFinder
from taizhang.reports.orgs import domain_scores, find_institutions, org_types, place_before
from taizhang.wordlists import load

TYPES = (
    "科技 财政 交通 农业农村 水利 数据资源 司法 退役军人 应急 生态环境 自然资源 城管 卫健 民政 园区 街道/乡镇 "
    "国资 机关事务 招商 教育 医保 商务 住建 审计 发改 工信 供销 金融 宣传融媒 人社 林草 其他"
)
FILES = ["site", "censor", "openings", "org_types", "places", "roles", "titles"]


@pytest.mark.parametrize("name", FILES)
def test_a_file_says_how_to_add_to_it(name: str) -> None:
    data = load("reports", f"{name}.toml")
    assert data


def test_types_are_those_of_the_report_row() -> None:
    assert sorted(org_types()) == sorted(TYPES.split())


@pytest.mark.parametrize("entry", load("reports", "org_types.toml")["type"], ids=lambda entry: entry["name"])
def test_a_type_has_words_enough_and_none_twice(entry: dict[str, list[str]]) -> None:
    words = [*entry["strong"], *entry["words"]]
    assert len(words) >= 30
    assert len(set(entry["strong"])) == len(entry["strong"])
    assert all(len(word) >= 2 for word in words)
    best = domain_scores("，".join(words)).most_common(1)
    assert best[0][0] == entry["name"]


def test_patterns_of_site_matter_hold_their_keys() -> None:
    for kind in ("line", "inline"):
        for entry in load("reports", "site.toml")[kind]:
            if "pattern" in entry:
                re.compile(entry["pattern"])


def test_what_is_dropped_differs_from_what_should_stand_there() -> None:
    for entry in load("reports", "censor.toml")["dropped"]:
        assert len(entry["find"]) >= 2
        assert len(entry["fix"]) > len(entry["find"])


@pytest.mark.parametrize(
    ("text", "place", "name", "org_type"),
    [
        ("在云溪县财政局的指导下", "云溪县", "财政局", "财政"),
        ("XX市XX区农业农村和水利局", "XX市XX区", "农业农村和水利局", "农业农村"),
        ("积极配合云溪县公安局", "云溪县", "公安局", "其他"),
        ("区数据资源(政务服务)管理局", "区", "数据资源(政务服务)管理局", "数据资源"),
    ],
)
def test_institutions_are_named_with_their_place(text: str, place: str, name: str, org_type: str) -> None:
    found = next(find_institutions(text))
    assert (found.place, found.name, found.org_type) == (place, name, org_type)
    assert text[found.start : found.end] == found.full


def test_a_place_stands_right_before_its_institution() -> None:
    assert place_before("今年以来，云溪县", 8) == "云溪县"
    assert place_before("全面完成", 4) == ""


def test_the_word_finder_reads_any_text() -> None:
    finder = WordFinder(["财政", "财政局"])
    assert finder.find("\ud800财政局") == [(1, 1, 4)]
    assert finder.find("县财政局", 2) == []
