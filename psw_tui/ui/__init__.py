"""The Textual program: app, screens, dialogs and widgets."""
