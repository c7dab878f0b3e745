"""The language a worker reads: words from the catalogue, and days and times as people say them."""

from __future__ import annotations

import gettext
import re
import struct
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache

from psw_tui.domain.keys import KEYS, key_name
from psw_tui.domain.words import N_
from psw_tui.resources import asset

SOURCE_LANGUAGE = "en"
"""The language the program is written in; it needs no catalogue."""

LANGUAGES = (SOURCE_LANGUAGE, "fr")
"""What a worker may choose from, by code."""

YEAR_GOES_WITHOUT_SAYING = 300
"""Within this many days a date is shown with its weekday and without its year."""

NEAR_DAYS = {-1: N_("yesterday"), 0: N_("today"), 1: N_("tomorrow")}
"""Days that have a name of their own, by how far away they are."""


_KEY = re.compile(r"\{key:([\w.]+)\}")
"""Where the key of a command belongs in a sentence."""


@dataclass(frozen=True)
class Language:
    """One language, ready to speak. Values put into a sentence are never read as words or as formats."""

    code: str
    catalogue: gettext.NullTranslations = field(repr=False, compare=False)

    def say(self, words: str, /, **values: object) -> str:
        """`words` in this language, with `{key:command}` filled in, and `{name}` replaced where values are given."""
        said = self._with_keys(self.catalogue.gettext(words)) if words else words
        return _filled(said, self._with_keys(words), values) if values else said

    def say_n(self, one: str, many: str, n: int, /, **values: object) -> str:
        """The wording that fits the number `n`, which is also there as `{n}`."""
        said = self._with_keys(self.catalogue.ngettext(one, many, n))
        return _filled(said, self._with_keys(one if n == 1 else many), {"n": n} | values)

    def _with_keys(self, said: str) -> str:
        """A sentence names the key that the command has now. What a translation made up stands there as it is."""

        def named(place: re.Match[str]) -> str:
            return self.say(key_name(KEYS[place[1]])) if place[1] in KEYS else place[0]

        return _KEY.sub(named, said) if "{key:" in said else said

    def before(self, words: str) -> str:
        """Words, already in this language, before what they announce: "Place:". A question has its own sign."""
        return words if words.endswith("?") else self.say("{words}:", words=words)

    def day(self, day: date, today: date) -> str:
        """A short date as people say it: "today", "Fri 12 Dec", or "12 Dec 2024" when it is far away."""
        away = (day - today).days
        if away in NEAR_DAYS:
            return self.say(NEAR_DAYS[away])
        if abs(away) <= YEAR_GOES_WITHOUT_SAYING:
            return self.day_with_weekday(day)
        return self.whole_day(day)

    def whole_day(self, day: date) -> str:
        """The day, the month and the year, "12 Dec 2024", for papers: they are read on another day."""
        return self.say("{day_and_month} {year}", day_and_month=self._in_year(day), year=day.year)

    def day_with_weekday(self, day: date) -> str:
        """The weekday, the day and the month, "Fri 12 Dec", even for today."""
        return self.say("{weekday} {day_and_month}", weekday=self._weekday(day), day_and_month=self._in_year(day))

    def ago(self, day: date, today: date) -> str:
        """How long ago, in 6 characters or fewer up to 99 years: "today", "3 d", "5 wk"; a day to come has a "+"."""
        days = (today - day).days
        return self._span(days) if days >= 0 else f"+{self._span(-days)}"

    def instant(self, local: datetime) -> str:
        """The weekday and the minute, "Fri 10:42", of an instant already on the worker's own wall clock."""
        weekday = self._weekday(local)
        return self.say("{weekday} {hour:02}:{minute:02}", weekday=weekday, hour=local.hour, minute=local.minute)

    def number(self, n: int) -> str:
        """A count as people write it: "10,000", in French with a space."""
        return f"{n:,}".replace(",", self.catalogue.pgettext("between thousands", ","))

    def _span(self, days: int) -> str:
        if days == 0:
            return self.catalogue.pgettext("narrow column", "today")
        if days < 14:
            return self.say("{n} d", n=days)
        if days < 63:
            return self.say("{n} wk", n=days // 7)
        if days < 731:
            return self.say("{n} mo", n=days * 12 // 365)
        return self.say("{n} y", n=days * 4 // 1461)

    def _weekday(self, day: date) -> str:
        names = "Mon Tue Wed Thu Fri Sat Sun"
        return _word(self.say(names), names, day.weekday())

    def _in_year(self, day: date) -> str:
        names = "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
        month = _word(self.say(names), names, day.month - 1)
        if day.day == 1:
            return self.say("1 {month}", month=month)
        return self.say("{day} {month}", day=day.day, month=month)


@lru_cache
def speak(code: str) -> Language:
    """The language with this code; English for any other."""
    if code not in LANGUAGES or code == SOURCE_LANGUAGE:
        return Language(SOURCE_LANGUAGE, gettext.NullTranslations())
    return Language(code, _catalogue(code))


def spoken_with(code: str, otherwise: Language) -> Language:
    """What a client reads whose language is this one; where the program does not speak it, what the worker reads."""
    return speak(code) if code in LANGUAGES else otherwise


def _catalogue(code: str) -> gettext.NullTranslations:
    """The compiled catalogue. Without it a damaged installation still speaks, in English, rather than not at all."""
    try:
        with asset("locale", code, "LC_MESSAGES", "psw_tui.mo").open("rb") as compiled:
            return gettext.GNUTranslations(compiled)
    except (OSError, ValueError, LookupError, struct.error):  # it is not there, or its bytes are not those of one
        return gettext.NullTranslations()


def _filled(said: str, words: str, values: Mapping[str, object]) -> str:
    """A sentence with its values; the original where its translation asks for others."""
    try:
        return said.format(**values)
    except (LookupError, ValueError, AttributeError):
        return words.format(**values)


def _word(said: str, words: str, index: int) -> str:
    """One of several words said together; of the original where the translation has fewer or more."""
    names, translated = words.split(), said.split()
    return (translated if len(translated) == len(names) else names)[index]


def from_environment(environment: Mapping[str, str]) -> Language:
    """The language the worker's session asks for: PSW_TUI_LANGUAGE first, then the usual locale variables."""
    asked = (environment.get(name) for name in ("PSW_TUI_LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"))
    first = next(filter(None, asked), SOURCE_LANGUAGE)
    return speak(first[:2].lower())
