"""A certificate authority of one's own, for phones on the same network (`demo --lan`).

Camera, service worker and WebCrypto exist only behind TLS, and no public authority signs for 192.168.…, so
the authority is made here, once, and each phone installs it. Its key could sign for names that are not ours;
name constraints (RFC 5280, 4.2.1.10) bind it to private addresses, so a stolen key reads nobody's bank.
"""

import ssl
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_network
from pathlib import Path
from typing import ClassVar

from cryptography import x509
from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import ExtendedKeyUsageOID, NameOID

from backend.foundation.refusal import Refusal
from backend.foundation.secret_files import kept_secret, replace_secret

Address = IPv4Address | IPv6Address
Network = IPv4Network | IPv6Network

AUTHORITY_YEARS = 10
SERVER_DAYS = 397  # The most that every phone accepts; they are laxer only with authorities one installed.
RENEW_DAYS = 30
CLOCK_DRIFT = timedelta(hours=1)  # A phone whose clock is behind still finds it valid.

OURSELVES: tuple[Address, ...] = (IPv4Address("127.0.0.1"), IPv6Address("::1"))
PRIVATE_NETWORKS: tuple[Network, ...] = tuple(
    ip_network(network)
    for network in (
        "10.0.0.0/8", "100.64.0.0/10", "127.0.0.0/8", "169.254.0.0/16", "172.16.0.0/12", "192.168.0.0/16",
        "192.0.2.0/24", "198.51.100.0/24", "203.0.113.0/24", "::1/128", "fc00::/7", "fe80::/10",
    )
)  # fmt: skip


@dataclass
class AddressNotPrivate(Refusal):
    address: str
    zh: ClassVar[str] = (
        "{address} 是公网地址，自建证书只用于内网。"
        "请用 lotline serve 并设置 LOTLINE_TLS_CERTIFICATE 和 LOTLINE_TLS_KEY。"
    )
    en: ClassVar[str] = (
        "{address} is a public address; a certificate of one's own is for private ones. "
        "Use `lotline serve` with LOTLINE_TLS_CERTIFICATE and LOTLINE_TLS_KEY."
    )


@dataclass
class KeyUnreadable(Refusal):
    file: str
    zh: ClassVar[str] = "密钥文件 {file} 已损坏。请删除它所在的目录后重新启动；各手机需重新安装证书。"
    en: ClassVar[str] = (
        "The key file {file} is damaged. Remove its folder and start again; "
        "phones must then install the certificate anew."
    )


@dataclass(frozen=True, slots=True)
class LanCertificates:
    """Files for the server, and what a phone installs."""

    certificate: Path
    key: Path
    authority: Path
    authority_sha256: str  # To compare with what the phone shows, in pairs of hexadecimal digits.

    def authority_der(self) -> bytes:
        """What Android and iOS install (application/x-x509-ca-cert)."""
        return ssl.PEM_cert_to_DER_cert(self.authority.read_text("ascii"))


def lan_certificates(folder: Path, addresses: Sequence[Address], now: datetime) -> LanCertificates:
    """Certificates in `folder` for `addresses` and this machine itself, made or renewed where they need it.

    The authority is made once and kept, because people carried it to their phones. The server's certificate
    is renewed 30 days before it ends, or when the addresses changed. Keys are 0600.

    Raises AddressNotPrivate and KeyUnreadable.
    """
    for address in addresses:
        if not any(address in network for network in PRIVATE_NETWORKS):
            raise AddressNotPrivate(address=str(address))
    authority_key = _kept_key(folder / "authority.key")
    authority = _read_certificate(folder / "authority.crt")
    if authority is None or not _is_fresh(authority, authority_key, now):
        authority = _authority(authority_key, now)
        _write_certificate(folder / "authority.crt", authority)
    server_key = _kept_key(folder / "server.key")
    wanted = frozenset((*addresses, *OURSELVES))
    server = _read_certificate(folder / "server.crt")
    if server is None or not (_is_fresh(server, server_key, now) and _is_for(server, wanted, authority)):
        _write_certificate(folder / "server.crt", _server(server_key, wanted, authority, authority_key, now))
    return LanCertificates(
        certificate=folder / "server.crt",
        key=folder / "server.key",
        authority=folder / "authority.crt",
        authority_sha256=authority.fingerprint(hashes.SHA256()).hex(":").upper(),
    )


def _kept_key(file: Path) -> ec.EllipticCurvePrivateKey:
    try:
        key = serialization.load_pem_private_key(kept_secret(file, _new_key).encode(), password=None)
    except (ValueError, UnicodeError):
        raise KeyUnreadable(file=str(file)) from None
    if not isinstance(key, ec.EllipticCurvePrivateKey):
        raise KeyUnreadable(file=str(file))
    return key


def _new_key() -> str:
    key = ec.generate_private_key(ec.SECP256R1())
    return key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    ).decode()


def _read_certificate(file: Path) -> x509.Certificate | None:
    try:
        return x509.load_pem_x509_certificate(file.read_bytes())
    except (FileNotFoundError, ValueError):
        return None  # It can be made anew; only keys cannot.


def _write_certificate(file: Path, certificate: x509.Certificate) -> None:
    replace_secret(file, certificate.public_bytes(serialization.Encoding.PEM))


def _is_fresh(certificate: x509.Certificate, key: ec.EllipticCurvePrivateKey, now: datetime) -> bool:
    remaining = certificate.not_valid_after_utc - now
    return certificate.public_key() == key.public_key() and remaining > timedelta(days=RENEW_DAYS)


def _is_for(server: x509.Certificate, wanted: frozenset[Address], authority: x509.Certificate) -> bool:
    names = server.extensions.get_extension_for_class(x509.SubjectAlternativeName).value
    try:
        server.verify_directly_issued_by(authority)
    except (ValueError, InvalidSignature):
        return False
    return frozenset(names.get_values_for_type(x509.IPAddress)) == wanted


def _authority(key: ec.EllipticCurvePrivateKey, now: datetime) -> x509.Certificate:
    """Self-signed, for server certificates only, and only for PRIVATE_NETWORKS, localhost and *.local."""
    key_id = x509.SubjectKeyIdentifier.from_public_key(key.public_key())
    name = _name(f"Lotline {now:%Y-%m-%d} {key_id.digest.hex()[:6].upper()}")
    permitted = [*map(x509.IPAddress, PRIVATE_NETWORKS), x509.DNSName("localhost"), x509.DNSName("local")]
    return (
        _draft(name, name, key, now, timedelta(days=365 * AUTHORITY_YEARS))
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .add_extension(_usage(signs_certificates=True), critical=True)
        .add_extension(x509.NameConstraints(permitted, excluded_subtrees=None), critical=True)
        .sign(key, hashes.SHA256())
    )


def _server(
    key: ec.EllipticCurvePrivateKey,
    addresses: frozenset[Address],
    authority: x509.Certificate,
    authority_key: ec.EllipticCurvePrivateKey,
    now: datetime,
) -> x509.Certificate:
    names = [x509.DNSName("localhost"), *map(x509.IPAddress, sorted(addresses, key=str))]
    issuer = x509.AuthorityKeyIdentifier.from_issuer_public_key(authority_key.public_key())
    return (
        _draft(_name("Lotline"), authority.subject, key, now, timedelta(days=SERVER_DAYS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(_usage(signs_certificates=False), critical=True)
        .add_extension(x509.ExtendedKeyUsage([ExtendedKeyUsageOID.SERVER_AUTH]), critical=False)
        .add_extension(x509.SubjectAlternativeName(names), critical=False)
        .add_extension(issuer, critical=False)
        .sign(authority_key, hashes.SHA256())
    )


def _draft(
    subject: x509.Name, issuer: x509.Name, key: ec.EllipticCurvePrivateKey, now: datetime, lasts: timedelta
) -> x509.CertificateBuilder:
    begins = now - CLOCK_DRIFT
    return (
        x509.CertificateBuilder()
        .subject_name(subject)
        .issuer_name(issuer)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(begins + lasts)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
    )


def _name(common: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, common)])


def _usage(*, signs_certificates: bool) -> x509.KeyUsage:
    return x509.KeyUsage(
        digital_signature=not signs_certificates,
        key_cert_sign=signs_certificates,
        crl_sign=signs_certificates,
        content_commitment=False,
        key_encipherment=False,
        data_encipherment=False,
        key_agreement=False,
        encipher_only=False,
        decipher_only=False,
    )
