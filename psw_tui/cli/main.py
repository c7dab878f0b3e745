"""The command line: the same services as the app, for scripts, screen readers and checks."""

from __future__ import annotations

import os
import sys

from psw_tui.charset import write_closest
from psw_tui.cli.options import parser
from psw_tui.cli.request import WRONG, Plain, Refused, Request, Walk
from psw_tui.domain.codes import NoCodeLeft
from psw_tui.domain.text import one_line
from psw_tui.hygiene import LeakyEnvironment
from psw_tui.icons.errors import IconError
from psw_tui.language import from_environment
from psw_tui.places import PlaceError
from psw_tui.sentences import sentence
from psw_tui.services.errors import NotPossible
from psw_tui.storage.errors import VaultError
from psw_tui.team.hub_errors import HubError


def run(arguments: list[str], *, walk: Walk | None = None, plain: Plain | None = None) -> int:
    """Do one command; returns 0 for done, 1 for refused with a sentence, 2 for arguments that make no sense.

    A reader that goes away (BrokenPipeError), what is still buffered, and ctrl+c are left to `__main__`.
    """
    for stream in (sys.stdout, sys.stderr):
        write_closest(stream)
    language = from_environment(os.environ)
    try:
        asked = parser(language).parse_args(arguments)
        code: int = asked.command(Request(asked, language, walk, plain))
    except SystemExit as stop:  # argparse ends this way
        return stop.code if isinstance(stop.code, int) else 0
    except Refused as refusal:
        return _refuse(str(refusal))
    except (VaultError, NotPossible, PlaceError, IconError, LeakyEnvironment, NoCodeLeft, HubError) as error:
        return _refuse(sentence(error, language))
    return code


def _refuse(words: str) -> int:
    sys.stderr.write(one_line(words) + "\n")
    return WRONG
