"""Devices: phones with a key of their own, made at enrolment and never leaving them (WebCrypto, ECDSA P-256).

One chain of envelopes per device and person: a phone that two people share is enrolled once for each.
"""
