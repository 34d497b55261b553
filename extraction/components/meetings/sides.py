"""Who takes part in a meeting: read from the words around its trigger, a verb or a noun."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from extraction import parties, syntax
from extraction.components.meetings.rules import VerbRule, lexicon
from extraction.document import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from extraction.document import ActorMention, Document
    from extraction.tokens import Token

PEOPLE = frozenset({"with", "between", "among", "amongst", "involving", "including"})
"""Prepositions after a noun trigger that lead in whoever takes part."""

PARTNERS = frozenset({"with", "between"})
"""Prepositions that lead in a partner whoever the other side is."""

OWNERS = frozenset({"of", "by", "from", "for"})
"""Prepositions after a noun trigger that may lead in whoever takes part, if it is a person or a body."""

NOT_YET = frozenset({"preparation", "anticipation", "advance", "response", "reaction", "opposition", "support", "lieu"})
"""Nouns between a verb and a trigger that tell that its subject is not there: "met in preparation for the summit"."""

WITHIN = frozenset(
    {"at", "in", "during", "after", "following", "before", "ahead", "since", "until", "inside", "throughout"}
)
"""Prepositions over which the subject of any verb is at what they lead in: "said after talks"."""

BEFORE = frozenset({"compound", "amod", "nmod", "poss", "nummod"})
"""Relations of the words before a noun trigger."""

CLAUSAL = frozenset({"nsubj", "csubj", "relcl", "advcl", "ccomp"})
"""Relations that do not make a noun the object of the verb above it."""

FIRST_PERSON = frozenset({"i", "we"})
"""Pronouns for whoever speaks."""

THIRD_PERSON = frozenset({"he", "she"})
"""Pronouns for one person."""

MAX_BACK = 2
"""How many sentences before a quoted one may tell who speaks."""

MAX_LIST = 12
"""How many names are read on in a list."""

MAX_TITLE = 12
"""Words that may stand between two names of a list."""

TWO = 2
"""Sides that a meeting has at least."""

MAX_CHAIN = 6
"""How many nouns and prepositions lie between a noun trigger and the verb that carries it."""


def unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors in order, each once, whatever a place adds to one: the state of the delegation that somebody leads."""
    first: dict[object, Actor] = {}
    for actor in actors:
        first.setdefault(actor.index if actor.index >= 0 else actor, actor)
    return tuple(first.values())


def actors_at(document: Document, tokens: Iterable[Token]) -> tuple[Actor, ...]:
    """The parties that some arguments stand for, with those in apposition that are parties of their own."""
    found: list[Actor] = []
    for one in tokens:
        token = antecedent(one)
        if token.lower_ in FIRST_PERSON:
            found.extend(_speaker(document, token))
            continue
        if token.lower_ in THIRD_PERSON and document.mention_of(token) is None:
            found.extend(_sayer_described(document, token))
            continue
        if token.lemma_.lower() in lexicon().bystanders or is_own_people(token):
            continue
        if several := _several_states(document, token):
            found.extend(several)
            continue
        found.extend(_listed_before(document, token))
        if token.lemma_.lower() in lexicon().colleagues and document.mention_of(token) is None:
            states = tuple(_states_of_colleagues(document, token))
            found.extend(states)
            if states:
                continue
        led = tuple(_leading(document, token))
        beside = tuple(_in_apposition(document, token))
        own = tuple(actor for actor in parties.described(document, token) if parties.is_party(actor)) or _unknown(
            document, token
        )
        if beside and all(actor.index < 0 for actor in own):
            own = ()
        own = _of_states_listed(document, token) or _states_inside(document, token, own) or own
        found.extend(led or (*own, *beside))
    return unique(found)


def _several_states(document: Document, token: Token) -> tuple[Actor, ...]:
    """The states for which a word or a body of theirs stands: "the two Koreas", "a joint board of Chile and Peru"."""
    if pair := lexicon().pairs.get(token.lower_):
        return tuple(
            Actor(parties.DESCRIBED, name, ActorKind.COUNTRY, code, public=True) for name, code in pair.items()
        )
    if token.lemma_.lower() not in lexicon().joint_bodies:
        return ()
    before = token.doc[token.left_edge.i : token.i]
    joint = any(word.lower_ in lexicon().jointly for word in before)
    owners = [one for noun in syntax.prepositional(token, {"of", "between"}) for one in document.actors_of(noun)]
    named = [*owners, *(document.actors[i] for mention in document.mentions_in(before) for i in mention.actors)]
    states = unique(actor for actor in named if actor.kind is ActorKind.COUNTRY)
    return states if joint and len(states) > 1 else ()


def _states_inside(document: Document, token: Token, own: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The states of a described group of several: "U.S. and Japanese officials", "engineers of Chile and Peru"."""
    if len(own) != 1 or own[0].index >= 0 or own[0].kind is not ActorKind.GROUP:
        return ()
    if (first := _first_state(document, token)) is not None:
        return (first,)
    inside = document.mentions_in(token.doc[token.left_edge.i : token.right_edge.i + 1])
    named = (
        document.actors[i]
        for mention in inside
        if mention.start < token.i + MAX_TITLE
        for i in mention.actors
        if _is_state(document.actors[i], before=mention.start < token.i)
    )
    states = unique(actor for actor in named if actor.name in own[0].name)
    return states if len(states) > 1 else ()


def _first_state(document: Document, token: Token) -> Actor | None:
    """The state of a group joined to a bare state, by the parser's mistake: "the ministers of Chile and Peru"."""
    beside = [one for child in token.children if child.dep_ == "conj" for one in document.actors_of(child)]
    states = [one for noun in syntax.prepositional(token, {"of", "from"}) for one in document.actors_of(noun)]
    joined = token.tag_ in {"NNS", "NNPS"} and len(states) == 1 and len(beside) == 1
    return states[0] if joined and {states[0].kind, beside[0].kind} == {ActorKind.COUNTRY} else None


def _is_state(actor: Actor, *, before: bool) -> bool:
    """Whether an actor is a state, or before a noun a group of states: "EU and Mercosur negotiators"."""
    group = before and actor.kind is ActorKind.ORGANIZATION and is_several(actor)
    return actor.kind is ActorKind.COUNTRY or group


def _unknown(document: Document, token: Token) -> tuple[Actor, ...]:
    """A person whom the parser takes for one though no rule of names does."""
    if token.ent_type_ != "PERSON" or token.pos_ != "PROPN" or document.mention_of(token) is not None:
        return ()
    name = next((entity.text for entity in token.sent.ents if entity.start <= token.i < entity.end), token.text)
    return (Actor(parties.DESCRIBED, " ".join(name.split()), ActorKind.PERSON),)


def _listed_before(document: Document, token: Token) -> Iterator[Actor]:
    """The name before a comma in a headline's list of two: "Norway, Nigeria plan talks"."""
    inside = document.mentions_in(token.doc[token.left_edge.i : token.i + 1])
    mention = document.mention_of(token) or next(iter(inside), None)
    if (
        mention is None
        or token.dep_ not in syntax.SUBJECTS
        or mention.start < TWO
        or document.doc[mention.start - 1].text != ","
    ):
        return
    before = document.mention_of(document.doc[mention.start - 2])
    if before is not None and before.start == token.sent.start:
        yield from (actor for i in before.actors if parties.is_party(actor := document.actors[i]))


def _states_of_colleagues(document: Document, noun: Token) -> Iterator[Actor]:
    """The states that colleagues come from: "her peers from Chile and Peru"."""
    behind = noun.nbor() if noun.i + 1 < noun.sent.end else noun
    astray = [child for child in behind.children if child.dep_ == "pobj"] if behind.lower_ == "from" else []
    for token in dict.fromkeys([*syntax.prepositional(noun, {"from", "of"}), *syntax.expanded(astray)]):
        yield from (actor for actor in document.actors_of(token) if actor.kind is ActorKind.COUNTRY)


def _speaker(document: Document, pronoun: Token) -> tuple[Actor, ...]:
    """Whose words "I" or "we" belongs to: the subject of the verb of saying around it, or of the last before it."""
    for verb in syntax.governors(pronoun):
        if verb.lemma_ in lexicon().saying:
            return _people_of(document, syntax.own_subjects(verb))
    before = pronoun.sent
    for _ in range(MAX_BACK):
        if before.start == 0:
            return ()
        before = document.doc[before.start - 1].sent
        if before.root.lemma_ in lexicon().saying:
            return _people_of(document, syntax.own_subjects(before.root))
    return ()


def _sayer_described(document: Document, pronoun: Token) -> tuple[Actor, ...]:
    """The office holder without a name who says that "he" or "she" does it: "Chile's minister said she would meet"."""
    for verb in syntax.governors(pronoun):
        subjects = syntax.own_subjects(verb)
        if verb.lemma_ in lexicon().saying and pronoun not in subjects:
            said = [actor for token in subjects for actor in parties.described(document, token)]
            return tuple(said) if len(said) == 1 and said[0].kind is ActorKind.PERSON else ()
    return ()


def _people_of(document: Document, tokens: list[Token]) -> tuple[Actor, ...]:
    said = (actor for token in tokens for actor in document.actors_of(token))
    speaker = next((actor for actor in said if actor.kind is ActorKind.PERSON and actor.public), None)
    if speaker is None or not set((speaker.title or "").lower().split()) & lexicon().spokespeople:
        return (speaker,) if speaker else ()
    states = (one for one in document.actors if one.kind is ActorKind.COUNTRY and one.country == speaker.country)
    return tuple(states)[:1]


def is_own_people(token: Token) -> bool:
    """Whether a noun names those around a public figure: "his cabinet", "her advisers"."""
    return token.lemma_.lower() in lexicon().own_people and any(
        child.dep_ == "poss" and child.tag_ == "PRP$" for child in token.children
    )


def antecedent(token: Token) -> Token:
    """The noun that a relative pronoun stands for: "Okoro, with whom he met"."""
    if token.tag_ not in {"WP", "WDT"}:
        return token
    for above in syntax.governors(token):
        if above.dep_ == "relcl":
            return above.head
    return token


def _leading(document: Document, token: Token) -> Iterator[Actor]:
    """Who stands for a group: "a team headed by Okoro", "officials representing Chile"."""
    inner = syntax.prepositional(token, {"from", "of"}) if token.lemma_ in {"delegation", "group", "team"} else []
    for child in (child for site in (token, *inner) for child in site.children):
        if child.dep_ == "acl" and child.lemma_ == "represent" and child.tag_ == "VBG":
            for party in syntax.patients(child):
                yield from (actor for actor in document.actors_of(party) if parties.is_party(actor))
        elif child.dep_ == "acl" and child.lemma_ in {"lead", "head"} and child.tag_ == "VBN":
            home = _state_before(document, token, child.left_edge.i)
            for leader in syntax.agents(child):
                people = (actor for actor in document.actors_of(leader) if actor.kind is ActorKind.PERSON)
                yield from (replace(actor, country=actor.country or home, public=True) for actor in people)


def _state_before(document: Document, noun: Token, end: int) -> str | None:
    """The state that a phrase names up to a token: "a Nigerian delegation", "a group of Nigerian senators"."""
    named = document.mentions_in(noun.doc[noun.left_edge.i : end])
    states = (document.actors[i] for mention in named for i in mention.actors)
    return next((actor.country for actor in states if actor.kind is ActorKind.COUNTRY), None)


def _of_states_listed(document: Document, token: Token) -> tuple[Actor, ...]:
    """The state before the shared office of a list in a headline: the second of "Norway, Nigeria foreign ministers"."""
    start = token.left_edge.i
    if token.tag_ != "NNS" or token.lemma_ not in lexicon().plural_sides or start < 2:  # noqa: PLR2004 -- a state, a comma
        return ()
    first, comma = token.doc[start - 2], token.doc[start - 1]
    if comma.text != "," or (first.dep_, first.head) != (token.dep_, token.head):
        return ()
    states = [_country(document, mention) for mention in document.mentions_in(token.doc[start : token.i])]
    return tuple(state for state in states if state) if _country(document, document.mention_of(first)) else ()


def _country(document: Document, mention: ActorMention | None) -> Actor | None:
    """The state that a mention stands for."""
    actors = (document.actors[i] for i in mention.actors) if mention else ()
    return next((actor for actor in actors if actor.kind is ActorKind.COUNTRY), None)


def _in_apposition(document: Document, token: Token) -> Iterator[Actor]:
    """Other people named after a comma: "Lund, Okoro to meet", "his guest, Femi Okoro"."""
    for child in token.children:
        if (
            child.dep_ == "appos"
            and document.mention_of(child)
            and document.mention_of(child) != document.mention_of(token)
        ):
            for one in syntax.conjuncts(child):
                yield from (actor for actor in document.actors_of(one) if parties.is_party(actor))
        elif child.dep_ == "appos" and child.tag_ == "NNS" and child.lemma_ in lexicon().plural_sides:
            before = document.mentions_in(token.doc[child.left_edge.i : child.i])
            named = (document.actors[i] for mention in before for i in mention.actors)
            yield from (actor for actor in named if actor.kind is ActorKind.COUNTRY)


def linked(token: Token, links: frozenset[str]) -> list[Token]:
    """The nouns that hang on a token by the given prepositions, directly or over a place or a time between."""
    found = syntax.prepositional(token, links)
    for child in token.children if not found or "with" not in links else ():
        if child.dep_ == "prep" and child.lower_ in {
            "in",
            "at",
            "on",
            "for",
            "about",
            "during",
            "over",
            "via",
            "by",
            "through",
        }:
            for noun in child.children:
                if noun.dep_ == "pobj":
                    found.extend(syntax.prepositional(noun, links & {"with"}))
        elif child.dep_ in {"advmod", "npadvmod", "dobj"}:
            found.extend(syntax.prepositional(child, links & {"with"}))
    return found


def subjects_of(document: Document, verb: Token) -> list[Token]:
    """Who does a verb; in a headline ("Lund to meet Okoro") the name that the infinitive hangs on."""
    active = any(child.dep_ == "nsubj" for child in verb.children)
    found = (syntax.own_subjects(verb) if active else syntax.agents(verb) or _agents_behind(verb)) or _planners_of(verb)
    if not found and verb.lemma_ in lexicon().awaiting and verb.dep_ not in {"acl", "amod"}:
        return syntax.subjects(verb)
    if not found and verb.dep_ in {"acl", "relcl", "advcl"} and verb.tag_ == "VB" and document.mention_of(verb.head):
        return list(syntax.conjuncts(verb.head))
    return found


def _agents_behind(verb: Token) -> list[Token]:
    """By whom a passive is done, the parser having hung them on a place between: "was met at the port by Okoro"."""
    if not any(child.dep_ == "auxpass" for child in verb.children):
        return []
    places = [noun for child in verb.children if child.dep_ == "prep" for noun in child.children if noun.dep_ == "pobj"]
    return [one for noun in places for one in syntax.prepositional(noun, {"by"})]


def _planners_of(verb: Token) -> list[Token]:
    """Whose plan the infinitive tells, the plan being their object: "Lund accepted an invitation to visit Chile"."""
    plan = verb.head
    if verb.dep_ != "acl" or verb.tag_ != "VB" or plan.dep_ != "dobj" or plan.lemma_ not in lexicon().plans:
        return []
    own = [child for child in plan.children if child.dep_ == "poss"]
    if plan.head.lemma_ in lexicon().granting:
        return syntax.prepositional(plan, {"to"}) or syntax.prepositional(plan.head, {"to"})
    return syntax.agents(plan.head) if not own else []


def sides_of_verb(document: Document, verb: Token, rule: VerbRule) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """Those before and those after a verb of encounter."""
    near = actors_at(document, subjects_of(document, verb))
    direct = syntax.patients(verb) if rule.direct else []
    far = actors_at(document, [*direct, *linked(verb, rule.links)]) or _right_behind(document, verb, rule)
    far = unique([*far, *_listed_behind(document, verb, far)])
    return near, tuple(actor for actor in far if actor not in near)


def _listed_behind(document: Document, trigger: Token, far: tuple[Actor, ...]) -> Iterator[Actor]:
    """The people who go on a list that the parser broke off: "met President Okoro, Speaker Bello and Dr. Musa"."""
    known = {actor.index for actor in far if actor.kind is ActorKind.PERSON and actor.index >= 0}
    if not known:
        return
    mentions = list(document.mentions_in(document.doc[trigger.i + 1 : trigger.sent.end]))
    at = next((i for i, m in enumerate(mentions) if known & set(m.actors)), None)
    if at is None:
        return
    last = mentions[at]
    for mention in mentions[at + 1 : at + MAX_LIST]:
        if not _continues_list(document, last.end, mention):
            return
        last = mention
        people = (document.actors[i] for i in mention.actors)
        yield from (actor for actor in people if actor.kind is ActorKind.PERSON and actor.public)


def _continues_list(document: Document, end: int, mention: ActorMention) -> bool:
    """Whether only a comma, "and" and words of a title stand between two names, and the second begins no clause."""
    doc = document.doc
    gap = doc[end : mention.start]
    if not len(gap) or gap[0].text not in {",", "and", "&"} or len(gap) > MAX_TITLE:
        return False
    if any(token.pos_ in syntax.VERBS or (token.pos_ == "ADP" and token.lower_ not in {"of", "for"}) for token in gap):
        return False
    after = doc[mention.end] if mention.end < len(doc) else None
    return after is None or (after.pos_ not in syntax.VERBS and after.text not in {"'s", "'"})


def _right_behind(document: Document, verb: Token, rule: VerbRule) -> tuple[Actor, ...]:
    """Whoever is named right behind a verb in the active, though the parser made it no object: "phoned Okoro"."""
    mention = document.mention_of(verb.doc[verb.i + 1]) if rule.direct and verb.i + 1 < verb.sent.end else None
    if mention is None or mention.start != verb.i + 1 or syntax.is_passive(verb):
        return ()
    if verb.doc[mention.end - 1].dep_ in {"poss", "case", "compound", "nmod"}:
        return ()
    return tuple(actor for i in mention.actors if (actor := document.actors[i]).kind is ActorKind.PERSON)


def sides_of_noun(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Those whom the phrase of a noun trigger itself names."""
    return unique(
        [
            *group_in_name(document, noun),
            *_owners(document, noun),
            *(partners := actors_at(document, linked(noun, PEOPLE))),
            *_listed_behind(document, noun, partners),
            *actors_at(document, (token for token in syntax.prepositional(noun, OWNERS))),
            *_in_clauses(document, noun),
            *_in_predicate(document, noun),
        ]
    )


def guests_of(document: Document, noun: Token, links: frozenset[str]) -> tuple[Actor, ...]:
    """For whom a meal is given or on whom a call is paid: "a dinner for Okoro", "gave a reception today for him"."""
    carried = carrier_of(noun)
    sites = (noun, carried[0]) if carried and carried[1] is None else (noun,)
    guests = actors_at(document, [token for site in sites for token in syntax.prepositional(site, links)])
    taken = guests and carried and carried[1] is None and carried[0].lemma_ in lexicon().taking
    return unique([*actors_at(document, subjects_of(document, carried[0])), *guests]) if taken and carried else guests


def are_all_told(document: Document, noun: Token) -> bool:
    """Whether the phrase names both sides, so that no one else is one: "prepared for a summit between A and B"."""
    carried = carrier_of(noun)
    between = actors_at(document, syntax.prepositional(noun, {"between"}))
    owners = unique(_owners(document, noun))
    others = actors_at(document, [*linked(noun, PARTNERS), *syntax.prepositional(noun, {"by"})]) if owners else ()
    told = len(between) > 1 or len({*owners, *others}) > 1
    return told and carried is not None and carried[1] is not None


def counted(noun: Token) -> Token:
    """The noun that counts a noun trigger, else the trigger: "round" in "a round of talks", "last" in "the last of"."""
    while noun.head.dep_ == "prep" and _counts(noun.head.head.lemma_):
        noun = noun.head.head
    return noun


def _counts(lemma: str) -> bool:
    return lemma in {"last", "latest", "next"} or lemma in lexicon().carrier_nouns


def _in_predicate(document: Document, noun: Token) -> tuple[Actor, ...]:
    """The parties told behind the verb: "the last of the talks will be in Lagos between Lund and Okoro"."""
    noun = counted(noun)
    if noun.dep_ not in syntax.SUBJECTS:
        return ()
    verb = noun.head
    brought = [one for one in syntax.conjuncts(verb) if one.lemma_ in lexicon().gathering_verbs]
    if brought:
        return actors_at(document, [token for one in brought for token in syntax.patients(one)])
    between = frozenset({"between"})
    return actors_at(
        document, [token for site in (verb, *verb.children) for token in syntax.prepositional(site, between)]
    )


def group_in_name(document: Document, noun: Token) -> Iterator[Actor]:
    """The group of states in the name of a gathering: "the NATO summit", "the 2021 G20 Summit"."""
    mention = document.mention_of(noun)
    if mention is None or all(document.actors[i].kind is not ActorKind.GATHERING for i in mention.actors):
        return
    words = document.words(mention.start, noun.i)
    for group in lexicon().state_groups:
        if f" {group} " in f" {words} ":
            known = (actor for actor in document.actors if actor.name == group)
            yield next(known, Actor(parties.DESCRIBED, group, ActorKind.ORGANIZATION, public=True))
            return


def _owners(document: Document, noun: Token) -> Iterator[Actor]:
    """The parties before a noun: "Lund's meeting", "the Lund-Okoro talks", "US-China negotiations"."""
    for child in noun.children:
        if child.dep_ in BEFORE and child.i < noun.i:
            yield from _described_owner(document, child) or _named_in(document, child)


def _described_owner(document: Document, owner: Token) -> tuple[Actor, ...]:
    """The office holder without a name whose a meeting is: "the Chilean president's trip"."""
    named = owner.dep_ != "poss" or owner.pos_ != "NOUN" or document.mention_of(owner) is not None
    told = () if named else parties.described(document, owner)
    return tuple(actor for actor in told if actor.kind is ActorKind.PERSON and actor.country)


def _named_in(document: Document, token: Token) -> Iterator[Actor]:
    """The parties named in a modifier and in the modifiers that it has itself."""
    inside = tuple(document.mentions_in(token.doc[token.left_edge.i : token.right_edge.i + 1]))
    first = document.mention_of(token.doc[token.left_edge.i])  # begins before the modifier in "the US arms talks"
    state = first and first not in inside and document.actors[first.actors[0]].kind is ActorKind.COUNTRY
    for mention in (first, *inside) if first and state else inside:
        yield from _joined_in(document, mention) or (
            document.actors[i] for i in mention.actors if parties.is_party(document.actors[i])
        )


def _joined_in(document: Document, mention: ActorMention) -> tuple[Actor, ...]:
    """The two people whose family names make one word: "the Lund-Okoro summit"."""
    doc, start = document.doc, mention.start
    while start > 0 and not doc[start - 1].whitespace_ and not doc[start - 1].is_space:
        start -= 1
    halves = document.words(start, mention.end).casefold().split("-")
    if len(halves) != TWO:
        return ()
    people = [one for one in document.actors if one.kind is ActorKind.PERSON and "-" not in one.name]
    found = [next((one for one in people if one.name.casefold().endswith(half.strip())), None) for half in halves]
    return tuple(one for one in found if one) if all(found) and all(halves) else ()


def _in_clauses(document: Document, noun: Token) -> Iterator[Actor]:
    """The parties in clauses about a noun: "talks that Lund held with Okoro", "talks involving Norway"."""
    for child in noun.children:
        if child.dep_ not in {"acl", "relcl"}:
            continue
        if any(mark.lower_ == "where" for mark in child.children):
            present = actors_at(document, syntax.own_subjects(child))
            yield from (actor for actor in present if actor.kind is ActorKind.PERSON and is_public(actor))
        elif child.lemma_ in {"involve", "include", "bring", "gather"}:
            yield from actors_at(document, syntax.patients(child))
        elif child.lemma_ in lexicon().carriers and child.lemma_ not in {"be", "call"}:
            own = syntax.agents(child) if child.tag_ == "VBN" and child.dep_ == "acl" else syntax.own_subjects(child)
            yield from actors_at(document, [token for token in own if token != noun])
            held = [one for one in child.children if one.dep_ == "xcomp" and one.lemma_ in lexicon().carriers]
            for verb in (child, *held):
                yield from actors_at(document, linked(verb, PEOPLE))


def carrier_of(noun: Token) -> tuple[Token, str | None] | None:
    """The verb that carries a noun trigger, and the outermost preposition between them if there is one.

    "held talks", "a round of talks was held", "said after talks", "in Lagos for talks", "said ahead of talks".
    """
    word, preposition = noun, None
    for _ in range(MAX_CHAIN):
        head = word.head
        if head is word or head.lemma_ in NOT_YET:
            return None
        if head.lower_ == "following" and word.dep_ in {"dobj", "pobj"} and head.dep_ in {"advcl", "prep"}:
            return (head.head, "following") if head.head.pos_ in syntax.VERBS else None
        if head.pos_ in syntax.VERBS:
            holder = _holder_above(word, head)
            return (holder or head, preposition) if holder or word.dep_ not in CLAUSAL else None
        if head.pos_ in {"ADP", "SCONJ", "PART", "ADV"} or head.dep_ in {"prep", "agent"}:
            preposition = head.lower_
        elif head.lemma_ in lexicon().carrier_nouns and word.dep_ == "prep":
            preposition = None
        elif word.dep_ not in {"conj", "prep", "appos"}:
            return None
        word = head
    return None


def _holder_above(noun: Token, verb: Token) -> Token | None:
    """The carrier right before a noun that was read as the subject of its own participle: "held talks focused on"."""
    above = verb.head
    misread = noun.dep_ == "nsubj" and verb.dep_ == "ccomp" and verb.tag_ in {"VBN", "VBD"}
    if misread and above.lemma_ in lexicon().carriers and syntax.phrase(noun).start == above.i + 1:
        return above
    return None


def sides_of_carrier(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Those who hold, attend or open what a noun trigger names, with those "with" whom they do."""
    carried = carrier_of(noun)
    if carried is None:
        return ()
    verb, preposition = carried
    called_off = _calls_off(verb)
    carries = verb.lemma_ in lexicon().carriers
    if preposition is None and not (carries or verb.lemma_ in lexicon().pondering or called_off):
        return ()
    if preposition is None and verb.lemma_ in {"call", "be"} and not called_off:
        return ()
    moving = carries or verb.lemma_ in lexicon().presence
    own = actors_at(document, subjects_of(document, verb))
    if preposition is not None and not (preposition in WITHIN or (moving and preposition != "about")):
        return own if len(own) > 1 and any(child.lower_ == "their" for child in noun.children) else ()
    return (
        unique([*own, *actors_at(document, linked(verb, frozenset({"with", "between"})))])
        if preposition is None
        else unique([*own, *_addressed(document, verb, preposition)])
    )


def _calls_off(verb: Token) -> bool:
    """Whether a verb with its particle drops what somebody holds: "ruled out talks", "called off a visit"."""
    particle = lexicon().calling_off.get(verb.lemma_)
    return particle is not None and any(child.lower_ == particle for child in verb.children)


def _addressed(document: Document, verb: Token, preposition: str) -> tuple[Actor, ...]:
    """To whom somebody speaks in a meeting: "in a phone call Lund told Okoro that"."""
    if preposition not in {"in", "during", "at", "over"} or verb.lemma_ not in lexicon().addressing:
        return ()
    heard = actors_at(document, [child for child in verb.children if child.dep_ in syntax.OBJECTS])
    return tuple(actor for actor in heard if actor.kind is ActorKind.PERSON and is_public(actor))


def sayer_of(document: Document, noun: Token, partners: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The state of whoever says the sentence, if it is another one: "Talks with Oslo are a priority," Okoro said."""
    states = {actor.country for actor in partners}
    for verb in (noun.sent.root, *(above for above in syntax.governors(noun) if above.pos_ in syntax.VERBS)):
        if verb.lemma_ in lexicon().saying:
            said = [actor for actor in actors_at(document, subjects_of(document, verb)) if is_public(actor)]
            code = next((actor.country for actor in said if actor.country), None)
            known = (a for a in document.actors if a.kind is ActorKind.COUNTRY and a.country == code)
            state = next(known, None)
            return (state,) if state and code not in states else ()
    return ()


def is_public(actor: Actor) -> bool:
    """Whether an actor is a public authority or speaks for one."""
    if actor.kind is ActorKind.GROUP and actor.index < 0:
        head = head_word(actor)
        return head in lexicon().public_groups or head in lexicon().plural_sides
    return actor.public or actor.kind is ActorKind.COUNTRY


def is_private(actor: Actor) -> bool:
    """Whether a group is told to be of private people or firms: "business leaders"."""
    if actor.kind is not ActorKind.GROUP:
        return False
    words = {word.strip(",.").lower().removesuffix("s") for word in actor.name.split()}
    return bool(words & lexicon().private_words)


def head_word(actor: Actor) -> str:
    """The head of a described group's name, as lemma: "minister" for "EU foreign ministers from the south"."""
    words = actor.name.split(" of ")[0].split(" from ")[0].split(" for ")[0].lower().split()
    last = words[-1] if words else ""
    return last[:-3] + "y" if last.endswith("ies") else last.removesuffix("s")


def is_several(actor: Actor) -> bool:
    """Whether one actor stands for several states: "EU leaders", "G20", "foreign ministers from the region"."""
    if actor.kind in {ActorKind.ORGANIZATION, ActorKind.COUNTRY}:
        return actor.name.removeprefix("the ").removeprefix("The ") in lexicon().state_groups
    return is_several_kind(actor) and (actor.country == "EU" or is_told_apart(actor))


def is_several_kind(actor: Actor) -> bool:
    """Whether a group's words may stand for several states: "ministers"."""
    return (
        actor.kind is ActorKind.GROUP and actor.country in {None, "EU"} and head_word(actor) in lexicon().plural_sides
    )


def is_told_apart(actor: Actor) -> bool:
    """Whether a group's words tell more than that it was named before: not "ministers", "the two leaders"."""
    return len([word for word in actor.name.lower().split() if word not in lexicon().vague]) > 1


def make_a_meeting(actors: tuple[Actor, ...], *, alone: bool) -> bool:
    """Whether some actors are at least two sides, one of them public, and not all of one authority.

    Args:
        actors: who takes part.
        alone: whether one actor that stands for several states is enough.
    """
    if not any(is_public(actor) for actor in actors):
        return False
    if len(actors) < TWO:
        return alone and any(is_several(actor) for actor in actors)
    return not is_internal(actors)


def is_internal(actors: tuple[Actor, ...]) -> bool:
    """Whether all belong to the government of one state: a president with the own ministers or staff."""
    if len({actor.country for actor in actors}) > 1 or actors[0].country is None:
        return False
    branches = {_branch(actor) for actor in actors if actor.kind is not ActorKind.COUNTRY}
    return not branches or (len(branches) == 1 and None not in branches)


def _branch(actor: Actor) -> str | None:
    """The branch of its state that an actor speaks for, where its title tells it."""
    words = {
        word.strip(",.").lower().removesuffix("s") for word in (actor.title or actor.name).replace("-", " ").split()
    }
    if words & lexicon().legislative:
        return "legislative"
    if actor.kind is ActorKind.ORGANIZATION:
        return "executive" if words & {"cabinet", "government", "administration"} else None
    return "executive" if words & lexicon().executive else None
