import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address, ip_address
from pathlib import Path

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from backend.foundation.certificates import (
    AddressNotPrivate,
    KeyUnreadable,
    LanCertificates,
    lan_certificates,
)
from backend.foundation.lan import lan_addresses

NOW = datetime.now(UTC).replace(microsecond=0)  # OpenSSL looks at the real clock.
PHONE_SEES = IPv4Address("192.168.31.7")


def test_a_phone_that_installed_the_authority_trusts_the_address(tmp_path: Path):
    made = lan_certificates(tmp_path, [PHONE_SEES], NOW)

    for name in ("192.168.31.7", "127.0.0.1", "::1", "localhost"):
        shake_hands(made, name)
    for other in ("192.168.31.8", "lotline.local"):
        with pytest.raises(ssl.SSLCertVerificationError, match="mismatch"):
            shake_hands(made, other)


def test_a_phone_that_did_not_install_it_does_not(tmp_path: Path):
    made = lan_certificates(tmp_path / "ours", [PHONE_SEES], NOW)
    theirs = lan_certificates(tmp_path / "theirs", [PHONE_SEES], NOW)

    with pytest.raises(ssl.SSLCertVerificationError):
        shake_hands(made, "192.168.31.7", trusted=theirs.authority)


@pytest.mark.parametrize("name", [x509.DNSName("bank.example"), x509.IPAddress(IPv4Address("8.8.8.8"))])
def test_with_a_stolen_authority_key_nobody_speaks_for_the_rest_of_the_world(
    name: x509.GeneralName, tmp_path: Path
):
    made = lan_certificates(tmp_path, [PHONE_SEES], NOW)
    forged = forge(made, name)

    with pytest.raises(ssl.SSLCertVerificationError, match="permitted subtree violation"):
        shake_hands(forged, str(name.value))


def test_certificates_last_as_long_as_phones_accept(tmp_path: Path):
    made = lan_certificates(tmp_path, [PHONE_SEES], NOW)
    server, authority = loaded(made.certificate), loaded(made.authority)

    assert server.not_valid_after_utc - server.not_valid_before_utc == timedelta(days=397)
    assert authority.not_valid_after_utc - authority.not_valid_before_utc == timedelta(days=3650)
    assert server.not_valid_before_utc == NOW - timedelta(hours=1)


def test_keys_are_closed_to_others(tmp_path: Path):
    lan_certificates(tmp_path, [PHONE_SEES], NOW)
    assert [(tmp_path / name).stat().st_mode & 0o777 for name in ("authority.key", "server.key")] == [
        0o600
    ] * 2


def test_nothing_is_made_again_without_need(tmp_path: Path):
    first = lan_certificates(tmp_path, [PHONE_SEES], NOW)
    before = {file.name: file.read_bytes() for file in tmp_path.iterdir()}

    again = lan_certificates(tmp_path, [PHONE_SEES], NOW + timedelta(days=360))

    assert again == first
    assert {file.name: file.read_bytes() for file in tmp_path.iterdir()} == before


@pytest.mark.parametrize(
    ("address", "later"),
    [(PHONE_SEES, timedelta(days=367)), (IPv4Address("10.0.0.9"), timedelta(0))],
    ids=["near its end", "another address"],
)
def test_the_servers_certificate_is_renewed_and_the_authority_stays(
    address: IPv4Address, later: timedelta, tmp_path: Path
):
    first = lan_certificates(tmp_path, [PHONE_SEES], NOW)
    server, authority = first.certificate.read_bytes(), first.authority.read_bytes()

    lan_certificates(tmp_path, [address], NOW + later)

    assert first.certificate.read_bytes() != server
    assert first.authority.read_bytes() == authority
    names = loaded(first.certificate).extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    assert set(names.get_values_for_type(x509.IPAddress)) == {address, *map(ip_address, ("127.0.0.1", "::1"))}


def test_a_damaged_certificate_is_made_anew(tmp_path: Path):
    made = lan_certificates(tmp_path, [PHONE_SEES], NOW)
    made.certificate.write_bytes(b"half a certif")

    lan_certificates(tmp_path, [PHONE_SEES], NOW)

    shake_hands(made, "192.168.31.7")


def test_a_damaged_key_is_named_because_phones_hold_its_other_half(tmp_path: Path):
    made = lan_certificates(tmp_path, [PHONE_SEES], NOW)
    authority = made.authority.read_bytes()
    for content in (b"half a k", b"\xff", b""):
        (tmp_path / "authority.key").write_bytes(content)
        with pytest.raises(KeyUnreadable) as refused:
            lan_certificates(tmp_path, [PHONE_SEES], NOW)
        assert refused.value.file == str(tmp_path / "authority.key")
    assert made.authority.read_bytes() == authority


def test_a_public_address_is_refused(tmp_path: Path):
    with pytest.raises(AddressNotPrivate) as refused:
        lan_certificates(tmp_path / "none", [PHONE_SEES, IPv4Address("8.8.8.8")], NOW)
    assert refused.value.address == "8.8.8.8"
    assert not (tmp_path / "none").exists()


def test_the_phone_installs_what_the_fingerprint_says(tmp_path: Path):
    made = lan_certificates(tmp_path, [PHONE_SEES], NOW)
    installed = x509.load_der_x509_certificate(made.authority_der())
    assert bytes.fromhex(made.authority_sha256.replace(":", "")) == installed.fingerprint(hashes.SHA256())


def test_addresses_of_this_machine_are_found_without_its_own_loop():
    found = lan_addresses()
    assert len(found) == len(set(found)) <= 8
    assert not any(address.is_loopback or address.is_unspecified for address in found)


def shake_hands(made: LanCertificates, name: str, trusted: Path | None = None) -> None:
    """A whole TLS handshake in memory, the client trusting one authority only."""
    server_side = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server_side.load_cert_chain(made.certificate, made.key)
    client_side = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    client_side.load_verify_locations(trusted or made.authority)
    to_server, to_client = ssl.MemoryBIO(), ssl.MemoryBIO()
    server = server_side.wrap_bio(to_server, to_client, server_side=True)
    client = client_side.wrap_bio(to_client, to_server, server_hostname=name)
    waiting = [client, server]
    for _ in range(8):
        for side in list(waiting):
            try:
                side.do_handshake()
                waiting.remove(side)
            except ssl.SSLWantReadError:
                continue
    assert waiting == []


def forge(made: LanCertificates, name: x509.GeneralName) -> LanCertificates:
    key_file = made.authority.with_name("authority.key")
    key = serialization.load_pem_private_key(key_file.read_bytes(), None)
    assert isinstance(key, ec.EllipticCurvePrivateKey)
    honest = loaded(made.certificate)
    forged = (
        x509.CertificateBuilder(honest.issuer, honest.subject, honest.public_key(), 7)
        .not_valid_before(honest.not_valid_before_utc)
        .not_valid_after(honest.not_valid_after_utc)
        .add_extension(x509.SubjectAlternativeName([name]), critical=False)
        .sign(key, hashes.SHA256())
    )
    made.certificate.write_bytes(forged.public_bytes(serialization.Encoding.PEM))
    return made


def loaded(file: Path) -> x509.Certificate:
    return x509.load_pem_x509_certificate(file.read_bytes())
