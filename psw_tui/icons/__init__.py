"""An icon that opens a window with psw-tui: where it lies on each system, what is in it, and how it goes again."""
