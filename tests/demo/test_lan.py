"""The demo on the network: what the plain page gives to phones, and what it does not."""

import http.client
import socket
import ssl
from datetime import UTC, datetime
from ipaddress import IPv4Address
from pathlib import Path

from cryptography import x509

from backend.demo.lan import Lan, serving_page
from backend.foundation.certificates import lan_certificates

NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def a_lan(folder: Path) -> Lan:
    address = IPv4Address("127.0.0.1")
    with socket.socket() as probe:
        probe.bind((str(address), 0))
        port: int = probe.getsockname()[1]
    return Lan(address, 8001, port, lan_certificates(folder, [address], NOW))


def asked(lan: Lan, method: str, path: str) -> tuple[int, str | None, bytes]:
    connection = http.client.HTTPConnection(str(lan.address), lan.page_port, timeout=10)
    try:
        connection.request(method, path)
        answer = connection.getresponse()
        return answer.status, answer.getheader("content-type"), answer.read()
    finally:
        connection.close()


def test_a_phone_gets_the_page_two_pictures_and_the_certificate_and_nothing_else(tmp_path: Path):
    lan = a_lan(tmp_path)
    with serving_page(lan):
        status, kind, page = asked(lan, "GET", "/")
        certificate = asked(lan, "GET", "/lotline.crt")
        pictures = [asked(lan, "GET", path) for path in ("/android.svg", "/ios.svg")]
        others = [
            asked(lan, "GET", path)[0] for path in ("/../lan.py", "/authority.key", "/server.key", "/?a")
        ]
        written = asked(lan, "POST", "/")[0]

    text = page.decode()
    assert (status, kind) == (200, "text/html; charset=utf-8")
    assert 'href="https://127.0.0.1:8001"' in text
    assert 'href="/lotline.crt"' in text
    assert lan.certificates.authority_sha256 in text
    assert "{" not in text.partition("</style>")[2]
    assert certificate[:2] == (200, "application/x-x509-ca-cert")
    assert x509.load_der_x509_certificate(certificate[2]).not_valid_before_utc < NOW
    assert ssl.DER_cert_to_PEM_cert(certificate[2]).strip() == lan.certificates.authority.read_text().strip()
    assert [(status, kind) for status, kind, _ in pictures] == [(200, "image/svg+xml")] * 2
    assert (others, written) == ([404] * 4, 501)
