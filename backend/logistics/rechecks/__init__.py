"""Re-checks (出库复核): a second person holds what was picked against the orders and signs for it, once for a shown list.

GSP Art. 94–95: buyer, product, lot, expiry, maker, quantity, date, quality, re-checker. The picker is never the
re-checker, nor a deputy of either; the database says so too. Signing numbers the delivery note.
"""
