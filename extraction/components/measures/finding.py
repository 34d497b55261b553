"""Finding the places that tell of a measure, with what each place tells."""

from __future__ import annotations

from functools import cache
from itertools import islice
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures import aims, details, relations, sides, timing
from extraction.components.measures.acts import Link, Telling, tellings
from extraction.components.measures.arguments import MeasureArguments, MeasureCandidate
from extraction.components.measures.deeds import deeds_of
from extraction.components.measures.nouns import measure_noun, measure_words
from extraction.components.measures.rules import deed_lemmas, words
from extraction.document import Candidate, Passage
from schemas.vocabulary import Measure, MeasureAction, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.components.measures.rules import MeasureNoun
    from extraction.components.measures.timing import Timing
    from extraction.document import Document
    from extraction.tokens import Token

MAX_PLACES = 500
"""Places of one article that are read: bringing them together takes work that grows with the square of their number."""

MIN_PARTIES = 2
"""Sides that an agreement has at least."""

REASONED_OTHERWISE = frozenset({"for"})
"""Prepositions that lead in goods or partners, not a reason, of licences and exemptions."""


def find(document: Document) -> tuple[MeasureCandidate, ...]:
    """Every place in the document that tells of a trade measure, up to a bound that no article comes near."""
    every = (candidate for token in document.doc.among(_triggers()) for candidate in _at(document, token))
    found = islice(every, MAX_PLACES)
    return tuple(sorted(found, key=lambda candidate: candidate.passages[0].trigger))


@cache
def _triggers() -> frozenset[str]:
    """The words that may name a measure or tell a deed."""
    return measure_words() | deed_lemmas()


def _at(document: Document, token: Token) -> Iterator[MeasureCandidate]:
    rule = measure_noun(token)
    if rule is not None:
        yield from _of_noun(document, token, rule)
    elif token.pos_ == "VERB":
        for deed, arguments in deeds_of(document, token):
            told = timing.of_act(document, token, imposers=arguments.imposers)
            if not _is_outsiders_idea(told, token):
                yield _candidate(document, token, deed.id, arguments, told)


def _of_noun(document: Document, noun: Token, rule: MeasureNoun) -> Iterator[MeasureCandidate]:
    told = tellings(noun, rule.measure)
    for telling in told:
        yield from _told(document, noun, rule, telling)
    if told or rule.anaphor or is_passing(noun):
        return
    if rule.measure is Measure.TRADE_AGREEMENT:
        yield from _between(document, noun, rule)
    elif rule.measure is Measure.DISPUTE:
        yield from _filed(document, noun, rule)
    elif rule.standing:
        yield from _standing(document, noun, rule)


def is_passing(noun: Token) -> bool:
    """Whether a measure is mentioned in passing as in force: "under UN sanctions"."""
    return noun.dep_ == "pobj" and noun.head.lower_ == "under" and not relations.standing_under(noun)


def _told(document: Document, noun: Token, rule: MeasureNoun, telling: Telling) -> Iterator[MeasureCandidate]:
    """An act that a verb or noun tells."""
    found = relations.of_telling(document, noun, rule, telling)
    starts = telling.link is Link.SUBJECT and telling.act.action is MeasureAction.IMPOSE
    cued = noun if telling.act.status else telling.trigger
    told = timing.of_act(document, cued, noun, telling.act, found.imposers, is_start=starts)
    action, told = timing.as_denied(telling, told)
    action = MeasureAction.INVESTIGATE if action is MeasureAction.IMPOSE and noun.lemma_.lower() in PROBES else action
    told = told if found.imposers else timing.as_unasserted(telling, told)
    spared = telling.act.denied is not None and told.decision.status is Status.CANCELLED
    foreseen = _is_outsiders_idea(told, telling.trigger)
    if found.private or spared or foreseen or (rule.actions and action not in rule.actions):
        return
    partners = action is MeasureAction.EXEMPT or rule.measure in {Measure.LICENSING, Measure.SUBSIDY}
    stands = telling.link is Link.SUBJECT and action is MeasureAction.EXTEND
    arguments = MeasureArguments(
        rule.measure,
        action,
        told=not stands,
        imposers=found.imposers,
        targets=found.targets or details.avenged(document, noun, found.imposers),
        goods=(*details.goods_before(document, noun, rule.modifiers), *found.goods),
        rate=details.rate_near(document, noun),
        forum=details.forum_in(document, noun, legal_only=rule.measure is not Measure.DISPUTE),
        reason=details.reason_of(
            document, (telling.trigger, noun), without=REASONED_OTHERWISE if partners else frozenset()
        ),
    )
    yield _candidate(document, telling.trigger, f"{rule.id}+{telling.act.id}", arguments, told)


PROBES = frozenset({"investigation", "probe", "inquiry"})
"""Nouns (lemmas) of case work, which is opened, not imposed: "announced an anti-dumping inquiry"."""


def _standing(document: Document, noun: Token, rule: MeasureNoun) -> Iterator[MeasureCandidate]:
    """A measure named with its imposer or target and nothing done to it: "EU sanctions against Russia"."""
    found = relations.of_named(document, noun, rule)
    if not found.targets and not any(actor.country for actor in found.imposers):
        return
    arguments = MeasureArguments(
        rule.measure,
        MeasureAction.IMPOSE,
        told=False,
        imposers=found.imposers,
        targets=found.targets or details.avenged(document, noun, found.imposers),
        goods=(*details.goods_before(document, noun, rule.modifiers), *found.goods),
        rate=details.rate_near(document, noun),
        reason=details.reason_of(document, (noun,)),
    )
    yield _candidate(document, noun, rule.id, arguments, timing.of_named(document, noun))


def _filed(document: Document, noun: Token, rule: MeasureNoun) -> Iterator[MeasureCandidate]:
    """A complaint named with who brought it and against whom: "Peru's WTO complaint against Turkey"."""
    found = relations.of_named(document, noun, rule)
    if found.imposers and found.targets:
        arguments = MeasureArguments(
            rule.measure,
            MeasureAction.FILE_COMPLAINT,
            told=False,
            imposers=found.imposers,
            targets=found.targets,
            goods=found.goods,
            forum=details.forum_in(document, noun, legal_only=False),
        )
        yield _candidate(document, noun, rule.id, arguments, timing.of_named(document, noun))


def _between(document: Document, noun: Token, rule: MeasureNoun) -> Iterator[MeasureCandidate]:
    """An agreement named with its two sides, or with its day in a sentence about two states, and nothing done to it.

    "The US-Japan semiconductor pact", "Peru breached a 1986 agreement to open its market to Chile".
    """
    if _is_talked_about(noun):
        return
    told = timing.of_named(document, noun)
    parties = relations.of_agreement(document, noun)
    if len(parties) < MIN_PARTIES and told.when and told.decision.status is Status.OCCURRED:
        parties = sides.states_in(document, noun.sent)
    if len(parties) < MIN_PARTIES or not all(sides.is_public(party) for party in parties):
        return
    goods = aims.goods_of_agreement(document, noun)
    arguments = MeasureArguments(rule.measure, MeasureAction.SIGN, told=False, imposers=parties, goods=goods)
    yield _candidate(document, noun, rule.id, arguments, told)


def _is_talked_about(noun: Token) -> bool:
    """Whether an agreement is only what talks are about: "talks on a trade pact between Peru and Chile"."""
    return (
        noun.dep_ == "pobj"
        and noun.head.lower_ in {"on", "about", "for", "over", "toward", "towards"}
        and (noun.head.head.lemma_.lower() in {"talk", "negotiation", "discussion", "round"})
    )


def _is_outsiders_idea(told: Timing, trigger: Token) -> bool:
    """Whether what may come is what somebody outside foresees: "analysts expect Peru to impose tariffs"."""
    if told.decision.status not in {Status.POSSIBLE, Status.PLANNED, Status.UNLIKELY}:
        return False
    node = trigger
    for above in syntax.governors(trigger):
        if node.dep_ not in {"ccomp", "xcomp", "conj"}:
            return False
        if any(one.lemma_.lower() in words("outsiders") for one in syntax.own_subjects(above)):
            return True
        node = above
    return False


def _candidate(
    document: Document, trigger: Token, rule: str, arguments: MeasureArguments, told: Timing
) -> MeasureCandidate:
    sentence = syntax.sentence_of(document.doc, trigger.i)
    passage = Passage(sentence.start_char, sentence.end_char, trigger.i, rule, told.decision, told.when)
    return Candidate((passage,), arguments.effective_from(told.effective), told.decision, told.when)
