"""Allocation: which lots serve an order, first expiring first, and how goods go from stock to the customer and back.

Orders reserve and release; logistics picks, ships and takes back. EU GDP ch. 5.5: exceptions to FEFO need a reason.
"""
