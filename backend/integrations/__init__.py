"""Integrations: doors to other firms' systems, each of client (speaks), mapping (translates), reactions (listens)."""
