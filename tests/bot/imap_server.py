"""A mailbox on this machine: real IMAP4rev1 on a socket, as far as a reader of one folder asks, with moods."""

import re
import socketserver
import ssl
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field

USER, PASSWORD = "notice@mihon.example", "p@ss/word"
_COMMAND = re.compile(rb"(\S+) (?:UID )?(\w+) ?(.*)")


@dataclass
class Box:
    """`mails` by their UID. `drops_at`: the word at which the line is cut, before an answer. `asked`: every word heard."""

    mails: dict[int, bytes] = field(default_factory=dict)
    seen: set[int] = field(default_factory=set)
    drops_at: str = ""
    asked: list[str] = field(default_factory=list)

    def gets(self, mail: bytes) -> int:
        uid = max(self.mails, default=0) + 1
        self.mails[uid] = mail.replace(b"\r\n", b"\n").replace(b"\n", b"\r\n")
        return uid

    @property
    def unread(self) -> list[int]:
        return sorted(set(self.mails) - self.seen)


class _Conversation(socketserver.StreamRequestHandler):
    server: "_Server"

    def handle(self) -> None:
        self._say(b"* OK mihon")
        while line := self.rfile.readline():
            found = _COMMAND.match(line.rstrip(b"\r\n"))
            if found is None:
                return self._say(b"* BYE")
            tag, word, rest = found[1], found[2].decode().upper(), found[3]
            self.server.box.asked.append(word)
            if word == self.server.box.drops_at:
                return None
            self._say(tag + b" " + self._answered(word, rest))
            if word == "LOGOUT":
                return None
        return None

    def _answered(self, word: str, rest: bytes) -> bytes:
        """Untagged lines are said at once; the tagged one is given back."""
        answer = getattr(self, f"_{word.lower()}", None)
        return (answer(rest) or b"OK done") if answer else b"BAD unknown"

    def _capability(self, _rest: bytes) -> None:
        self._say(b"* CAPABILITY IMAP4rev1")

    def _login(self, rest: bytes) -> bytes:
        name, password = (one.decode().strip('"') for one in rest.split(b" ", 1))
        return b"OK in" if (name, password) == (USER, PASSWORD) else b"NO [AUTHENTICATIONFAILED] no"

    def _select(self, rest: bytes) -> bytes:
        self._say(b"* %d EXISTS" % len(self.server.box.mails))
        return b"OK [READ-WRITE] there" if rest == b'"INBOX"' else b"NO no such folder"

    def _search(self, _rest: bytes) -> None:
        self._say(b" ".join([b"* SEARCH", *(b"%d" % uid for uid in self.server.box.unread)]))

    def _store(self, rest: bytes) -> None:
        uid, what = rest.split(b" ", 1)
        if what == rb"+FLAGS.SILENT (\Seen)":
            self.server.box.seen.add(int(uid))

    def _logout(self, _rest: bytes) -> None:
        self._say(b"* BYE")

    def _fetch(self, rest: bytes) -> None:
        found = re.fullmatch(rb"(\d+) \(BODY\.PEEK\[\]<0\.(\d+)>\)", rest)
        if found and (mail := self.server.box.mails.get(int(found[1]))):
            part = mail[: int(found[2])]
            self._say(b"* 1 FETCH (UID %s BODY[]<0> {%d}\r\n%s)" % (found[1], len(part), part))

    def _say(self, line: bytes) -> None:
        self.wfile.write(line + b"\r\n")


class _Server(socketserver.ThreadingTCPServer):
    allow_reuse_address = True
    daemon_threads = True

    def __init__(self, box: Box, context: ssl.SSLContext | None) -> None:
        super().__init__(("127.0.0.1", 0), _Conversation)
        self.box = box
        if context:
            self.socket = context.wrap_socket(self.socket, server_side=True)

    def handle_error(self, *_: object) -> None:
        """A client that goes away, or does not trust us, is its own affair."""


@contextmanager
def mail_server(box: Box, context: ssl.SSLContext | None = None) -> Iterator[int]:
    """Open on a port of its own, which is given."""
    with _Server(box, context) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.05})
        thread.start()
        yield int(server.server_address[1])
        server.shutdown()
        thread.join()
