"""Catalogue: what is sold, at which price, and where it comes from."""
