"""Identity: who people are, which posts they hold, how they prove it, and on which devices they work.

`company` the firm itself · `users` people · `posts` what they may do and when · `passwords` what they know ·
`devices` phones with keys of their own · `sessions` signing in, staying in, and proofs for signatures.
"""
