import pytest
from cryptography.hazmat.primitives.asymmetric.ec import SECP384R1, generate_private_key
from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

from offline.digest import canonical
from offline.envelope import EnvelopeNotCanonical
from offline.signature import BadSignature, SignedEnvelope, device_key, verified, verify, wire_bytes
from tests.offline.phone import Phone, base64url_decoded, fields, sign
from tests.offline.vectors import each


@each("signature")
def test_only_the_device_s_own_signature_of_this_text_is_good(vector):
    stated = vector["input"]
    key = device_key(base64url_decoded(stated["spki"]))
    signed = SignedEnvelope(envelope=stated["envelope"], device_signature=stated["deviceSignature"])

    if vector["expect"]["verified"]:
        verify(signed, key)
        return
    with pytest.raises(BadSignature):
        verify(signed, key)


def test_an_envelope_with_its_signature_is_read():
    phone = Phone()

    assert verified(phone.seal("A"), phone.key.public_key()).input == {"label": "A"}


def test_a_good_signature_does_not_excuse_a_bad_form():
    phone = Phone()
    text = canonical(fields("A", 1, None)) + " "
    signed = SignedEnvelope(envelope=text, device_signature=sign(text, phone.key))

    with pytest.raises(EnvelopeNotCanonical):
        verified(signed, phone.key.public_key())


def test_a_lone_surrogate_is_signed_by_nobody():
    with pytest.raises(BadSignature):
        verify(SignedEnvelope(envelope="\ud83e", device_signature="A" * 86), Phone().key.public_key())


@pytest.mark.parametrize("other", [generate_private_key(SECP384R1()), Ed25519PrivateKey.generate()])
def test_a_key_of_another_kind_is_no_device_key(other):
    spki = other.public_key().public_bytes(Encoding.DER, PublicFormat.SubjectPublicKeyInfo)

    with pytest.raises(ValueError, match="P-256"):
        device_key(spki)


def test_bytes_are_counted_as_they_are_sent():
    # Two quotes around each text, and a backslash before each of the four quotes within.
    signed = SignedEnvelope(envelope='{"a":"长"}', device_signature="xyz")

    assert wire_bytes(signed) == (2 + 9 + 2 + 4) + (2 + 3)
