"""The only floor that knows files, SQLCipher, keys, migrations and the change log."""
