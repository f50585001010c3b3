"""Click speaks Chinese: its messages, headings and hints. Import before commands are declared.

Click asks gettext for its words under the name `_` in each of its modules; here that name is given a table instead.
To add one: copy the English from click's source, with its {fields}.
"""

from __future__ import annotations

from importlib import import_module
from typing import Any

import click

__all__ = ["TABLE", "GivenPath", "one_line"]

TABLE = {
    "Usage:": "用法：",
    "Options": "选项",
    "Commands": "命令",
    "Positional arguments": "参数",
    "Show this message and exit.": "显示本说明。",
    "Show the version and exit.": "显示版本号。",
    "%(prog)s, version %(version)s": "%(prog)s %(version)s",
    "default: {default}": "默认 {default}",
    "Aborted!": "已中断。",
    "Error: {message}": "错误：{message}",
    "Try '{command} {option}' for help.": "用法见 {command} {option}",
    "Invalid value: {message}": "取值不对：{message}",
    "Invalid value for {param_hint}: {message}": "{param_hint} 取值不对：{message}",
    "Missing argument": "缺少参数",
    "Missing option": "缺少选项",
    "Missing parameter": "缺少参数",
    "Missing parameter: {param_name}": "缺少参数：{param_name}",
    "Missing command.": "缺少命令。",
    "No such option {name!r}.": "没有选项 {name!r}。",
    "No such command {name!r}.": "没有命令 {name!r}。",
    "Option {name!r} does not take a value.": "选项 {name!r} 不带值。",
    "Option {name!r} requires an argument.": "选项 {name!r} 要带一个值。",
    "Option {name!r} requires {nargs} arguments.": "选项 {name!r} 要带 {nargs} 个值。",
    "Did you mean {possibility}?": "是不是 {possibility}？",
    "(Did you mean one of: {possibilities}?)": "是不是 {possibilities} 之一？",
    "Got unexpected extra argument ({args})": "多余的参数：{args}",
    "Got unexpected extra arguments ({args})": "多余的参数：{args}",
    "{value!r} is not a valid {number_type}.": "{value!r} 不是整数。",
    "{value} is not in the range {range}.": "{value} 不在范围 {range} 内。",
    "{value!r} does not match the format {format}.": "{value!r} 不是日期；请写成 2024-01-31 这样。",
    "{name} {filename!r} does not exist.": "{filename!r} 不存在。",
    "{name} {filename!r} is a file.": "{filename!r} 是文件，不是文件夹。",
    "{name} {filename!r} is a directory.": "{filename!r} 是文件夹；请写出文件名。",
    "Choose from:\n\t{choices}": "可选：\n\t{choices}",
    "Error: invalid input": "请答 y（是）或 n（否）",
}


def _one(english: str) -> str:
    return TABLE.get(english, english)


def _one_or_many(singular: str, plural: str, count: int) -> str:
    return _one(singular if count == 1 else plural)


for _name in ("core", "decorators", "exceptions", "formatting", "parser", "termui", "types"):
    _module = import_module(f"click.{_name}")
    vars(_module).update(_=_one, ngettext=_one_or_many)


class GivenPath(click.Path):
    """A path as it was given, not an empty one; what is wrong with its file is said when that is looked at."""

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> Any:
        """Refuse what a variable without a value leaves."""
        if value == "":
            self.fail("路径为空（变量没有值？）；请写出文件或文件夹", param, ctx)
        return super().convert(value, param, ctx)


def one_line(message: object) -> str:
    """Give a message, or a path, as one line: what names of files hold of line ends becomes escapes such as \\n."""
    from taizhang.intake.files import shown

    return shown(str(message))
