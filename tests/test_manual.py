"""The pages of help: both languages have them all, every screen has one, and every key in them comes from a command."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import fields
from importlib import import_module
from pathlib import Path
from pkgutil import walk_packages

import pytest

from psw_tui import ui
from psw_tui.language import LANGUAGES, speak
from psw_tui.manual import FIRST_PAGE, PARTS, chapters, fill_in
from psw_tui.ui.commands import Command
from psw_tui.ui.errands.forming import Sheet
from psw_tui.ui.frames.form import FormPlan
from psw_tui.ui.frames.listing import ListPlan
from psw_tui.ui.frames.reading import ReadPlan
from psw_tui.ui.key_book import every_command, key_words
from tests.ui.test_keys import COMMANDS, SCREENS

ROOT = Path(__file__).resolve().parents[1]
HELP = ROOT / "assets" / "help"
PAGES = sorted(HELP.glob("*/*.md"))
IN_THE_MANUAL = [name for part in PARTS for name in part.pages]

PLANS = {kind.__name__: [field.name for field in fields(kind)] for kind in (Sheet, FormPlan, ListPlan, ReadPlan)}

BY_HAND = re.compile(r"\bF\d{1,2}\b|\b(?:ctrl|Ctrl)\+|\b(?:Esc|Échap)\b|`[\w?!./~-]`|`\d`-`\d`|\*\*\w\*\*|\(\w\)")
"""A key of a command that somebody wrote down, and the mark of a step. Those of the boxes themselves never change: Tab,
Enter, Space, digits, arrows."""

PLAIN = "plain"
"""The page whose signs belong to no screen: plain mode has its own, which tests/plain knows."""

each_page = pytest.mark.parametrize("page", PAGES, ids=lambda page: f"{page.parent.name}/{page.stem}")


def test_both_languages_have_every_page_of_the_manual_and_no_other() -> None:
    """So that none is unused, and a screen never falls back to the first page."""
    assert len(IN_THE_MANUAL) == len(set(IN_THE_MANUAL))
    for language in LANGUAGES:
        assert {page.stem for page in (HELP / language).glob("*.md")} == set(IN_THE_MANUAL)


def pages_named() -> Iterator[tuple[str, str]]:
    """Each page that the code of the app names for a screen, and where."""
    package = ROOT / "psw_tui"
    for path in sorted([*(package / "ui").rglob("*.py"), *(package / "sheets").rglob("*.py")]):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        for call in (node for node in ast.walk(tree) if isinstance(node, ast.Call)):
            named = PLANS.get(getattr(call.func, "id", ""))
            if named is None:
                continue
            given = dict(zip(named, call.args, strict=False)) | {word.arg: word.value for word in call.keywords}
            page = given.get("help_name")
            if isinstance(page, ast.Name):
                page = next(
                    node.value
                    for node in tree.body
                    if isinstance(node, ast.Assign) and getattr(node.targets[0], "id", "") == page.id
                )
            if isinstance(page, ast.Constant):
                yield f"{path.stem}:{call.lineno}", str(page.value)
            else:
                assert getattr(page, "attr", "") == "help_name", f"{path.stem}:{call.lineno} names no page"


def test_every_screen_that_offers_help_has_a_page_of_its_own() -> None:
    """Frames that show many things are told which page; none shows the first one for want of another."""
    for screen in SCREENS:
        explains = any(command.action == "help" for command in screen.OFFERS)
        if explains and isinstance(screen.help_name, property) and screen.__name__ != "PswScreen":
            told = screen.__dict__.get("HELP_NAME") or next(
                (kind.__dict__["HELP_NAME"] for kind in screen.__mro__ if "HELP_NAME" in kind.__dict__), ""
            )
            assert told in IN_THE_MANUAL, screen.__name__
            by_plan = any("help_name" in kind.__dict__ for kind in screen.__mro__ if kind.__name__ != "PswScreen")
            assert told != FIRST_PAGE or by_plan, screen.__name__
    named = list(pages_named())
    assert len(named) > 20
    for where, page in named:
        assert page in IN_THE_MANUAL, where
        assert page != FIRST_PAGE, where


@each_page
def test_no_key_is_written_by_hand(page: Path) -> None:
    """A key that changes changes in every page; so each is a place that is filled from its command."""
    text = "" if page.stem == PLAIN else page.read_text(encoding="utf-8")
    assert BY_HAND.findall(re.sub(r"\{[\w:.]+\}|\((?:I|V|X)+\)", "", text)) == []


@each_page
def test_every_place_is_filled(page: Path) -> None:
    """No page names a command that is not there."""
    words = key_words(speak(page.parent.name))
    assert re.findall(r"[{}]", fill_in(page.read_text(encoding="utf-8"), words)) == []


@each_page
def test_both_languages_speak_of_the_same_keys(page: Path) -> None:
    """A key told in one language only was forgotten in the other."""
    places = [
        set(re.findall(r"\{([\w:.]+)\}", (HELP / language / page.name).read_text(encoding="utf-8")))
        for language in LANGUAGES
    ]
    assert places[0] == places[1]


def test_every_command_is_in_the_key_book() -> None:
    """A screen left out of it would have keys that no page can name."""
    book = every_command()
    everywhere = {
        command
        for module in walk_packages(ui.__path__, f"{ui.__name__}.")
        for value in vars(import_module(module.name)).values()
        for command in ([value] if isinstance(value, Command) else value if isinstance(value, tuple) else ())
        if isinstance(command, Command)
    }
    assert set(book) >= everywhere | COMMANDS


def test_a_name_of_a_command_stands_for_one_key() -> None:
    """Two screens may share a name, but not with different keys: a page could not tell which is meant."""
    keys: dict[str, set[str]] = {}
    for command in every_command():
        keys.setdefault(command.id, set()).add(command.first_key)
    assert {name: found for name, found in keys.items() if len(found) > 1} == {}


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_chapter_of_keys_tells_all_of_them(language: str) -> None:
    """Every command with a key, by its sentence."""
    say = speak(language).say
    text = chapters(language, key_words(speak(language)))["keys"].text
    for command in every_command():
        if command.key:
            assert f"`{say(command.first_key)}`" in text
            assert say(command.sentence) in text, command.id


README_ROWS = {
    "everywhere": ("app", "screen"),
    "lists and pages": ("list",),
    "caseload": ("caseload",),
    "client": ("client",),
    "shown to them": ("shown",),
    "goals": ("goals",),
    "permissions": ("permissions",),
    "contacts": ("contacts",),
    "referrals, supervision": ("requests",),
    "fresh look": ("look",),
    "to-do": ("to_do",),
    "forms": ("form", "step"),
    "import": ("importing",),
    "papers": ("papers",),
    "a file that came": ("parcels",),
    "team": ("team", "team_file"),
    "disagreements": ("disagreement",),
    "requests": ("asked",),
    "shared with the team": ("sharing",),
    "backups": ("backups",),
    "records to review": ("keeping",),
    "unfinished notes": ("drafts",),
    "unlock": ("unlock",),
    "set-up": ("set_up",),
    "passphrase": ("passphrase",),
    "help": ("help", "manual"),
}
"""The rows of the key table, and the areas of commands each of them tells."""

NOT_COMMANDS = {"Tab", "Shift+Tab", "Enter", "ctrl+p", "F2"}
"""Keys of boxes and of the palette, and one named again beside another form."""


def test_the_table_of_keys_in_the_readme_agrees_with_the_commands() -> None:
    """Every key of a row is one of its area, and every key of the area is in the row."""
    rows = re.findall(r"^\| ([\w ,-]+) \| (.*) \|$", (ROOT / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    told = {where: set(re.findall(r"`([^`]+)`", text)) for where, text in rows if where in README_ROWS}
    assert told.keys() == README_ROWS.keys()
    # The history is told once for all lists, and what every list has is told with the lists.
    general = {command.first_key for command in every_command() if command.id.endswith(".history")} | {"Esc"}
    for where, areas in README_ROWS.items():
        keys = {
            key
            for command in every_command()
            if command.key and command.id.partition(".")[0] in areas
            for key in (["1-9"] if command.key == "1-9" else [command.first_key])
        }
        named = {"1-9" if key in {"1", "9"} else key for key in told[where]}
        assert keys - general <= named, where
        assert named <= keys | general | NOT_COMMANDS | {key for key in named if also(where, key)}, where


def also(where: str, key: str) -> bool:
    """Whether a second key of a command is meant, such as `x` or `d`, or a general one named where it helps."""
    names = {"full_stop": ".", "question_mark": "?", "exclamation_mark": "!", "slash": "/"}
    areas = (*README_ROWS[where], "list", "form")
    every = [command for command in every_command() if command.id.partition(".")[0] in areas]
    return any(key in {names.get(part, part) for part in command.key.split(",")} for command in every)
