"""Every word the program says has its translation, and the compiled catalogues are the ones the sources make."""

from __future__ import annotations

from tests.tools import catalogue


def test_the_catalogues_are_whole():
    assert list(catalogue.check()) == []


def test_methods_functions_plurals_and_marks_are_all_found(tmp_path, monkeypatch):
    (tmp_path / "screen.py").write_text(
        'a = language.say("one")\nb = self.say("two {x}", x=1)\nc = N_("three" " four")\n'
        'd = self.language.say_n("{n} day", "{n} days", n)\ne = self.catalogue.pgettext("column", "today")\n'
    )
    monkeypatch.setattr(catalogue, "PACKAGE", tmp_path)
    found = {(message.context, message.id) for message in catalogue.words_in_program() if message.id}
    assert found == {
        (None, "one"),
        (None, "two {x}"),
        (None, "three four"),
        (None, ("{n} day", "{n} days")),
        ("column", "today"),
    }
