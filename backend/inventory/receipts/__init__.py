"""Receipts (收货 · 验收): what arrived from a supplier, and what another person accepted of it (GSP Art. 73–80).

Goods wait in the account `received` until they are inspected; only what was accepted goes to stock.
"""
