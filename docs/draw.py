"""Draw docs/demo.svg: facts that `taizhang demo` shows, as a picture for the READMEs. Run it when they change.

Rich's own pictures squeeze Chinese characters into one cell each; here every character gets its place.
"""

from __future__ import annotations

import html
import io
import tempfile
from collections.abc import Iterator
from pathlib import Path

from rich.cells import cell_len
from rich.console import Console
from rich.segment import Segment
from rich.terminal_theme import MONOKAI

from taizhang.demo import facts_table, read_county

COLUMNS, FACTS = 108, 7
CELL, LINE, MARGIN = 9, 21, 18
FONTS = "'Noto Sans Mono CJK SC', 'Sarasa Mono SC', Menlo, Consolas, 'PingFang SC', 'Microsoft YaHei', monospace"
PAPER, INK = "#1f2428", "#d6dbe1"


def drawn(lines: list[list[Segment]]) -> Iterator[str]:
    width, height = COLUMNS * CELL + 2 * MARGIN, len(lines) * LINE + 2 * MARGIN
    frame = f'viewBox="0 0 {width} {height}" font-family="{FONTS}" font-size="16"'
    yield f'<svg xmlns="http://www.w3.org/2000/svg" {frame}>'
    yield f'<rect width="{width}" height="{height}" rx="8" fill="{PAPER}"/>'
    for row, line in enumerate(lines):
        cell = 0
        for segment in line:
            yield from run(segment, MARGIN + cell * CELL, MARGIN + row * LINE)
            cell += segment.cell_length
    yield "</svg>\n"


def run(segment: Segment, x: int, y: int) -> Iterator[str]:
    """Draw one run of text: its background, then each character at the beginning of its cell."""
    style = segment.style
    if style and style.bgcolor:
        color = style.bgcolor.get_truecolor(MONOKAI, foreground=False).hex
        yield f'<rect x="{x}" y="{y}" width="{segment.cell_length * CELL}" height="{LINE}" fill="{color}"/>'
    places, kept = [], []
    for char in segment.text:
        if not char.isspace():
            places.append(str(x))
            kept.append(char)
        x += cell_len(char) * CELL
    if kept:
        color = style.color.get_truecolor(MONOKAI).hex if style and style.color else INK
        weight = ' font-weight="bold"' if style and style.bold else ""
        text = html.escape("".join(kept))
        yield f'<text x="{" ".join(places)}" y="{y + 16}" fill="{color}"{weight}>{text}</text>'


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as folder:
        table = facts_table(read_county(Path(folder)), FACTS)
    console = Console(width=COLUMNS, file=io.StringIO(), force_terminal=True, color_system="truecolor")
    picture = "\n".join(drawn(console.render_lines(table, pad=False)))
    Path(__file__).with_name("demo.svg").write_text(picture, encoding="utf-8")
