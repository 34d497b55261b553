"""A broker that wants TLS, logins, certificates and ACLs: the stream works on it, and who is refused is told why."""

from __future__ import annotations

import base64
import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator, Mapping
from pathlib import Path
from urllib.error import HTTPError
from urllib.request import Request, urlopen

import pytest

from agents.settings import PREFIX
from brokers import NoKafkaError
from harness import PUBLIC, Stream, Worker, article, meeting
from secured_kafka import CERTIFIED, KEY_PASSWORD, NAME, PASSWORDS, STRANGER, STRANGERS_PASSWORD, USERS, SecuredKafka

pytestmark = [pytest.mark.kafka, pytest.mark.slow]

SECONDS = 90
SECRETS = (*PASSWORDS.values(), STRANGERS_PASSWORD, KEY_PASSWORD)

PEOPLE = {
    "PLAIN": (("Anna Lund", "NO"), ("Bert Maes", "BE")),
    "SCRAM-SHA-256": (("Carla Ortiz", "ES"), ("Duarte Pinto", "PT")),
    "SCRAM-SHA-512": (("Emil Novak", "CZ"), ("Farida Haddad", "TN")),
    "certificate": (("Greta Vogel", "AT"), ("Hiro Tanabe", "JP")),
}
"""Who meets in the article of each user; their meetings have nothing in common, since each is withdrawn again."""


@pytest.fixture(scope="module")
def kafka(tmp_path_factory: pytest.TempPathFactory) -> Iterator[SecuredKafka]:
    """A secured broker with the stream's topics, whose users may do what `communique topics acls` says."""
    try:
        made = SecuredKafka(tmp_path_factory.mktemp("secured"))
    except NoKafkaError as error:
        pytest.skip(f"no Apache Kafka: {error}")
    made.start()
    Stream(made.bootstrap, tmp_path_factory.mktemp("topics")).create_topics()
    for user in (*USERS.values(), CERTIFIED):
        for command in commands(user):
            made.obey(command)
    yield made
    made.stop()


def commands(user: str) -> list[str]:
    """What a person types to let a user run workers, and feed articles beside."""
    printed = run({}, "topics", "acls", user).stdout.decode().splitlines()
    return [*printed, f"kafka-acls.sh --add --allow-principal User:{user} --operation Write --topic articles"]


def run(settings: Mapping[str, str], *words: str, stdin: bytes = b"") -> subprocess.CompletedProcess[bytes]:
    """Run `communique` as a person would."""
    environment = {f"{PREFIX}{name.upper()}": value for name, value in {"partitions": "2", **settings}.items()}
    return subprocess.run(
        [sys.executable, "-m", "agents.cli", *words],
        env={**os.environ, **environment},
        input=stdin,
        capture_output=True,
        timeout=SECONDS,
        check=False,
    )


def users(kafka: SecuredKafka) -> dict[str, dict[str, str]]:
    return {**{mechanism: kafka.login(mechanism) for mechanism in USERS}, "certificate": kafka.certificate()}


@pytest.mark.parametrize("user", [*USERS, "certificate"])
def test_topics_commands_and_a_worker_do_their_work_over_an_encrypted_login(
    kafka: SecuredKafka, user: str, tmp_path: Path
) -> None:
    settings = users(kafka)[user]
    stream = Stream(kafka.bootstrap, tmp_path)
    name = f"told-over-{user.lower()}"
    people = PEOPLE[user]

    checked = run(settings, "topics", "check")
    assert (checked.returncode, checked.stderr) == (0, b"")
    with stream.worker(**settings) as worker:
        fed = run(settings, "feed", "-", stdin=json.dumps(article(name, meeting(*people))).encode())
        assert (fed.returncode, fed.stderr.decode()) == (0, "1 sent, 0 refused, 0 failed\n")
        records = stream.read(
            *PUBLIC, until=lambda seen: any(people[0][0] in str(record.value) for record in seen), linger=1.0
        )
        told = next(record.data for record in records if record.topic == "events.meeting" and name in str(record.value))
        watched = run(settings, "watch", "--from-beginning", "--limit", "1", "--json")
        exported = run(settings, "export", "sqlite", str(tmp_path / "news.sqlite"), "--type", "meeting")
        withdrawn = run(settings, "events", "withdraw", told["event_id"])
        stream.read(
            *PUBLIC, until=lambda seen: any(r.value is None and r.key == told["event_id"].encode() for r in seen)
        )
        log = worker.log_text()
    assert (watched.returncode, json.loads(watched.stdout)["type"]) == (0, "meeting")
    assert (exported.returncode, exported.stderr.decode().split(maxsplit=1)[1]) == (0, "events written or taken out\n")
    assert withdrawn.returncode == 0
    printed = log.encode() + b"".join(
        done.stdout + done.stderr for done in (checked, fed, watched, exported, withdrawn)
    )
    assert [secret for secret in SECRETS if secret.encode() in printed] == []


def wrong(kafka: SecuredKafka) -> dict[str, tuple[dict[str, str], str]]:
    """Settings that cannot work, and what the one line must say."""
    certificates, login, certificate = kafka.certificates, kafka.login("SCRAM-SHA-512"), kafka.certificate()
    port = login["bootstrap_servers"].rpartition(":")[2]
    without = {name: value for name, value in certificate.items() if name in {"bootstrap_servers", "ssl_cafile"}}
    return {
        **{
            f"a wrong password of {mechanism}": (
                {**kafka.login(mechanism), "sasl_password": "wrong-J6secret"},
                "refuses the login",
            )
            for mechanism in USERS
        },
        "an unknown user": ({**login, "sasl_username": "nobody"}, "refuses the login"),
        "an authority that nobody trusts": (
            {**login, "ssl_cafile": str(certificates.stranger)},
            "shows a certificate that is not trusted",
        ),
        "a certificate for another name": ({**login, "bootstrap_servers": f"127.0.0.1:{port}"}, "IP address mismatch"),
        "no client certificate": ({**without, "security_protocol": "SSL"}, "COMMUNIQUE_SSL_CERTFILE"),
        "a client certificate of an unknown authority": (
            {**without, "security_protocol": "SSL", "ssl_certfile": str(certificates.unknown_client)},
            "COMMUNIQUE_SSL_CERTFILE",
        ),
        "a wrong password of the key": (
            {**certificate, "ssl_keyfile_password": "wrong-J6secret"},
            "the key's password",
        ),
        "an encrypted key without its password": ({**certificate, "ssl_keyfile_password": ""}, "the key's password"),
        "a file that is not there": ({**login, "ssl_cafile": "/nowhere/ca.pem"}, "/nowhere/ca.pem cannot be used"),
        "no encryption where it is wanted": (
            {**login, "security_protocol": "SASL_PLAINTEXT"},
            "COMMUNIQUE_SECURITY_PROTOCOL",
        ),
        "encryption where there is none": (
            {**login, "bootstrap_servers": kafka.bootstrap},
            "COMMUNIQUE_SECURITY_PROTOCOL",
        ),
        "no login where one is wanted": ({**login, "security_protocol": "SSL"}, "COMMUNIQUE_SECURITY_PROTOCOL"),
        "a login where there is none": (
            {**login, "security_protocol": "SASL_PLAINTEXT", "bootstrap_servers": kafka.bootstrap},
            "COMMUNIQUE_SECURITY_PROTOCOL",
        ),
    }


def is_one_clear_line(done: subprocess.CompletedProcess[bytes], expected: str) -> bool:
    """Whether a command failed with one line that tells why and no secret."""
    told = done.stderr.decode()
    assert done.returncode != 0
    assert expected in told
    assert told.count("\n") == 1, told
    assert "Traceback" not in told
    assert "secret" not in told + done.stdout.decode(), "every secret of these tests holds this word"
    return True


CASES = (
    *(f"a wrong password of {mechanism}" for mechanism in USERS),
    *("an unknown user", "an authority that nobody trusts", "a certificate for another name", "no client certificate"),
    *("a client certificate of an unknown authority", "a wrong password of the key"),
    *("an encrypted key without its password", "a file that is not there", "no encryption where it is wanted"),
    *("encryption where there is none", "no login where one is wanted", "a login where there is none"),
)


def test_every_case_is_run(kafka: SecuredKafka) -> None:
    assert set(CASES) == set(wrong(kafka))


@pytest.mark.parametrize("case", CASES)
def test_a_command_that_is_refused_says_why_in_one_line(kafka: SecuredKafka, case: str) -> None:
    settings, expected = wrong(kafka)[case]
    assert is_one_clear_line(run(settings, "topics", "check"), expected)


@pytest.mark.parametrize("case", ["a wrong password of SCRAM-SHA-256", "an authority that nobody trusts"])
def test_a_worker_that_is_refused_says_why_in_one_line(kafka: SecuredKafka, case: str) -> None:
    settings, expected = wrong(kafka)[case]
    done = run(settings, "worker")
    assert is_one_clear_line(done, expected)
    assert done.returncode == 78


@pytest.mark.parametrize(
    "words, expected",
    [
        pytest.param(("topics", "create"), "does not let this user", id="makes topics"),
        pytest.param(("watch",), "may not see it", id="watches"),
        pytest.param(("events", "withdraw", f"meeting:{'0' * 16}"), "does not let this user", id="withdraws"),
        pytest.param(("worker",), "READ on group communique", id="works"),
    ],
)
def test_a_user_without_acls_is_told_what_is_missing(
    kafka: SecuredKafka, words: tuple[str, ...], expected: str
) -> None:
    login = {**kafka.login("SCRAM-SHA-512"), "sasl_username": STRANGER, "sasl_password": STRANGERS_PASSWORD}
    assert is_one_clear_line(run(login, *words), expected)


def test_one_missing_acl_is_named_and_once_given_back_the_worker_starts(kafka: SecuredKafka, tmp_path: Path) -> None:
    acl = f"--allow-principal User:{USERS['PLAIN']} --operation Write --topic entities"
    kafka.obey(f"kafka-acls.sh --remove {acl}")
    try:
        done = run(kafka.login("PLAIN"), "worker")
        assert is_one_clear_line(done, "WRITE on topic entities; `communique topics acls USER`")
        assert re.findall(r"on (?:topic|group) ([^;]+);", done.stderr.decode()) == ["entities"]
    finally:
        kafka.obey(f"kafka-acls.sh --add {acl}")
    with Stream(kafka.bootstrap, tmp_path).worker(**kafka.login("PLAIN")):
        pass


WEB = {"web_username": "ann", "web_password": "web-password-Pq8secret", "web_token": "web-token-Yt2secret-for-all"}
HELP = (("--help",), ("worker", "--help"), ("topics", "--help"), ("agents",), ("tables",), ("topics", "list"))


def test_no_secret_is_told_by_anything_that_runs_with_all_of_them(kafka: SecuredKafka, tmp_path: Path) -> None:
    """Logs at the level of debugging, pages, metrics, errors and every command, with a login and a certificate."""
    certificates = kafka.certificates
    settings = {
        **kafka.login("SCRAM-SHA-512"),
        **{name: value for name, value in kafka.certificate().items() if name.startswith("ssl_")},
        **WEB,
        "web_ssl_certfile": str(certificates.encrypted_server),
        "web_ssl_keyfile_password": KEY_PASSWORD,
        "web_ssl_cafile": str(certificates.authority),
        "web_advertised_host": NAME,
    }
    told = [done.stdout + done.stderr for words in HELP for done in [run(settings, *words)]]
    wrong_one = {**settings, "partitions": "none", "sasl_username": "", "web_token": WEB["web_token"][:15]}
    told.append(run(wrong_one, "topics", "list").stderr)
    with Stream(kafka.bootstrap, tmp_path).worker(level="debug", **settings) as worker:
        asked = {**settings, "web_port": str(worker.port)}
        told += [done.stdout + done.stderr for done in [run(asked, "entity", "country:ZZ"), run(asked, "feed", "-")]]
        told += list(pages(worker))
        worker.stop()
        told.append(worker.log.read_bytes())
    everything = b"\n".join(told)
    assert b"SCRAM-SHA-512" in everything, "the level of debugging tells of the login"
    secrets = [
        *SECRETS,
        WEB["web_password"],
        WEB["web_token"],
        base64.b64encode(b"ann:" + WEB["web_password"].encode()).decode(),
    ]
    assert [secret for secret in secrets if secret.encode() in everything] == []
    assert b"COMMUNIQUE_PARTITIONS" in everything, "what is wrong is told by name"


def pages(worker: Worker) -> Iterator[bytes]:
    """What the web view answers with a login, and without."""
    for headers in ({"Authorization": f"Bearer {WEB['web_token']}"}, {"Authorization": "Bearer wrong"}):
        for path in ("/", "/metrics", "/api/events", "/router/", "/router/nowhere/", "/nowhere", "/readyz"):
            request = Request(f"{worker.url}{path}", headers=headers)  # noqa: S310 -- https
            try:
                with urlopen(request, timeout=20, context=worker.context) as response:  # noqa: S310
                    yield str(response.headers).encode() + response.read()
            except HTTPError as error:
                yield str(error.headers).encode() + error.read()


def test_a_permission_taken_away_while_it_works_ends_the_worker_and_loses_nothing(
    kafka: SecuredKafka, tmp_path: Path
) -> None:
    acl = f"--allow-principal User:{USERS['PLAIN']} --operation Write --topic events.meeting"
    stream = Stream(kafka.bootstrap, tmp_path)
    with stream.worker(**kafka.login("PLAIN")) as worker:
        kafka.obey(f"kafka-acls.sh --remove {acl}")
        try:
            stream.send_articles(article("taken-away", meeting(("Ida Roth", "CH"), ("Jon Vidal", "UY"))))
            assert worker.process.wait(SECONDS) != 0
        finally:
            kafka.obey(f"kafka-acls.sh --add {acl}")
        assert [secret for secret in SECRETS if secret in worker.log_text()] == []
    with stream.worker(**kafka.login("PLAIN")):
        stream.read("events.meeting", until=lambda seen: any("Ida Roth" in str(record.value) for record in seen))
