"""The one door through which text reaches a widget: always content, never markup."""

from __future__ import annotations

from textual.content import Content

from psw_tui.domain.text import plain

SOFT = "$text-muted"
"""The style of what matters less: a colour of the theme, for what a terminal makes of "dim" nobody knows."""


def show(text: str, style: str = "") -> Content:
    """`text` just as it reads: brackets are brackets, and nothing in it steers the terminal."""
    return Content.styled(plain(text), style) if style else Content(plain(text))


def joined(*parts: Content | str, between: str = "") -> Content:
    """Several pieces as one; a bare str is shown as it reads."""
    pieces = [part if isinstance(part, Content) else show(part) for part in parts]
    return Content(between).join(pieces) if between else Content.assemble(*pieces)
