"""Reports: a source text becomes its reports, their sections, and the noise between.

>>> from taizhang.model import SourceText
>>> text = "云溪县民政局2023年工作总结\\n2023年，县民政局狠抓落实。\\n一、救助工作\\n发放低保金25万元。"
>>> structure = analyse(SourceText("0" * 64, "a.txt", "text", text))
>>> [(r.org, r.org_type, r.period, r.kind) for r in structure.reports]
[('云溪县民政局', '民政', '2023年', 'summary')]
>>> [(s.level, s.title, s.role) for s in structure.sections]
[(1, '救助工作', 'summary')]
"""

from taizhang.reports.analysis import analyse

__all__ = ["analyse"]
