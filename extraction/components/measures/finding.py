"""Finding the places that tell of a measure, with what each place tells."""

from __future__ import annotations

from dataclasses import replace
from itertools import islice
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components import dates, status
from extraction.components.measures import details, sides
from extraction.components.measures.acts import Link, Telling, tellings
from extraction.components.measures.arguments import MeasureArguments
from extraction.components.measures.deeds import deeds_of
from extraction.components.measures.nouns import measure_noun
from extraction.components.measures.rules import words
from extraction.components.measures.sides import Sides
from extraction.document import Candidate, Passage, StatusDecision
from schemas.vocabulary import Measure, MeasureAction, Status

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extraction.components.measures.rules import Act, MeasureNoun
    from extraction.document import Actor, Dated, Document

MAX_PLACES = 500
"""Places of one article that are read: bringing them together takes work that grows with the square of their number."""

TOGETHER = {Measure.TRADE_AGREEMENT}
"""Measures that all sides take together."""

DEMANDING = {"must", "should", "ought", "need", "could", "can", "might", "may"}
"""Auxiliaries of someone who speaks of what others do: "Iran says sanctions must be lifted"."""

AGAINST = {"on", "against", "upon", "toward", "towards"}
"""Prepositions that lead in whom or what a measure is aimed at."""

PARTNER = {"with", "for", "to", "from"}
"""Prepositions that lead in whose status is granted or taken away."""

EXIT = {MeasureAction.LIFT, MeasureAction.EASE, MeasureAction.REDUCE}
"""Acts on a standing measure, which its owner alone can do."""

HARD = {Status.OCCURRED, Status.PLANNED}

MeasureCandidate = Candidate[MeasureArguments]


def find(document: Document) -> tuple[MeasureCandidate, ...]:
    """Every place in the document that tells of a trade measure, up to a bound that no article comes near."""
    every = (candidate for token in document.doc for candidate in _at(document, token))
    found = islice(every, MAX_PLACES)
    return tuple(sorted(found, key=lambda candidate: candidate.passages[0].trigger))


def _at(document: Document, token: Token) -> Iterator[MeasureCandidate]:
    rule = measure_noun(token)
    if rule is not None:
        yield from _of_noun(document, token, rule)
    elif token.pos_ == "VERB":
        for deed, arguments in deeds_of(document, token):
            yield candidate(document, token, deed.id, arguments, None)


def _of_noun(document: Document, noun: Token, rule: MeasureNoun) -> Iterator[MeasureCandidate]:
    told = tellings(noun, rule.measure)
    for telling in told:
        yield from _told(document, noun, rule, telling)
    if not told and rule.standing:
        yield from _standing(document, noun, rule)
    elif not told and rule.measure in TOGETHER:
        yield from _between(document, noun, rule)


# --- acts -----------------------------------------------------------------------------------------------------


def _told(document: Document, noun: Token, rule: MeasureNoun, telling: Telling) -> Iterator[MeasureCandidate]:
    found = together(document, noun, telling.trigger) if rule.measure in TOGETHER else against(document, noun, rule, telling)
    if found.private:
        return
    action = telling.act.action
    taken_for = action is MeasureAction.EXEMPT or rule.measure is Measure.LICENSING
    if rule.actions and action not in rule.actions:
        return
    arguments = MeasureArguments(
        rule.measure,
        action,
        told=True,
        imposers=found.imposers,
        targets=found.targets,
        goods=(*details.goods_before(document, noun, rule.modifiers), *found.goods),
        rate=details.rate_near(document, noun),
        forum=details.forum_in(document, noun, legal_only=rule.measure is not Measure.DISPUTE),
        reason=None if taken_for else details.reason_of(document, (telling.trigger, noun)),
    )
    starts = telling.link is Link.SUBJECT and action is MeasureAction.IMPOSE
    status_token = noun if telling.act.status else telling.trigger
    yield candidate(document, status_token, f"{rule.id}+{telling.act.id}", arguments, telling.act, is_start=starts)


def _standing(document: Document, noun: Token, rule: MeasureNoun) -> Iterator[MeasureCandidate]:
    if noun.dep_ == "pobj" and noun.head.lower_ == "under":
        return
    imposers, targets = split_modifiers(document, noun, rule.measure)
    imposers = imposers or sides.owners(document, noun)
    aimed = sides.aimed_at(document, syntax.prepositional(noun, {"on", "against", "upon"}), rule.measure)
    targets = sides.unique((*targets, *aimed.targets))
    if not targets and not any(actor.country for actor in imposers):
        return
    arguments = MeasureArguments(
        rule.measure,
        MeasureAction.IMPOSE,
        told=False,
        imposers=imposers,
        targets=without(targets, imposers),
        goods=(*details.goods_before(document, noun, rule.modifiers), *aimed.goods),
        rate=details.rate_near(document, noun),
        reason=details.reason_of(document, (noun,)),
    )
    yield candidate(document, noun, rule.id, arguments, None)


def _between(document: Document, noun: Token, rule: MeasureNoun) -> Iterator[MeasureCandidate]:
    """An agreement named with its two sides and nothing done to it: "the US-Japan semiconductor pact"."""
    parties = sides.named_before(document, noun)
    passing = noun.dep_ == "pobj" and noun.head.lower_ == "under"
    if len(parties) > 1 and not passing and all(sides.is_public(party) for party in parties):
        arguments = MeasureArguments(rule.measure, MeasureAction.SIGN, told=False, imposers=parties)
        yield candidate(document, noun, rule.id, arguments, None)


def candidate(
    document: Document,
    trigger: Token,
    rule: str,
    arguments: MeasureArguments,
    act: Act | None,
    *,
    is_start: bool = False,
) -> MeasureCandidate:
    """A candidate at one place, with the status and the date there.

    Args:
        document: the article.
        trigger: the word that tells the act, or that names the measure.
        rule: ids of the entries that fired.
        arguments: the slots told there.
        act: the entry for the act, where one fired.
        is_start: whether the day there is the one from which the measure is in effect.
    """
    decision = status.status_of(document, trigger)
    if not arguments.told and decision.status in {Status.CANCELLED, Status.UNLIKELY}:
        decision = StatusDecision(Status.OCCURRED, f"named as it stands; {decision.because}")
    if act is not None and act.status is not None and decision.status in HARD:
        decision = StatusDecision(act.status, f"{act.id}: {decision.because}")
    when, effective = days_of(document, trigger, decision, told=arguments.told, is_start=is_start)
    decision = _settled(document, decision, when)
    arguments = replace(arguments, effective=effective)
    sentence = trigger.sent
    passage = Passage(sentence.start_char, sentence.end_char, trigger.i, rule, decision, when)
    return Candidate((passage,), arguments, decision, when)


def days_of(
    document: Document, trigger: Token, decision: StatusDecision, *, told: bool, is_start: bool
) -> tuple[Dated | None, Dated | None]:
    """The days of an act, and those from which it is in effect where these are others.

    A measure announced on one day for another has the day of the announcement; one that is only named has the days
    named in its own phrase.
    """
    dated = dates.date_of(document, trigger)
    if not told:
        inside = dated is not None and dated.text in document.words(trigger.left_edge.i, trigger.right_edge.i + 1)
        return (dated if inside else None), None
    effective = dates.effective_of(document, trigger)
    announced = dates.announced_on(document, trigger)
    dated = dated or _date_of_instrument(document, trigger)
    if announced and decision.status is Status.PLANNED and (dated is None or dated.first > announced.last):
        return announced, effective or dated
    if is_start:
        return None, dated or effective
    return dated or effective, effective if dated and effective != dated else None


def _date_of_instrument(document: Document, trigger: Token) -> Dated | None:
    """The day on which the order, law or decision was made that a measure stands in: "signed an order imposing"."""
    for above in syntax.governors(trigger):
        if above.pos_ == "NOUN" or above.pos_ == "PROPN":
            if above.lemma_.lower() not in words("instruments"):
                return None
        else:
            return dates.date_of(document, above) if above.lemma_ in sides.ISSUING else None
    return None


def _settled(document: Document, decision: StatusDecision, when: Dated | None) -> StatusDecision:
    """A plan whose days are all past at publication has come about: "the July decision to impose"."""
    published = document.article.published_at
    if decision.status is Status.PLANNED and when and published and when.last < published.date():
        return StatusDecision(Status.OCCURRED, f"{decision.because}; its days are past")
    return decision


# --- sides ----------------------------------------------------------------------------------------------------


def against(document: Document, noun: Token, rule: MeasureNoun, telling: Telling) -> Sides:
    """Who acts against whom, for a measure of one side against another."""
    trigger, action = telling.trigger, telling.act.action
    agents, private = _agents(document, telling)
    before, after = split_modifiers(document, noun, rule.measure)
    prepositions = AGAINST | ({"for"} if action is MeasureAction.EXEMPT else set())
    if rule.measure is Measure.PREFERENTIAL_STATUS:
        prepositions |= PARTNER
    if rule.measure is Measure.LICENSING:
        prepositions |= {"for"}
    if action is MeasureAction.INVESTIGATE:
        prepositions |= {"into"}
    clauses = [child for child in noun.children if child.dep_ in {"acl", "relcl"} and child is not trigger]
    pointed = [one for node in (noun, trigger, *clauses) for one in syntax.prepositional(node, prepositions)]
    if telling.link is Link.PREPOSITION:
        pointed = [*syntax.patients(trigger), *pointed]
    pointed += [child for child in trigger.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    if telling.link is Link.OBJECT and rule.measure is not Measure.SANCTION:
        pointed += [one for one in syntax.prepositional(trigger, {"from"}) if document.mention_of(one)]
    if telling.link is Link.HITTING:
        pointed = [*syntax.patients(trigger), *syntax.prepositional(noun, prepositions)]
    if rule.measure is Measure.DISPUTE:
        pointed = _defendants(noun, trigger)
    aimed = sides.aimed_at(document, [token for token in pointed if token not in {noun, trigger}], rule.measure)
    owned = any(child.dep_ == "poss" for child in noun.children) and action in EXIT
    imposers = (before if owned else ()) or agents or before or (_speaker(document, trigger) if telling.act.subject == "imposer" else ())
    if telling.act.subject == "target":
        subjects = sides.aimed_at(document, syntax.subjects(trigger), rule.measure)
        imposers, aimed = before, Sides(targets=(*subjects.targets, *aimed.targets), goods=aimed.goods)
    if rule.measure is Measure.PREFERENTIAL_STATUS:
        imposers, after = agents, (*after, *without(before, agents))
    targets = without(sides.unique((*after, *aimed.targets)), imposers)
    return Sides(imposers, targets, aimed.goods, private and not before)


def _defendants(noun: Token, trigger: Token) -> list[Token]:
    """Against whom or what a complaint is, however far the phrase stands from it: "filed ... at the WTO against"."""
    after = max(noun.i, min(trigger.i, noun.i))
    inside = {*noun.subtree, *trigger.subtree}
    against = [token for token in inside if token.lower_ in {"against", "on", "over", "into"} and token.i > after]
    first = sorted((token for token in against if token.lower_ == "against"), key=lambda token: token.i) or sorted(
        against, key=lambda token: token.i
    )
    if not first:
        return [token for token in trigger.subtree if token not in {noun, trigger} and measure_noun(token)]
    return syntax.expanded(child for token in first[:1] for child in token.children if child.dep_ == "pobj")


def _agents(document: Document, telling: Telling) -> tuple[tuple[Actor, ...], bool]:
    trigger = telling.trigger
    if telling.act.subject != "imposer" or telling.link in {Link.HITTING, Link.SUBJECT}:
        return (), False
    if trigger.pos_ in {"VERB", "AUX"}:
        return _agents_of_verb(document, trigger)
    return sides.owners(document, trigger), False


def _agents_of_verb(document: Document, verb: Token) -> tuple[tuple[Actor, ...], bool]:
    found, private = sides.agents_of(document, verb)
    if found or private:
        return found, private
    for above in syntax.governors(verb):
        if above.pos_ == "NOUN" and above.lemma_.lower() in words("instruments"):
            return sides.owners(document, above), False
        if above.pos_ in {"VERB", "AUX"}:
            break
    return (), False


def _speaker(document: Document, trigger: Token) -> tuple[Actor, ...]:
    """Who says that a measure is taken, where the text names no one else: "the EU said duties would be lifted"."""
    if trigger.pos_ not in {"VERB", "AUX"} or not syntax.is_passive(trigger):
        return ()
    verb = next((above for above in syntax.governors(trigger) if above.pos_ == "VERB"), None)
    demanded = any(child.dep_ == "aux" and child.lower_ in DEMANDING for child in trigger.children)
    if verb is None or demanded or trigger.dep_ not in {"ccomp", "xcomp"}:
        return ()
    return tuple(actor for actor in sides.agents_of(document, verb)[0] if actor.index >= 0 and actor.public)


def together(document: Document, noun: Token, trigger: Token) -> Sides:
    """Who takes part in an agreement: those who act, those named before it, and those it is made with."""
    agents, private = sides.agents_of(document, trigger) if trigger.pos_ in {"VERB", "AUX"} else ((), False)
    partners = [*syntax.prepositional(noun, {"with", "between", "among"}), *syntax.prepositional(trigger, {"with", "between"})]
    named = [actor for token in partners for actor in sides.actors_at(document, token)]
    before = sides.named_before(document, noun)
    everyone = sides.unique((*agents, *before, *(actor for actor in named if sides.is_public(actor))))
    return Sides(imposers=everyone, private=private and not everyone)


def split_modifiers(document: Document, noun: Token, measure: Measure) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The parties before a measure noun as imposers and targets: "US Iran sanctions", "anti-Russian sanctions"."""
    imposers: list[Actor] = []
    targets: list[Actor] = []
    for child in noun.children:
        if child.dep_ not in sides.MODIFIERS or child.i > noun.i:
            continue
        for token in syntax.conjuncts(child):
            actors = sides.actors_at(document, token)
            (targets if sides.is_target_modifier(document, token, noun) else imposers).extend(actors)
    return tuple(a for a in sides.unique(imposers) if sides.is_public(a)), sides.unique(targets)


def without(actors: tuple[Actor, ...], others: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors that are not among the others."""
    names = {other.name.casefold() for other in others} | {other.country for other in others if other.kind is others[0].kind}
    return tuple(actor for actor in actors if actor.name.casefold() not in names)
