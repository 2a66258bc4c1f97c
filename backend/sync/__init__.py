"""Work that was done without a network: custody keeps what phones hand in, replay gives it effect, attention is what
the office has to look at, pull brings phones what they need to go on.

The protocol itself is pure and stands in `offline/`; here it is bound to PostgreSQL and to `perform`.
"""
