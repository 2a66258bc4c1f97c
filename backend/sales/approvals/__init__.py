"""Deciding on orders: manager, director and finance say yes or no, one step after the other, never on their own order."""
