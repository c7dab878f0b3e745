"""Records read aloud: every answer given, beside its question."""

from __future__ import annotations

import re

from psw_tui.domain.words import N_
from psw_tui.manual import chapter
from psw_tui.plain.desk import Desk
from psw_tui.readable import Readable
from psw_tui.records.row import Row

OF_THE_SCREENS = N_("This page is about the screens. Where it names a key, pick the same words by their number here.")
_MARKUP = re.compile(r"\*\*|`|^#+ *|(?<!\w)\*(?=\w)|(?<=\w)\*(?!\w)", re.MULTILINE)
"""What Markdown adds to the words of a help page."""


def tell_record(
    desk: Desk,
    heading: str,
    reader: Readable,
    row: Row,
    *,
    private: bool = False,
    leave_out: frozenset[str] = frozenset(),
) -> None:
    """A heading, then every answer of a record. The worker's own only where `private` says so."""
    desk.tell(heading)
    for words, lines in reader.answers(row, private=private, leave_out=leave_out):
        announced = desk.language.before(words)
        if len(lines) == 1:
            desk.talk.tell(f"{announced} {lines[0]}", indent="  ", hanging="    ")
        else:
            desk.tell(announced, indent="  ")
            for line in lines:
                desk.talk.tell(line, indent="  - ", hanging="    ")


def explain(desk: Desk, page: str) -> None:
    """What can be said at every prompt, then the page of the manual."""
    desk.talk.explain_signs()
    desk.tell()
    if page != "plain":
        desk.tell(desk.say(OF_THE_SCREENS))
        desk.tell()
    text = re.sub(
        r"(?<!\n)\n(?![\n#|-]|\d+\. )\s*", " ", chapter(desk.language.code, page, desk.key_words(desk.language)).text
    )
    for line in _MARKUP.sub("", text).split("\n"):
        desk.tell(line)
