"""Logistics: from an approved order to the receiver's signature.

quality_tasks    what quality must look at
outbounds        one order's way out of the warehouse: who holds the task, what is to be picked
picking          lines confirmed by scans, lots changed for a reason, lines closed
rechecks         the second person's signed check
delivery_notes   随货同行单 and pick list, numbered at the signature, drawn just after it
deliveries       hand-over, and what happened at the door, as facts
"""
