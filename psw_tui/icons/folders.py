"""The folders of this system that show icons."""

from __future__ import annotations

import os
import sys
from dataclasses import dataclass
from pathlib import Path


@dataclass(frozen=True)
class Folders:
    """Where icons are looked for. Any of them may not be there."""

    desktop: Path
    """What lies on the screen behind the windows."""
    menu: Path
    """What the list of programs is made of."""
    pictures: Path
    """What Linux keeps the pictures of icons in; it is not used elsewhere."""


def this_system() -> Folders:
    """Those of whoever is logged in."""
    import platformdirs  # loaded here: nobody else needs it so early

    desktop = Path(platformdirs.user_desktop_dir())
    if sys.platform == "win32":
        roaming = Path(os.environ.get("APPDATA") or Path.home() / "AppData" / "Roaming")
        menu = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs"
        return Folders(desktop, menu, menu)
    data = Path(platformdirs.user_data_dir())
    return Folders(desktop, data / "applications", data / "icons" / "hicolor" / "scalable" / "apps")
