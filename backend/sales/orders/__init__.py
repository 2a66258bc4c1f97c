"""Sales orders: what a customer wants, at which price, and how far it has come (device 办法54 Art. 38; drug law Art. 57).

Submission binds papers, price, stock and credit at once or not at all; what is in order is released by rule, and the rest
goes to a person with the one reason that brought it there.
"""
