"""Every place in an article that tells of a meeting: a trigger with the sides and slots around it."""

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from extraction import parties, syntax
from extraction.components.dates import date_of, over_its_days
from extraction.components.meetings import encounters, places, sides, sites, slots, topics
from extraction.components.meetings.arguments import MeetingArguments, Place
from extraction.components.meetings.rules import (
    Frame,
    NounRule,
    TriggerRule,
    VerbRule,
    lexicon,
    modified_noun_rules,
    noun_rules,
    pointer_rules,
    verb_rules,
)
from extraction.components.status import status_of
from extraction.document import Actor, ActorKind, Candidate, Passage
from extraction.words import plurals
from schemas.vocabulary import MeetingFormat, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.document import Dated, Document
    from extraction.tokens import Token

MAX_QUOTE = 400
"""Longest passage quoted as evidence, in characters."""

MAX_CANDIDATES = 400
"""How many places are read in one article; more than any real one has, and a bound for a hostile one."""

DEFINITE = frozenset({"the", "this", "that", "these", "those", "their", "his", "her", "its", "both", "our", "such"})
"""Determiners that point back to a meeting told before."""

POINTERS = frozenset({"it", "which"})
"""Pronouns that may stand for a meeting told before."""

DISCUSS = "discuss-with"
"""The rule whose object is a topic: it tells of a meeting also without "with"."""

ATTENDS = "take-part"
"""The rule of those who are told to be there, the meeting being named elsewhere."""

ACCOMPANIES = "accompany"
"""The rule of those who go with somebody whose meeting is told elsewhere."""

WITHIN = frozenset({"in", "during", "over"})
"""Prepositions that put what people do together inside a meeting: "agreed in a phone call"."""

MANY = 3
"""From this number of sides on a meeting is multilateral."""


def find(document: Document) -> tuple[Candidate[MeetingArguments], ...]:
    """Every place in the document that tells of a meeting."""
    found: list[Candidate[MeetingArguments]] = []
    for token in document.doc.among(_triggers()):
        if len(found) >= MAX_CANDIDATES:
            break
        told = _told_at(document, token)
        anchor = token.head if token.pos_ == "PRON" else token
        found.extend(_candidate(document, anchor, rule, one) for rule, one in told)
    return tuple(found)


@cache
def _triggers() -> frozenset[str]:
    """The words that may trigger a meeting, with the plurals that the lemmatizer leaves as they are."""
    lemmas = verb_rules().keys() | noun_rules().keys()
    return frozenset(POINTERS | lemmas | {form for lemma in lemmas for form in plurals(lemma)})


def _told_at(document: Document, token: Token) -> Iterator[tuple[TriggerRule, MeetingArguments]]:
    """The meetings that one token triggers: none, one, or one for each stop of a journey."""
    lemma = syntax.lemma(token)
    if token.pos_ in syntax.VERBS and lemma in verb_rules():
        rule = verb_rules()[lemma]
        if _has_particle(token, rule):
            yield from ((rule, told) for told in _told_by_verb(document, token, rule))
    elif _is_noun(token) and lemma in noun_rules() and not _is_inside_name(document, token):
        noun = next(
            (rule for rule in modified_noun_rules().get(lemma, ()) if _is_after(token, rule)), noun_rules()[lemma]
        )
        own = _is_own_session(token) and not any(sides.group_in_name(document, token))
        if (token.tag_ in {"NNS", "NNPS"} or not noun.plural) and not own and _is_after(token, noun):
            yield from ((noun, told) for told in _told_by_noun(document, token, noun))

    elif token.lower_ in POINTERS and token.dep_ in {"nsubj", "nsubjpass"}:
        yield from _told_by_pointer(document, token)


def _is_noun(token: Token) -> bool:
    """Whether a token is a noun, or an adjective in the place of one: "held a bilateral"."""
    return token.pos_ in syntax.NOUNS or (token.pos_ == "ADJ" and token.dep_ in {"dobj", "pobj", "nsubj"})


def _told_by_pointer(document: Document, pronoun: Token) -> Iterator[tuple[TriggerRule, MeetingArguments]]:
    """What "it will be held in Lagos" adds to the meeting named before."""
    verb = pronoun.head
    rule = pointer_rules().get(verb.lemma_)
    takes_place = rule and (pronoun.dep_ == "nsubjpass" or any(child.lower_ == "place" for child in verb.children))
    if rule and takes_place:
        yield rule, replace(_arguments(document, verb, rule, (), complete=False), hints=())


def _candidate(
    document: Document, token: Token, rule: TriggerRule, told: MeetingArguments
) -> Candidate[MeetingArguments]:
    start, end = quoted(document, token)
    status, when = status_of(document, token), None if told.dateless else _date_at(document, token)
    if status.status is Status.OCCURRED and encounters.only_asks(token):
        status = replace(status, status=Status.POSSIBLE, because=f'"{token.lower_}" only asks for a meeting')
    return Candidate((Passage(start, end, token.i, rule.id, status, when),), told, status, when)


def _date_at(document: Document, token: Token) -> Dated | None:
    """The days that a trigger tells, or the verb around it: "talks are to be held in May"."""
    dated = over_its_days(token, date_of(document, token))
    if dated or token.pos_ in syntax.VERBS:
        return dated
    carried = sides.carrier_of(token)
    verbs = [carried[0]] if carried and carried[1] is None and _may_date(carried[0]) else []
    return next((found for verb in (*verbs, *sites.said_of(token)) if (found := date_of(document, verb))), None)


def _may_date(verb: Token) -> bool:
    """Whether the days of a verb are those of what it carries."""
    return verb.lemma_ in lexicon().carriers or verb.lemma_ in lexicon().topic_verbs


def quoted(document: Document, token: Token) -> tuple[int, int]:
    """Offsets of the sentence around a trigger, cut at words to `MAX_QUOTE` characters around it."""
    span, text = token.sent, document.article.full_text
    start, end = span.start_char, span.end_char
    if end - start > MAX_QUOTE:
        start = max(start, token.idx - MAX_QUOTE // 2)
        end = min(end, start + MAX_QUOTE)
        start = next((t.idx for t in span if t.idx >= start), start)
        end = next((t.idx + len(t) for t in reversed(span) if t.idx + len(t) <= end), end)
    while end > start and text[end - 1].isspace():
        end -= 1
    return start, max(end, start + 1)


def _has_particle(verb: Token, rule: VerbRule) -> bool:
    return rule.particle is None or any(child.lower_ == rule.particle for child in verb.children)


def _is_after(noun: Token, rule: NounRule) -> bool:
    """Whether a noun has the modifier that its rule asks for: "video conference"."""
    return not rule.after or any(child.lower_ in rule.after for child in noun.children if child.i < noun.i)


def _is_inside_name(document: Document, token: Token) -> bool:
    """Whether a noun is part of a name that is no gathering: "the Meeting House"."""
    mention = document.mention_of(token)
    return mention is not None and not all(actor.kind is ActorKind.GATHERING for actor in document.actors_of(token))


def _is_own_session(noun: Token) -> bool:
    """Whether a modifier makes the meeting a body's own session, a company's or a family's."""
    return any(
        child.dep_ in {"compound", "amod", "nmod", "poss"}
        and child.i < noun.i
        and child.lemma_.lower() in lexicon().own_sessions
        for child in noun.children
    )


# --- verbs ------------------------------------------------------------------------------------------------------


def _told_by_verb(document: Document, verb: Token, rule: VerbRule) -> Iterator[MeetingArguments]:
    if rule.id == ACCOMPANIES:
        yield from _company(document, verb, rule)
    elif rule.id == ATTENDS:
        yield from _attendance(document, verb, rule)
    elif rule.frame is Frame.VISIT:
        if verb.lower_ == "visiting" and (heard := tuple(_audience(document, verb, rule))):
            yield from heard
        elif encounters.is_journey(verb, rule):
            travellers = sides.actors_at(document, sides.subjects_of(document, verb))
            yield from _visits(document, verb, rule, travellers, _goals(verb, rule))
    else:
        yield from _encounters(document, verb, rule)


def _encounters(document: Document, verb: Token, rule: VerbRule) -> Iterator[MeetingArguments]:
    """What a verb tells whose sides stand around it."""
    near, far = sides.sides_of_verb(document, verb, rule)
    if rule.id == DISCUSS and near and not far:
        yield from _discussion(document, verb, rule, near)
        return
    everyone = sides.unique([*near, *far])
    alone = (rule.joint or not rule.weak) and not far
    if _stand_right(verb, rule, near, far) and sides.make_a_meeting(everyone, alone=alone):
        apart = near and len(far) > 1 and any(child.lower_ == "separately" for child in verb.children)
        each = [(*near, one) for one in far] if apart else [everyone]
        yield from (_arguments(document, verb, rule, those) for those in each)


def _stand_right(verb: Token, rule: VerbRule, near: tuple[Actor, ...], far: tuple[Actor, ...]) -> bool:
    """Whether the sides stand as the frame of the rule asks for."""
    if rule.frame is Frame.HOST:
        return bool(near) and encounters.is_somebody(far) and encounters.is_invitation(verb)
    if rule.frame is Frame.GATHERING:
        return not far and sides.make_a_meeting(near, alone=True)
    return encounters.is_encounter(verb, rule, near, far)


def _discussion(document: Document, verb: Token, rule: VerbRule, near: tuple[Actor, ...]) -> Iterator[MeetingArguments]:
    """What "the two leaders discussed fish" adds to a meeting told elsewhere; with a day of its own it is a meeting."""
    if (
        verb.tag_ == "VB"
        and verb.dep_ in {"advcl", "xcomp", "acl", "relcl"}
        and (verb.head.lemma_ in noun_rules() or verb.head.lemma_ in verb_rules())
    ):
        return
    together = encounters.are_of_several_states(near)
    in_headline = verb.idx < len(document.article.title or "")
    if together and verb.dep_ not in {"advcl", "xcomp", "acl"} and (in_headline or date_of(document, verb)):
        yield _arguments(document, verb, rule, near)
        return
    told = _arguments(document, verb, rule, near, complete=False)
    known = together and not any(_has_determiner(token) for token in sides.subjects_of(document, verb))
    yield replace(told, place=None, venue=None, hints=(), dateless=True, partner=known)


def _attendance(document: Document, verb: Token, rule: VerbRule) -> Iterator[MeetingArguments]:
    """Who "is also attending" a meeting told before."""
    if syntax.patients(verb) or syntax.is_passive(verb) or syntax.prepositional(verb, {"in"}):
        return
    near = tuple(a for a in sides.actors_at(document, sides.subjects_of(document, verb)) if sides.is_public(a))
    if near:
        told = _arguments(document, verb, rule, near, complete=False)
        yield replace(told, definite=True, place=None, topics=())


def _company(document: Document, verb: Token, rule: VerbRule) -> Iterator[MeetingArguments]:
    """Who goes with somebody: "Lund was accompanied by Finance Minister Dahl"."""
    led = sides.actors_at(document, syntax.patients(verb))
    others = sides.actors_at(document, syntax.agents(verb))
    everyone = sides.unique([*led, *others])
    public = all(actor.kind is ActorKind.PERSON and sides.is_public(actor) for actor in everyone)
    if led and others and public:
        told = _arguments(document, verb, rule, everyone, complete=False)
        yield replace(told, place=None, venue=None, topics=())


def _audience(document: Document, visiting: Token, rule: VerbRule) -> Iterator[MeetingArguments]:
    """Who speaks to a visitor, or the visitor to whom: "Lund told visiting Nigerian President Okoro on Monday"."""
    misread = visiting.dep_ in {"csubj", "xcomp"}
    guest = syntax.patients(visiting) if misread else [visiting.head]
    above = (visiting.head,) if misread else syntax.governors(visiting)
    verb = next((token for token in above if token.pos_ == "VERB"), visiting)
    if verb.lemma_ not in lexicon().addressing:
        return
    guests = sides.actors_at(document, guest)
    others = sides.actors_at(document, [*syntax.own_subjects(verb), *syntax.patients(verb)])
    hosts = tuple(actor for actor in others if actor not in guests)
    both = (*hosts, *guests)
    people = all(actor.kind is ActorKind.PERSON and sides.is_public(actor) for actor in both)
    if len(guests) == len(hosts) == 1 and people and sides.make_a_meeting(both, alone=False):
        yield replace(_arguments(document, verb, rule, both), format=MeetingFormat.TALKS)


def _goals(verb: Token, rule: VerbRule) -> list[Token]:
    """Where a verb of travel leads."""
    direct = syntax.patients(verb) if rule.direct else []
    led = [noun for noun in syntax.patients(verb) if noun.lemma_ in rule.objects]
    goals = [goal for site in (verb, *led) for goal in syntax.prepositional(site, rule.links - {"with"})]
    return [*direct, *goals, *_here(verb)]


def _here(trigger: Token) -> list[Token]:
    """The adverb "here" of a trigger: "his visit here"."""
    return [child for child in trigger.children if child.lower_ == "here"]


# --- visits -----------------------------------------------------------------------------------------------------


def _visits(
    document: Document, trigger: Token, rule: TriggerRule, visitors: tuple[Actor, ...], goals: Iterable[Token]
) -> Iterator[MeetingArguments]:
    """One visit for each state that a journey leads to, and visits to people and bodies."""
    who = tuple(actor for actor in visitors if sides.is_public(actor))
    if not who:
        return
    home = {actor.country for actor in who}
    seen: set[str | None] = set()
    for goal in goals:
        for place in places.places_of(document, goal) or _around(document, goal, home):
            if (
                place.country in home
                or (place.country is None and place.text not in lexicon().regions)
                or (place.country, place.text)[place.country is None] in seen
            ):
                continue
            seen.add((place.country, place.text)[place.country is None])
            exact = _most_exact(document, goal, place)
            if exact.country is None:
                exact = _inside_region(document, trigger, home) or exact
            yield _arguments(document, trigger, rule, who, place=exact)
        hosts = tuple(
            a for a in sides.actors_at(document, [goal]) if a.kind in {ActorKind.PERSON, ActorKind.ORGANIZATION}
        )
        if hosts and rule.id == "visit" and not seen and sides.make_a_meeting((*who, *hosts), alone=False):
            yield _arguments(document, trigger, rule, (*who, *hosts))


def _inside_region(document: Document, trigger: Token, home: set[str | None]) -> Place | None:
    """The state that a stay in a region is told in: "said in Chad during a tour of Africa"."""
    near = places.place_of(document, trigger)
    return near if near and near.country and near.country not in home else None


def _around(document: Document, goal: Token, home: set[str | None]) -> tuple[Place, ...]:
    """Where a site lies that a visitor of a known state goes to: "a Lagos school", "a school in Lagos"."""
    if None in home or goal.pos_ != "NOUN":
        return ()
    before = [child for child in goal.children if child.dep_ in {"compound", "nmod", "amod"} and child.i < goal.i]
    near = [*before, *syntax.prepositional(goal, {"in", "of"})]
    return next((found for token in near if (found := tuple(places.places_of(document, token)))), ())


def _most_exact(document: Document, goal: Token, place: Place) -> Place:
    """A city in the state that is named beside it: "visit Lagos, Nigeria"."""
    beside = [p for token in goal.subtree for p in places.places_of(document, token) if p.country == place.country]
    return places.best_place([place, *beside]) or place


# --- nouns ------------------------------------------------------------------------------------------------------


def _told_by_noun(document: Document, noun: Token, rule: NounRule) -> Iterator[MeetingArguments]:
    if places.is_backdrop(noun) or _is_setting(document, noun):
        return
    if rule.weak and not rule.guests and (_is_appeal(noun) or _is_for_bystanders(noun)):
        return
    own = sides.sides_of_noun(document, noun)
    guests = sides.guests_of(document, noun, rule.guests) if rule.guests else ()
    own = sides.unique([*own, *guests])
    holders = () if sides.are_all_told(document, noun) else sides.sides_of_carrier(document, noun)
    if len(own) > 1:
        holders = tuple(actor for actor in holders if actor.name.lower() not in lexicon().bare_holders)
    everyone = sides.unique([*holders, *own])
    if rule.frame is Frame.VISIT:
        told = tuple(_visits(document, noun, rule, _visitors(document, noun, everyone), _noun_goals(noun, rule)))
        yield from told or _partial(document, noun, rule, everyone)
    elif rule.weak and not _is_shared(document, noun, rule, own):
        yield from _partial(document, noun, rule, everyone)
    elif sides.make_a_meeting(everyone, alone=rule.alone and not rule.weak):
        partners = sides.actors_at(document, sides.linked(noun, sides.PARTNERS)) if _is_separate(noun) else ()
        rest = tuple(actor for actor in everyone if actor not in partners)
        each = [(*rest, partner) for partner in partners] if rest and len(partners) > 1 else [everyone]
        yield from (_arguments(document, noun, rule, those) for those in each)
    else:
        yield from _stay(document, noun, rule, everyone) or _partial(document, noun, rule, everyone)


def _is_separate(noun: Token) -> bool:
    """Whether there is one meeting for each partner: "separate meetings with Okoro and Bello"."""
    return noun.tag_ in {"NNS", "NNPS"} and any(child.lower_ in {"separate", "individual"} for child in noun.children)


def _is_setting(document: Document, noun: Token) -> bool:
    """Whether others meet at a gathering with a name: "met Okoro during the G20 summit"."""
    carried = sides.carrier_of(noun)
    if carried is None or carried[1] not in {"at", "during", "for"} or carried[0].lemma_ not in verb_rules():
        return False
    rule = verb_rules()[carried[0].lemma_]
    near, far = sides.sides_of_verb(document, carried[0], rule)
    named = any(actor.kind is ActorKind.GATHERING for actor in document.actors_of(noun))
    met = (
        far if rule.frame is Frame.ENCOUNTER and carried[1] != "for" else near if rule.frame is Frame.GATHERING else ()
    )
    return named and bool(met)


def _is_shared(document: Document, noun: Token, rule: NounRule, own: tuple[Actor, ...]) -> bool:
    """Whether a word with other uses has someone "with" whom it is, or two parties of its own: no "call for help"."""
    if rule.guests and any(sides.is_public(actor) for actor in sides.guests_of(document, noun, rule.guests)):
        return True
    if _is_addressed(noun):
        return False
    return bool(sides.linked(noun, sides.PARTNERS)) or len(own) > 1 or _is_held_jointly(document, noun)


def _is_addressed(noun: Token) -> bool:
    """Whether a word with other uses has an aim or an addressee: "call for help", "call to the army"."""
    return any(
        (child.lower_ in {"for", "to"} and child.dep_ == "prep") or (child.dep_ == "acl" and child.tag_ == "VB")
        for child in noun.children
    )


def _is_appeal(noun: Token) -> bool:
    """Whether a call asks for something: "his call for calm", "its call to arm them", not "a call to discuss it"."""
    aims = [child for child in noun.children if child.i > noun.i and child.dep_ in {"prep", "acl"}]
    return any(
        child.lower_ == "for"
        or (child.dep_ == "acl" and child.tag_ == "VB" and child.lemma_ not in lexicon().invited_to)
        for child in aims
    )


def _is_for_bystanders(noun: Token) -> bool:
    """Whether the other side only listens: "a conference call with reporters"."""
    partners = sides.linked(noun, sides.PARTNERS)
    return bool(partners) and all(token.lemma_.lower() in lexicon().bystanders for token in partners)


def _is_held_jointly(document: Document, noun: Token) -> bool:
    """Whether people of several states share it: "Lund and Okoro had a conversation", "agreed in a phone call"."""
    carried = sides.carrier_of(noun)
    if carried is None or not (carried[1] in WITHIN or (carried[1] is None and carried[0].lemma_ in {"have", "hold"})):
        return False
    near = sides.sides_of_carrier(document, noun)
    return encounters.is_somebody(near) and encounters.are_joint(near)


def _stay(document: Document, noun: Token, rule: NounRule, everyone: tuple[Actor, ...]) -> tuple[MeetingArguments, ...]:
    """A visit told by its purpose: "Lund is in Lagos for talks"."""
    carried = sides.carrier_of(noun)
    if carried is None or carried[0].lemma_ not in lexicon().presence or carried[1] is None:
        return ()
    place = places.place_of(document, noun)
    if place is None or place.country in {None, *(actor.country for actor in everyone)}:
        return ()
    if not any(sides.is_public(actor) for actor in everyone):
        return ()
    return (replace(_arguments(document, noun, rule, everyone, place=place), host=place.country),)


def _visitors(document: Document, noun: Token, everyone: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Those who travel: people where there are any, else bodies."""
    people = tuple(actor for actor in everyone if actor.kind is ActorKind.PERSON)
    found = people or tuple(actor for actor in everyone if actor.kind is not ActorKind.COUNTRY)
    return found or _visitor_beside(document, noun) or _visitors_above(document, noun)


def _visitor_beside(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Whose visit is told beside the name: "Lund, currently on a visit to Chile, said"."""
    above = noun.head.head
    if noun.dep_ != "pobj" or noun.head.lower_ not in {"on", "during"}:
        return ()
    beside = above.head if above.pos_ == "ADV" else above
    return tuple(actor for actor in document.actors_of(beside) if actor.kind is ActorKind.PERSON)


def _visitors_above(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Those whose other visit the sentence is about: "Lund's trip will be long, with stops in Chile"."""
    for above in syntax.governors(noun):
        for word in (above, *syntax.own_subjects(above)):
            rule = noun_rules().get(word.lemma_)
            if rule is not None and rule.frame is Frame.VISIT and word != noun:
                return tuple(actor for actor in sides.sides_of_noun(document, word) if actor.kind is ActorKind.PERSON)
    return ()


def _noun_goals(noun: Token, rule: TriggerRule) -> list[Token]:
    """Where a visit leads: "trip to Chile", "Asia trip", "visit in Chile"."""
    before = [child for child in noun.children if child.dep_ in {"compound", "nmod", "amod"} and child.i < noun.i]
    areas = [token for token in syntax.prepositional(noun, {"of"}) if token.ent_type_ in {"LOC", "GPE"}]
    behind = [child for child in noun.children if child.dep_ == "dobj"]
    return [*syntax.prepositional(noun, rule.links | {"in"}), *behind, *_here(noun), *areas, *before]


def _partial(
    document: Document, noun: Token, rule: NounRule, everyone: tuple[Actor, ...]
) -> Iterator[MeetingArguments]:
    """What points back to a meeting ("the talks", "his visit") or names one side ("a meeting with Lund")."""
    if (
        everyone
        or (not rule.weak and _points_back(noun))
        or (rule.weak and _points_back(noun) and _has_determiner(noun))
    ):
        partner = rule.alone and _has_partner(document, noun)
        sayer = sides.sayer_of(document, noun, everyone) if partner else ()
        told = _arguments(document, noun, rule, (*everyone, *sayer), complete=False)
        yield replace(told, partner=partner, alone=rule.alone)


def _has_partner(document: Document, noun: Token) -> bool:
    """Whether "with" leads in a state or a person in public office."""
    partners = sides.actors_at(document, sides.linked(noun, sides.PARTNERS))
    known = (actor for actor in partners if actor.index >= 0 and sides.is_public(actor))
    return any(actor.kind in {ActorKind.PERSON, ActorKind.COUNTRY} for actor in known)


def _has_determiner(noun: Token) -> bool:
    return any(child.dep_ in {"det", "poss"} and child.lower_ in DEFINITE for child in noun.children)


def _points_back(noun: Token) -> bool:
    """Whether a noun is definite, or a bare plural: "talks will resume"."""
    bare = noun.tag_ in {"NNS", "NNPS"} and not any(child.dep_ in {"det", "poss", "nummod"} for child in noun.children)
    return bare or _has_determiner(noun)


# --- slots ------------------------------------------------------------------------------------------------------


def _arguments(
    document: Document,
    trigger: Token,
    rule: TriggerRule,
    actors: tuple[Actor, ...],
    *,
    place: Place | None = None,
    complete: bool = True,
) -> MeetingArguments:
    """All slots of a trigger whose sides are known."""
    visited = place if rule.frame is Frame.VISIT else None
    return MeetingArguments(
        participants=tuple(actor for actor in actors if parties.is_party(actor)),
        host=visited.country if visited else None,
        place=place or places.place_of(document, trigger),
        venue=places.venue_of(document, trigger),
        topics=topics.topics_of(document, trigger) if not _is_paid(rule) else (),
        mode=slots.mode_of(trigger) or rule.mode,
        format=_format(rule, actors),
        recurrence=slots.recurrence_of(document, trigger),
        ordinal=slots.ordinal_of(trigger),
        hints=() if complete else _hints(document, trigger),
        headline=trigger.idx < len(document.article.title or ""),
        definite=_has_determiner(trigger),
        again=any(child.lower_ in lexicon().again for word in (trigger, trigger.head) for child in word.children),
        complete=complete,
    )


def _is_paid(rule: TriggerRule) -> bool:
    """Whether "on" leads in a person and no topic: "a courtesy call on Okoro"."""
    return isinstance(rule, NounRule) and "on" in rule.guests


def _format(rule: TriggerRule, actors: tuple[Actor, ...]) -> MeetingFormat | None:
    if rule.format in {None, MeetingFormat.TALKS} and len({actor.country for actor in actors} - {None}) >= MANY:
        return MeetingFormat.MULTILATERAL
    return rule.format or MeetingFormat.TALKS


def _hints(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Who does what the noun's clause tells, as in "Lund said after the talks"."""
    carried = sides.carrier_of(noun)
    return sides.actors_at(document, sides.subjects_of(document, carried[0])) if carried else ()
