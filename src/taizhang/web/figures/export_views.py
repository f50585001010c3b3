"""Exports of 数据: small ones are written while the browser waits, of the others a page says how far they are.

A look at an address changes nothing: a file that takes longer is asked for by a form.
"""

from __future__ import annotations

import json
import tempfile
from datetime import timedelta
from pathlib import Path
from typing import Any

from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods

from taizhang.errors import UsageError
from taizhang.web import errors, scope
from taizhang.web.figures.asked import Asked, worded
from taizhang.web.figures.export_jobs import asked_for, begin, file_of, looked_at
from taizhang.web.figures.exporting import FORMS, SMALL, described, is_small, named, question, write
from taizhang.web.models import Export

__all__ = ["export_file", "export_state", "exported"]

_LONG = timedelta(minutes=1)
"""After which a file that still waits is no longer a matter of course."""
_LISTED = 20


@require_http_methods(["GET", "POST"])
def exported(request: HttpRequest, form: str) -> HttpResponse | FileResponse:
    """Give what the address asks for as a file; when that takes long, offer to write it, which POST asks for."""
    if form not in FORMS:
        raise Http404
    asked, within = Asked.of(request.GET), scope.within(request)
    try:
        small = is_small(question(asked, form, within))
        if request.method == "POST":
            return redirect("export-state", begin(form, asked.address(), scope.author(request)).pk)
        if small:
            return _at_once(asked, form, within)
    except UsageError as error:
        return errors.refused(request, 400, "没有导出", f"{worded(error)}。")
    context = _context(request, form, asked) | {"small": SMALL}
    return render(request, "web/figures/exports_ask.html", context)


@require_GET
def export_state(request: HttpRequest, pk: int) -> HttpResponse:
    """Show how far an export of this user is; the page asks again until it is written."""
    row = _own(request, pk)
    written = looked_at(row)
    file, pending = file_of(row), row.state in ("waiting", "writing")
    context = _context(request, row.form, asked_for(row), row.pk) | {
        "row": row, "written": written, "pending": pending, "size": file.stat().st_size if file else None,
        "late": row.state == "waiting" and timezone.now() - row.made_at > _LONG,
    }  # fmt: skip
    if not request.htmx:
        return render(request, "web/figures/exports_page.html", context)
    answer = render(request, "web/figures/exports_state.html", context)
    if not pending:
        answer["HX-Trigger"] = json.dumps({"said": "文件已写好，可以下载" if file else "文件没有写成"})
    return answer


@require_GET
def export_file(request: HttpRequest, pk: int) -> FileResponse:
    """Give the file of an export of this user."""
    row = _own(request, pk)
    file = file_of(row)
    if file is None:
        raise Http404
    return FileResponse(file.open("rb"), as_attachment=True, filename=named(asked_for(row), row.form))


def _at_once(asked: Asked, form: str, within: tuple[int, ...] | None) -> FileResponse:
    folder = tempfile.TemporaryDirectory(prefix="taizhang-")
    try:
        written = write(asked, form, within, Path(folder.name))
        answer = FileResponse(written.path.open("rb"), as_attachment=True, filename=named(asked, form))
    except BaseException:
        folder.cleanup()
        raise
    answer._resource_closers.append(folder.cleanup)
    return answer


def _own(request: HttpRequest, pk: int) -> Export:
    row: Export = get_object_or_404(Export, pk=pk, author=scope.author(request))
    return row


def _context(request: HttpRequest, form: str, asked: Asked, pk: int | None = None) -> dict[str, Any]:
    """Give what a page about an export says of it, and the others that the user still has."""
    others = Export.objects.filter(author=scope.author(request), until__gt=timezone.now()).exclude(pk=pk)
    return _about(form, asked) | {
        "address": asked.address(),
        "others": [_about(row.form, asked_for(row)) | {"row": row} for row in others.order_by("-pk")[:_LISTED]],
    }


def _about(form: str, asked: Asked) -> dict[str, Any]:
    return {"form": FORMS[form], "form_name": form, "name": named(asked, form), "said": described(asked)}
