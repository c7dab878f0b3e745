"""The words around what was found: what stands there is what was written, accents and all."""

from __future__ import annotations

import pytest

from psw_tui.domain.snippet import snippet


@pytest.mark.parametrize(
    ("body", "words", "found"),
    [
        ("Große Straße im Café", "strasse", ("Große ", "Straße", " im Café")),
        ("Café Straße im Hof", "im", ("Café Straße ", "im", " Hof")),
        ("un cafe\u0301 noir, deux thés", "thes", ("un cafe\u0301 noir, deux ", "thés", "")),
        ("dix ﬁls et ﬁlles", "filles", ("dix ﬁls et ", "ﬁlles", "")),
        ("ÉLÈVE, puis élève", "eleve", ("", "ÉLÈVE", ", puis élève")),
        ("İstanbul, then Izmir", "izmir", ("İstanbul, then ", "Izmir", "")),
    ],
)
def test_letters_that_fold_into_none_or_several_move_nothing(
    body: str, words: str, found: tuple[str, str, str]
) -> None:
    assert snippet(body, [words], []) == found
