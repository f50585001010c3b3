"""Pages for what went wrong, each with one sentence and what to do."""

from __future__ import annotations

from django.db import Error
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from taizhang.errors import LedgerError
from taizhang.ledger import where
from taizhang.ledger.trouble import in_words

__all__ = ["failed", "lost_ledger", "not_done", "not_found", "refused_form"]


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:
    """404: there is no such page, or not for this user; which of the two is not said."""
    return _page(request, 404, "没有这一页", "地址可能写错了，或者内容已被移走；请从上面的栏目重新进入。")


def failed(request: HttpRequest) -> HttpResponse:
    """500: a defect of ours."""
    return _page(request, 500, "程序出错", "这是台账的缺陷，已记在日志里；已保存的内容没有丢失，请稍后重试。")


def refused_form(request: HttpRequest, reason: str = "") -> HttpResponse:
    """403: the form carried no token of this browser."""
    return _page(request, 403, "没有提交", "页面打开得太久或不是从本站提交的；请刷新页面再试一次。")


def not_done(request: HttpRequest, error: LedgerError) -> HttpResponse:
    """409: the ledger does not do this; its error says why."""
    return _page(request, 409, "没有完成", f"{error}。")


def lost_ledger(request: HttpRequest, error: Error) -> HttpResponse:
    """503: the ledger cannot be reached."""
    try:
        with in_words(where.find()):
            raise error
    except LedgerError as worded:
        what = str(worded)
    return _page(request, 503, "台账库暂时不可用", f"{what}。已保存的内容没有丢失，恢复后刷新页面即可。")


def _page(request: HttpRequest, status: int, title: str, what: str) -> HttpResponse:
    return render(request, "web/error.html", {"title": title, "what": what}, status=status)
