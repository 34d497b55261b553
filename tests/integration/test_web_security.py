"""The web view of running workers that ask for a login over TLS."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from urllib.error import HTTPError
from urllib.parse import quote
from urllib.request import Request, urlopen

import pytest

from agents.broker.embedded import embedded_broker
from agents.pages.rendering import SECURITY_HEADERS
from agents.settings import PREFIX
from harness import Stream, Worker, article, meeting
from secured_kafka import KEY_PASSWORD, NAME, Certificates

pytestmark = [pytest.mark.integration, pytest.mark.slow]

PASSWORD, TOKEN = "password-Fh7secret", "token-Wn3secret-of-programs"
SECRETS = (PASSWORD, TOKEN, KEY_PASSWORD)
ROWS = [quote(f"person:NO/{name}", safe="") for name in ("anna-lund", "bea-moe", "carl-dahl", "dora-vik")]
FAUSTS_OWN = ("/router/", "/router/topics", "/router/entities/", "/router/entities/x/", "/router/nowhere/", "/table/")


@pytest.fixture(scope="module")
def workers(tmp_path_factory: pytest.TempPathFactory) -> Iterator[tuple[Worker, Worker]]:
    """Two workers of one stream, each with rows that the other one lacks."""
    directory = tmp_path_factory.mktemp("secured")
    certificates = Certificates(directory)
    with embedded_broker() as bootstrap:
        stream = Stream(
            bootstrap,
            directory,
            web_username="ann",
            web_password=PASSWORD,
            web_token=TOKEN,
            web_ssl_certfile=certificates.encrypted_server,
            web_ssl_keyfile_password=KEY_PASSWORD,
            web_ssl_cafile=certificates.authority,
            web_advertised_host=NAME,
        )
        stream.create_topics()
        with stream.worker() as one, stream.worker() as other:
            people = [("Anna Lund", "NO"), ("Bea Moe", "NO"), ("Carl Dahl", "NO"), ("Dora Vik", "NO")]
            stream.send_articles(
                *(article(f"a{n}", meeting(person, ("Bert Maes", "BE"))) for n, person in enumerate(people))
            )
            stream.read("entities", until=lambda seen: len({record.key for record in seen}) >= len(people) + 3)
            yield one, other


def get(worker: Worker, path: str, method: str = "GET", **headers: str) -> tuple[int, dict[str, str], str]:
    request = Request(f"{worker.url}{path}", headers=headers, method=method)  # noqa: S310 -- https
    try:
        with urlopen(request, timeout=20, context=worker.context) as response:  # noqa: S310
            return response.status, dict(response.headers), response.read().decode()
    except HTTPError as error:
        return error.code, dict(error.headers), error.read().decode()


BEARER = {"Authorization": f"Bearer {TOKEN}"}


def test_every_page_but_the_probes_asks_for_a_login(workers: tuple[Worker, Worker]) -> None:
    worker = workers[0]
    for path in ("/healthz", "/readyz"):
        assert get(worker, path)[0] == 200
    for path in ("/", "/metrics", "/api/events", f"/api/entities/{ROWS[0]}", "/static/communique.css", *FAUSTS_OWN):
        assert get(worker, path)[0] == 401, path
        assert get(worker, path, Authorization="Bearer wrong")[0] == 401, path
        assert get(worker, path, **BEARER)[0] in {200, 404}, path


def test_a_row_comes_from_the_worker_that_holds_it_whichever_is_asked(workers: tuple[Worker, Worker]) -> None:
    for row in ROWS:
        one, other = (get(worker, f"/api/entities/{row}", **BEARER) for worker in workers)
        assert one[0] == other[0] == 200
        assert json.loads(one[2]) == json.loads(other[2])
    held = [json.loads(get(workers[0], f"/router/entities/{row}/", **BEARER)[2]) for row in ROWS]
    assert {address.rstrip("/") for address in held} == {worker.url for worker in workers}


def test_a_request_that_was_passed_on_is_not_passed_on_again(workers: tuple[Worker, Worker]) -> None:
    answers = {
        get(worker, f"/api/entities/{ROWS[0]}", **BEARER, **{"X-Communique-Passed-On": "1"})[0] for worker in workers
    }
    assert answers == {200, 503}


@pytest.mark.parametrize("path", ["/", "/metrics", "/api/events", "/nowhere", "//evil.example/", *FAUSTS_OWN])
def test_every_answer_bears_the_headers_and_nothing_of_what_is_behind(
    workers: tuple[Worker, Worker], path: str
) -> None:
    for headers in ({}, BEARER):
        _, borne, body = get(workers[0], path, **headers)
        assert SECURITY_HEADERS.items() <= borne.items()
        assert "Traceback" not in body
    assert get(workers[0], path, method="POST", **BEARER)[0] == 405


def test_the_command_line_logs_in_and_without_a_login_is_told_so(workers: tuple[Worker, Worker]) -> None:
    def ask(**settings: object) -> subprocess.CompletedProcess[str]:
        environment = {f"{PREFIX}{name.upper()}": str(value) for name, value in settings.items()}
        return subprocess.run(
            [sys.executable, "-m", "agents.cli", "entity", "person:NO/anna-lund", "--url", workers[0].url],
            env={**os.environ, **environment},
            capture_output=True,
            text=True,
            timeout=60,
            check=False,
        )

    authority = workers[0].log.parents[1] / "ca.pem"
    for login in ({"web_token": TOKEN}, {"web_username": "ann", "web_password": PASSWORD}):
        done = ask(web_ssl_cafile=authority, **login)
        assert (done.returncode, done.stdout.startswith("Anna Lund")) == (0, True), done.stderr
    for settings, expected in (
        ({"web_ssl_cafile": authority}, "tell the login"),
        ({"web_token": TOKEN}, "self-signed certificate|unable to get local issuer certificate"),
    ):
        done = ask(**settings)
        assert (done.returncode, done.stderr.count("\n")) == (1, 1)
        assert re.search(expected, done.stderr)
        assert TOKEN not in done.stderr


def test_the_health_check_of_the_container_asks_over_tls(workers: tuple[Worker, Worker]) -> None:
    certificate = workers[0].log.parents[1] / "server-encrypted.pem"
    environment = {"COMMUNIQUE_WEB_SSL_CERTFILE": str(certificate)}
    probe = [sys.executable, "-m", "agents.upkeep.probe"]
    for port, code in ((str(workers[0].port), 0), ("1", 1)):
        environment["COMMUNIQUE_WEB_PORT"] = port
        done = subprocess.run(probe, env={**os.environ, **environment}, capture_output=True, timeout=30, check=False)
        assert done.returncode == code


def test_no_secret_is_told_in_any_answer_or_log(workers: tuple[Worker, Worker]) -> None:
    told = [
        f"{headers}{body}"
        for path in ("/", "/metrics", "/api/events", "/readyz", "/nowhere", *FAUSTS_OWN)
        for _, headers, body in [get(workers[0], path, **BEARER)]
    ]
    told += [worker.log_text() for worker in workers]
    assert [secret for secret in SECRETS for text in told if secret in text] == []


@pytest.mark.parametrize(
    "settings, lacks",
    [
        ({}, "without a login"),
        ({"web_token": TOKEN}, "without TLS"),
    ],
)
def test_a_worker_does_not_serve_strangers_by_mistake(
    embedded_broker: str, tmp_path: Path, settings: dict[str, str], lacks: str
) -> None:
    stream = Stream(embedded_broker, tmp_path, web_host="0.0.0.0", **settings)  # noqa: S104 -- a test's
    stream.create_topics()
    expected = f"communique: the web view would be served on 0.0.0.0 {lacks}"
    with pytest.raises(AssertionError, match=expected), stream.worker():
        pass
