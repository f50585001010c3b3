"""Makes a zipped office file the same every time: libraries write the time of writing into it."""

from __future__ import annotations

import re
from datetime import datetime
from io import BytesIO
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

__all__ = ["EPOCH", "repacked"]

EPOCH = datetime(2025, 6, 30, 8)
_STAMP = re.compile(rb"(<dcterms:(?:created|modified)[^>]*>)[^<]*")


def repacked(data: bytes) -> bytes:
    """Give the same package with fixed times."""
    stream = BytesIO()
    with ZipFile(BytesIO(data)) as given, ZipFile(stream, "w") as fixed:
        for name in given.namelist():
            body = given.read(name)
            if name == "docProps/core.xml":
                body = _STAMP.sub(rb"\g<1>" + EPOCH.strftime("%Y-%m-%dT%H:%M:%SZ").encode(), body)
            entry = ZipInfo(name, EPOCH.timetuple()[:6])
            entry.compress_type = ZIP_DEFLATED
            fixed.writestr(entry, body)
    return stream.getvalue()
