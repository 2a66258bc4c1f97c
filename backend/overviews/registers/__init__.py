"""Registers (台账): sales, outbound re-check and hand-over records, one row for each lot that went out.

Nothing is kept here: a register is read from the orders, outbounds and deliveries themselves, so it cannot differ
from them. What leaves the house as CSV or PDF leaves an audit entry first.
"""
