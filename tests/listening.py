"""Where a server can be reached: as the operating system says of its socket, and as a connection from outside finds."""

from __future__ import annotations

import ipaddress
import socket

import psutil
import pytest

_FAMILIES = {socket.AF_INET, socket.AF_INET6}
_LIMIT = 10


def assert_on_loopback_alone(port: int) -> None:
    """Checks a server of this process: it listens on loopback, and no other address leads to it."""
    assert listening_at(port) in ({"127.0.0.1"}, {"::ffff:127.0.0.1"})
    with socket.create_connection(("127.0.0.1", port), timeout=_LIMIT):
        pass
    for address in other_addresses():
        with pytest.raises(ConnectionRefusedError), socket.create_connection((address, port), timeout=_LIMIT):
            pass


def listening_at(port: int) -> set[str]:
    """Return the addresses at which the operating system knows this process to listen on a port."""
    sockets = psutil.Process().net_connections("tcp")
    return {one.laddr.ip for one in sockets if one.status == psutil.CONN_LISTEN and one.laddr.port == port}


def other_addresses() -> list[str]:
    """Return this machine's addresses that are not loopback; those that need a scope are left out."""
    every = [one for addresses in psutil.net_if_addrs().values() for one in addresses if one.family in _FAMILIES]
    plain = [ipaddress.ip_address(one.address) for one in every if "%" not in one.address]
    return [str(one) for one in plain if not one.is_loopback]
