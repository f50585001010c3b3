"""JSON: one document {findings, relations, summary} on stdout, written as it comes.

Findings and relations are rows as `export` writes them, findings with `path`, `line` and `column` besides. `relations`
are those that findings name; with `verified` all that were evaluated. They wait in a temporary file for their turn.
"""

from __future__ import annotations

import json
from collections.abc import Callable
from tempfile import SpooledTemporaryFile
from typing import Any

from taizhang.checks.model import Checked
from taizhang.export import finding_row, relation_row
from taizhang.output.source import Sources
from taizhang.output.summary import SEVERITIES, Summary

__all__ = ["Printer"]

IN_MEMORY = 1 << 24
_VERDICTS = ("consistent", "inconsistent", "not_verifiable")


class Printer:
    """The format `json`."""

    def __init__(self, write: Callable[[str], None], verified: bool) -> None:
        self.write, self.verified = write, verified
        self._later = SpooledTemporaryFile(  # noqa: SIM115 closed by `end`
            IN_MEMORY, "w+", encoding="utf-8", errors="backslashreplace"
        )
        self._findings = self._relations = 0
        write('{"findings": [')

    def show(self, checked: Checked, sources: Sources) -> None:
        named = {finding.relation for finding in checked.findings}
        for finding in checked.findings:
            source = sources(finding.doc, finding.file)
            line, column = source.position(finding.start)
            row = finding_row(finding) | {"path": source.name, "line": line, "column": column}
            self.write(("," if self._findings else "") + "\n" + _line(row))
            self._findings += 1
        for relation in checked.relations:
            if self.verified or relation.id in named:
                self._later.write(("," if self._relations else "") + "\n" + _line(relation_row(relation)))
                self._relations += 1

    def end(self, summary: Summary) -> None:
        self.write('\n], "relations": [')
        self._later.seek(0)
        while block := self._later.read(1 << 16):
            self.write(block)
        self._later.close()
        self.write(f'\n], "summary": {_line(_summary(summary))}}}\n')


def _summary(summary: Summary) -> dict[str, Any]:
    rules: dict[str, dict[str, int]] = {}
    for (rule, name), count in sorted(summary.rules.items()):
        rules.setdefault(rule, {})[name] = count
    return {
        "files": summary.files,
        "failed": summary.failed,
        "figures": summary.figures,
        "unrelated": summary.unrelated,
        "relations": {verdict: summary.count(verdict) for verdict in _VERDICTS},
        "findings": {severity: summary.count(severity) for severity in SEVERITIES},
        "rules": rules,
        "left_out": summary.left_out,
    }


def _line(row: dict[str, Any]) -> str:
    return json.dumps(row, ensure_ascii=False)
