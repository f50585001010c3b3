"""Pages for what went wrong, each with one sentence and what to do.

A part of a page that asks by htmx gets no page in its place: the sentence is shown over the page, which stays as it is,
so that nothing that was written on it is lost.
"""

from __future__ import annotations

import json

from django.conf import settings
from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taizhang.errors import LedgerError, TaizhangError
from taizhang.ledger.trouble import in_words

__all__ = ["failed", "lost_ledger", "not_done", "not_found", "refused", "refused_form", "refused_request"]


def refused_request(request: HttpRequest, exception: Exception) -> HttpResponse:
    """400: what was sent is no request of these pages, or more than they take."""
    return refused(request, 400, "没有受理", "提交的内容太多，或者地址里有不能用的字符；请从上面的栏目重新进入。")


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or not for this user; which of the two is not said."""
    return refused(request, 404, "没有这一页", "地址可能写错了，或者内容已被移走；请从上面的栏目重新进入。")


def failed(request: HttpRequest) -> HttpResponse:
    """500: a defect of ours."""
    return refused(request, 500, "程序出错", "这是台账的缺陷，已记在日志里；已保存的内容没有丢失，请稍后重试。")


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form carried no token of this browser."""
    return refused(request, 403, "没有提交", "页面打开得太久或不是从本站提交的；请刷新页面再试一次。")


def not_done(request: HttpRequest, error: TaizhangError) -> HttpResponse:
    """409: this cannot be done; the error says why."""
    return refused(request, 409, "没有完成", f"{error}。")


def lost_ledger(request: HttpRequest, error: Error) -> HttpResponse:
    """503: the ledger cannot be reached."""
    try:
        with in_words(settings.LEDGER):
            raise error
    except LedgerError as worded:
        what = str(worded)
    return refused(request, 503, "台账库暂时不可用", f"{what}。已保存的内容没有丢失，恢复后刷新页面即可。")


def refused(request: HttpRequest, status: int, title: str, what: str) -> HttpResponse:
    """Say what was not done, and why: as a page, or over the page that asked for a part of itself."""
    if request.headers.get("HX-Request") == "true":
        answer = HttpResponse(status=status)
        answer["HX-Reswap"], answer["HX-Push-Url"] = "none", "false"
        answer["HX-Trigger"] = json.dumps({"refused": f"{title}：{what}"})
        return answer
    return render(request, "web/error.html", {"title": title, "what": what}, status=status)
