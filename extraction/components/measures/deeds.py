"""Measures told by a verb and its object, with no noun for the measure: "ban imports", "freeze assets"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures import aims, details, sides
from extraction.components.measures.acts import verb_keys
from extraction.components.measures.arguments import MeasureArguments
from extraction.components.measures.nouns import in_sentence, measure_noun, modifiers_before, objects_after
from extraction.components.measures.rules import deed_lemmas, deeds_by_verb
from extraction.components.measures.sides import Sides
from extraction.document import ActorKind
from schemas.vocabulary import Measure, MeasureAction

if TYPE_CHECKING:
    from collections.abc import Iterator

    from extraction.components.measures.rules import Deed
    from extraction.document import Actor, Document
    from extraction.tokens import Token

WHERE_FROM = {"from", "to", "with", "into", "on", "against"}
"""Prepositions that tie the partner to traded goods."""


def deeds_of(document: Document, verb: Token) -> Iterator[tuple[Deed, MeasureArguments]]:
    """What a verb alone tells of a measure; at most one deed, the first that fits.

    Args:
        document: the article.
        verb: any verb of the text.
    """
    if verb.lemma_.lower() not in deed_lemmas():
        return
    for rule in (rule for key in verb_keys(verb) for rule in deeds_by_verb().get(key, ())):
        arguments = _fitting(document, verb, rule)
        if arguments is not None:
            yield rule, arguments
            return


def _fitting(document: Document, verb: Token, rule: Deed) -> MeasureArguments | None:
    objects = _objects(verb, rule)
    if not _may_fit(verb, objects, rule):
        return None
    imposers, private = sides.agents_around(document, verb)
    if not imposers and syntax.is_passive(verb):
        imposers = sides.saying(document, verb) or _where_done(document, verb, rule, objects)
    if private or (not imposers and (_is_said_of_measure(verb) or _gerund(verb, rule))):
        return None
    found = _aimed_at(document, verb, rule, objects)
    targets = tuple(actor for actor in found.targets if actor not in imposers)
    if rule.object in {"foreign", "abroad", "access", "buyer", "finding"} and not _is_foreign(imposers, targets):
        return None
    if rule.measure is Measure.IMPORT_BAN and rule.object == "foreign" and not found.goods:
        return None
    if (rule.object in {"party", "abstract"} and not targets) or not (imposers or targets):
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


def _where_done(document: Document, verb: Token, rule: Deed, objects: list[Token]) -> tuple[Actor, ...]:
    """The state in which goods are banned: "Peruvian wine was banned in Chile", "imports into Chile were banned".

    Also that from which somebody is kept: "barred from entering Chile", "banned from Chile's ports".
    """
    if "from" in rule.by:
        kept_from = [one for child in verb.children if child.lower_ == "from" for one in child.children]
        named = [one for noun in kept_from for one in (noun, *noun.children) if one.dep_ != "pcomp"]
        return tuple(a for one in named for a in sides.actors_at(document, one) if _is_state(a))
    if rule.measure is not Measure.IMPORT_BAN:
        return ()
    inside = [one for node in (verb, *objects) for one in syntax.prepositional(node, {"in", "into"})]
    return tuple(a for one in inside for a in sides.actors_at(document, one) if a.kind is ActorKind.COUNTRY)


def _is_state(actor: Actor) -> bool:
    return actor.kind is ActorKind.COUNTRY or (actor.public and actor.country is not None)


def _is_said_of_measure(verb: Token) -> bool:
    """Whether a measure told elsewhere is what does it: "the sanctions bar him from entering", "they bar him"."""
    return any(token.lower_ in {"they", "it", "which", "that"} or measure_noun(token) for token in syntax.agents(verb))


def _objects(verb: Token, rule: Deed) -> list[Token]:
    """The nouns that the deed is done to."""
    if rule.by and not rule.objects:
        return syntax.prepositional(verb, set(rule.by))
    if rule.object == "none" and rule.objects:
        return []
    if rule.object == "finding":
        return _asked_about(verb)
    gerund = _gerund(verb, rule)
    if gerund is not None:
        return syntax.patients(gerund)
    return syntax.patients(verb) or (_asked_about(verb) if rule.action is MeasureAction.INVESTIGATE else [])


def _gerund(verb: Token, rule: Deed) -> Token | None:
    """The gerund of a deed told by two verbs: "stopped buying Peruvian wine", "resumed importing it"."""
    inner = (child for child in verb.children if child.dep_ == "xcomp" and child.tag_ == "VBG")
    return next((child for child in inner if child.lemma_.lower() in rule.objects), None)


def _asked_about(verb: Token) -> list[Token]:
    """What a question or finding is about: "investigate whether imports threaten security", "ruled that ..."."""
    clauses = [child for child in verb.children if child.dep_ == "ccomp"]
    return [token for clause in clauses for token in syntax.own_subjects(clause)]


def _may_fit(verb: Token, objects: list[Token], rule: Deed) -> bool:
    """Whether the words around a verb are those that the deed asks for."""
    if (not objects and rule.object != "none") or (rule.context and not in_sentence(verb, rule.context)):
        return False
    if rule.by and rule.objects and not _has_linked_object(verb, rule):
        return False
    if rule.never_in and in_sentence(verb, rule.never_in):
        return False
    direct = [one for one in objects if one.dep_ != "dative"] or objects
    return all(_has_object(verb, one, rule) for one in direct[:1])


def _has_linked_object(verb: Token, rule: Deed) -> bool:
    """Whether one of the objects hangs on the verb by one of the prepositions: "barred from entering"."""
    links = [child for child in verb.children if child.lower_ in rule.by or (child.dep_ == "xcomp" and "to" in rule.by)]
    linked = [one for link in links for one in ((link,) if link.dep_ == "xcomp" else syntax.expanded(link.children))]
    return any(
        {word.lemma_.lower() for word in (one, *one.children)} & set(rule.objects)
        and (not rule.modifiers or modifiers_before(one) & set(rule.modifiers))
        for one in linked
    )


def _has_object(verb: Token, noun: Token, rule: Deed) -> bool:
    if (rule.by and rule.objects) or _gerund(verb, rule):
        return True
    noun = aims.beyond_amount(noun)
    if rule.object == "foreign" and _is_kept_from(verb):
        return False
    if rule.objects and not {noun.lemma_.lower(), noun.lower_.removesuffix("s")} & set(rule.objects):
        return False
    return (
        not rule.modifiers
        or bool(rule.by)
        or bool({noun.lemma_.lower(), *modifiers_before(noun), *objects_after(noun)} & set(rule.modifiers))
    )


def _is_kept_from(verb: Token) -> bool:
    """Whether the object is kept from an act, not goods from a country: "banned Chilean firms from bidding"."""
    links = [child for child in verb.children if child.dep_ == "prep" and child.lower_ == "from"]
    return any(child.dep_ == "pcomp" or child.pos_ == "NOUN" for link in links for child in link.children)


def _aimed_at(document: Document, verb: Token, rule: Deed, objects: list[Token]) -> Sides:
    if rule.object == "abstract":
        owners = [actor for noun in objects for actor in sides.modifying(document, noun)]
        owned = [one for noun in objects for one in syntax.prepositional(noun, {"of"})]
        owned += [one for noun in objects for clause in noun.children for one in _holders(clause)]
        owned += _given_to(verb, objects) if verb.lemma_ in {"deny", "refuse", "bar"} else []
        inner = aims.aimed_at(document, owned, rule.measure)
        return Sides(targets=sides.unique((*owners, *inner.targets)))
    if rule.object == "access":
        origin = [one for node in (verb, *objects) for one in syntax.prepositional(node, {"from"})]
        given = aims.aimed_at(document, [*_given_to(verb, objects), *origin], rule.measure)
        owners = [actor for noun in objects for actor in sides.modifying(document, noun)]
        kept = owners if rule.measure is Measure.PREFERENTIAL_STATUS else []
        return Sides(targets=sides.unique((*given.targets, *kept)), goods=given.goods)
    if rule.object == "buyer":
        return _buyers(document, verb, objects)
    found = aims.aimed_at(document, objects, rule.measure)
    if rule.object == "party":
        return found
    if rule.object == "abroad":
        abroad = [one for node in (verb, *objects) for one in syntax.prepositional(node, {"to"})]
        return Sides(targets=aims.aimed_at(document, abroad, rule.measure).targets, goods=found.goods)
    with_whom = [one for noun in objects for one in syntax.prepositional(noun, {"with"})]
    links = WHERE_FROM | {"about", "over"} if rule.measure is Measure.DISPUTE else WHERE_FROM
    partners = aims.aimed_at(document, [*syntax.prepositional(verb, links), *with_whom], rule.measure)
    return Sides(targets=sides.unique((*found.targets, *partners.targets)), goods=found.goods)


def _holders(clause: Token) -> list[Token]:
    """Whose something is by a clause on it: "accounts belonging to a general", "assets held by two firms"."""
    if clause.dep_ not in {"acl", "relcl"} or clause.lemma_ not in {"belong", "hold", "own", "control"}:
        return []
    return syntax.prepositional(clause, {"to"}) if clause.lemma_ == "belong" else syntax.agents(clause)


def _given_to(verb: Token, objects: list[Token]) -> list[Token]:
    """To whom or what something is given or denied: "access for Peru", "denied visas to judges", "gave Peru access"."""
    linked = [one for node in (verb, *objects) for one in syntax.prepositional(node, {"to", "for"})]
    return [*linked, *(child for child in verb.children if child.dep_ == "dative" and child.pos_ != "ADP")]


def _buyers(document: Document, verb: Token, objects: list[Token]) -> Sides:
    """The firms of other states that would buy: "a Chinese group's bid", "the sale of a mine to a Chinese group"."""
    owners = [child for noun in objects for child in noun.children if child.dep_ == "poss"]
    linked = [one for node in (verb, *objects) for one in syntax.prepositional(node, {"by", "to", "from"})]
    inner = [one for noun in objects for sold in syntax.prepositional(noun, {"of"}) for one in _given_to(sold, [])]
    found = aims.aimed_at(document, [*owners, *linked, *inner], Measure.INVESTMENT_RESTRICTION)
    return Sides(targets=tuple(actor for actor in found.targets if actor.kind in FIRMS))


FIRMS = frozenset({ActorKind.ORGANIZATION, ActorKind.GROUP})
"""Kinds of actors that may buy a business."""


def _is_foreign(imposers: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
    """Whether a state acts on something of another state."""
    own = {actor.country for actor in imposers}
    others = [actor for actor in targets if actor.kind is ActorKind.COUNTRY or actor.country]
    from_abroad = any(actor.name.split()[0].lower() in FROM_ABROAD for actor in targets)
    return bool(imposers) and (bool(others) or from_abroad) and all(actor.country not in own for actor in others)


FROM_ABROAD = frozenset({"foreign", "overseas", "western", "european", "asian", "african"})
"""Words that begin the name of a group of no one state, and tell that it is from abroad: "foreign firms"."""
