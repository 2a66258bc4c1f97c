"""The link behind the QR of a delivery note: who has it may look at that one delivery, for a time, without signing in.

The token is a capability: it opens what the note's holder was handed with the goods anyway (never prices, addresses,
phones, photos, nor another order), it ends by itself, and staff can close it.
"""
