"""Measurements, not tests: what the house costs beside the least that a correct program could cost. Prints ratios."""
