"""Custody: an envelope is kept as it was signed, in the strict sequence of its device, before anybody asks whether it
may take effect. So the phone is relieved of its work even when its turn is far away, or its owner has left.

What is kept is evidence: neither altered, nor reordered, nor thinned out. That nothing was left out at the end is not
proved by it.
"""
