"""Lots (批号): one maker's batch of one product with one expiry, and its quality state.

The state decides what may be sold (GSP: stop, lock, tell quality); expired is computed, never stored.
Receipts make lots, quality holds, releases and rejects them, allocation and logistics ask whether they may go.
"""
