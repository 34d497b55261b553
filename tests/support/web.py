"""A web server of the test's own, which answers as the test tells it and remembers what it was asked."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer


@dataclass(frozen=True)
class Answer:
    body: bytes = b""
    status: int = 200
    headers: Mapping[str, str] = field(default_factory=dict)
    drip: float = 0.0
    """Seconds between two bytes of the body."""
    raw: bytes | None = None
    """All that is sent in place of status, headers and body, dripping too."""


@dataclass
class Web:
    url: str
    answers: dict[str, Answer | Callable[[Mapping[str, str]], Answer]] = field(default_factory=dict)
    asked: list[tuple[str, dict[str, str]]] = field(default_factory=list)
    over: threading.Event = field(default_factory=threading.Event)

    @property
    def paths(self) -> list[str]:
        return [path for path, _ in self.asked]


@contextmanager
def web() -> Iterator[Web]:
    server = ThreadingHTTPServer(("127.0.0.1", 0), BaseHTTPRequestHandler)
    served = Web(f"http://127.0.0.1:{server.server_port}")
    server.RequestHandlerClass = _handler(served)
    thread = threading.Thread(target=server.serve_forever, args=(0.02,), daemon=True)
    thread.start()
    try:
        yield served
    finally:
        served.over.set()
        server.shutdown()
        server.server_close()


def _handler(served: Web) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            served.asked.append((self.path, {name.lower(): value for name, value in self.headers.items()}))
            answer = served.answers.get(self.path, Answer(status=404))
            self._give(answer(served.asked[-1][1]) if callable(answer) else answer)

        def _give(self, answer: Answer) -> None:
            if answer.raw is None:
                self.send_response(answer.status)
                for name, value in {"Content-Length": str(len(answer.body)), **answer.headers}.items():
                    self.send_header(name, value)
                self.end_headers()
            sent = answer.body if answer.raw is None else answer.raw
            try:
                for piece in [sent[n : n + 1] for n in range(len(sent))] if answer.drip else [sent]:
                    self.wfile.write(piece)
                    if answer.drip and served.over.wait(answer.drip):
                        return
            except OSError:
                return  # the reader had enough

        def log_message(self, *_told: object) -> None:
            """Keep silent."""

    return Handler
