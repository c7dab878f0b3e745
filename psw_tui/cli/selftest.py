"""`psw-tui selftest`: whether the program works on this computer, one line a part, on a vault that is gone at the end."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from psw_tui.cli.making import take_away
from psw_tui.cli.request import DONE, WRONG, Refused, Request
from psw_tui.clock import SystemClock
from psw_tui.ending import ending_tidily
from psw_tui.selftest_words import told
from psw_tui.services.selftest import PASSPHRASE, NotHere, Part, SelfTest, Tried, tried

FOLDER = "psw-tui-selftest-"


def run(request: Request) -> int:
    """Try everything; what is wrong does not keep the rest from being tried."""
    if request.asked.vault is not None or request.asked.passphrase_file is not None:
        raise Refused(request.say("The self-test makes its own vault. Leave out --vault and --passphrase-file."))
    with ending_tidily(), _own_folder(request) as around:
        wrong = False
        for one in _each(request, around):
            wrong = wrong or not one.fine
            request.tell(told(one, request.language))
    if wrong:
        request.tell(request.say("Not everything works here. Nothing of yours was touched."))
        return WRONG
    request.tell(request.say("Everything works here."))
    return DONE


def _each(request: Request, around: Path) -> Iterator[Tried]:
    test = SelfTest(around, SystemClock(), request.language.code)
    yield from test

    def walk() -> None:
        if request.walk is None:
            raise NotHere
        for _line in request.walk(test.folder, PASSPHRASE):
            pass

    yield tried(Part.SCREENS, walk)


@contextmanager
def _own_folder(request: Request) -> Iterator[Path]:
    """A folder that only this account can read, gone at the end however it ends."""
    try:
        around = Path(tempfile.mkdtemp(prefix=FOLDER))
    except OSError as problem:
        sentence = "There is no folder for temporary files that can be written: {reason}."
        raise Refused(request.say(sentence, reason=problem.strerror)) from problem
    try:
        yield around
    finally:
        take_away(around, whole=True)
