"""A password as PostgreSQL stores it, computed here, so that the password itself never travels in a statement
(and from there into a log or a list of running queries)."""

import base64
import hashlib
import hmac
import secrets

ITERATIONS = 4_096  # PostgreSQL's own number; our passwords are random, so stretching adds nothing.
SALT_BYTES = 16


def scram_verifier(password: str, salt: bytes | None = None) -> str:
    """The SCRAM-SHA-256 verifier of `password`, which must be ASCII (others would need SASLprep).

    Source: RFC 5803, RFC 7677; the form is PostgreSQL's in pg_authid.rolpassword.
    """
    salt = secrets.token_bytes(SALT_BYTES) if salt is None else salt
    salted = hashlib.pbkdf2_hmac("sha256", password.encode("ascii"), salt, ITERATIONS)
    stored_key = hashlib.sha256(hmac.digest(salted, b"Client Key", "sha256")).digest()
    server_key = hmac.digest(salted, b"Server Key", "sha256")
    return f"SCRAM-SHA-256${ITERATIONS}:{_base64(salt)}${_base64(stored_key)}:{_base64(server_key)}"


def _base64(value: bytes) -> str:
    return base64.b64encode(value).decode()
