"""How hard a text is to read: years of school for English, reading ease for French.

English: the Flesch-Kincaid grade, the measure that health agencies of North America ask for. A syllable is a run of
vowels, a mute e at the end left out; where Pyphen would break a word more often, that counts.

French: the reading ease of Kandel and Moles (1958), which is Flesch's measure fitted to French: its words have more
syllables, so Flesch's own numbers would call every French text hard. On both scales 60 to 70 is plain language, read
with ease after eight or nine years of school. Syllables are counted where Pyphen would break a word; it never breaks off
a lone vowel ("é-cole") nor a mute ending. Against a rough count of sounded vowels our pages come out 6 points too easy,
and more where mute endings are counted too: so 80 is asked for where 65 would be plain language.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from functools import cache

from pyphen import Pyphen

_WORD = re.compile(r"[^\W\d_]+(?:['’-][^\W\d_]+)*")
_VOWELS = re.compile(r"[aeiouy]+")
_MUTE = re.compile(r"(?<=[^aeiouyl])e$|(?<=[aeiouy]l)e$|(?<=[^aeiouydt])ed$|(?<=[^aeiouscxzh])es$")
_SENTENCE_ENDS = re.compile(r"[.!?…](?=\s|$)")


def grade(sentences: Iterable[str]) -> float:
    """Years of school, by Flesch and Kincaid, that reading these English sentences takes."""
    words_a_sentence, syllables_a_word = _averages("en", sentences)
    return 0.39 * words_a_sentence + 11.8 * syllables_a_word - 15.59


def ease(sentences: Iterable[str]) -> float:
    """How easy these French sentences are, by Kandel and Moles: 100 very easy, 0 very hard."""
    words_a_sentence, syllables_a_word = _averages("fr", sentences)
    return 207 - 1.015 * words_a_sentence - 73.6 * syllables_a_word


def _averages(language: str, texts: Iterable[str]) -> tuple[float, float]:
    sentences = [words for text in texts for part in _SENTENCE_ENDS.split(text) if (words := _WORD.findall(part))]
    words = [word for sentence in sentences for word in sentence]
    return len(words) / len(sentences), sum(syllables(language, word) for word in words) / len(words)


@cache
def syllables(language: str, word: str) -> int:
    """How many syllables a word has."""
    parts = [part for part in re.split(r"['-]", word.lower().replace("’", "'")) if len(part) > 1]
    broken = sum(len(_breaks(language).positions(part)) + 1 for part in parts)
    if language == "fr":
        return broken
    return max(broken, sum(max(1, len(_VOWELS.findall(_MUTE.sub("", part)))) for part in parts))


@cache
def _breaks(language: str) -> Pyphen:
    return Pyphen(lang=language)
