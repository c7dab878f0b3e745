"""`psw-tui sheet`: a blank form for the recovery code."""

from __future__ import annotations

from pathlib import Path

from psw_tui.cli.request import DONE, Request
from psw_tui.services.sheet import sheet_path, write_sheet


def run(request: Request) -> int:
    """Write the blank sheet."""
    path: Path = sheet_path(request.asked.file)
    write_sheet(path, request.language)
    request.tell(request.say("A blank sheet is in {file}. Print it, and fill it in by hand.", file=path))
    return DONE
