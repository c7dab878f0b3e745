"""Kinds of screen: what the screens themselves are built on."""
