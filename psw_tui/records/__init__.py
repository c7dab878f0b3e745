"""The shapes of what is recorded: forms that validate and the tables that inherit them."""
