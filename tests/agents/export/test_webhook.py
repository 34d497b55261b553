"""The webhook, against a real server on this machine."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import threading
from collections.abc import Iterator
from contextlib import closing
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, HTTPServer

import pytest

from agents.client import EventType, Place, Upsert, Withdrawal
from agents.events.cloudevents import headers, withdrawal_headers
from agents.export.webhook import Form, Webhook, WebhookError
from schemas.event import Meeting
from schemas.example_files import examples
from schemas.wire import to_bytes

SECRET = "whsec_" + base64.b64encode(b"a key of two dozen bytes").decode()
NOW = 1_900_000_000
PLACE = Place("events.meeting", 0, 0)
MEETING = Meeting.model_validate(next(one.value for one in examples("meeting") if one.value))
UPSERT = Upsert(MEETING, PLACE, tuple(headers(MEETING)), to_bytes(MEETING))
GONE = Withdrawal(
    MEETING.event_id,
    EventType.MEETING,
    PLACE,
    "withdrawn",
    tuple(withdrawal_headers(MEETING.event_id, "meeting", 3, 1)),
)


@dataclass
class Desk:
    """A server that notes what comes and answers as told."""

    answers: list[int] = field(default_factory=list)
    got: list[tuple[dict[str, str], bytes]] = field(default_factory=list)
    url: str = ""


@pytest.fixture
def desk() -> Iterator[Desk]:
    made = Desk()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            made.got.append(({name.lower(): value for name, value in self.headers.items()}, body))
            self.send_response(made.answers.pop(0) if made.answers else 204)
            self.send_header("retry-after", "0")
            self.send_header("location", "/elsewhere")
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None:
            return

    server = HTTPServer(("127.0.0.1", 0), Handler)
    made.url = f"http://127.0.0.1:{server.server_port}/hook?token=hush"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield made
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("code", [301, 400, 401, 404, 410, 413])
def test_a_final_answer_ends_it_at_once_and_tells_no_secret(desk: Desk, code: int) -> None:
    desk.answers = [code]
    with closing(Webhook(desk.url)) as hook, pytest.raises(WebhookError, match=f"refused with {code}") as caught:
        hook.send(UPSERT)
    assert len(desk.got) == 1
    assert "hush" not in str(caught.value)


def test_an_address_where_nobody_answers_is_given_up_with_the_reason() -> None:
    told: list[str] = []
    with (
        closing(Webhook("http://127.0.0.1:1/?token=hush", give_up_seconds=0.3, told=told.append)) as hook,
        pytest.raises(
            WebhookError, match=f"{MEETING.event_id}/{MEETING.version} was not taken within 0 s: Connect"
        ) as e,
    ):
        hook.send(UPSERT)
    assert "hush" not in str(e.value) + "".join(told)


@pytest.mark.parametrize("secret", ["whsec_***", "whsec_abc"])
def test_a_secret_that_is_no_base64_is_refused(secret: str) -> None:
    with pytest.raises(WebhookError, match="no base64") as caught:
        Webhook("http://127.0.0.1:1/", secret=secret)
    assert secret not in str(caught.value)


def test_answers_that_may_change_are_tried_again_with_the_same_request(desk: Desk) -> None:
    desk.answers = [503, 429, 408, 202]
    told: list[str] = []
    with closing(Webhook(desk.url, told=told.append)) as hook:
        hook.send(UPSERT)
    assert len(desk.got) == 4
    assert len({body for _, body in desk.got}) == 1
    assert [line.partition(";")[0] for line in told] == [f"the answer is {code}" for code in (503, 429, 408)]


def test_the_body_is_the_record_and_the_headers_are_those_of_cloudevents(desk: Desk) -> None:
    with closing(Webhook(desk.url)) as hook:
        hook.send(UPSERT)
    ((got, body),) = desk.got
    assert body == to_bytes(MEETING)
    assert got["content-type"] == "application/json"
    assert {name: value for name, value in got.items() if name.startswith("ce-")} == {
        name.replace("_", "-"): value.decode() for name, value in headers(MEETING) if name != "content-type"
    }
    assert "webhook-signature" not in got


@pytest.mark.parametrize(
    "form, told",
    [
        pytest.param("json", {"event_id": MEETING.event_id, "withdrawn": True}, id="json"),
        pytest.param(
            "cloudevents",
            {
                "specversion": "1.0",
                "id": f"{MEETING.event_id}/3",
                "source": "communique",
                "type": "communique.event.meeting.v1",
                "subject": MEETING.event_id,
            },
            id="cloudevents",
        ),
    ],
)
def test_a_withdrawal_is_told_as_such(desk: Desk, form: Form, told: dict[str, object]) -> None:
    with closing(Webhook(desk.url, form=form)) as hook:
        hook.send(GONE)
    assert json.loads(desk.got[0][1]) == told


def test_a_cloudevent_has_the_event_within(desk: Desk) -> None:
    with closing(Webhook(desk.url, form="cloudevents")) as hook:
        hook.send(UPSERT)
    ((got, body),) = desk.got
    told = json.loads(body)
    assert got["content-type"] == "application/cloudevents+json"
    assert told["data"] == json.loads(to_bytes(MEETING))
    assert (told["id"], told["datacontenttype"]) == (f"{MEETING.event_id}/{MEETING.version}", "application/json")


@pytest.mark.parametrize(
    "secret, key",
    [(SECRET, b"a key of two dozen bytes"), ("a plain secret", b"a plain secret")],
    ids=["whsec", "plain"],
)
def test_a_request_is_signed_over_id_time_and_body(desk: Desk, secret: str, key: bytes) -> None:
    with closing(Webhook(desk.url, secret=secret, now=lambda: NOW)) as hook:
        hook.send(UPSERT)
    ((got, body),) = desk.got
    name = f"{MEETING.event_id}/{MEETING.version}"
    digest = hmac.new(key, f"{name}.{NOW}.".encode() + body, hashlib.sha256).digest()
    assert (got["webhook-id"], got["webhook-timestamp"]) == (name, str(NOW))
    assert got["webhook-signature"] == f"v1,{base64.b64encode(digest).decode()}"
