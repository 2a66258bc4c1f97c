"""The ledger of goods: double entries that sum to zero per command and lot, and balances that never go below zero.

`move` is the one way to change a quantity; a mistake is put right by the reverse movement, never by a change.
"""
