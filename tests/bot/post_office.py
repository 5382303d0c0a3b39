"""A post office on this machine: real SMTP, a book of what it took, and moods."""

import asyncio
import datetime as dt
import ipaddress
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from tests.bot.real_smtp import SMTP, AuthResult

PASSWORD = "p@ss/word"


class Book:
    """Every letter taken, as it came. `says` are answers to one step instead of the ordinary ones."""

    def __init__(self) -> None:
        self.taken: list[EmailMessage] = []
        self.says: dict[str, str] = {}
        self.is_silent, self.hangs_up = threading.Event(), threading.Event()  # before it takes the letter; after
        self.goes_on = threading.Event()

    async def handle_MAIL(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if "mail" in self.says:
            return self.says["mail"]
        envelope.mail_from = address
        return "250 OK"

    async def handle_RCPT(self, server: SMTP, session: Any, envelope: Any, address: str, options: list[str]) -> str:  # noqa: N802
        if "rcpt" in self.says:
            return self.says["rcpt"]
        envelope.rcpt_tos.append(address)
        return "250 OK"

    async def handle_DATA(self, server: SMTP, session: Any, envelope: Any) -> str:  # noqa: N802
        if "data" in self.says:
            return self.says["data"]
        if self.is_silent.is_set():
            await server.loop.run_in_executor(None, self.goes_on.wait)
        self.taken.append(message_from_bytes(envelope.content, policy=default))  # type: ignore[arg-type]
        if self.hangs_up.is_set():
            server.transport.abort()
        return "250 OK"


@contextmanager
def post_office(book: Book, ssl_context: ssl.SSLContext | None = None, **more: Any) -> Iterator[int]:
    """Open on a port of its own, which is given."""
    loop = asyncio.new_event_loop()

    def answer() -> SMTP:
        return SMTP(book, loop=loop, hostname="post.mihon.example", **more)

    # A browser of another story may keep a loop running on this thread; ours lives on its own.
    thread = threading.Thread(target=loop.run_forever)
    thread.start()
    opening = loop.create_server(answer, "127.0.0.1", 0, ssl=ssl_context)
    server = asyncio.run_coroutine_threadsafe(opening, loop).result()
    try:
        yield int(server.sockets[0].getsockname()[1])
    finally:
        book.goes_on.set()
        asyncio.run_coroutine_threadsafe(_close(server), loop).result()
        loop.call_soon_threadsafe(loop.stop)
        thread.join()
        loop.close()


async def _close(server: asyncio.Server) -> None:
    """On the loop's own thread: nothing here may be touched from another."""
    server.close()
    for task in asyncio.all_tasks() - {asyncio.current_task()}:
        task.cancel()
        await asyncio.wait([task])
    await asyncio.get_running_loop().shutdown_default_executor()


def knows_the_password(_server: Any, _session: Any, _envelope: Any, _mechanism: str, said: Any) -> AuthResult:
    return AuthResult(success=said.password == PASSWORD.encode(), handled=False)


def certificate(folder: Path) -> tuple[Path, ssl.SSLContext]:
    """A certificate that names 127.0.0.1, signed by itself: the file to trust, and the server's side of it."""
    key, day = ec.generate_private_key(ec.SECP256R1()), dt.timedelta(days=1)
    now, name = dt.datetime.now(dt.UTC), x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mihon.example")])
    here = x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))])
    signed = (
        x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
        .serial_number(x509.random_serial_number()).not_valid_before(now - day).not_valid_after(now + day)
        .add_extension(here, critical=False).add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )  # fmt: skip
    written = signed.public_bytes(serialization.Encoding.PEM)
    secret = key.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    (folder / "ca.pem").write_bytes(written)
    (folder / "server.pem").write_bytes(secret + written)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "server.pem")
    return folder / "ca.pem", context
