"""Write docs/commands.md from the help of the command line; with - to stdout. `make rules` runs it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import click

from taizhang.cli import main

HEAD = """# 命令

由程序自己的说明生成（`make rules`），和 `taizhang 命令 --help` 一致。
"""


def markdown() -> str:
    """Give the page: each command with its help, its subcommands after it."""
    return HEAD + "".join(_pages(main, click.Context(main, info_name="taizhang", **main.context_settings)))


def _pages(command: click.Command, context: click.Context) -> Iterator[str]:
    if context.parent is not None:
        depth = context.command_path.count(" ") + 1
        yield f"\n{'#' * min(depth, 4)} {context.command_path}\n\n```\n{command.get_help(context)}\n```\n"
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            found = command.get_command(context, name)
            if found is not None:
                yield from _pages(found, click.Context(found, info_name=name, parent=context, terminal_width=100))


if __name__ == "__main__":
    if sys.argv[1:] == ["-"]:
        sys.stdout.reconfigure(encoding="utf-8")  # type: ignore[union-attr]
        sys.stdout.write(markdown())
    else:
        Path(__file__).with_name("commands.md").write_text(markdown(), encoding="utf-8")
