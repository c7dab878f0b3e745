"""A blank sheet for the recovery code: boxes to fill in by hand. The code itself is never in it."""

from __future__ import annotations

import html
import os
from pathlib import Path
from string import Template

from psw_tui.domain.words import N_
from psw_tui.language import Language
from psw_tui.resources import asset
from psw_tui.services.errors import SheetInTheWay
from psw_tui.storage.atomic import make_private_file, named_failures
from psw_tui.storage.recovery import GROUP, LENGTH

WORDS = {
    "title": N_("My recovery code for psw-tui"),
    "what": N_("This code opens my notes if I forget my passphrase. Nobody can make it again."),
    "first": N_("Copy all nine groups from the screen, one sign in each box. Use a pen."),
    "second": N_("There is no letter I, L, O or U in a code. What looks like an O is a zero: write 0 with a stroke."),
    "third": N_("Type the code back from this sheet, as the program asks. Then you know that it is right."),
    "fourth": N_("Keep this sheet away from the laptop, in a place that locks. Whoever has both can read the notes."),
    "fifth": N_("Do not take a photo of it, and do not type it into anything but psw-tui."),
    "whose": N_("For the vault called"),
    "when": N_("Written on"),
    "group": N_("Group"),
    "lost": N_("Is this sheet lost, or has somebody seen it? Open psw-tui, choose Passphrase, and make a new code."),
}


NAME = "sheet.html"


def sheet_path(typed: str) -> Path:
    """Where a sheet typed like this goes: `~` is home, a folder takes it in, a name gets an ending a browser knows."""
    path = Path(os.path.expanduser(typed.strip()) or NAME).absolute()  # Path's own fails for a ~ of nobody
    if path.is_dir():
        return path / NAME
    return path if path.suffix else path.with_name(path.name + ".html")


def write_sheet(path: Path, language: Language) -> None:
    """Write the blank sheet in this language. Raises SheetInTheWay, FolderUnwritable, DiskFull."""
    page = _page(language)
    if path.exists():
        raise SheetInTheWay(path)
    with named_failures(path):
        make_private_file(path)
        path.write_text(page, encoding="utf-8")


def _page(language: Language) -> str:
    words = {name: html.escape(language.say(sentence)) for name, sentence in WORDS.items()}
    rows = "".join(_row(words["group"], number) for number in range(1, LENGTH // GROUP + 1))
    template = Template(asset("print", "sheet.html").read_text(encoding="utf-8"))
    return template.substitute(words, language=language.code, rows=rows)


def _row(word: str, number: int) -> str:
    return f'<li><span class="group">{word} {number}</span>' + '<span class="box"></span>' * GROUP + "</li>\n"
