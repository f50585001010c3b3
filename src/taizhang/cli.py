"""The command line: parse arguments, call the library, print. `terminal` draws; heavy modules load when needed.

Exit codes: 0 all read and nothing wrong, 1 something failed or is wrong, 2 wrong use.
"""

from __future__ import annotations

import errno
import os
import sys
from contextlib import nullcontext
from functools import partial
from importlib import import_module
from pathlib import Path
from pkgutil import iter_modules
from typing import Any, NoReturn

import click

from taizhang import commands
from taizhang.errors import TaizhangError, UsageError
from taizhang.usage import GivenPath, one_line

__all__ = ["main"]


_PATH = GivenPath(readable=False, path_type=Path)


class _Commands(click.Group):
    """Commands whose own errors are one line and exit code 1, or 2 for wrong use.

    Each module of `taizhang.commands` is one more, its `command`, imported when it is asked for.
    """

    def list_commands(self, ctx: click.Context) -> list[str]:
        return sorted({*super().list_commands(ctx), *(module.name for module in iter_modules(commands.__path__))})

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        own = super().get_command(ctx, cmd_name)
        if own is not None or cmd_name not in self.list_commands(ctx):
            return own
        command: click.Command = import_module(f"taizhang.commands.{cmd_name}").command
        return command

    def invoke(self, ctx: click.Context) -> Any:
        try:
            return super().invoke(ctx)
        except UsageError as error:
            raise click.UsageError(one_line(str(error))) from error
        except TaizhangError as error:
            raise click.ClickException(one_line(str(error))) from error
        except UnicodeEncodeError as error:
            raise click.UsageError("参数里有认不出的字节（终端的编码不是 UTF-8？）；请换成 UTF-8 的终端再写") from error

    def main(self, *args: Any, **extra: Any) -> Any:
        sys.stdout, sys.stderr = (stream or Path(os.devnull).open("w") for stream in (sys.stdout, sys.stderr))  # noqa: SIM115
        try:
            try:
                return super().main(*args, **extra)
            finally:
                sys.stdout.flush()
        except BrokenPipeError:
            self._end("")
        except OSError as error:
            full = error.errno == errno.ENOSPC and not error.filename
            what = "输出：写不出去（磁盘已满）" if full else f"系统出错（{one_line(error)}）"
            self._end(f"错误：{what}；请检查磁盘和权限再做一次")

    def _end(self, said: str) -> NoReturn:
        """End with a line on stderr; what is left to print goes nowhere, so that the end does not fail anew."""
        if said:
            click.echo(said, err=True)
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)


@click.group(
    cls=_Commands,
    context_settings={"help_option_names": ["-h", "--help"]},
    options_metavar="[选项]",
    subcommand_metavar="命令 …",
)
@click.version_option(None, "-V", "--version", package_name="taizhang")
def main() -> None:
    """台账：把工作报告读成有出处的数据。"""
    for stream in (sys.stdout, sys.stderr):
        stream.reconfigure(errors="backslashreplace")  # type: ignore[union-attr]


@main.command(options_metavar="[选项]")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=_PATH)
@click.option("--export", "folder", metavar="DIR", type=_PATH, help="把读到的内容写成 JSON 行文件，放进这个文件夹。")
@click.option("--jobs", metavar="N", type=click.IntRange(1), default=1, show_default=True, help="用几个进程同时读。")
@click.option("--no-ledger", is_flag=True, help="不记入台账库。")
@click.option("--again", is_flag=True, help="台账库里已有的也用本版重读，改正仍然有效。")
def read(paths: tuple[Path, ...], folder: Path | None, jobs: int, no_ledger: bool, again: bool) -> None:
    """读文件、文件夹和压缩包：报告、章节、噪声、数据，最后列一张表。

    路径可以是 Word（.docx）、有文字的 PDF、Excel（.xlsx）、网页（.html）、文本（.txt、.md，UTF-8、GB18030、
    UTF-16），或装着它们的文件夹、压缩包（.zip）；装了 LibreOffice 时还有 .doc、.wps、.xls、.et、.rtf、.odt。
    格式看内容，不看扩展名。有文件读不了时，其余照读，退出码为 1。
    """
    from taizhang import terminal
    from taizhang.batch import read_files
    from taizhang.export import TABLES, Export
    from taizhang.intake import find
    from taizhang.intake.files import shown

    tally = terminal.Tally()
    with (
        nullcontext() if no_ledger else commands.keeping(again) as keeper,
        Export(folder) if folder else nullcontext() as export,
    ):
        total = sum(1 for _ in find(paths, folder)) if sys.stderr.isatty() else 0
        found = find(paths, folder)
        files = keeper.keep(found, jobs, bool(folder)) if keeper else read_files(found, jobs)
        for packed in terminal.watched(files, total):
            if export:
                export.add(packed)
            tally.add(packed.document)
            del packed
    terminal.print_tally(tally)
    if folder:
        click.echo(f"已导出到 {shown(str(folder))}：" + " ".join(f"{table}.jsonl" for table in TABLES))
    for line in keeper.said() if keeper else ():
        click.echo(line)
    sys.exit(1 if tally.failed else 0)


@main.command(options_metavar="[选项]")
@click.argument("paths", nargs=-1, required=True, metavar="PATH...", type=_PATH)
@click.option("--select", metavar="CODES", multiple=True, help="只查这些规则：N001、N（数字）、T（时间）；逗号隔开。")
@click.option("--ignore", metavar="CODES", multiple=True, help="不查这些规则。")
@click.option("--format", "form", metavar="FORMAT", default="text", show_default=True, help="text 或 json。")
@click.option("--verified", is_flag=True, help="相符的核对关系也列出来。")
@click.option("--statistics", is_flag=True, help="最后按规则列一张表。")
@click.option("--export", "folder", metavar="DIR", type=_PATH, help="把数据、核对关系、问题写成 JSON 行文件。")
@click.option("--exit-zero", is_flag=True, help="有问题时退出码也为 0。")
@click.option("--jobs", metavar="N", type=click.IntRange(1), default=1, show_default=True, help="用几个进程同时查。")
def check(
    paths: tuple[Path, ...], select: tuple[str, ...], ignore: tuple[str, ...], form: str, verified: bool,
    statistics: bool, folder: Path | None, exit_zero: bool, jobs: int,
) -> None:  # fmt: skip
    """核对报告里的数据：合计、差额、比率、占比、增长、前后说法、时间是否对得上。

    几个文件一起给，还会互相核对：同一数据的两种说法、各乡镇之和与全县。有错误或警告时退出码为 1，
    只有提示或没有问题为 0，用法不对为 2；读不了的文件是错误 M000，其余照查。
    """
    from taizhang import linting, output
    from taizhang.selection import chosen

    rules = chosen(select, ignore)
    printer = output.printer(form, partial(click.echo, nl=False), verified)
    summary = linting.lint(paths, printer, rules, folder, jobs)
    if statistics and form == "text":
        linting.print_statistics(summary)
    sys.exit(0 if summary.clean or exit_zero else 1)


@main.command(options_metavar="[选项]")
@click.argument("code", required=False, metavar="[CODE]")
def rule(code: str | None) -> None:
    """列出全部规则；给出规则号（N001）或一类（N、T）时，说清查什么、为什么、例子、怎样略过。"""
    from taizhang import rulebook

    click.echo(rulebook.pages(code) if code else rulebook.listing())


@main.command(options_metavar="[选项]")
@click.option(
    "--folder", metavar="DIR", type=_PATH, default="taizhang-demo", show_default=True,
    help="示例县的报告写到哪里。",
)  # fmt: skip
def demo(folder: Path) -> None:
    """走一遍全过程：写出一个虚构县各部门的报告，读出数据、互相核对、记入台账库，再看半年后的送审稿怎么说。"""
    from taizhang.demo import show
    from taizhang.terminal import console

    show(folder, console())
