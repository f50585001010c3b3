"""The reports of the example county in all formats, written once and read through the whole pipeline."""

from __future__ import annotations

from pathlib import Path

import pytest

from taizhang.examples import ExampleFile, county
from taizhang.examples.office import FORMATS, render
from taizhang.model import Reading
from taizhang.reader import read_file


@pytest.fixture(scope="session")
def written(tmp_path_factory: pytest.TempPathFactory) -> list[tuple[ExampleFile, dict[str, Reading]]]:
    """Two counties: every report that could stand in any format, and what is read from it in each of them."""
    folder = tmp_path_factory.mktemp("formats")
    files = [file for file in county(size=2, office=False) if file.document]
    return [(file, _readings(folder, number, file)) for number, file in enumerate(files)]


def _readings(folder: Path, number: int, file: ExampleFile) -> dict[str, Reading]:
    assert file.document
    data = {"txt": file.data, **{form: render(file.document, form) for form in FORMATS}}
    readings = {}
    for form, content in data.items():
        path = folder / f"{number}.{form}"
        path.write_bytes(content)
        outcome = read_file(path, path.name)
        assert isinstance(outcome, Reading), outcome
        readings[form] = outcome
    return readings
