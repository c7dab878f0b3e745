"""What became of a rescue, as sentences for the worker."""

from __future__ import annotations

from collections.abc import Iterator

from psw_tui.language import Language
from psw_tui.storage.rescue import Rescued


def told(rescued: Rescued, language: Language) -> Iterator[str]:
    """A few lines: where the new vault is, what is in it, what is not."""
    say = language.say
    yield say(
        "A new vault was made in {folder}. The same passphrase and the same recovery code open it. The damaged one was"
        " not touched.",
        folder=rescued.folder,
    )
    yield language.say_n("Saved: {n} record.", "Saved: {n} records.", rescued.saved)
    for each in rescued.tables:
        if each.from_log or each.lost:
            yield say(
                "  {table}: {rows} read, {back} brought back from the change log, {lost} lost",
                table=each.table,
                rows=each.rows,
                back=each.from_log,
                lost=each.lost,
            )
    if not rescued.lost:
        yield say("Nothing is known to be lost.")
    if rescued.stand_ins:
        yield language.say_n(
            "Of {n} client only what was written about them is left. They have a new code.",
            "Of {n} clients only what was written about them is left. They have new codes.",
            rescued.stand_ins,
        )
    if rescued.log_has_gaps:
        yield say("Lines of the change log are lost too. What was brought back from it may lack its last changes.")
    yield say("Keep the damaged vault until you have looked at the new one.")
