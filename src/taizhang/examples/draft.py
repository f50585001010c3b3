"""The draft of a report that follows those of the example county: one figure in it is wrong, plans came true or not.

`data/draft.toml` holds it as it was written; `taizhang demo` checks it, keeps it and compares it.
"""

from __future__ import annotations

from pathlib import Path

from taizhang.wordlists import load

__all__ = ["write_draft"]


def write_draft(folder: Path) -> None:
    """Write the draft below `folder`, which is made when missing; OSError when it cannot be written."""
    draft = load("examples", "draft.toml")
    folder.mkdir(parents=True, exist_ok=True)
    (folder / draft["name"]).write_text(draft["text"].lstrip(), encoding="utf-8")
