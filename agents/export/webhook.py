"""A webhook: each change is posted to an address, in order, until the address takes it.

Sources: Standard Webhooks 1.0 for id, time and signature; CloudEvents 1.0.2, "HTTP Protocol Binding", for the headers
`ce-...` and the structured form.
"""

from __future__ import annotations

import base64
import binascii
import hashlib
import hmac
import time
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Literal

import orjson
from httpx import Client, HTTPError, InvalidURL, Response
from tenacity import (
    RetryCallState,
    RetryError,
    Retrying,
    retry_if_exception_type,
    stop_after_delay,
    wait_random_exponential,
)
from tenacity.wait import wait_base

from agents.client import Change, Upsert

if TYPE_CHECKING:
    import ssl

TIMEOUT_SECONDS = 30.0
FIRST_WAIT_SECONDS = 0.5
LONGEST_WAIT_SECONDS = 60.0
PREFIX = "whsec_"
TAKEN = range(200, 300)
TRY_AGAIN = frozenset({408, 425, 429, *range(500, 600)})
"""Answers that another attempt may change; any other one is final."""

SHOWN_CHARACTERS = 200

Form = Literal["json", "cloudevents"]


class WebhookError(Exception):
    """The address did not take a change; the message says why, without the address's own secrets."""


class _TryAgainError(Exception):
    """The address did not take a change, and may yet."""

    def __init__(self, why: str, wait_seconds: float | None = None) -> None:
        super().__init__(why)
        self.wait_seconds = wait_seconds


@dataclass(frozen=True)
class Message:
    """One request."""

    id: str
    """The same each time the change is sent: event id, slash, version."""

    body: bytes
    headers: Mapping[str, str]


class Webhook:
    """Posts changes to an address.

    Args:
        url: the address.
        form: whether the body is the event alone, or a CloudEvent with the event within.
        secret: what requests are signed with; None signs nothing.
        give_up_seconds: how long one change is tried.
        context: whom to trust over TLS.
        told: what to say of an attempt that failed.
        now: seconds since 1970.

    Raises:
        WebhookError: the address is none, or the secret is not readable.
    """

    def __init__(  # noqa: PLR0913 -- each is a choice of the operator, by name
        self,
        url: str,
        *,
        form: Form = "json",
        secret: str | None = None,
        give_up_seconds: float = 300.0,
        context: ssl.SSLContext | None = None,
        told: Callable[[str], None] = lambda _: None,
        now: Callable[[], float] = time.time,
    ) -> None:
        self._url, self._form, self._told, self._now = url, form, told, now
        self._key = signing_key(secret) if secret else None
        self._give_up = give_up_seconds
        # Nobody's word but the operator's says where events go.
        self._client = Client(
            timeout=TIMEOUT_SECONDS, follow_redirects=False, verify=context if context is not None else True
        )

    def send(self, change: Change) -> None:
        """Post a change until it is taken.

        Raises:
            WebhookError: the answer is final, or none was good for `give_up_seconds`.
        """
        message = message_of(change, self._form)
        attempts = Retrying(
            retry=retry_if_exception_type(_TryAgainError),
            stop=stop_after_delay(self._give_up),
            wait=_Wait(),
            before_sleep=self._tell,
        )
        try:
            attempts(self._post, message)
        except RetryError as error:
            why = error.last_attempt.exception()
            raise WebhookError(f"{message.id} was not taken within {self._give_up:.0f} s: {why}") from None

    def close(self) -> None:
        """Close the connections."""
        self._client.close()

    def _post(self, message: Message) -> None:
        headers = dict(message.headers)
        if self._key:
            headers |= signed(self._key, message, int(self._now()))
        try:
            with self._client.stream("POST", self._url, content=message.body, headers=headers) as response:
                _judge(message, response)
        except InvalidURL as error:
            raise WebhookError(f"this is no address to post to: {error}") from None
        except HTTPError as error:
            raise _TryAgainError(f"{type(error).__name__}: {' '.join(str(error).split())[:SHOWN_CHARACTERS]}") from None

    def _tell(self, state: RetryCallState) -> None:
        error = state.outcome.exception() if state.outcome else None
        self._told(f"{error}; attempt {state.attempt_number + 1} in {state.upcoming_sleep:.1f} s")


class _Wait(wait_base):
    """Twice as long each time, by chance shorter; as long as the address asks where it does."""

    _usual = wait_random_exponential(multiplier=FIRST_WAIT_SECONDS, max=LONGEST_WAIT_SECONDS)

    def __call__(self, retry_state: RetryCallState) -> float:
        error = retry_state.outcome.exception() if retry_state.outcome else None
        asked = error.wait_seconds if isinstance(error, _TryAgainError) else None
        return self._usual(retry_state) if asked is None else min(asked, LONGEST_WAIT_SECONDS)


def _judge(message: Message, response: Response) -> None:
    """Raise unless the answer says that the change was taken; its body is not read."""
    code = response.status_code
    if code in TAKEN:
        return
    if code in TRY_AGAIN:
        asked = response.headers.get("retry-after", "")
        raise _TryAgainError(f"the answer is {code}", float(asked) if asked.isascii() and asked.isdigit() else None)
    raise WebhookError(f"{message.id} is refused with {code}; it is sent again by the next run")


def message_of(change: Change, form: Form) -> Message:
    """The request that tells of a change; a function of the record alone."""
    attributes = {name.removeprefix("ce_"): value.decode() for name, value in change.headers if name.startswith("ce_")}
    version = str(change.event.version) if isinstance(change, Upsert) else "withdrawn"
    message_id = attributes.get("id", f"{change.event_id}/{version}")
    if form == "cloudevents":
        data = {"data": orjson.Fragment(change.raw)} if isinstance(change, Upsert) else {}
        kind = {"datacontenttype": "application/json"} if data else {}
        body = orjson.dumps({**_whole(attributes, change, message_id), **kind, **data})
        return Message(message_id, body, {"content-type": "application/cloudevents+json"})
    gone = {"event_id": change.event_id, "withdrawn": True}
    body = change.raw if isinstance(change, Upsert) else orjson.dumps(gone)
    headers = {f"ce-{name}": value for name, value in _whole(attributes, change, message_id).items()}
    return Message(message_id, body, {"content-type": "application/json", **headers})


def _whole(attributes: Mapping[str, str], change: Change, message_id: str) -> dict[str, str]:
    """The CloudEvents attributes, also of a record that came without some."""
    always = {
        "specversion": "1.0",
        "id": message_id,
        "source": "communique",
        "type": f"communique.event.{change.type.hyphenated}.v1",
        "subject": change.event_id,
    }
    return {**always, **attributes}


def signing_key(secret: str) -> bytes:
    """The bytes to sign with.

    Raises:
        WebhookError: what follows `whsec_` is no base64.
    """
    if not secret.startswith(PREFIX):
        return secret.encode()
    try:
        return base64.b64decode(secret.removeprefix(PREFIX), validate=True)
    except binascii.Error:
        raise WebhookError("the secret begins with whsec_, and what follows is no base64") from None


def signed(key: bytes, message: Message, seconds: int) -> dict[str, str]:
    """The headers of Standard Webhooks: id, time, and the signature over both and the body."""
    told = f"{message.id}.{seconds}.".encode() + message.body
    digest = hmac.new(key, told, hashlib.sha256).digest()
    return {
        "webhook-id": message.id,
        "webhook-timestamp": str(seconds),
        "webhook-signature": f"v1,{base64.b64encode(digest).decode()}",
    }
