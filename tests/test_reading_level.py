"""What the program says can be read after eight years of school, by a tired person: help pages, and the words of screens."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from psw_tui.domain.passages import passages
from psw_tui.language import LANGUAGES, speak
from psw_tui.manual import chapters
from tests.tools.reading import ease, grade, syllables
from tests.tools.spoken import spoken_in_file

PACKAGE = Path(__file__).resolve().parents[1] / "psw_tui"

HIGHEST_GRADE = 8.0
LOWEST_EASE = 80.0
"""Of a whole French text; see tests/tools/reading.py for what is meant by it."""
LOWEST_EASE_OF_ONE = 70.0
"""Of one French paragraph; a few words weigh more in it."""
LONG = 20
"""Words from which a paragraph is judged by itself: below, one name decides."""
ENOUGH = 40
"""Words from which the sentences of a module are judged."""

NAMES = {"psw_tui/domain/steps.py"}
"""The nine steps are called as peer workers call them; their names are no sentences of ours."""

CODE = re.compile(r"\{\w+:[\w.]+\}|`[^`]*`")
PAGES = {
    (language, name): [passage.text for passage in passages(name, CODE.sub("", chapter.text))]
    for language in LANGUAGES
    for name, chapter in chapters(language, {}).items()
}


def sentences_of(module: Path) -> list[str]:
    """What a module says in four words or more; a label is no sentence."""
    said = (spoken.words for spoken in spoken_in_file(module))
    return [words for one in said for words in ([one] if isinstance(one, str) else one) if len(words.split()) >= 4]


SCREENS = {
    str(path.relative_to(PACKAGE.parent)): sentences
    for path in sorted(PACKAGE.rglob("*.py"))
    if len(" ".join(sentences := sentences_of(path)).split()) >= ENOUGH
}


def hard(language: str, texts: list[str], *, one: bool = False) -> str:
    """What is too hard about it; nothing where it is easy enough."""
    if language == "en":
        found = grade(texts)
        return f"grade {found:.1f}" if found > HIGHEST_GRADE else ""
    found = ease(texts)
    return f"ease {found:.1f}" if found < (LOWEST_EASE_OF_ONE if one else LOWEST_EASE) else ""


@pytest.mark.parametrize(("language", "name"), PAGES, ids="/".join)
def test_a_page_of_help_is_easy_to_read(language: str, name: str) -> None:
    """The whole page, and each longer paragraph by itself, so that no easy list makes up for a hard one."""
    texts = PAGES[language, name]
    assert not hard(language, texts)
    for text in texts:
        if len(text.split()) >= LONG:
            assert not hard(language, [text], one=True), text


@pytest.mark.parametrize("module", sorted(SCREENS.keys() - NAMES))
def test_what_a_screen_says_is_easy_to_read(module: str) -> None:
    """Sentences, hints and questions, module by module, in both languages; what is put in later counts as one word."""
    french = speak("fr")
    values = re.compile(r"\{[^}]*\}")
    assert not hard("en", [values.sub("one", words) for words in SCREENS[module]])
    said = [french.say(words) for words in SCREENS[module]]
    translated = [words for words, english in zip(said, SCREENS[module], strict=True) if words != english]
    assert not hard("fr", [values.sub("un", words) for words in translated])


def test_the_measures_tell_easy_from_hard() -> None:
    """Known sentences, so that a change of a library does not quietly make everything easy."""
    easy = ["The cat sat on the mat. It was warm there."]
    hard_ = ["Notwithstanding institutional considerations, participants demonstrated considerable ambivalence."]
    assert grade(easy) < 1
    assert grade(hard_) > 20
    assert ease(["Le chat dort sur le lit. Il y fait chaud."]) > 100
    assert ease(["Nonobstant les considérations institutionnelles, les participants manifestent une ambivalence."]) < 60
    assert [syllables("en", word) for word in ("notes", "people", "encrypted")] == [1, 2, 3]
    assert [syllables("fr", word) for word in ("lit", "permission", "sauvegarde")] == [1, 3, 3]
