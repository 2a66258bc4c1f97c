"""People: of the firm (staff), of its customers (portal), and the system itself, which never signs in.

A person who leaves is disabled, never deleted: their name stands under what they signed (GSP Art. 31, 21 CFR 11.10).
"""
