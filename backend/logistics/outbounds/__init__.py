"""Outbounds: one order's way out of the warehouse, from its approval to hand-over.

An outbound is made from the order's reservations, first expiry first; one person holds it as a task, and a colleague
may take it over. Picking fills its lines, a re-check releases it (GSP: 出库复核), a delivery takes it away.
"""
