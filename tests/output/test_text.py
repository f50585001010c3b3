"""The lines of `check` below a finding: what is stated, and what it should agree with, in words."""

from __future__ import annotations

import pytest

from taizhang.checks import check
from taizhang.output import Source, printer
from taizhang.reader import read_text

TITLE = "云溪县水利局2025年上半年工作总结\n"


def shown(text: str) -> list[str]:
    lines: list[str] = []
    printer("text", lines.append, verified=False).show(check(read_text(text)), lambda _, name: Source(name, text))
    return "".join(lines).splitlines()


@pytest.mark.parametrize(
    ("text", "line"),
    [
        (
            "2024年上半年，县水利局扎实推进各项工作。\n2025年上半年，治理河道12公里。\n",
            "写的是2024年上半年，按报告内容似应是2025年上半年",
        ),
        (
            "上半年，治理河道12公里。\n二、下半年工作总结\n下半年，将继续做好治理。\n",
            "写的是下半年工作总结，按报告内容似应是下半年工作计划",
        ),
        ("截至2月30日，完成排查。\n", "写的是2月30日"),
        ("2023年5月至2022年8月，开展整治。\n", "写的是2023年5月至2022年8月"),
        ("排查隐患整改率103%，各项工作有序推进。\n", "写的是 103，应不超过 100"),
    ],
)
def test_what_is_stated_and_what_it_should_agree_with(text: str, line: str) -> None:
    lines = shown(TITLE + text)
    assert "    " + line in lines
    assert not any(sign in printed for printed in lines for sign in ("!=", "<=", "建议改为"))
