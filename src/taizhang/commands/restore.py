"""`taizhang restore FILE`: the ledger as a backup holds it."""

from __future__ import annotations

from pathlib import Path

import click

from taizhang.commands import installed, opened
from taizhang.usage import GivenPath, one_line

__all__ = ["command"]


@click.command("restore", options_metavar="[选项]")
@click.argument("file", metavar="FILE", type=GivenPath(path_type=Path, dir_okay=False, exists=True))
@click.option("--yes", is_flag=True, help="不再询问。")
def command(file: Path, yes: bool) -> None:
    """用备份替换整个台账库：备份以后记入的都会没有。

    备份不完整、不是台账库的备份、或是更新的版本做的，就不恢复。一次替换完成，别人可以开着。
    """
    with installed():
        from taizhang.ledger import where
        from taizhang.ledger.backup import restore
        from taizhang.ledger.trouble import in_words
    place = where.find()
    if not yes:
        click.confirm(f"用 {one_line(file)} 替换台账库 {place.shown}，备份以后记入的都会没有。继续吗？", abort=True)
    with in_words(place):
        aside = restore(place, file)
    with opened():
        click.echo(f"已用 {one_line(file)} 恢复")
    if aside:
        click.echo(f"原来的 {place.shown} 不是台账库或已损坏，没有删除，改名为 {aside.name}，在同一文件夹里")
