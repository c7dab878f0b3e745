"""The colours: made for a dark car, for the sun, for weak eyes, for eyes that see few hues, and for weak terminals.

Every text stands out from what is behind it by 7 to 1 at least (WCAG 2.2, 1.4.6), every mark by 3 to 1 (1.4.11).
"""

from __future__ import annotations

import sys
from collections.abc import Mapping
from enum import StrEnum

from textual.theme import Theme


class Colours(StrEnum):
    """The themes by name, as the settings keep them. Here and not there: the records take too long to load."""

    DARK = "dark"
    LIGHT = "light"
    CONTRAST = "contrast"
    FEW_HUES = "few_hues"
    TERMINAL = "terminal"


FEW_COLOURS = ("linux", "vt100", "vt102", "vt220", "ansi", "dumb", "xterm-color", "xterm-16color", "screen", "cons25")
"""Terminals, by TERM, that know sixteen colours or none: there the terminal's own are used, whatever was chosen."""


def _theme(
    colours: Colours, *, paper: str, bar: str, ink: str, soft: str, alarm: str, mark: str, on_mark: str
) -> Theme:
    """A theme of few colours: `mark` is behind what has the cursor, `alarm` is what must not be overlooked."""
    return Theme(
        name=colours.value,
        dark=colours is not Colours.LIGHT,
        primary=mark,
        secondary=soft,
        warning=alarm,
        error=alarm,
        success=ink,
        accent=mark,
        foreground=ink,
        background=paper,
        surface=paper,
        panel=bar,
        boost=bar,
        variables={
            "text": ink,
            "text-muted": soft,
            "text-disabled": soft,
            "text-primary": ink,
            "text-error": alarm,
            "text-warning": alarm,
            "foreground-muted": soft,
            "foreground-disabled": soft,
            "surface-active": bar,
            "surface-lighten-1": bar,
            "block-cursor-background": mark,
            "block-cursor-foreground": on_mark,
            "block-cursor-blurred-background": bar,
            "block-cursor-blurred-foreground": ink,
            "block-hover-background": bar,
            "border": mark,
            "border-blurred": soft,
            "input-cursor-background": ink,
            "input-cursor-foreground": paper,
            "input-selection-background": mark,
            "input-selection-foreground": on_mark,
            "screen-selection-background": mark,
            "screen-selection-foreground": on_mark,
            "scrollbar": soft,
            "scrollbar-hover": mark,
            "scrollbar-active": mark,
            "scrollbar-background": bar,
            "scrollbar-background-hover": bar,
            "scrollbar-background-active": bar,
            "scrollbar-corner-color": bar,
            **{f"markdown-h{level}-color": ink for level in range(1, 7)},
            "link-color": ink,
        },
    )


THEMES: Mapping[Colours, Theme] = {
    Colours.DARK: _theme(
        Colours.DARK,
        paper="#121416",
        bar="#23282d",
        ink="#e8e6e1",
        soft="#bcc3c9",
        alarm="#ffb3a7",
        mark="#9cc4e4",
        on_mark="#0d1114",
    ),
    Colours.LIGHT: _theme(
        Colours.LIGHT,
        paper="#faf8f3",
        bar="#e6e2d8",
        ink="#1a1a1a",
        soft="#3f4246",
        alarm="#7d0f0f",
        mark="#1f4b73",
        on_mark="#ffffff",
    ),
    Colours.CONTRAST: _theme(
        Colours.CONTRAST,
        paper="#000000",
        bar="#000000",
        ink="#ffffff",
        soft="#ffffff",
        alarm="#ffff00",
        mark="#ffff00",
        on_mark="#000000",
    ),
    Colours.FEW_HUES: _theme(
        # Blue and orange differ for nearly every eye; nothing is red or green.
        Colours.FEW_HUES,
        paper="#0f1318",
        bar="#1f2833",
        ink="#f0f0f0",
        soft="#c2ccd6",
        alarm="#ffb454",
        mark="#7cc4ff",
        on_mark="#06111c",
    ),
    Colours.TERMINAL: Theme(
        # What the person chose for their terminal is what they can read: no colour of ours, marks by turning it round.
        name=Colours.TERMINAL.value,
        ansi=True,
        primary="ansi_default",
        secondary="ansi_default",
        warning="ansi_default",
        error="ansi_default",
        success="ansi_default",
        accent="ansi_default",
        foreground="ansi_default",
        background="ansi_default",
        surface="ansi_default",
        panel="ansi_default",
        boost="ansi_default",
        variables={
            "text": "ansi_default",
            "text-muted": "ansi_default",
            "text-disabled": "ansi_default",
            "foreground-muted": "ansi_default",
            "foreground-disabled": "ansi_default",
            "surface-active": "ansi_default",
            "ansi-background": "ansi_default",
            "ansi-foreground": "ansi_default",
            "block-cursor-background": "ansi_default",
            "block-cursor-foreground": "ansi_default",
            "block-cursor-text-style": "bold reverse",
            "block-hover-background": "ansi_default",
            "border": "ansi_default",
            "border-blurred": "ansi_default",
            "input-selection-background": "ansi_default",
            "input-selection-foreground": "ansi_default",
            "screen-selection-background": "ansi_default",
            "screen-selection-foreground": "ansi_default",
            "scrollbar": "ansi_white",
            "scrollbar-hover": "ansi_white",
            "scrollbar-active": "ansi_white",
            "scrollbar-background": "ansi_black",
            "scrollbar-background-hover": "ansi_black",
            "scrollbar-background-active": "ansi_black",
            "link-color": "ansi_default",
            **{f"markdown-h{level}-color": "ansi_default" for level in range(1, 7)},
        },
    ),
}


NOT_SAID = ("", "unknown")
"""What stands in TERM where nobody knows what the terminal can do. Windows never says, and knows all colours."""


def only_terminal(environment: Mapping[str, str], platform: str = sys.platform) -> bool:
    """Whether the terminal's own colours are all that may be used here: it knows few, or NO_COLOR asks for none.

    TERM is believed before COLORTERM, which is often left over from another terminal, as behind ssh or in a script.
    """
    terminal = environment.get("TERM", "")
    is_known = platform == "win32" or terminal not in NOT_SAID
    return bool(environment.get("NO_COLOR")) or terminal in FEW_COLOURS or not is_known


def next_colours(present: Colours) -> Colours:
    """What the key for the colours goes on to."""
    every = list(THEMES)
    return every[(every.index(present) + 1) % len(every)]
