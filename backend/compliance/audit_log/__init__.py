"""The audit log: one entry for every command, in the command's own transaction, so neither exists without the other.

Append-only by triggers that always fire and by grants; nobody's role but the owner's could change it.
"""
