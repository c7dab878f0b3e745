"""Where the program in the folder begins: the same way in as `python -m psw_tui`."""

import sys

from psw_tui.__main__ import main

sys.exit(main())
