"""Reading choices: how a person read a supplier's ambiguous code, so that the next one offers that reading first.

It is offered, never taken: every reading is shown again, and one tap chooses another.
"""
