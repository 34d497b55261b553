"""Closed vocabularies: the words of the definition, no more and no fewer."""

from __future__ import annotations

from enum import StrEnum

import pytest

from schemas.vocabulary import (
    AppointmentAction,
    EventType,
    Measure,
    MeasureAction,
    MeetingFormat,
    MeetingMode,
    PartyKind,
    Role,
    Status,
)


@pytest.mark.parametrize(
    "vocabulary, words",
    [
        pytest.param(EventType, "meeting trade_measure appointment", id="types of event"),
        pytest.param(Status, "occurred planned possible unlikely cancelled", id="statuses"),
        pytest.param(PartyKind, "person country organization group", id="kinds of party"),
        pytest.param(MeetingMode, "in_person phone video", id="modes of meeting"),
        pytest.param(
            MeetingFormat, "visit summit talks negotiation call meal multilateral other", id="formats of meeting"
        ),
        pytest.param(
            Measure,
            "tariff export_control import_ban quota licensing preferential_status sanction embargo anti_dumping "
            "countervailing_duty safeguard subsidy technical_barrier investment_restriction trade_agreement dispute "
            "other",
            id="trade measures",
        ),
        pytest.param(
            MeasureAction,
            "impose raise extend reduce ease lift suspend exempt investigate file_complaint rule appeal sign ratify "
            "withdraw",
            id="what is done about a measure",
        ),
        pytest.param(
            AppointmentAction,
            "appoint nominate elect confirm reappoint resign dismiss retire die withdraw",
            id="how an office changes hands",
        ),
        pytest.param(
            Role,
            "participant imposer target person predecessor successor appointer organization country",
            id="parts played in an event",
        ),
    ],
)
def test_the_words_are_those_of_the_definition(vocabulary: type[StrEnum], words: str) -> None:
    assert [word.value for word in vocabulary] == words.split()


@pytest.mark.parametrize(
    "kind, topic",
    [
        (EventType.MEETING, "events.meeting"),
        (EventType.TRADE_MEASURE, "events.trade-measure"),
        (EventType.APPOINTMENT, "events.appointment"),
    ],
)
def test_each_type_of_event_has_a_topic_of_its_own(kind: EventType, topic: str) -> None:
    assert kind.topic == topic
