"""What belongs to a form besides its questions: shared by the screens and by the plain prompts."""
