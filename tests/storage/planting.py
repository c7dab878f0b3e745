"""Key files as somebody would forge them."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from typing import Any

from psw_tui.storage import keyfile
from psw_tui.storage.keyfile import KeyFile


def planted(keys: KeyFile, change: Callable[[dict[str, Any]], object]) -> bytes:
    """The file after somebody changed it and made the checksum fit."""
    document = json.loads(keyfile.unpack(keyfile.pack(keys)))
    change(document)
    body = json.dumps(document).encode()
    return body + b"\n#sha256 " + hashlib.sha256(body).hexdigest().encode() + b"\n"
