"""Scans: what was read off a box, kept as it was read; the server parses it itself and says what it found."""
