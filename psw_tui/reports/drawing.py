"""Drawing a document: in which formats, and by which of the modules beside this one."""

from __future__ import annotations

from psw_tui.domain.words import N_
from psw_tui.records.ask import Choice
from psw_tui.reports import csv, html, markdown, pdf, plain_text
from psw_tui.reports.cleaning import cleaned
from psw_tui.reports.document import Document


class PaperFormat(Choice):
    """As what a paper is written."""

    PDF = "pdf", N_("PDF, to print and to keep")
    HTML = "html", N_("HTML, a page for any browser")
    TEXT = "text", N_("plain text")
    MARKDOWN = "markdown", N_("Markdown, text with marks")
    CSV = "csv", N_("CSV, for a spreadsheet")

    @property
    def ending(self) -> str:
        """How its file name ends."""
        return {PaperFormat.TEXT: ".txt", PaperFormat.MARKDOWN: ".md"}.get(self, f".{self.value}")


def draw(document: Document, paper_format: PaperFormat) -> bytes:
    """The whole file, in memory: nothing is written. Raises PdfMissing."""
    paper = cleaned(document)
    match paper_format:
        case PaperFormat.TEXT:
            return plain_text.draw(paper).encode()
        case PaperFormat.MARKDOWN:
            return markdown.draw(paper).encode()
        case PaperFormat.HTML:
            return html.draw(paper).encode()
        case PaperFormat.CSV:
            return csv.draw(paper).encode("utf-8-sig")  # with the mark by which Excel knows UTF-8
        case PaperFormat.PDF:
            return pdf.draw(paper)
