"""An article with gold events, and events found in it, for tests of what is measured."""

from __future__ import annotations

from extraction.evaluation import GoldArticle
from schemas.event import MeetingMention, Mention, Party, Quote, When
from schemas.vocabulary import PartyKind, Status

TEXT = "Anna Lund will meet Bert Maes in Ghent. Norway raised its tariff on tin."


def person(name: str) -> Party:
    return Party(name=name, kind=PartyKind.PERSON, entity_id="person:ZZ/x")


def quote(passage: str) -> Quote:
    """A passage of TEXT; the offsets count the blank line before the body."""
    start = TEXT.index(passage) + 2
    return Quote(article_id="a", start=start, end=start + len(passage), quote=passage)


def meeting(
    *names: str, status: Status = Status.PLANNED, passage: str = "Anna Lund", when: When | None = None
) -> Mention:
    return MeetingMention(
        article_id="a",
        status=status,
        summary="s",
        confidence=0.5,
        evidence=(quote(passage),),
        participants=tuple(person(name) for name in names),
        when=when,
    )


def article(*events: dict[str, object]) -> GoldArticle:
    return GoldArticle.model_validate({"id": "a", "text": TEXT, "events": events})


def gold(**slots: object) -> dict[str, object]:
    """A gold meeting of Anna Lund and Bert Maes."""
    whole = {
        "type": "meeting",
        "status": "planned",
        "participants": ["Anna Lund", "Bert Maes"],
        "evidence": ["Anna Lund"],
    }
    return {**whole, **slots}
