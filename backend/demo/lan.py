"""The demo on the network: HTTPS by our own authority, and a plain page from which phones install its certificate."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import IPv4Address
from pathlib import Path
from typing import ClassVar, Final

from backend.foundation.certificates import LanCertificates, lan_certificates
from backend.foundation.lan import lan_addresses
from backend.foundation.refusal import Refusal

CERTIFICATES: Final = "certificates"
CERTIFICATE_PATH: Final = "/lotline.crt"
REQUEST_SECONDS_MAX: Final = 10.0
PAGES: Final = Path(__file__).parent / "pages"


@dataclass
class NoNetwork(Refusal):
    zh: ClassVar[str] = "这台机器没有连到局域网，手机无法访问。请先连接网络，或不带 --lan 启动。"
    en: ClassVar[str] = (
        "This machine is on no network, so no phone could reach it. Connect it, or start without --lan."
    )


@dataclass(frozen=True, slots=True)
class Lan:
    """Where the demo is on the network: TLS on the port after the local one, the page on the next."""

    address: IPv4Address
    port: int
    page_port: int
    certificates: LanCertificates

    @property
    def url(self) -> str:
        return f"https://{self.address}:{self.port}"

    @property
    def page_url(self) -> str:
        return f"http://{self.address}:{self.page_port}"

    @property
    def settings(self) -> dict[str, str]:
        """What the web app for the network is told beyond the local one."""
        return {
            "HOST": str(self.address),
            "PORT": str(self.port),
            "PUBLIC_URL": self.url,
            "TLS_CERTIFICATE": str(self.certificates.certificate),
            "TLS_KEY": str(self.certificates.key),
        }


def lan_of(data: Path, port: int, now: datetime) -> Lan:
    """Raises NoNetwork, AddressNotPrivate, KeyUnreadable."""
    addresses = lan_addresses()
    if not addresses:
        raise NoNetwork
    return Lan(addresses[0], port + 1, port + 2, lan_certificates(data / CERTIFICATES, addresses, now))


@contextmanager
def serving_page(lan: Lan) -> Iterator[None]:
    """Serves the page, its pictures and the certificate over plain HTTP, and nothing else."""
    files = page_files(lan)

    class Handler(BaseHTTPRequestHandler):
        timeout = REQUEST_SECONDS_MAX
        server_version = "Lotline"
        sys_version = ""

        def do_GET(self) -> None:
            found = files.get(self.path)
            if found is None:
                self.send_error(404)
                return
            media_type, content = found
            self.send_response(200)
            self.send_header("Content-Type", media_type)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Cache-Control", "no-store")
            self.send_header(
                "Content-Security-Policy", "default-src 'none'; img-src 'self'; style-src 'unsafe-inline'"
            )
            self.send_header("X-Content-Type-Options", "nosniff")
            self.end_headers()
            self.wfile.write(content)

        def log_message(self, *_: object) -> None:
            """Who fetched the certificate is nobody's business."""

    with ThreadingHTTPServer((str(lan.address), lan.page_port), Handler) as server:
        server.daemon_threads = True
        thread = threading.Thread(target=server.serve_forever, daemon=True)
        thread.start()
        try:
            yield
        finally:
            server.shutdown()
            thread.join()


def page_files(lan: Lan) -> dict[str, tuple[str, bytes]]:
    """Media type and content by path."""
    page = (PAGES / "certificate.html").read_text("utf-8")
    page = page.replace("{app}", lan.url).replace("{certificate}", CERTIFICATE_PATH)
    page = page.replace("{fingerprint}", lan.certificates.authority_sha256)
    return {
        "/": ("text/html; charset=utf-8", page.encode()),
        "/android.svg": ("image/svg+xml", (PAGES / "android.svg").read_bytes()),
        "/ios.svg": ("image/svg+xml", (PAGES / "ios.svg").read_bytes()),
        CERTIFICATE_PATH: ("application/x-x509-ca-cert", lan.certificates.authority_der()),
    }
