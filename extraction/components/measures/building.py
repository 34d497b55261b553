"""The public record of a trade measure."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import parties
from extraction.coding import codes_of
from extraction.components import dates
from extraction.components.measures import details
from extraction.components.measures.sides import unique
from extraction.confidence import confidence, filled_share, how_known
from extraction.document import ActorKind
from extraction.summary import summarize
from schemas.event import Quote, TradeMeasureMention
from schemas.vocabulary import Measure

if TYPE_CHECKING:
    from extraction.components.measures.arguments import MeasureArguments
    from extraction.document import Actor, Candidate, Document, Passage

MAX_QUOTES = 20
"""Quotes that one event bears, the first ones of the article."""

MAX_QUOTE = 400
"""Longest quote, in characters."""

PERSONAL = frozenset({Measure.SANCTION, Measure.EMBARGO, Measure.OTHER})
"""Kinds that may be aimed at a person; with any other, a person named as the target stands for a state."""

TOLD, DEED, NAMED = 0.95, 0.85, 0.65
"""How telling a rule is: an act done to a measure, a verb alone, a measure named with its imposer or target."""


def build(document: Document, candidate: Candidate[MeasureArguments]) -> TradeMeasureMention:
    """The public record of a measure, with the passages that tell of it."""
    arguments = candidate.arguments
    strengths = [strength(passage.rule) for passage in candidate.passages]
    imposers = states_of(document, arguments.imposers)
    aimed_at = arguments.targets if arguments.measure in PERSONAL else states_of(document, arguments.targets)
    targets = tuple(actor for actor in aimed_at if actor not in imposers)
    told = TradeMeasureMention(
        article_id=document.article.id,
        status=candidate.status.status,
        when=dates.when(candidate.when),
        summary="",
        confidence=confidence(strengths, filled_share((imposers, targets)), how_known(document, (*imposers, *targets))),
        evidence=tuple(quote(document, passage) for passage in candidate.passages[:MAX_QUOTES]),
        imposers=tuple(parties.party(actor) for actor in imposers),
        targets=tuple(parties.party(actor) for actor in targets),
        measure=arguments.measure,
        action=arguments.action,
        goods=details.specific(arguments.goods),
        rate=arguments.rate,
        forum=arguments.forum,
        reason=arguments.reason,
        effective=dates.when(arguments.effective),
    )
    return told.model_copy(update={"codes": codes_of(told), "summary": summarize(told)})


def states_of(document: Document, actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who act, with the state in the place of a person who acts for it, where the article names that state."""
    states = {actor.country: actor for actor in document.actors if actor.kind is ActorKind.COUNTRY}
    return unique(states.get(actor.country, actor) if actor.kind is ActorKind.PERSON else actor for actor in actors)


def strength(rule: str) -> float:
    """How telling the rule behind a passage is, from 0 to 1."""
    return TOLD if "+" in rule else DEED if rule.startswith("deed.") else NAMED


def quote(document: Document, passage: Passage) -> Quote:
    """The sentence around a trigger, or as much of it as a quote may hold."""
    trigger = document.doc[passage.trigger]
    start, end = passage.start, passage.end
    if end - start > MAX_QUOTE:
        start = max(start, min(trigger.idx - MAX_QUOTE // 2, end - MAX_QUOTE))
        end = min(end, start + MAX_QUOTE)
    text = document.article.full_text
    while start < end and text[start].isspace():
        start += 1
    while start < end and text[end - 1].isspace():
        end -= 1
    return Quote(
        article_id=document.article.id,
        start=start,
        end=end,
        quote=text[start:end],
        rule=passage.rule,
        status_because=passage.status.because,
        date_because=passage.when.because if passage.when else None,
    )
