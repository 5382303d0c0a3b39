"""A wire to a service, which a story can cut."""

import contextlib
import socket
import threading
from types import TracebackType


class Wire:
    """Carries bytes between a port of its own and a service, until it is cut. Then nobody is at home there."""

    def __init__(self, host: str, port: int) -> None:
        self._service = (host, port)
        self._door = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._door.getsockname()[1])
        self._ends: list[socket.socket] = []
        self._threads = [threading.Thread(target=self._welcome, daemon=True)]
        self._threads[0].start()

    def __enter__(self) -> "Wire":
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.cut()

    def cut(self) -> None:
        for end in [self._door, *self._ends]:
            with contextlib.suppress(OSError):
                end.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()
        for end in [self._door, *self._ends]:
            end.close()

    def _welcome(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                near, _ = self._door.accept()
                far = socket.create_connection(self._service)
                self._ends += [near, far]
                for source, target in ((near, far), (far, near)):
                    carrier = threading.Thread(target=_carry, args=(source, target), daemon=True)
                    self._threads.append(carrier)
                    carrier.start()


def _carry(source: socket.socket, target: socket.socket) -> None:
    with contextlib.suppress(OSError):
        while piece := source.recv(65536):
            target.sendall(piece)
        target.shutdown(socket.SHUT_WR)
