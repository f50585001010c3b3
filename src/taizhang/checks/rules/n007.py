"""N007: a rise or fall is not the difference of its two levels."""

from __future__ import annotations

from taizhang.checks.judge import Candidate
from taizhang.checks.rules.rule import Rule
from taizhang.checks.suspects import named, suspect, told

__all__ = ["RULE"]


def _message(found: Candidate) -> str:
    stated = found.stated
    return (
        f"{named(stated)}，由{found.inputs[0].fact.quote}与{found.inputs[1].fact.quote}相减"
        f"{told(found)}；{suspect(found)}。"
    )


RULE = Rule(
    code="N007",
    name="升降幅度与前后两数不符",
    severity="error",
    message=_message,
    checks="“由A提高到B，提高C”“B，比上年的A提高C”中，C应等于B与A之差；百分数之差用百分点。表格的增减额与两年的列比较。",
    why="前后两数和差额写在一句里，读者一眼能看出矛盾。",
    bad="办结率由96.2%提高到98.4%，提高3.2个百分点。",
    good="办结率由96.2%提高到98.4%，提高2.2个百分点。",
)
