"""The list of files, taking uploads, and what became of them."""

from __future__ import annotations

import json

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from taizhang.ledger.models import Location
from taizhang.web import errors, scope
from taizhang.web.documents.listing import KINDS, Filter, choices, lines
from taizhang.web.documents.uploads import MOST_FILES, take
from taizhang.web.documents.versions import changes
from taizhang.web.models import Upload
from taizhang.web.remembered import remembered
from taizhang.web.unplaced import counted

__all__ = ["documents", "upload", "uploads", "versions"]


@require_GET
def documents(request: HttpRequest) -> HttpResponse:
    """Show the files that the filters of the address leave."""
    wanted = Filter.of(request.GET)
    found = lines(scope.documents(request), wanted)
    context = {"found": found, "filter": wanted, "kinds": KINDS, "after": _next(request, found.after)}
    if request.htmx:
        return render(request, "web/documents/lines.html", context)
    batch = request.GET.get("batch", "")
    offered = remembered(("choices", scope.within(request)), lambda: choices(scope.documents(request)))
    context |= {"choices": offered, "batch": batch, "uploads": _uploads(request, batch), "most": MOST_FILES}
    return render(request, "web/documents/documents.html", context)


@require_POST
def upload(request: HttpRequest) -> HttpResponse:
    """Take files in; the page then shows what becomes of them."""
    files = request.FILES.getlist("files")
    if not files or len(files) > MOST_FILES:
        said = f"一次最多传 {MOST_FILES} 个文件；请分几次传" if files else "没有选文件；请选一个或几个文件再传"
        return errors.refused(request, 400, "没有上传", f"{said}。")
    batch = take(files, scope.author(request), _paths(request, len(files)))
    if request.htmx:
        context = {"batch": batch, "uploads": _uploads(request, batch)}
        return render(request, "web/documents/uploads.html", context)
    return redirect(f"{reverse('documents')}?batch={batch}")


@require_GET
def uploads(request: HttpRequest, batch: str) -> HttpResponse:
    """Show the state of a batch; the page asks again until all is read."""
    return render(
        request, "web/documents/uploads.html", {"batch": batch, "uploads": _uploads(request, batch), "fresh": True}
    )


@require_GET
def versions(request: HttpRequest, old: int, new: int) -> HttpResponse:
    """Show what one version of a file changed; 404 for documents that no location held one after the other."""
    rows = scope.documents(request).defer(None)
    before, after = get_object_or_404(rows, pk=old), get_object_or_404(rows, pk=new)
    location = Location.objects.filter(versions__document=before).filter(versions__document=after).first()
    if location is None:
        raise Http404
    found = changes(before, after)
    groups = [("改动的数据", found.changed), ("新增的数据", found.added), ("删去的数据", found.gone)]
    context = {"old": before, "new": after, "file": location.file, "changes": found, "groups": groups}
    context["unplaced"] = counted([after.pk]).get(after.pk)
    return render(request, "web/documents/versions.html", context)


def _paths(request: HttpRequest, count: int) -> list[str]:
    """Give the paths of `count` files within their folder, as the page sends them beside; [] where it does not."""
    try:
        paths = json.loads(request.POST.get("paths", ""))
    except ValueError:
        return []
    fits = isinstance(paths, list) and len(paths) == count and all(isinstance(path, str) for path in paths)
    return paths if fits else []


def _uploads(request: HttpRequest, batch: str) -> dict[str, object]:
    own = Upload.objects.filter(batch=batch, author=scope.author(request))
    rows = list(own.order_by("pk")) if batch else []
    unplaced = counted(row.document_id for row in rows if row.document_id is not None)
    pending = sum(row.state in ("waiting", "reading") for row in rows)
    failed = sum(row.state == "failed" for row in rows)
    done = len(rows) - pending - failed
    return {"rows": rows, "pending": pending, "failed": failed, "done": done, "unplaced": unplaced}


def _next(request: HttpRequest, after: int | None) -> str:
    if after is None:
        return ""
    query = request.GET.copy()
    query["after"] = str(after)
    return query.urlencode()
