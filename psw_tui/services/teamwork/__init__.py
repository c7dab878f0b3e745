"""What a worker does with a team: join it, meet it on the hub or by stick, settle what does not agree, share a client."""
