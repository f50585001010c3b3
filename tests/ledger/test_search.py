"""Search finds words of one, two and more characters, the same in both databases, and nothing that is not there."""

from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

import taizhang
from taizhang.errors import UsageError
from taizhang.ledger.loading import At, load
from taizhang.ledger.models import Document, Passage
from taizhang.ledger.search.finding import Hit, find
from taizhang.ledger.search.grams import CUT, folded, pairs, passages, wanted
from taizhang.ledger.search.index import index_pending, pending

TEXT = (
    "柳溪县2024年上半年工作总结\n上半年，一般公共预算收入完成3.2亿元。\n检查企业36家，GDP增长5%，O'Neil公司“到访”。\n"
)


def kept(text: str, name: str = "总结.txt") -> int:
    return load(taizhang.read_text(text, name), None, At("upload", name, name)).document


def hits(question: str) -> tuple[Hit, ...]:
    index_pending()
    return find(question, Document.objects.all()).hits


@pytest.mark.django_db
@pytest.mark.parametrize(
    "word", ["税", "预算", "预算收入", "一般公共预算收入", "36家", "gdp", "ＧＤＰ", "3.2亿元", "O'Neil", "到访", "结"]
)
def test_words_of_any_length_are_found_with_their_context(word: str) -> None:
    kept(TEXT + "税\n")
    (hit,) = hits(word)
    start, end = hit.words[0]
    assert folded(hit.text[start:end]) == folded(word)
    assert folded((TEXT + "税\n")[hit.start : hit.start + len(word)]) == folded(word)


@pytest.mark.django_db
@pytest.mark.parametrize("word", ["预算支出", "公共收入", "算预", "37家", "到 支出", "柳溪市"])
def test_what_is_not_there_is_not_found(word: str) -> None:
    kept(TEXT)
    assert hits(word) == ()


@pytest.mark.django_db
def test_all_words_must_stand_in_a_passage() -> None:
    kept(TEXT)
    (hit,) = hits("企业 gdp")
    assert [hit.text[start:end] for start, end in hit.words] == ["企业", "GDP"]


@pytest.mark.django_db
def test_earlier_versions_are_not_found() -> None:
    kept(TEXT)
    index_pending()
    kept(TEXT.replace("36家", "38家"))
    assert hits("36家") == () and len(hits("38家")) == 1


@pytest.mark.django_db
def test_only_documents_that_may_be_seen_are_found() -> None:
    first, second = kept(TEXT, "a"), kept(TEXT + "。", "b")
    index_pending()
    assert [hit.document for hit in find("预算", Document.objects.filter(pk=first)).hits] == [first]
    assert [hit.document for hit in find("预算", Document.objects.all()).hits] == [second, first]


@pytest.mark.django_db
def test_pages_follow_each_other_without_gaps() -> None:
    text = "".join(f"第{n}段，检查企业{n}家。" + "无关的话。" * (CUT // 5) + "\n" for n in range(1, 12))
    kept(text)
    index_pending()
    seen, after = [], None
    while True:
        found = find("检查企业", Document.objects.all(), 3, after)
        seen += [hit.start for hit in found.hits]
        after = found.next
        if after is None:
            break
    assert sorted(seen) == [m.start() for m in re.finditer("检查企业", text)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("question", "said"), [("", "请写"), ("，。", "请写"), ("字" * 101, "至多"), ("a " * 9, "至多")]
)
def test_what_cannot_be_asked_says_why(question: str, said: str) -> None:
    with pytest.raises(UsageError, match=said):
        find(question, Document.objects.all())


@pytest.mark.django_db
def test_indexing_ends_and_does_not_repeat() -> None:
    kept(TEXT)
    kept("", "空.txt")
    assert pending() == 2
    assert index_pending() == 2
    assert (pending(), index_pending(), Passage.objects.count()) == (0, 0, 2)


@given(st.text(alphabet="预算收入12a，。 \n'\"*:&|!()ＧＤ", max_size=60), st.data())
def test_every_stretch_of_letters_is_asked_for_by_pairs_that_are_indexed(text: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(text)))
    word = text[start : data.draw(st.integers(start, len(text)))]
    whole, first = wanted(word)
    have = pairs(text)
    assert whole <= have
    assert all(any(pair.startswith(one) for pair in have) for one in first)


@given(st.text(alphabet="甲乙\n", max_size=9000))
def test_passages_cover_a_text(text: str) -> None:
    covered = set()
    for start, end in passages(text):
        assert 0 <= start < end <= len(text) and end - start <= 2 * CUT
        covered.update(range(start, end))
    assert len(covered) == len(text)


@pytest.mark.django_db
def test_more_documents_than_are_asked_for_at_once_are_all_indexed(monkeypatch: pytest.MonkeyPatch) -> None:
    for number in range(5):
        kept(f"{TEXT}第{number}份\n", f"{number}.txt")
    monkeypatch.setattr("taizhang.ledger.search.index._FEW", 2)
    assert (index_pending(), pending()) == (5, 0)


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("text", "begins", "ends"),
    [("预算。" + "甲" * 200, "预算", "…"), ("甲" * 100 + "，预算", "…甲", "预算"), ("预算\n乙", "预算", "预算")],
)
def test_an_excerpt_says_where_its_paragraph_goes_on(text: str, begins: str, ends: str) -> None:
    kept(text)
    (hit,) = hits("预算")
    assert hit.text.startswith(begins) and hit.text.endswith(ends) and len(hit.text) < 200
