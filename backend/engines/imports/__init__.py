"""Import from spreadsheets: a sheet's columns become commands, one per row, each with its own audit entry.

Features offer what can be imported in their `exhibits.py`; this engine knows none of them. A file is previewed first,
with every fault in words; applied in portions of rows that a repeat finishes and never doubles.
"""
