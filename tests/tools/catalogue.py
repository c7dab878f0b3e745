"""Keeps the French catalogue in step with the words in the program: `python -m tests.tools.catalogue update|check|compile`.

update   takes new words in, drops unused ones, compiles
check    says what is missing, unfinished or out of date, and exits 1 if anything is
compile  writes the .mo from the .po, the same bytes every time
"""

from __future__ import annotations

import io
import string
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po

from tests.tools.spoken import spoken_in

ROOT = Path(__file__).resolve().parents[2]
PACKAGE = ROOT / "psw_tui"
FOLDER = ROOT / "assets" / "locale"
LANGUAGES = ("fr",)
HEADER = "# What the program says. After `python -m tests.tools.catalogue update` the msgstr lines are written by hand."
LINE_WIDTH = 110


def main(arguments: list[str]) -> int:
    match arguments:
        case ["update"]:
            for language in LANGUAGES:
                update(language)
                compile_one(language)
        case ["compile"]:
            for language in LANGUAGES:
                compile_one(language)
        case ["check"]:
            troubles = list(check())
            print("\n".join(troubles) or "Every word has its translation.")
            return 1 if troubles else 0
        case _:
            print(__doc__)
            return 2
    return 0


def words_in_program() -> Catalog:
    """Every word the program may show, in the order of the files."""
    words = Catalog(charset="utf-8", fuzzy=False)
    for spoken in spoken_in(PACKAGE):
        words.add(spoken.words, context=spoken.context)
    return words


def update(language: str) -> None:
    """Takes new words into the .po and drops those the program no longer says."""
    catalogue = read(language)
    catalogue.update(words_in_program(), no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    source(language).parent.mkdir(parents=True, exist_ok=True)
    source(language).write_bytes(written(catalogue))


def compile_one(language: str) -> None:
    compiled(language).write_bytes(as_mo(language))


def check() -> Iterator[str]:
    """One sentence for everything that keeps a catalogue from being whole."""
    for language in LANGUAGES:
        yield from _check_words(language)
        if not compiled(language).exists() or compiled(language).read_bytes() != as_mo(language):
            yield f"{language}: the .mo is not what the .po compiles to; run `compile`"


def _check_words(language: str) -> Iterator[str]:
    catalogue, program = read(language), words_in_program()
    there, wanted = _by_key(catalogue), _by_key(program)
    yield from (f"{language}: not in the .po: {key}" for key in wanted.keys() - there.keys())
    yield from (f"{language}: no longer in the program: {key}" for key in there.keys() - wanted.keys())
    yield from (f"{language}: obsolete: {key}" for key in catalogue.obsolete)
    for key, message in there.items():
        yield from (f"{language}: {trouble}: {key}" for trouble in _troubles(message))


def _troubles(message: Message) -> Iterator[str]:
    originals, texts = _each(message.id), _each(message.string)
    if message.fuzzy:
        yield "fuzzy"
    if not all(texts):
        yield "not translated"
        return
    known = set().union(*map(_names, originals))
    if any(_names(text) - known for text in texts) or known - set().union(*map(_names, texts)):
        yield "other {names} than the original"


def _each(text: object) -> list[str]:
    """The one text of a message, or those of its numbers."""
    return [str(each or "") for each in (text if isinstance(text, (list, tuple)) else [text])]


def _names(text: str) -> set[str]:
    """The names between braces, a key with its command; a text with loose braces has none and is never formatted."""
    try:
        parts = string.Formatter().parse(text)
        return {f"key:{spec}" if name == "key" and spec else name for _, name, spec, _ in parts if name is not None}
    except ValueError:
        return set()


def _by_key(catalogue: Catalog) -> dict[object, Message]:
    return {(message.context, message.id): message for message in catalogue if message.id}


def source(language: str) -> Path:
    return FOLDER / language / "LC_MESSAGES" / "psw_tui.po"


def compiled(language: str) -> Path:
    return source(language).with_suffix(".mo")


class PlainCatalogue(Catalog):
    """A catalogue whose header names no date, author or tool, so that files change only where words do.

    Nor does it change with Babel, which came to give French a third form, for a million things and more; nobody has those.
    """

    num_plurals = 2
    plural_expr = "(n > 1)"

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return [
            ("Language", str(self.locale)),
            ("Plural-Forms", self.plural_forms),
            ("MIME-Version", "1.0"),
            ("Content-Type", "text/plain; charset=utf-8"),
            ("Content-Transfer-Encoding", "8bit"),
        ]


def read(language: str) -> PlainCatalogue:
    """The .po as it lies there, or an empty one."""
    catalogue = PlainCatalogue(locale=language, charset="utf-8", fuzzy=False, header_comment=HEADER)
    if source(language).exists():
        with source(language).open("rb") as po:
            found = read_po(po, locale=language, charset="utf-8")
        for message in found:
            if message.id:
                catalogue[message.id] = message
        catalogue.obsolete.update(found.obsolete)
    return catalogue


def written(catalogue: PlainCatalogue) -> bytes:
    body = io.BytesIO()
    write_po(body, catalogue, width=LINE_WIDTH, no_location=True, ignore_obsolete=True)
    return body.getvalue()


def as_mo(language: str) -> bytes:
    body = io.BytesIO()
    write_mo(body, read(language))
    return body.getvalue()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
