"""The headers that records bear: CloudEvents on events, the reason on dead letters. All values are UTF-8 text."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from schemas.base import Instant, Record

NUMBER = r"^[0-9]+$"
"""A number from 0 up, written out."""


class CloudEventHeaders(Record):
    """Headers of a record on a topic `events.*`: CloudEvents 1.0 in Kafka's binary mode.

    Source: CloudEvents 1.0.2, "Kafka Protocol Binding", section 3.2. A record that withdraws an event has no content
    and no report of its own, and therefore neither `ce_time` nor `content-type`.
    """

    ce_specversion: Literal["1.0"]
    """Version of the CloudEvents specification."""

    ce_id: str = Field(examples=["meeting:3f2a9c0d51e7b846/2"])
    """The event id, a slash and the version: the same record always bears the same one."""

    ce_source: str = Field(examples=["communique"])
    """What produced the record: the stream, not the outlet that published the article."""

    ce_type: str = Field(examples=["communique.event.trade-measure.v1"])
    """Type of the record and version of the contract."""

    ce_subject: str | None = None
    """The event id, the same as the key of the record."""

    ce_time: Instant | None = None
    """Publication of the latest article that reports the event, not the time of sending."""

    content_type: Literal["application/json"] | None = Field(default=None, alias="content-type")
    """Media type of the value."""


class DeadLetterHeaders(Record):
    """Headers added to a record on the topic `articles.dead-letter`, after those that it came with.

    Source: Apache Kafka KIP-298, "Error Handling in Connect", for the names that begin with `__connect.errors.`.
    """

    topic: str = Field(alias="__connect.errors.topic")
    """The topic that the record came from."""

    partition: str = Field(alias="__connect.errors.partition", pattern=NUMBER)
    """The partition that the record came from."""

    offset: str = Field(alias="__connect.errors.offset", pattern=NUMBER)
    """The offset that the record came from."""

    stage: str = Field(alias="__connect.errors.stage", examples=["intake", "extract"])
    """The step that refused the record."""

    exception_class_name: str = Field(alias="__connect.errors.exception.class.name", examples=["ValidationError"])
    """Name of the error's class."""

    exception_message: str = Field(alias="__connect.errors.exception.message", examples=["text: Field required"])
    """What is wrong with the record, in one line."""

    version: str = Field(alias="communique.version")
    """Version of Communiqué that refused the record."""

    attempts: str = Field(alias="communique.attempts", pattern=NUMBER)
    """How often the record was tried."""

    value_bytes: str | None = Field(default=None, alias="communique.value-bytes", pattern=NUMBER)
    """Full length of a value that was too large for a dead letter and was cut; absent where the value is whole."""
