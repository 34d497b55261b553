"""Who imposes a measure: read from the verb, the nouns around it and the measure's own phrase."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from extraction import parties, syntax
from extraction.components.measures.rules import words
from extraction.document import Actor, ActorKind

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.document import ActorMention, Document
    from extraction.tokens import Span, Token

PARTIES = {ActorKind.COUNTRY, ActorKind.ORGANIZATION, ActorKind.PERSON, ActorKind.GROUP}

MODIFIERS = {"poss", "compound", "amod", "nmod", "nsubj"}
"""How a party hangs on the noun that it stands before; as a subject where a headline's verb was taken for the noun."""


@dataclass(frozen=True, slots=True)
class Sides:
    """Who acts on whom, as one place of the text tells it."""

    imposers: tuple[Actor, ...] = ()
    """Who acts."""

    targets: tuple[Actor, ...] = ()
    """Against whom or on whose goods."""

    goods: tuple[str, ...] = ()
    """The products or sectors, as worded."""

    private: bool = False
    """Whether the one who acts is no public authority."""


def unique(actors: Iterable[Actor]) -> tuple[Actor, ...]:
    """The actors in order, each once by name."""
    return tuple({actor.name.casefold(): actor for actor in reversed(tuple(actors))}.values())[::-1]


def listed_after(document: Document, token: Token) -> tuple[Actor, ...]:
    """The states and bodies that go on a list which a name begins, read from the text: the parser breaks long lists.

    "Sanctions by Peru, the European Union and Chile": the name is the first, or the last one found.
    """
    found: list[Actor] = []
    mention = document.mention_of(token)
    while mention is not None:
        after = mention.end
        while after < len(document.doc) and document.doc[after].lower_ in LISTING | ALONG:
            after += 1
        between = {word.lower_ for word in document.doc[mention.end : after]} & ALONG
        if after == mention.end or after >= len(document.doc) or between not in ALONG_PHRASES:
            break
        mention = document.mention_of(document.doc[after])
        if mention is None or mention.how in {"demonym", "pronoun"} or not _goes_on(document, mention):
            break
        found.extend(document.actors[i] for i in mention.actors)
    return tuple(actor for actor in found if actor.kind is ActorKind.COUNTRY or actor.country == EUROPEAN_UNION)


def _listed_before(document: Document, token: Token) -> tuple[Actor, ...]:
    """The state that a list by two names begins with, where the parser hangs it on the other: "by Peru and Chile"."""
    mention = document.mention_of(token)
    if mention is None or mention.start < MIN_LIST:
        return ()
    joint, first = document.doc[mention.start - 1], mention.start - 2
    if joint.lower_ == "the":
        joint, first = document.doc[mention.start - 2], mention.start - 3
    if joint.lower_ != "and" or document.doc[first].dep_ not in {"nmod", "compound"}:
        return ()
    return tuple(a for a in actors_at(document, document.doc[first]) if a.kind is ActorKind.COUNTRY)


MIN_LIST = 3
"""Tokens that stand before the second name of a list at the least."""

LISTING = frozenset({",", "and", "the", "or", "&", "/"})
"""What stands between the names of a list."""

ALONG = frozenset({"along", "together", "with", "as", "well"})
"""Words of the phrases that go on a list."""

ALONG_PHRASES: tuple[set[str], ...] = (set(), {"along", "with"}, {"together", "with"}, {"as", "well"})
"""Those phrases, each as the set of its words: "Peru, along with Chile"."""

EUROPEAN_UNION = "EU"
"""The code of the one body that is listed among states."""


def _goes_on(document: Document, mention: ActorMention) -> bool:
    """Whether a name is one more of a list, not the subject of the next clause or the owner of something else."""
    last = document.doc[mention.end - 1]
    return last.dep_ not in {*syntax.SUBJECTS, "poss", "compound", "amod"}


def actors_at(document: Document, token: Token) -> tuple[Actor, ...]:
    """The parties that the mention around a token stands for; a place counts where it is a state."""
    return tuple(actor for actor in document.actors_of(token) if actor.kind in PARTIES)


# --- who acts -------------------------------------------------------------------------------------------------


def modifying(document: Document, noun: Token) -> tuple[Actor, ...]:
    """The parties that stand before a noun as its owner or origin: "Tokyo's curbs", "US tariffs"."""
    found = [
        actor
        for child in noun.children
        if child.dep_ in MODIFIERS and child.i < noun.i and not _is_against(child)
        for one in syntax.conjuncts(child)
        for actor in actors_at(document, one)
    ]
    return unique(found)


def named_before(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Every party named before a noun in its phrase: "the U.S.-Japan semiconductor pact"."""
    start = syntax.phrase(noun).start
    found = [
        document.actors[i]
        for mention in document.mentions_in(document.doc[start : noun.i])
        for i in mention.actors
        if document.doc[max(0, mention.start - 1)].lower_ not in OF_CONTINENTS
    ]
    return unique(actor for actor in found if actor.kind in PARTIES)


OF_CONTINENTS = frozenset({"north", "south", "latin", "central"})
"""Words that make an adjective that of a continent: "the North American pact"."""


def _is_against(token: Token) -> bool:
    """Whether a modifier stands behind "anti-": "anti-Russian sanctions"."""
    before = [other.lower_ for other in token.doc[max(0, token.i - 2) : token.i]]
    return token.lower_.startswith("anti-") or before[-1:] == ["anti"] or before == ["anti", "-"]


AIMED_BY_NAME = frozenset({"sanction", "sanctions", "tariff", "tariffs", "duty", "duties", "embargo"})
"""Nouns before which the name of a state tells the target: "Iran sanctions", "Mexico tariffs"."""


AIMED_WITH = frozenset({"arm", "arms", "weapon", "weapons", "oil", "trade", "travel"})
"""Words that may stand between such a name and the noun: "Eritrea arms embargo"."""


def states_in(document: Document, sentence: Span) -> tuple[Actor, ...]:
    """The states that a sentence names, where they are two: the sides of what stands between them."""
    found = unique(
        actor
        for mention in document.mentions_in(sentence)
        for actor in (document.actors[i] for i in mention.actors)
        if actor.kind is ActorKind.COUNTRY or actor.country == EUROPEAN_UNION
    )
    return found if len(found) == TWO_SIDES else ()


TWO_SIDES = 2
"""Sides of an agreement that only the sentence around it tells."""


def is_target_modifier(document: Document, token: Token, noun: Token) -> bool:
    """Whether a party before a measure noun is its target: "anti-Russian sanctions", "Iran sanctions".

    A name in the form of a noun right before "sanctions" is the target; an owner, an adjective and the short names
    of those who mostly impose are not.
    """
    if _is_against(token):
        return True
    mention = document.mention_of(token)
    owner = any(child.tag_ == "POS" for child in token.children)
    if mention is None or owner or token.lower_ in words("imposing_names"):
        return False
    if mention.how in {"demonym", "capital"}:
        return noun.lemma_.lower() in {"tariff", "duty", "levy"} and any(
            _names_goods(word) for word in document.doc[mention.end : noun.i]
        )
    return (
        noun.lemma_.lower() in AIMED_BY_NAME
        and all(word.lemma_.lower() in AIMED_WITH for word in document.doc[mention.end : noun.i])
        and document.actors[mention.actors[0]].kind is ActorKind.COUNTRY
    )


def _names_goods(word: Token) -> bool:
    return word.pos_ == "NOUN" and word.dep_ == "compound" and word.lemma_.lower() not in words("not_goods_before")


def agents_of(document: Document, verb: Token, *, through: bool = True) -> tuple[tuple[Actor, ...], bool]:
    """Who does a verb, and whether it is someone private.

    Args:
        document: the article.
        verb: the verb.
        through: whether an instrument as subject ("a bill", "the order") gives the one whose it is.
    """
    found: list[Actor] = []
    private = False
    for token in _agents_by_noun(verb) or syntax.agents(verb):
        lemma = token.lemma_.lower()
        if token.pos_ == "PRON" and not document.mention_of(token):
            found.extend(_speaker_above(document, verb, token))
        elif lemma in words("private") and not document.mention_of(token):
            private = True
        elif lemma in words("instruments"):
            found.extend(owners(document, token) if through else ())
        else:
            found.extend(acting(document, token) or _own_government(document, verb, token))
            found.extend(_first_of_headline(document, token))
            found.extend(listed_after(document, token) if token.dep_ == "pobj" else ())
            found.extend(_listed_before(document, token) if token.dep_ == "pobj" else ())
    public = [actor for actor in found if is_public(actor)]
    return unique(public), private or (bool(found) and not public)


def _own_government(document: Document, verb: Token, subject: Token) -> tuple[Actor, ...]:
    """The state of an official who speaks of "the government": "Chile's trade minister said the government would"."""
    if subject.lemma_.lower() not in {"government", "cabinet", "administration", "country"} or verb.dep_ != "ccomp":
        return ()
    speakers = [actor for token in _named_subjects(verb.head) for actor in actors_at(document, token)]
    return tuple(actor for actor in speakers if actor.country and is_public(actor))


def _first_of_headline(document: Document, subject: Token) -> tuple[Actor, ...]:
    """The state that a headline lists before its subject: "Peru, Chile sign pact"."""
    mention = document.mention_of(subject)
    if mention is None or mention.start < MIN_LIST - 1 or document.doc[mention.start - 1].text != ",":
        return ()
    first = document.doc[mention.start - 2]
    before = document.mention_of(first)
    if before is None or before.how != "name" or not _opens(document, before.start):
        return ()
    return tuple(actor for actor in actors_at(document, first) if actor.kind is ActorKind.COUNTRY)


def _opens(document: Document, start: int) -> bool:
    """Whether a token is the first word of its sentence."""
    return all(token.is_space for token in document.doc[document.doc[start].sent.start : start])


def saying(document: Document, trigger: Token) -> tuple[Actor, ...]:
    """The authority that says what a clause tells: "the duty will be lifted, Chile's trade ministry said"."""
    if trigger.pos_ not in syntax.VERBS:
        return ()
    verb = next((above for above in syntax.governors(trigger) if above.pos_ == "VERB"), None)
    if verb is None or trigger.dep_ not in {"ccomp", "xcomp"}:
        return ()
    return tuple(actor for actor in agents_of(document, verb)[0] if actor.index >= 0 and actor.public)


def _agents_by_noun(verb: Token) -> list[Token]:
    """Whom the noun above an infinitive names as the one who acts: "threats from Chile to ban", "calls by Peru"."""
    if verb.dep_ != "acl" or verb.tag_ != "VB":
        return []
    return syntax.prepositional(verb.head, {"by", "from"})


def acting(document: Document, token: Token) -> tuple[Actor, ...]:
    """Who a subject is: the party that it names, else the one before it ("Chile's parliament"), else as described."""
    named = actors_at(document, token)
    before = () if named else tuple(actor for actor in modifying(document, token) if is_public(actor))
    described = () if named or before else parties.described(document, token)
    return named or before or tuple(actor for actor in described if _can_act(actor))


def _can_act(actor: Actor) -> bool:
    """Whether an actor can be the one who acts; a word alone ("the president", "the government") tells no one."""
    bare = actor.index < 0 and not actor.country and (actor.kind is ActorKind.PERSON or " " not in actor.name)
    return actor.kind in PARTIES and not bare and not actor.name.lower().startswith("whose ")


def agents_around(document: Document, verb: Token) -> tuple[tuple[Actor, ...], bool]:
    """Who does a verb, or owns the decision, law or order that it stands in; and whether it is someone private."""
    found, private = agents_of(document, verb)
    if found or private:
        return found, private
    for above in syntax.governors(verb):
        if above.pos_ == "NOUN" and above.lemma_.lower() in words("instruments"):
            return owners(document, above), False
        if above.pos_ in syntax.VERBS:
            break
    return (), False


def _speaker_above(document: Document, verb: Token, pronoun: Token) -> tuple[Actor, ...]:
    """Whom a pronoun means as a subject: who says what it does, or acts in the clause above or the sentence before.

    "The department said it was cutting the duty", "Chile fights on as it imposes new tariffs".
    """
    if verb.dep_ == "ccomp" and verb.head.pos_ == "VERB":
        return tuple(actor for token in _named_subjects(verb.head) for actor in actors_at(document, token))
    if pronoun.lower_ not in {"it", "its"}:
        return ()
    clauses = [above for above in syntax.governors(verb) if above.pos_ in syntax.VERBS]
    before = [verb.doc[verb.sent.start - 1].sent.root] if verb.sent.start > 0 else []
    subjects = next((found for clause in (*clauses, *before) if (found := _named_subjects(clause))), [])
    return tuple(
        actor
        for token in subjects
        for actor in actors_at(document, token) or _public_described(document, token)
        if actor.kind is not ActorKind.PERSON and actor.country
    )


def _named_subjects(verb: Token) -> list[Token]:
    """The subjects of a verb but for pronouns, understood ones included."""
    return [token for token in syntax.subjects(verb) if token.pos_ != "PRON"]


def _public_described(document: Document, token: Token) -> tuple[Actor, ...]:
    return tuple(actor for actor in parties.described(document, token) if actor.public)


def is_public(actor: Actor) -> bool:
    """Whether an actor can act for a state or a body of states; a person who imposes a measure does so in office."""
    return actor.public or actor.kind in {ActorKind.COUNTRY, ActorKind.PERSON}


def owners(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Whose act a noun is: its owner, the country before it, who stands behind "by", or who signs or announces it."""
    node = noun
    for _ in range(syntax.MAX_CLIMB):
        found = modifying(document, node) or named_after(document, node)
        holder = None if found else _holder(node)
        if (
            holder is not None
            and holder.pos_ == "NOUN"
            and holder.lemma_.lower() in words("light") | words("instruments")
        ):
            node = holder
            continue
        if holder is not None and holder.pos_ == "VERB" and holder.lemma_ in words("issuing"):
            found, _ = agents_of(document, holder, through=False)
        return tuple(actor for actor in found if is_public(actor))
    return ()


def _holder(noun: Token) -> Token | None:
    """The word whose object a noun is, in the passive too, or on which it hangs by a preposition."""
    if noun.dep_ == "pobj":
        return noun.head.head if noun.head.lower_ in OWNING else None
    if noun.dep_ == "nsubjpass" and not any(child.tag_ == "MD" for child in noun.head.children):
        return noun.head
    return noun.head if noun.dep_ in syntax.OBJECTS else None


OWNING = frozenset({"of", "with", "to", "for", "in", "on", "into"})
"""Prepositions by which a noun may hang on what its owner does: "went ahead with plans"."""


def named_after(document: Document, noun: Token) -> tuple[Actor, ...]:
    """Who stands behind "by" or "from" after a noun, or does the clause on it: "sanctions from Peru"."""
    links = {"by"} if syntax.prepositional(noun, {"on", "against"}) else {"by", "from"}
    more = [child for link in noun.children if link.dep_ == "prep" for child in link.children if child.dep_ == "conj"]
    again = [one for link in more if link.lower_ in links for one in link.children if one.dep_ == "pobj"]
    named = (*syntax.prepositional(noun, links), *again)
    found = [actor for token in named for actor in actors_at(document, token)]
    clauses = [child for child in noun.children if child.dep_ == "acl" and child.tag_ == "VBN"]
    return unique(found or (actor for clause in clauses for actor in agents_of(document, clause, through=False)[0]))
