"""The labelled texts, where they are: reports, sections and noise must be found as careful readers did."""

from __future__ import annotations

import hashlib
import json
import subprocess
import sys
from dataclasses import asdict
from pathlib import Path

import pytest

from taizhang.model import SourceText
from taizhang.reports import analyse

SHARED = Path(__file__).parents[3] / "shared"
GOLD, SEEDS = SHARED / "gold", SHARED / "seeds"
CATEGORIES = ("page-marker", "site", "toc", "duplicate")
LEAST = {
    "reports_f1": 0.95,
    "org_type": 0.85,
    "period": 0.85,
    "kind": 0.85,
    "complete": 0.85,
    "sections_f1": 0.95,
    "section_role": 0.9,
    **{f"{category}_{of}": 1.0 for category in CATEGORIES for of in ("recall", "precision")},
}

pytestmark = pytest.mark.skipif(
    not (GOLD / "score_structure.py").exists() or not SEEDS.is_dir(),
    reason="the labelled texts in ../shared are not here",
)


@pytest.fixture(scope="module")
def scores(tmp_path_factory: pytest.TempPathFactory) -> dict[str, float]:
    """Analyse the labelled files and score them."""
    folder = tmp_path_factory.mktemp("out")
    with (
        (folder / "reports.jsonl").open("w", encoding="utf-8") as reports,
        (folder / "sections.jsonl").open("w", encoding="utf-8") as sections,
        (folder / "noise.jsonl").open("w", encoding="utf-8") as noise,
    ):
        for path in sorted(SEEDS.glob("*.txt")):
            data = path.read_bytes()
            found = analyse(SourceText(hashlib.sha256(data).hexdigest(), path.name, "txt", data.decode("utf-8")))
            for rows, file in ((found.reports, reports), (found.sections, sections), (found.noise, noise)):
                file.writelines(json.dumps({"file": path.name, **asdict(row)}) + "\n" for row in rows)
    scorer = [sys.executable, str(GOLD / "score_structure.py"), str(GOLD / "structure_dev.jsonl"), str(folder)]
    lines = subprocess.run(scorer, capture_output=True, text=True, check=True).stdout.splitlines()
    return dict(json.loads(lines[-1]))


@pytest.mark.parametrize("measure", LEAST)
def test_structure_is_found_as_labelled(scores: dict[str, float], measure: str) -> None:
    assert scores[measure] >= LEAST[measure]
