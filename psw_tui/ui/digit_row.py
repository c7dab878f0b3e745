"""The top row of an AZERTY keyboard, which gives digits with Shift only: on lists it means the digits without it too.

Of keyboards used here only those made for France and Belgium are like this; on Canadian ones (CSA, "Canadian French")
digits come as digits. Never in forms, not even where a digit answers: an accent or an apostrophe typed there is the
beginning of a word that went astray, and must not become an answer about safety.
"""

from __future__ import annotations

from collections.abc import Container

from textual import events
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import Input

from psw_tui.ui.widgets.line_box import Box

MEANS = dict(zip("&é\"'(-è_ç", "123456789", strict=True)) | {"§": "6"} | dict(zip("ÉÈÇ", "279", strict=True))
"""Digits by what comes instead of them: in France, in Belgium and on a Mac, and where Caps Lock makes capitals.

An exclamation mark, 8 in Belgium, is not among them: it shows the crisis card.
"""


def read_as_digit(key: events.Key, target: Widget | Screen[object], bound: Container[str]) -> None:
    """Make it the digit where it stands for one: on a list, and with no meaning of its own among what is bound there."""
    digit = MEANS.get(key.character or "")
    if digit is None or isinstance(target, Box | Input) or key.key in bound:
        return
    key.key = key.character = digit
