"""psw-tui: an offline, encrypted notebook and nine-step checklist for peer support workers."""

__version__ = "0.1.0"
