"""Whether a verb with sides around it tells of an encounter: "met Okoro", not "called Okoro a liar"."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.meetings import sides, slots
from extraction.components.meetings.rules import lexicon
from extraction.document import Actor, ActorKind

if TYPE_CHECKING:
    from extraction.components.meetings.rules import VerbRule
    from extraction.tokens import Token


INTERNATIONAL = frozenset({"U.N.", "UN", "Nations", "NATO", "EU"})
"""Words in titles of people who speak for no state."""

TAKING = frozenset({"return", "fly", "land", "come", "go", "set", "stop"})
"""Verbs of travel that with an object tell what is taken or ended: "returned the island to Chile"."""

FURTHER = frozenset({"oprd", "attr", "acomp", "prt", "ccomp", "xcomp"})
"""Relations of what makes "called Okoro" something else than a telephone call."""


def is_somebody(actors: tuple[Actor, ...]) -> bool:
    """Whether some side is a person or a group of them."""
    return any(actor.kind in {ActorKind.PERSON, ActorKind.GROUP} for actor in actors)


def is_encounter(verb: Token, rule: VerbRule, near: tuple[Actor, ...], far: tuple[Actor, ...]) -> bool:
    """Whether a verb of encounter has someone on both sides, or several on one."""
    if not _fits(verb, rule, near, far):
        return False
    if rule.weak and not far:
        return (rule.joint or slots.mode_of(verb) is not None) and are_joint(near)
    if rule.weak:
        return _are_public(near, far) or _are_public(far, near)
    if _is_contest(verb) and _are_states(near, far):
        return False
    if far:
        return bool(near) and (_is_led_in(verb, rule) or not _are_states(near, far))
    objects = [child for child in verb.children if child.dep_ in {"dobj", "obj"} and child.lower_ != "face"]
    return bool(near) and not objects and (len(near) > 1 or any(sides.is_several(actor) for actor in near))


def is_journey(verb: Token, rule: VerbRule) -> bool:
    """Whether a verb of travel has the object and the purpose that its rule asks for."""
    if rule.objects and not any(child.lemma_ in rule.objects for child in syntax.patients(verb)):
        return False
    if verb.lemma_ in TAKING and any(child.dep_ == "dobj" and child.pos_ != "NUM" for child in verb.children):
        return False
    return not rule.purposed or any(
        child.dep_ in {"advcl", "xcomp", "acl"} and child.tag_ == "VB" and child.i > verb.i + 1
        for site in (verb, *(noun for prep in verb.children if prep.dep_ == "prep" for noun in prep.children))
        for child in site.children
    )


def _fits(verb: Token, rule: VerbRule, near: tuple[Actor, ...], far: tuple[Actor, ...]) -> bool:
    """Whether the object and the sides are such as the rule asks for."""
    if rule.bare and not (is_somebody(far) and _is_bare(verb)):
        return False
    if rule.objects and not any(child.lemma_ in rule.objects for child in syntax.patients(verb)):
        return False
    return not rule.abroad or _are_of_two_states(near, far)


def is_invitation(verb: Token) -> bool:
    """Whether what somebody is invited to do tells of a meeting: not "invited others to do the same"."""
    if verb.lemma_ != "invite":
        return True
    deeds = [child for child in verb.children if child.dep_ in {"xcomp", "ccomp", "advcl"} and child.tag_ == "VB"]
    return not deeds or any(deed.lemma_ in lexicon().invited_to for deed in deeds)


def only_asks(verb: Token) -> bool:
    """Whether a verb asks somebody to come and does not tell that they came: "invited Okoro to Oslo"."""
    asked = [child for child in verb.children if child.lower_ == "to" or child.dep_ in {"xcomp", "ccomp"}]
    came = [token for child in asked for token in child.subtree if token.dep_ == "relcl" and token.tag_ == "VBD"]
    return verb.lemma_ == "invite" and bool(asked) and not came


def _are_of_two_states(near: tuple[Actor, ...], far: tuple[Actor, ...]) -> bool:
    """Whether the known states of both sides differ, and somebody of each side may be present."""
    states = [{actor.country for actor in side if actor.kind is not ActorKind.COUNTRY} - {None} for side in (near, far)]
    abroad = any(INTERNATIONAL & set((actor.title or "").split()) for actor in near)
    return bool(states[1]) and (bool(states[0]) or abroad) and states[0] != states[1]


def are_joint(near: tuple[Actor, ...]) -> bool:
    """Whether a subject stands for public sides of several states: "Norwegian and Nigerian officials"."""
    if not all(sides.is_public(actor) for actor in near):
        return False
    return len({actor.country for actor in near} - {None}) > 1 or any(sides.is_several(actor) for actor in near)


def are_of_several_states(near: tuple[Actor, ...]) -> bool:
    """Whether a subject names public sides of at least two states: "Lund and Nigerian officials"."""
    return len({actor.country for actor in near} - {None}) > 1 and all(sides.is_public(actor) for actor in near)


def _are_public(side: tuple[Actor, ...], other: tuple[Actor, ...]) -> bool:
    """Whether one side is public, and the other too or a person named with another state: "Femi Okoro of Nigeria"."""
    public = [actor for actor in side if sides.is_public(actor)]
    home = {actor.country for actor in public}
    return bool(public) and any(
        sides.is_public(actor)
        or (actor.kind is ActorKind.PERSON and actor.country is not None and home.isdisjoint({actor.country, None}))
        for actor in other
    )


def _is_bare(verb: Token) -> bool:
    """Whether "call" means a telephone call: not "called Okoro a liar", "called Okoro 'tough'", "called in Okoro"."""
    objects = [child for child in verb.children if child.dep_ in {"dobj", "obj"}]
    others = [child for child in verb.children if child.dep_ != "xcomp" or child.tag_ != "VB"]
    if not objects:
        objects = [child for child in others if child.dep_ == "oprd" and child.left_edge.i == verb.i + 1][:1]
    if any(child.dep_ in FURTHER and child not in objects for child in others):
        return False
    after = max((child.right_edge.i for child in objects), default=verb.i) + 1
    follows = verb.doc[after] if after < len(verb.doc) else None
    return (
        follows is None
        or follows.text in {".", ","}
        or (
            follows.pos_ in {"ADP", "ADV", "PROPN", "PART", "CCONJ", "SPACE", "VERB"}
            and follows.lower_ not in {"for", "as", "out"}
        )
    )


def _is_led_in(verb: Token, rule: VerbRule) -> bool:
    return bool(sides.linked(verb, rule.links))


def _are_states(near: tuple[Actor, ...], far: tuple[Actor, ...]) -> bool:
    """Whether both are bare states or their teams: "Norway meets Chile" is a match."""
    return all(actor.kind is ActorKind.COUNTRY or _is_team(actor) for actor in (*near, *far))


def _is_contest(verb: Token) -> bool:
    """Whether those who meet do so to play: "met in the final"."""
    return any(noun.lemma_.lower() in lexicon().contests for noun in syntax.prepositional(verb, {"in", "at", "for"}))


def _is_team(actor: Actor) -> bool:
    return actor.kind is ActorKind.GROUP and sides.head_word(actor) in {"team", "side", "squad"}
