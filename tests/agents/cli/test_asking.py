"""A login goes to the web view alone, and never in the clear to another machine."""

from __future__ import annotations

import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer

import click
import pytest

from agents.cli.asking import ask, login, web_view
from agents.settings import Settings

TOKEN = "t0ken-of-twenty-characters"  # noqa: S105 -- a test's
WITH_TOKEN = Settings.model_validate({"web_token": TOKEN})


@pytest.mark.parametrize("url", ["http://worker.example:6066", "http://10.0.0.1:6066"])
def test_a_login_is_not_sent_in_the_clear(url: str) -> None:
    with pytest.raises(click.ClickException, match="in the clear") as raised:
        web_view(url, WITH_TOKEN)
    assert TOKEN not in raised.value.message


@pytest.mark.parametrize(
    "url, settings",
    [
        pytest.param("https://worker.example:6066", {"web_token": TOKEN}, id="over TLS it is"),
        pytest.param("http://127.0.0.1:6066", {"web_token": TOKEN}, id="on this machine it is"),
        pytest.param("http://[::1]:6066", {"web_token": TOKEN}, id="on its other address too"),
        pytest.param("http://worker.example:6066", {}, id="without a login there is nothing to send"),
        pytest.param(
            "http://worker.example:6066", {"web_token": TOKEN, "web_allow_insecure": True}, id="or where it is allowed"
        ),
    ],
)
def test_where_it_may_be_sent(url: str, settings: dict[str, object]) -> None:
    assert web_view(f"{url}/", Settings.model_validate(settings)) == url


def test_the_own_web_view_is_asked_by_the_name_that_its_certificate_bears() -> None:
    settings = {"web_ssl_certfile": "c.pem", "web_advertised_host": "worker-1", "web_port": 7}
    assert web_view(None, Settings.model_validate(settings)) == "https://worker-1:7"


def test_a_token_goes_before_a_password() -> None:
    both = {"web_token": TOKEN, "web_username": "ann", "web_password": "password-of-ann"}
    assert login(Settings.model_validate(both)) == {"Authorization": f"Bearer {TOKEN}"}
    del both["web_token"]
    assert login(Settings.model_validate(both)) == {"Authorization": "Basic YW5uOnBhc3N3b3JkLW9mLWFubg=="}
    assert login(Settings()) == {}


class Redirecting(HTTPServer):
    """Sends everybody on to another page of itself, and remembers who came."""

    def __init__(self) -> None:
        self.came: list[str] = []
        came = self.came

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                came.append(self.path)
                self.send_response(302)
                self.send_header("Location", "/stolen")
                self.end_headers()

            def log_message(self, *_: object) -> None:
                """Print nothing."""

        super().__init__(("127.0.0.1", 0), Handler)


@pytest.fixture
def redirecting() -> Iterator[Redirecting]:
    server = Redirecting()
    threading.Thread(target=server.serve_forever, daemon=True).start()
    yield server
    server.shutdown()
    server.server_close()


def test_a_login_follows_no_redirect(redirecting: Redirecting) -> None:
    with pytest.raises(click.ClickException, match="answers 302"):
        ask(f"http://127.0.0.1:{redirecting.server_port}/page", WITH_TOKEN)
    assert redirecting.came == ["/page"]


def test_no_proxy_is_told_a_login_in_the_clear(redirecting: Redirecting, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("http_proxy", "HTTP_PROXY"):
        monkeypatch.setenv(name, f"http://127.0.0.1:{redirecting.server_port}")
    with pytest.raises(click.ClickException, match="no worker answers"):
        ask("http://127.0.0.1:1/api/status", WITH_TOKEN)
    assert redirecting.came == []
