"""What a keyboard sends that is no UTF-8, as an accent does on a terminal set to Latin-1.

Textual's own thread ends the app over the first such byte.
"""

from __future__ import annotations

import codecs
import sys
from collections.abc import Callable
from functools import partial


def hear_every_byte() -> None:
    """Have keys read in the character set of the terminal; a byte that is nothing in it becomes a replacement sign."""
    if sys.platform == "win32":  # keys come as characters there
        return
    from textual.drivers import linux_driver

    # There is no other way in: the driver asks for "utf-8" by this name, in the thread that reads the keys.
    vars(linux_driver)["getincrementaldecoder"] = lambda _name: _decoder(_charset())


def _charset() -> str:
    """That of standard input. A computer set to ASCII has a terminal of UTF-8 nearly always."""
    stream = sys.__stdin__
    name = codecs.lookup(stream.encoding).name if stream is not None else "utf-8"
    return "utf-8" if name == "ascii" else name


def _decoder(charset: str) -> Callable[[], codecs.IncrementalDecoder]:
    return partial(codecs.getincrementaldecoder(charset), "replace")
