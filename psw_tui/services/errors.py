"""What a worker asked for and cannot have as asked; one type per remedy."""

from __future__ import annotations

from pathlib import Path


class NotPossible(Exception):
    """Base of every refusal a service makes besides a form's own."""


class NoSuchClient(NotPossible):
    """No client has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class AlreadyOpen(NotPossible):
    """This client has a fresh look open; there is one at a time."""


class NotOpen(NotPossible):
    """The fresh look is closed and takes no more entries."""


class AlreadyAmended(NotPossible):
    """This version of a debrief has a later one; only the newest is amended."""


class NothingToUndo(NotPossible):
    """Nothing was saved in the last minutes that can be taken back."""

    def __init__(self, minutes: int) -> None:
        super().__init__(minutes)
        self.minutes = minutes


class DraftInTheWay(NotPossible):
    """What would become a draft again finds another draft in its place, which must not be lost."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class TooManyGoals(NotPossible):
    """Three goals are active; one has to rest before another starts."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class CodeTaken(NotPossible):
    """Another client has this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


class PracticeFileWrong(NotPossible):
    """The file of practice clients cannot be used; `place` is the client it fails at, or its own name."""

    def __init__(self, place: str) -> None:
        super().__init__(place)
        self.place = place


class SignalsFileWrong(NotPossible):
    """The numbers of the rule cannot be used; `line` is the name of the line, or of the whole file."""

    def __init__(self, line: str) -> None:
        super().__init__(line)
        self.line = line


class WordsFileWrong(NotPossible):
    """A list of words cannot be used; `row` names the row in `file`, or the file itself."""

    def __init__(self, file: str, row: str) -> None:
        super().__init__(file, row)
        self.file = file
        self.row = row


class PassphraseTooShort(NotPossible):
    """A new passphrase has fewer than `least` characters."""

    def __init__(self, least: int) -> None:
        super().__init__(least)
        self.least = least


class PassphraseTooLong(NotPossible):
    """A new passphrase has more than `most` characters: more is some other text, pasted."""

    def __init__(self, most: int) -> None:
        super().__init__(most)
        self.most = most


class PassphrasesDiffer(NotPossible):
    """The new passphrase was not typed the same way twice."""


class SheetInTheWay(NotPossible):
    """A file is at `path` already, where the blank sheet would go."""

    def __init__(self, path: Path) -> None:
        super().__init__(path)
        self.path = path
