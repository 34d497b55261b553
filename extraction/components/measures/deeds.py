"""Measures told by a verb and its object, with no noun for the measure: "ban imports", "freeze assets"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures import details, sides
from extraction.components.measures.arguments import MeasureArguments
from extraction.components.measures.nouns import in_sentence, modifiers_before, objects_after
from extraction.components.measures.rules import deeds_by_verb
from extraction.components.measures.sides import Sides
from extraction.document import ActorKind
from schemas.vocabulary import Measure

if TYPE_CHECKING:
    from collections.abc import Iterator

    from spacy.tokens import Token

    from extraction.components.measures.rules import Deed
    from extraction.document import Actor, Document

WHERE_FROM = {"from", "to", "with", "into", "on", "against"}
"""Prepositions that tie the partner to traded goods."""


def deeds_of(document: Document, verb: Token) -> Iterator[tuple[Deed, MeasureArguments]]:
    """What a verb alone tells of a measure; at most one deed, the first that fits.

    Args:
        document: the article.
        verb: any verb of the text.
    """
    for rule in deeds_by_verb().get(verb.lemma_.lower(), ()):
        arguments = _fitting(document, verb, rule)
        if arguments is not None:
            yield rule, arguments
            return


def _fitting(document: Document, verb: Token, rule: Deed) -> MeasureArguments | None:
    objects = syntax.prepositional(verb, set(rule.by)) if rule.by and not rule.objects else syntax.patients(verb)
    if (not objects and rule.object != "none") or (rule.context and not in_sentence(verb, rule.context)):
        return None
    if not all(_has_object(verb, one, rule) for one in objects[:1]):
        return None
    imposers, private = sides.agents_around(document, verb)
    if private:
        return None
    found = _aimed_at(document, verb, rule, objects)
    targets = tuple(actor for actor in found.targets if actor not in imposers)
    if rule.object == "foreign" and not _is_foreign(imposers, targets):
        return None
    if (rule.object == "party" and not targets) or not (imposers or targets):
        return None
    return MeasureArguments(
        rule.measure,
        rule.action,
        told=True,
        imposers=imposers,
        targets=targets,
        goods=found.goods,
        rate=details.rate_near(document, verb),
        forum=details.forum_in(document, verb, legal_only=rule.measure is not Measure.DISPUTE),
        reason=details.reason_of(document, (verb,)),
    )


def _has_object(verb: Token, noun: Token, rule: Deed) -> bool:
    if rule.by and rule.objects:
        return any(
            {word.lemma_.lower() for word in (child, *child.children)} & set(rule.objects)
            for preposition in verb.children
            if preposition.lower_ in rule.by
            for child in preposition.children
        )
    if rule.object == "foreign" and any(child.dep_ == "prep" and child.lower_ == "from" for child in verb.children):
        return False
    if rule.objects and noun.lemma_.lower() not in rule.objects:
        return False
    return not rule.modifiers or bool(
        {noun.lemma_.lower(), *modifiers_before(noun), *objects_after(noun)} & set(rule.modifiers)
    )


def _aimed_at(document: Document, verb: Token, rule: Deed, objects: list[Token]) -> Sides:
    if rule.object == "abstract":
        owners = [actor for noun in objects for actor in sides.modifying(document, noun)]
        owned = [one for noun in objects for one in syntax.prepositional(noun, {"of"})]
        inner = sides.aimed_at(document, owned, rule.measure)
        return Sides(targets=sides.unique((*owners, *inner.targets)))
    found = sides.aimed_at(document, objects, rule.measure)
    if rule.object == "party":
        return found
    partners = sides.aimed_at(document, syntax.prepositional(verb, WHERE_FROM), rule.measure)
    return Sides(targets=sides.unique((*found.targets, *partners.targets)), goods=found.goods)


def _is_foreign(imposers: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
    """Whether a state acts on something of another state."""
    own = {actor.country for actor in imposers}
    others = [actor for actor in targets if actor.kind is ActorKind.COUNTRY or actor.country]
    return bool(imposers) and bool(others) and all(actor.country not in own for actor in others)
