"""Pages in `pages/`: each .html beside the .txt that reading it gives."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from taizhang.errors import IntakeError
from taizhang.intake import html

PAGES = sorted(Path(__file__).parent.glob("pages/*.html"))


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_the_article_is_read_and_the_site_is_not(page: Path) -> None:
    assert html.recognises(page.read_bytes())
    assert html.extract(page.read_bytes()).text + "\n" == page.with_suffix(".txt").read_text("utf-8")


def test_the_charset_of_a_page_is_honoured() -> None:
    page = '<html><meta http-equiv="Content-Type" content="text/html; charset=%s"><p>總預算收入，增長。</p>'
    assert html.extract((page % "big5").encode("big5")).text == "總預算收入，增長。"
    assert html.extract((page % "GBK").encode("gb18030")).text == "總預算收入，增長。"
    assert html.extract((page % "gb2312").encode()).text == "總預算收入，增長。"


@pytest.mark.parametrize(
    "page", ["<html></html>", "<!doctype html>", "<p> <br>", "<title>某局总结</title>", "<body><script>x</script>"]
)
def test_a_page_without_text_is_read_with_a_note(page: str) -> None:
    assert html.extract(page.encode())[:2] == ("", ("网页里没有正文",))


@pytest.mark.parametrize(
    ("page", "reason"),
    [
        ("<div>" * 100_000 + "x", "嵌套超过 2048 层"),
        ("<p>x" * (html.MAX_TAGS + 1), "标签超过"),
        ("<p " + " ".join(f"a{i}=1" for i in range(100_000)) + ">x", "属性超过"),
        ("<p " + "/".join(f"a{i}" for i in range(100_000)) + ">x", "属性超过"),
        (("<p" + " a" * 900 + ">x") * 5000, "个字符的上限"),
    ],
    ids=["deep", "many tags", "many attributes", "attributes without values", "much markup"],
)
def test_a_hostile_page_costs_one_clear_line(page: str, reason: str) -> None:
    with pytest.raises(IntakeError, match=reason) as caught:
        html.extract(page.encode())
    assert "\n" not in str(caught.value)


def test_telling_a_page_costs_no_more_than_its_size() -> None:
    assert not html.recognises(b"<!-- -->" * 400 + b"x")
    assert html.recognises(b"<!-- -->" * 400 + b"<p>x</p>")


@pytest.mark.slow
@pytest.mark.parametrize(
    "page",
    [
        "<p>" + "好。" * 3_000_000,
        "<p>好。<img src='data:image/png;base64," + "QUJD/+==" * 1_000_000 + "'>",
        "".join(f"<b x={i}>" for i in range(1500)) + "<p>好。" * 2000,
        "<p>好<script>x</script>。" * 100_000,
        "<table>" + "<tr><td>1<td>好" * 100_000,
    ],
    ids=["long paragraph", "embedded picture", "unclosed formatting", "many scripts", "long table"],
)
def test_a_large_page_is_read_in_time(page: str) -> None:
    assert "好" in html.extract(page.encode()).text


@given(st.text(st.sampled_from("<>/='\" abdiptrv!-&;好。1\n"), max_size=80))
def test_any_markup_gives_lines_of_text(markup: str) -> None:
    text = html.extract(("<div>" + markup).encode()).text
    assert all(line.strip() for line in text.split("\n")) or not text


def test_nul_bytes_are_left_out_with_a_note() -> None:
    assert html.extract("<p>完成3\0项".encode())[:2] == ("完成3项", ("含 1 个 NUL 字符，已略去",))


def test_figures_across_elements_stay_whole() -> None:
    page = "<div>完成<span>12</span><span>.5</span>&nbsp;亿元，<b>增长</b>9%\n<br>面积3km<sup>2</sup>。</div>"
    assert html.extract(page.encode()).text == "完成12.5 亿元，增长9%\n面积3km2。"
