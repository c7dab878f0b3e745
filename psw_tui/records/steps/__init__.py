"""The nine response steps, a file each."""
