"""Who acts on whom at one place, read from all the words that tell of a measure there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures import aims, sides
from extraction.components.measures.acts import Link
from extraction.components.measures.details import FORUM
from extraction.components.measures.nouns import measure_noun
from extraction.components.measures.rules import words
from extraction.components.measures.sides import Sides
from extraction.document import ActorKind
from schemas.vocabulary import Measure, MeasureAction

if TYPE_CHECKING:
    from extraction.components.measures.acts import Telling
    from extraction.components.measures.rules import MeasureNoun
    from extraction.document import Actor, Document
    from extraction.tokens import Token

AGAINST = frozenset({"on", "against", "upon", "toward", "towards", "regarding", "concerning", "covering"})
"""Prepositions that lead in whom or what a measure is aimed at."""

ALSO_AGAINST = {
    Measure.PREFERENTIAL_STATUS: frozenset({"with", "for", "to", "from"}),
    Measure.LICENSING: frozenset({"for", "to"}),
    Measure.SUBSIDY: frozenset({"for"}),
    Measure.QUOTA: frozenset({"for"}),
    Measure.IMPORT_BAN: frozenset({"of", "to"}),
    Measure.EXPORT_CONTROL: frozenset({"of"}),
    MeasureAction.EXEMPT: frozenset({"for"}),
    Measure.ANTI_DUMPING: frozenset({"into"}),
    Measure.COUNTERVAILING_DUTY: frozenset({"into"}),
    Measure.SAFEGUARD: frozenset({"into"}),
    MeasureAction.INVESTIGATE: frozenset({"into", "of"}),
}
"""Further such prepositions with one kind of measure, or one act."""

RATE_LINKS = frozenset({"of", "to", "by", "from"})
"""Prepositions that tie a rate to its measure; the parser may hang the goods on the rate: "a tariff of 5% on cars"."""

EXIT = frozenset({MeasureAction.LIFT, MeasureAction.EASE, MeasureAction.REDUCE})
"""Acts on a standing measure, which its owner alone can do."""

DEMANDING = frozenset({"must", "should", "ought", "need", "could", "can", "might", "may"})
"""Auxiliaries of someone who speaks of what others do: "Iran says sanctions must be lifted"."""


def of_telling(document: Document, noun: Token, rule: MeasureNoun, telling: Telling) -> Sides:
    """Who acts on whom where a verb or noun tells the act."""
    if rule.measure is Measure.TRADE_AGREEMENT:
        return _together(document, noun, telling)
    agents, private = _agents(document, telling)
    before, named = _modifiers(document, noun)
    pointed_at = _pointed_at(document, noun, rule, telling)
    if telling.link is Link.HITTING and rule.measure is not Measure.SANCTION:
        pointed_at = [token for token in pointed_at if token.lemma_.lower() not in words("private")]
    aimed = aims.aimed_at(document, pointed_at, rule.measure)
    if telling.act.subject == "target":
        subjects = aims.aimed_at(document, syntax.subjects(telling.trigger), rule.measure)
        agents, aimed = (), Sides(targets=(*subjects.targets, *aimed.targets), goods=aimed.goods)
    if rule.measure is Measure.PREFERENTIAL_STATUS:
        named, before = (*named, *_without(before, agents)), ()
    owned = telling.act.action in EXIT and any(child.dep_ == "poss" for child in noun.children)
    if rule.measure is Measure.DISPUTE and telling.act.action is not MeasureAction.RULE:
        agents = _without_forums(agents) or (_agents_above(document, telling.trigger, agents) if agents else ())
        before = _without_forums(before)
    if _is_sought(telling):
        told = any(actor.country for actor in aimed.targets)
        seekers = tuple(actor for actor in agents if actor.kind is ActorKind.COUNTRY and not told)
        agents, aimed = (), Sides((), (*seekers, *aimed.targets), aimed.goods)
    if telling.act.subject == "other":
        found = sides.named_after(document, noun) or _from_whom(document, telling.trigger)
        agents = tuple(actor for actor in found if sides.is_public(actor))
    imposers = (before if owned else ()) or agents or before or _named_by(document, noun, telling)
    imposers = imposers or _speaker(document, telling) or _where_in_force(document, noun, rule, telling, aimed.targets)
    if _strike_own(imposers, (*named, *aimed.targets)):
        imposers = _agents_above(document, telling.trigger, imposers)
    aimed_at = (*named, *aimed.targets) or _demanding(document, telling, imposers)
    return Sides(imposers, _without(sides.unique(aimed_at), imposers), aimed.goods, private and not before)


def of_named(document: Document, noun: Token, rule: MeasureNoun) -> Sides:
    """Who acts on whom where a measure is named and nothing is done to it."""
    before, named = _modifiers(document, noun)
    links = AGAINST | ALSO_AGAINST.get(rule.measure, frozenset())
    pointed_at = [*syntax.prepositional(noun, links), *standing_under(noun), *_headline_objects(noun)]
    aimed = aims.aimed_at(document, pointed_at, rule.measure)
    imposers = before or sides.owners(document, noun)
    if rule.measure is Measure.DISPUTE:
        imposers = _without_forums(imposers)
    return Sides(imposers, _without(sides.unique((*named, *aimed.targets)), imposers), aimed.goods)


# --- who acts -------------------------------------------------------------------------------------------------


def _agents(document: Document, telling: Telling) -> tuple[tuple[Actor, ...], bool]:
    """Who does the act, and whether it is someone private."""
    if telling.act.subject != "imposer" or telling.link in {Link.HITTING, Link.SUBJECT}:
        return (), False
    if _is_short_passive(telling):
        return (), False
    if telling.trigger.pos_ in syntax.VERBS:
        return sides.agents_around(document, telling.trigger)
    return sides.owners(document, telling.trigger), False


def _strike_own(imposers: tuple[Actor, ...], targets: tuple[Actor, ...]) -> bool:
    """Whether those who act would act on their own: the subject has been misread, no state sanctions its own firms."""
    own = {actor.country for actor in imposers}
    return bool(imposers and targets) and None not in own and all(actor.country in own for actor in targets)


def _agents_above(document: Document, trigger: Token, misread: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Who acts by the clauses above, where the subject of the clause itself cannot be the one."""
    for above in syntax.governors(trigger):
        found = sides.agents_of(document, above)[0] if above.pos_ == "VERB" else ()
        if found and not {actor.country for actor in found} & {actor.country for actor in misread}:
            return found
    return ()


def _from_whom(document: Document, verb: Token) -> tuple[Actor, ...]:
    """From whom something comes: "the duty drew retaliation from Chile"."""
    if verb.pos_ not in syntax.VERBS:
        return ()
    return tuple(a for token in syntax.prepositional(verb, {"from", "by"}) for a in sides.actors_at(document, token))


def _speaker(document: Document, telling: Telling) -> tuple[Actor, ...]:
    """Who says that a measure is taken, where the text names no one else: "the EU said duties would be lifted"."""
    if _is_demanded(telling.trigger):
        return ()
    return sides.saying(document, telling.trigger) if telling.link is Link.SUBJECT else _saying(document, telling)


def _named_by(document: Document, noun: Token, telling: Telling) -> tuple[Actor, ...]:
    """Who stands behind "by" in the phrase of the measure, where a passive tells the act: "put under a ban by Peru"."""
    if telling.act.subject != "imposer" or telling.trigger.pos_ not in syntax.VERBS:
        return ()
    passive = syntax.is_passive(telling.trigger) or _is_short_passive(telling)
    by = syntax.prepositional(noun, {"by"}) if passive else []
    return tuple(actor for token in by for actor in sides.acting(document, token) if sides.is_public(actor))


def _where_in_force(
    document: Document, noun: Token, rule: MeasureNoun, telling: Telling, targets: tuple[Actor, ...]
) -> tuple[Actor, ...]:
    """The state in which a measure on another's goods is in force: "took effect in Chile", "faces a duty in Chile"."""
    if rule.measure not in ON_GOODS or not targets or telling.act.subject == "other":
        return ()
    inside = [one for node in (telling.trigger, noun) for one in syntax.prepositional(node, {"in"})]
    states = [a for one in inside for a in sides.actors_at(document, one) if a.kind is ActorKind.COUNTRY]
    return _without(tuple(states), targets)


ON_GOODS = frozenset({Measure.TARIFF, Measure.QUOTA, Measure.IMPORT_BAN, Measure.ANTI_DUMPING, Measure.SAFEGUARD})
"""Measures of the state that goods are brought to."""


def _is_short_passive(telling: Telling) -> bool:
    """Whether a headline leaves out the auxiliary of a passive: "Peruvian salt hit with tariff"."""
    verb = telling.trigger
    if telling.link is not Link.PREPOSITION or verb.lemma_ not in DONE_TO or verb.tag_ not in {"VBN", "VBD"}:
        return False
    answering = any(child.lower_ == "back" for child in verb.children) and verb.lemma_ == "hit"
    return not answering and not any(
        child.dep_ in {*syntax.OBJECTS, "aux", "auxpass", "prt"} for child in verb.children
    )


DONE_TO = frozenset({"hit", "slap", "exempt", "add", "place", "put", "remove", "exclude", "spare", "subject", "strip"})
"""Verbs (lemmas) that ask for an object before the preposition that ties a measure to them."""


def _demanding(document: Document, telling: Telling, imposers: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """Who says that a measure must go, where the text names no one else: it is aimed at them."""
    above = telling.trigger.head
    if (
        telling.act.action in EXIT
        and telling.trigger.dep_ in {"xcomp", "ccomp"}
        and imposers
        and above.lemma_ in URGING
    ):
        urging = sides.agents_of(document, above)[0]
        return _without(tuple(actor for actor in urging if actor.kind is ActorKind.COUNTRY), imposers)
    if imposers:
        return ()
    gone = telling.act.action in EXIT and _is_demanded(telling.trigger)
    return tuple(actor for actor in _saying(document, telling) if actor.kind is ActorKind.COUNTRY) if gone else ()


def _is_sought(telling: Telling) -> bool:
    """Whether a retreat is what the subject would have from others: "Iran seeks relief", "won an exemption"."""
    noun = telling.trigger
    holder = noun.head.head if noun.dep_ == "pobj" else noun.head
    retreat = telling.act.action in EXIT or telling.act.action is MeasureAction.EXEMPT
    return telling.link is Link.NOUN and retreat and holder.lemma_ in SEEKING


SEEKING = frozenset(
    {"seek", "want", "demand", "win", "get", "gain", "obtain", "receive", "expect", "hope", "push"}
    | {"call", "ask", "press", "appeal", "plead", "lobby", "campaign", "request", "bid", "plea", "application"}
)
"""Verbs and nouns (lemmas) whose subject or owner would have something from others."""


URGING = frozenset({"want", "urge", "ask", "call", "press", "beg", "implore", "appeal", "pressure"})
"""Verbs (lemmas) by which somebody wants another to act."""


def _is_demanded(trigger: Token) -> bool:
    return any(child.dep_ == "aux" and child.lower_ in DEMANDING for child in trigger.children)


def _saying(document: Document, telling: Telling) -> tuple[Actor, ...]:
    """The authority that says what a passive verb tells."""
    passive = syntax.is_passive(telling.trigger)
    return sides.saying(document, telling.trigger) if passive and telling.act.subject == "imposer" else ()


def _together(document: Document, noun: Token, telling: Telling) -> Sides:
    """Who takes part in an agreement: those who act, those named before it, and those it is made with.

    Who leaves or ratifies it acts alone; the others are those that it is done to.
    """
    trigger = telling.trigger
    agents, private = sides.agents_of(document, trigger) if trigger.pos_ in syntax.VERBS else ((), False)
    partners = (*syntax.prepositional(noun, PARTNERS), *syntax.prepositional(trigger, PARTNERS))
    named = [actor for token in partners for actor in sides.acting(document, token) if sides.is_public(actor)]
    everyone = sides.unique((*agents, *sides.named_before(document, noun), *named))
    if agents and telling.act.action in ALONE and telling.link is not Link.SUBJECT:
        return Sides(agents, _without(everyone, agents))
    return Sides(imposers=everyone, private=private)


ALONE = frozenset({MeasureAction.WITHDRAW, MeasureAction.RATIFY, MeasureAction.SUSPEND})
"""What one side does to an agreement."""


def of_agreement(document: Document, noun: Token) -> tuple[Actor, ...]:
    """The sides that the phrase of an agreement names: "Peru's pact with Chile", "the accord of Peru with Chile"."""
    partners = syntax.prepositional(noun, PARTNERS)
    if any(token.lemma_.lower() in words("private") for token in partners):
        return ()
    named = [actor for token in partners for actor in sides.acting(document, token) if sides.is_public(actor)]
    return sides.unique((*sides.named_before(document, noun), *named))


PARTNERS = frozenset({"with", "between", "among"})
"""Prepositions that lead in the sides of an agreement."""


def _modifiers(document: Document, noun: Token) -> tuple[tuple[Actor, ...], tuple[Actor, ...]]:
    """The parties before a measure noun as imposers and targets: "US Iran sanctions", "anti-Russian sanctions"."""
    imposers: list[Actor] = []
    targets: list[Actor] = []
    for child in noun.children:
        if child.dep_ not in sides.MODIFIERS or child.i > noun.i:
            continue
        for token in syntax.conjuncts(child):
            actors = sides.actors_at(document, token)
            (targets if sides.is_target_modifier(document, token, noun) else imposers).extend(actors)
    return tuple(actor for actor in sides.unique(imposers) if sides.is_public(actor)), sides.unique(targets)


# --- on whom --------------------------------------------------------------------------------------------------


def _pointed_at(document: Document, noun: Token, rule: MeasureNoun, telling: Telling) -> list[Token]:
    """The nouns that may be targets or goods, by their place around the words that tell the act."""
    trigger, none = telling.trigger, frozenset[str]()
    if rule.measure is Measure.DISPUTE:
        return _defendants(noun, trigger)
    links = AGAINST | ALSO_AGAINST.get(rule.measure, none) | ALSO_AGAINST.get(telling.act.action, none)
    clauses = [child for child in noun.children if child.dep_ in {"acl", "relcl"} and child != trigger]
    nodes = (noun,) if telling.link is Link.HITTING else (noun, trigger, *clauses)
    if telling.link is Link.NOUN and trigger.dep_ in syntax.OBJECTS and not syntax.prepositional(noun, links):
        nodes = (*nodes, trigger.head)
    rates = [one for node in nodes for one in syntax.prepositional(node, RATE_LINKS) if one.lemma_ in words("amounts")]
    found = [one for node in (*nodes, *rates) for one in syntax.prepositional(node, links)]
    if telling.link in {Link.HITTING, Link.PREPOSITION}:
        found = [*(syntax.own_subjects(trigger) if _is_short_passive(telling) else syntax.patients(trigger)), *found]
    givers = (trigger, trigger.head) if telling.link is Link.NOUN and trigger.dep_ in syntax.OBJECTS else (trigger,)
    found += [child for one in givers for child in one.children if child.dep_ == "dative" and child.pos_ != "ADP"]
    found += standing_under(noun)
    if telling.link is Link.OBJECT and noun.dep_ in syntax.OBJECTS and syntax.is_passive(trigger):
        found += syntax.own_subjects(trigger)
    if telling.link is Link.OBJECT and rule.measure is not Measure.SANCTION and telling.act.subject != "other":
        found += [one for one in _sources(trigger) if document.mention_of(one) or aims.exemplified(one)]
    if rule.measure is not Measure.SANCTION and telling.act.subject != "other":
        found += [one for one in _sources(noun) if document.mention_of(one) or aims.exemplified(one)]
    return [token for token in found if token not in {noun, trigger}]


def _headline_objects(noun: Token) -> list[Token]:
    """Whom a headline says that a state sanctions, its verb taken for a noun by the parser: "Peru sanctions firm"."""
    if noun.lower_ != "sanctions" or noun.dep_ != "ROOT":
        return []
    return [one for one in noun.children if one.dep_ in {"dobj", "appos"} and one.left_edge.i == noun.i + 1]


def _sources(node: Token) -> list[Token]:
    """Where the goods come from that a measure is on: "tariffs on goods from Peru"."""
    return syntax.prepositional(node, {"from"})


def standing_under(noun: Token) -> list[Token]:
    """Who is under a measure: "Iran remains under sanctions", "Peru came under an embargo"."""
    if noun.dep_ != "pobj" or noun.head.lower_ != "under" or noun.head.head.pos_ not in syntax.VERBS:
        return []
    verb = noun.head.head
    return syntax.own_subjects(verb) if verb.lemma_ in UNDERGOING and not syntax.is_passive(verb) else []


UNDERGOING = frozenset({"be", "come", "remain", "stay", "live", "labor", "labour", "suffer", "languish", "struggle"})
"""Verbs (lemmas) whose subject is under what they say it is."""


def _defendants(noun: Token, trigger: Token) -> list[Token]:
    """Against whom or what a complaint is, however far the phrase stands from it: "filed ... at the WTO against"."""
    inside = sorted({*noun.subtree, *trigger.subtree}, key=lambda token: token.i)
    words_after = [token for token in inside if token.i > noun.i and not (token.ent_type_ and token.lower_ == "on")]
    lead_in = {"against", "on", "over", "into"} | ({"with"} if noun.lemma_.lower() == "consultation" else set())
    links = [token for token in words_after if token.lower_ in lead_in]
    chosen = next((token for token in links if token.lower_ in {"against", "with"}), next(iter(links), None))
    if chosen is None:
        return [token for token in inside if token not in {noun, trigger} and measure_noun(token)]
    return syntax.expanded(child for child in chosen.children if child.dep_ == "pobj")


def _without_forums(actors: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors that may bring a complaint: not the body that it is brought to."""
    return tuple(actor for actor in actors if not FORUM.search(actor.name))


def _without(actors: tuple[Actor, ...], others: tuple[Actor, ...]) -> tuple[Actor, ...]:
    """The actors that are not among the others."""
    names = {other.name.casefold() for other in others}
    return tuple(actor for actor in actors if actor.name.casefold() not in names)
