"""Rooms: the places of plain mode, each with what can be read and done there."""
