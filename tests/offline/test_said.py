"""What the installer says: both languages, with the same values, in plain words."""

from __future__ import annotations

import re
import string
from pathlib import Path

import check
import install
import pytest
import said

from psw_tui import health_words
from psw_tui.language import LANGUAGES, speak
from tests.tools.reading import ease, grade

VALUES = re.compile(r"\{\w+\}|--key \w+|--older|\n.*")


def test_both_languages_put_in_the_same_values() -> None:
    for name, both in said.SAID.items():
        fields = [{field for _, field, _, _ in string.Formatter().parse(each) if field} for each in both]
        assert fields[0] == fields[1], name


def test_every_sentence_that_is_said_is_there_and_no_other() -> None:
    calls = re.compile(r'(?:sentence|Refused)\(\s*"(\w+)"')
    texts = [Path(module.__file__).read_text(encoding="utf-8") for module in (install, check)]
    named = {name for text in texts for name in calls.findall(text)}
    assert named | {"no_key", "not_signed"} == set(said.SAID)


def test_they_are_easy_to_read() -> None:
    english, french = ([VALUES.sub("one", both[which]) for both in said.SAID.values()] for which in (0, 1))
    assert grade(english) <= 8
    assert ease(french) >= 80


@pytest.mark.parametrize(
    ("environment", "language"),
    [
        ({}, "en"),
        ({"LANG": "fr_CA.UTF-8"}, "fr"),
        ({"LANG": "fr_CA.UTF-8", "LC_ALL": "C"}, "en"),
        ({"LANG": "de_DE", "PSW_TUI_LANGUAGE": "fr"}, "fr"),
    ],
)
def test_the_language_is_that_of_the_system(
    monkeypatch: pytest.MonkeyPatch, environment: dict[str, str], language: str
) -> None:
    monkeypatch.setattr(said, "language", "")
    said.choose(environment)
    assert said.language == language


def test_the_installer_knows_the_lines_of_the_self_test_that_say_what_is_wrong() -> None:
    assert tuple(f"{speak(code).say(health_words.WRONG)} " for code in LANGUAGES) == install.WRONG
