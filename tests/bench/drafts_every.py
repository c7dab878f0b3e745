"""The app in this very process, with another time between two drafts: `drafts_every.py SECONDS [arguments of the app]`."""

from __future__ import annotations

import sys

from psw_tui.__main__ import main
from psw_tui.ui.frames import form

if __name__ == "__main__":
    form.DRAFT_EVERY = float(sys.argv[1])
    sys.exit(main(["--child", *sys.argv[2:]]))
