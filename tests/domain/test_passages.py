"""Words are found in pages whatever their accents, capitals and signs, and it is said where."""

from __future__ import annotations

from psw_tui.domain.passages import look_up, passages

PAGE = """# Le portable perdu

Respirez. Vos notes
sont fermées à clé.

- **Avertissez** la personne qui vous supervise.
- Pressez `w`, puis *attendez*.

## Après

1. Installez le programme.
2. Sur une clé* USB.
"""
OTHER = "# Sauvegardes\n\nUne copie du coffre, sur une clé.\n"


def found(typed: str) -> list[tuple[str, int]]:
    every = [*passages("lost", PAGE), *passages("backups", OTHER)]
    return [(place.passage.page, place.passage.line) for place in look_up(every, typed)]


def test_a_page_falls_into_headings_paragraphs_and_items() -> None:
    """Each with its line, its headings, and without the signs of Markdown."""
    assert [(each.line, each.heading, each.text) for each in passages("lost", PAGE)] == [
        (0, "", "Le portable perdu"),
        (2, "", "Respirez. Vos notes sont fermées à clé."),
        (5, "", "Avertissez la personne qui vous supervise."),
        (6, "", "Pressez w, puis attendez."),
        (8, "Après", "Après"),
        (10, "Après", "Installez le programme."),
        (11, "Après", "Sur une clé USB."),
    ]
    assert {each.title for each in passages("lost", PAGE)} == {"Le portable perdu"}


def test_accents_and_capitals_do_not_matter_and_a_beginning_is_enough() -> None:
    """`cle` finds `clé`, `SUPERV` finds `supervise`; the middle of a word does not."""
    assert found("CLE") == [("lost", 2), ("lost", 11), ("backups", 2)]
    assert found("superv") == [("lost", 5)]
    assert found("pervise") == []


def test_all_words_have_to_be_there_and_a_heading_helps() -> None:
    """One of them in the passage itself, or every passage under a heading would answer."""
    assert found("notes cle") == [("lost", 2)]
    assert found("apres programme") == [("lost", 10)]
    assert found("apres") == [("lost", 8)]


def test_headings_come_first() -> None:
    """Who types the name of a chapter means the chapter."""
    text = "# One\n\nAbout backups.\n\n## Backups\n\nHow.\n"
    every = list(passages("one", text))
    assert [place.passage.text for place in look_up(every, "backups")] == ["Backups", "About backups."]


def test_words_in_different_passages_lead_to_the_page() -> None:
    """Better a page that says it all than nothing."""
    assert found("avertissez usb") == [("lost", 5)]
    assert found("avertissez coffre") == []


def test_nothing_typed_asks_for_nothing() -> None:
    """Nor do signs, whatever they are."""
    for typed in ("", "   ", "\x1b[31m"[0:1], '"*(', "[/b]"[0:2]):
        assert found(typed) == []
    assert found("a" * 5000) == []


def test_the_words_around_are_shown() -> None:
    """As they stand in the page, with their accents."""
    every = list(passages("backups", OTHER))
    (place,) = look_up(every, "cle")
    assert place.snippet == ("… du coffre, sur une ", "clé", ".")
