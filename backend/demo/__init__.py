"""A believable small company, made through commands: the same seed on the same day gives the same world.

Every name, person, number and address is invented. What happened in the past is performed under a clock that is set to
that past and marked as simulated; when it was recorded is told honestly.
"""
