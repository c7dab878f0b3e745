"""What a worker can do: plain synchronous functions on an open vault."""
