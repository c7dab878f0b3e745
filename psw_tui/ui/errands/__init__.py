"""What is done on several screens in a row: each errand shows them, waits, and acts on what came back."""
