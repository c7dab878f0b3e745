"""A screen per thing a worker does."""
