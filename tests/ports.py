"""Ports for servers that are told theirs: below those the system hands out, so that nobody is given one meanwhile."""

import itertools
import os
import socket

BEGINS, LANES, WIDTH = 15_000, 170, 100  # each process of a run asks in a lane of its own
_turns = itertools.count()


def a_free_port() -> int:
    """One that nobody listens on, and that this process was not given before."""
    lane = BEGINS + os.getpid() % LANES * WIDTH
    for turn in itertools.islice(_turns, WIDTH):
        port = lane + turn % WIDTH
        with socket.socket() as probe:
            probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError(f"no port is free from {lane} on")
