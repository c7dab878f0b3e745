"""Pure rules: text, dates, step states. No clock, no files, no screens, no SQL."""
