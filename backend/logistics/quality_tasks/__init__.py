"""Quality tasks: what quality must look at and conclude, with the facts that brought it there.

A temperature out of range or without data, goods that came back, goods missing or broken at the shelf, a delivery
whose facts the office did not expect. Opened inside others' units of work; nobody but quality closes one.
"""
