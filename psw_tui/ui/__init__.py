"""The Textual program: app, screens, dialogs and widgets."""

import os

# Textual reads it as it is imported. What the database answers is drawn a moment after the key was, and would wait for one
# or two sixtieths of a second: most of the time that finding took. It is a limit only: nothing is drawn that is the same.
os.environ.setdefault("TEXTUAL_FPS", "120")
