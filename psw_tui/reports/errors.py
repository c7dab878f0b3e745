"""Why a paper could not be drawn."""

from __future__ import annotations


class PdfMissing(Exception):
    """What draws a PDF is not installed here, or not whole: take HTML and print that, or install it."""
