"""The closed vocabularies: what a coded slot may hold."""

from __future__ import annotations

from enum import StrEnum
from operator import attrgetter
from typing import TYPE_CHECKING


class _Vocabulary(StrEnum):
    """An enumeration of words that is quickly written."""

    if not TYPE_CHECKING:
        # Python's own is a function of Python, asked for each word that pydantic writes; it took a third of the time in
        # which records were made into bytes.
        value = property(attrgetter("_value_"))


class EventType(_Vocabulary):
    """The three types of event."""

    MEETING = "meeting"
    TRADE_MEASURE = "trade_measure"
    APPOINTMENT = "appointment"

    @property
    def topic(self) -> str:
        """The public topic that carries events of this type."""
        return f"events.{self.hyphenated}"

    @property
    def hyphenated(self) -> str:
        """The type as it stands in topic names and in CloudEvents types."""
        return self.value.replace("_", "-")


class Status(_Vocabulary):
    """How an article presents an event on the article's own date, not what history says."""

    OCCURRED = "occurred"
    PLANNED = "planned"
    POSSIBLE = "possible"
    UNLIKELY = "unlikely"
    CANCELLED = "cancelled"


class PartyKind(_Vocabulary):
    """What kind of actor a party is."""

    PERSON = "person"
    COUNTRY = "country"
    ORGANIZATION = "organization"
    GROUP = "group"


class MeetingMode(_Vocabulary):
    """By what means the sides met."""

    IN_PERSON = "in_person"
    PHONE = "phone"
    VIDEO = "video"


class MeetingFormat(_Vocabulary):
    """What kind of encounter a meeting is."""

    VISIT = "visit"
    SUMMIT = "summit"
    TALKS = "talks"
    NEGOTIATION = "negotiation"
    CALL = "call"
    MEAL = "meal"
    MULTILATERAL = "multilateral"
    OTHER = "other"


class Measure(_Vocabulary):
    """What kind of trade measure it is."""

    TARIFF = "tariff"
    EXPORT_CONTROL = "export_control"
    IMPORT_BAN = "import_ban"
    QUOTA = "quota"
    LICENSING = "licensing"
    PREFERENTIAL_STATUS = "preferential_status"
    SANCTION = "sanction"
    EMBARGO = "embargo"
    ANTI_DUMPING = "anti_dumping"
    COUNTERVAILING_DUTY = "countervailing_duty"
    SAFEGUARD = "safeguard"
    SUBSIDY = "subsidy"
    TECHNICAL_BARRIER = "technical_barrier"
    INVESTMENT_RESTRICTION = "investment_restriction"
    TRADE_AGREEMENT = "trade_agreement"
    DISPUTE = "dispute"
    OTHER = "other"


class MeasureAction(_Vocabulary):
    """What is done to the measure."""

    IMPOSE = "impose"
    RAISE = "raise"
    EXTEND = "extend"
    REDUCE = "reduce"
    EASE = "ease"
    LIFT = "lift"
    SUSPEND = "suspend"
    EXEMPT = "exempt"
    INVESTIGATE = "investigate"
    FILE_COMPLAINT = "file_complaint"
    RULE = "rule"
    APPEAL = "appeal"
    SIGN = "sign"
    RATIFY = "ratify"
    WITHDRAW = "withdraw"


class AppointmentAction(_Vocabulary):
    """How an office changes hands."""

    APPOINT = "appoint"
    NOMINATE = "nominate"
    ELECT = "elect"
    CONFIRM = "confirm"
    REAPPOINT = "reappoint"
    RESIGN = "resign"
    DISMISS = "dismiss"
    RETIRE = "retire"
    DIE = "die"
    WITHDRAW = "withdraw"


class Role(_Vocabulary):
    """The part an entity plays in an event."""

    PARTICIPANT = "participant"
    IMPOSER = "imposer"
    TARGET = "target"
    PERSON = "person"
    PREDECESSOR = "predecessor"
    SUCCESSOR = "successor"
    APPOINTER = "appointer"
    ORGANIZATION = "organization"
    COUNTRY = "country"
