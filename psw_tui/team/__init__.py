"""The same records on several laptops: the changes that travel, and the rules by which they meet."""
