"""Plain mode: the whole job by numbered questions, one after the other, for screen readers, pipes and poor terminals."""
