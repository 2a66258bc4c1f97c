"""Inventory: where goods came from, where they stand, and which of them may go out.

`movements` is the ledger and knows nobody; `lots` are what it counts; `receipts` bring goods in, `allocation` picks
by first expiry and hands goods on; `scans` keep what was read off a box.
"""
