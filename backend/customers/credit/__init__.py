"""Credit (信用额度): a limit per customer and what is used of it, in entries by cause.

The account is low in the house so that sales can reserve on it and finance can give back, and neither knows the other.
"""
