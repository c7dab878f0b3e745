"""Proofs and measurements. A package, so that another one called `tests` among the installed ones is never taken for it."""
