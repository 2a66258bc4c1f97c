"""Compliance: the audit log, signatures, and qualification papers of any holder (GSP, 21 CFR 11, ALCOA+)."""
