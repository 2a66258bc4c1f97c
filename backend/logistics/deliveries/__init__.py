"""Deliveries: from hand-over to the receiver's signature, as facts (GSP: 运输, 交接).

What happened at the door is kept as it was told, also when the office expected something else: then it is marked as
an exception and quality looks at it. Goods that come back are pending, never available.
"""
