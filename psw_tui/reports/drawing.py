"""Drawing a document: each kind of file by the module beside this one that knows it."""

from __future__ import annotations

from psw_tui.records.papers import WrittenAs
from psw_tui.reports import csv, html, markdown, pdf, plain_text
from psw_tui.reports.cleaning import cleaned
from psw_tui.reports.document import Document


def draw(document: Document, written_as: WrittenAs) -> bytes:
    """The whole file, in memory: nothing is written. Raises PdfMissing."""
    paper = cleaned(document)
    match written_as:
        case WrittenAs.TEXT:
            return plain_text.draw(paper).encode()
        case WrittenAs.MARKDOWN:
            return markdown.draw(paper).encode()
        case WrittenAs.HTML:
            return html.draw(paper).encode()
        case WrittenAs.CSV:
            return csv.draw(paper).encode("utf-8-sig")  # with the mark by which Excel knows UTF-8
        case WrittenAs.PDF:
            return pdf.draw(paper)
