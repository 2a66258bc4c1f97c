"""Remarks on an order's time line: what people who see the order wrote beside its steps, with photos.

A remark is never changed or deleted (ALCOA+: a correction is another remark). Staff see all of an order's remarks; the
customer's people see their own and those that staff marked for them. It knows no order: who sees one is told from above.
"""
