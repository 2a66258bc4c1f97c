"""Locations (货位): shelf places with the storage class they keep. Receipts put goods there, picks take them away."""
