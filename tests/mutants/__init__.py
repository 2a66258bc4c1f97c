"""Guards that matter, each with a patch that takes it away, so that nobody has to believe that a test would notice."""
