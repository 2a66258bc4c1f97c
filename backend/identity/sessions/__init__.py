"""Sessions: signing in, staying in, and proofs of a fresh password or PIN for a signature.

An access token lives 10 minutes in a page's memory and is believed only together with its session's row, looked at
once a second at most; a refresh token changes with every use, and one used twice ends the session (RFC 9700, 4.14).
"""
