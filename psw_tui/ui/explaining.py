"""How help comes on screen: the page of the screen on top, a chapter of the manual, its contents."""

from __future__ import annotations

from typing import Any

from textual.app import App

from psw_tui.language import Language
from psw_tui.manual import chapter, chapters
from psw_tui.ui.frames.base import PswScreen
from psw_tui.ui.key_book import key_words
from psw_tui.ui.routes import ShowHelp
from psw_tui.ui.screens.help import HelpScreen
from psw_tui.ui.screens.manual import ManualScreen


async def explain(app: App[Any], language: Language, asked: ShowHelp) -> None:
    """The page of the screen on top with its keys, or the page that was asked for."""
    top = app.screen
    if isinstance(top, PswScreen):
        page = chapter(language.code, asked.page or top.help_name, key_words(language))
        await app.push_screen(HelpScreen(language, page.text, () if asked.page else top.offers, asked.line))


async def open_manual(app: App[Any], language: Language) -> None:
    """The contents; from a chapter that was opened there, the way leads back, not ever deeper."""
    below = app.screen_stack[-2:-1]
    if isinstance(app.screen, HelpScreen) and below and isinstance(below[0], ManualScreen):
        await app.pop_screen()
    else:
        await app.push_screen(ManualScreen(language, chapters(language.code, key_words(language))))
