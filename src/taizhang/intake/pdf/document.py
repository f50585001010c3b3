"""Opening a PDF file: what cannot be read is refused in one line, what is left out is told.

In: bytes. Out: an open document of pypdfium2 and the notes; `pages` takes it next.
"""

from __future__ import annotations

import pypdfium2 as pdfium
import pypdfium2.raw as raw

from taizhang.errors import IntakeError

__all__ = ["MAX_PAGES", "open_document", "remarks"]

MAX_PAGES = 5_000
_TAIL = 2_048
"""Bytes at the end in which the mark of the end stands."""


def open_document(data: bytes) -> pdfium.PdfDocument:
    """Open the file; IntakeError when it is locked, damaged or has more than `MAX_PAGES` pages."""
    try:
        document = pdfium.PdfDocument(data)
    except pdfium.PdfiumError as error:
        code = getattr(error, "err_code", None)
        if code in (raw.FPDF_ERR_PASSWORD, raw.FPDF_ERR_SECURITY):
            raise IntakeError("PDF 加了打开密码；请用阅读器去掉密码、另存后再读") from error
        raise IntakeError("PDF 已损坏或不完整，打不开；请用阅读器检查，或重新导出一份再读") from error
    count = len(document)
    if count > MAX_PAGES:
        document.close()
        raise IntakeError(f"PDF 有 {count:,} 页，超过 {MAX_PAGES:,} 页的上限；请拆成几个文件再读")
    if not count:
        document.close()
        raise IntakeError("PDF 里没有一页，可能已损坏；请重新导出一份再读")
    return document


def remarks(document: pdfium.PdfDocument, data: bytes) -> list[str]:
    """Tell what the file has besides its pages, and that its end is missing."""
    notes = []
    if b"%%EOF" not in data[-_TAIL:]:
        notes.append("PDF 末尾不完整，可能被截断，只读了能读的部分")
    if attached := max(0, raw.FPDFDoc_GetAttachmentCount(document)):
        notes.append(f"PDF 带 {attached} 个附件，没有读入")
    if raw.FPDFDoc_GetJavaScriptActionCount(document) > 0:
        notes.append("PDF 带脚本，没有运行")
    if raw.FPDF_GetFormType(document) in (raw.FORMTYPE_XFA_FULL, raw.FORMTYPE_XFA_FOREGROUND):
        notes.append("PDF 是 XFA 动态表单，表单里的内容没有读入")
    return notes
