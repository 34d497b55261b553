"""Events for programs: subscribe, filter, handle, commit; typed records, and nothing of the stream behind them.

    from agents.client import EventType, Subscription, Upsert, Withdrawal

    with Subscription(group="trade-desk", types=[EventType.TRADE_MEASURE], countries=["JP", "KR"]) as events:
        for change in events:
            match change:
                case Upsert(event=event):
                    save(event.event_id, event)
                case Withdrawal(event_id=event_id):
                    delete(event_id)

Importing this starts neither Faust nor spaCy. docs/consumers.md explains it.
"""

from agents.client.changes import Change, Choice, Place, UnreadableRecordError, Upsert, Withdrawal, countries_of
from agents.client.subscription import NoPlaceError, NoTopicError, Subscription
from agents.settings import Settings
from schemas.event import Appointment, Event, Meeting, TradeMeasure
from schemas.vocabulary import EventType

__all__ = [
    "Appointment",
    "Change",
    "Choice",
    "Event",
    "EventType",
    "Meeting",
    "NoPlaceError",
    "NoTopicError",
    "Place",
    "Settings",
    "Subscription",
    "TradeMeasure",
    "UnreadableRecordError",
    "Upsert",
    "Withdrawal",
    "countries_of",
]
