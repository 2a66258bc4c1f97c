"""The addresses under which other devices of the same network reach this machine, found without sending."""

import fcntl
import socket
import struct
from collections.abc import Iterator
from contextlib import suppress
from ipaddress import IPv4Address

ADDRESSES_MAX = 8
INTERFACE_ADDRESS = 0x8915  # SIOCGIFADDR of Linux: the IPv4 address of a named interface.
# Bridges and tunnels that containers and virtual machines make: no phone is behind them.
VIRTUAL_INTERFACES = ("docker", "br-", "veth", "virbr", "cni", "flannel", "tun", "tap", "wg")
SOMEWHERE_ELSE = ("203.0.113.1", 9)  # Never routed (RFC 5737), so certainly by way of the default route.


def lan_addresses() -> list[IPv4Address]:
    """IPv4 addresses of this machine, the one of the default route first; empty without a network.

    IPv4 only: it is what people can type into a phone, and every router of a warehouse gives it out.
    """
    found = dict.fromkeys([*_default_route(), *_interfaces()])
    return [address for address in found if not (address.is_loopback or address.is_link_local)][
        :ADDRESSES_MAX
    ]


def _default_route() -> Iterator[IPv4Address]:
    """Connecting a datagram socket chooses a route and a source address, and sends nothing."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as probe, suppress(OSError):
        probe.connect(SOMEWHERE_ELSE)
        yield IPv4Address(probe.getsockname()[0])


def _interfaces() -> Iterator[IPv4Address]:
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as any_socket:
        for _, name in socket.if_nameindex():
            if not name.startswith(VIRTUAL_INTERFACES):
                with suppress(OSError):  # One without an IPv4 address.
                    request = struct.pack("256s", name.encode())
                    answer = fcntl.ioctl(any_socket.fileno(), INTERFACE_ADDRESS, request)
                    yield IPv4Address(answer[20:24])
