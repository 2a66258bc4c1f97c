"""What people know: passwords and signing PINs, kept as argon2id hashes (RFC 9106), never as text.

No command and no outcome ever holds the words themselves: the HTTP door hashes them and performs a command that
carries the hash. A new person, and one who forgot, gets a one-time code by an administrator's hand.
"""
