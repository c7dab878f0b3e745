"""Several laptops with the same clients: what they exchange, and the two ways it travels, a hub and a stick."""
