"""What the lexicon of trade measures holds, and how its entries are looked up."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING, Literal, TypeVar

from pydantic import model_validator

from extraction.lexicon import Entry, Rule, load
from schemas.vocabulary import Measure, MeasureAction, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping


class MeasureNoun(Rule):
    """A noun that names a kind of measure: "export curbs", "anti-dumping duty", "sanctions"."""

    measure: Measure
    """The kind it names."""

    heads: tuple[str, ...]
    """Lemmas of the noun itself."""

    modifiers: tuple[str, ...] = ()
    """Words one of which must stand before the noun, or after it with a preposition; none: the noun is enough."""

    context: tuple[str, ...] = ()
    """Words one of which must stand in the sentence; none: any sentence."""

    never_with: tuple[str, ...] = ()
    """Words in its phrase that make it something else: "income tax", "smoking ban"."""

    never_in: tuple[str, ...] = ()
    """Words in its sentence that make it something else: sanctions of "FIFA"."""

    foreign: bool = False
    """Whether what it is laid on must be of another country: "a ban on Peruvian salt", "duties on cars from Peru"."""

    plural: bool = False
    """Whether only the plural names a measure: "sanctions", not "sanction"."""

    anaphor: bool = False
    """Whether it stands for a measure told before it: "the ban", "them"; its kind is that measure's."""

    actions: tuple[MeasureAction, ...] = ()
    """What can be done to it; none: anything."""

    answer: bool = False
    """Whether it answers a measure of its target, so that the article must tell of one: "retaliation"."""

    standing: bool = True
    """Whether naming it with its imposer or target already tells that it was imposed: "US tariffs on steel"."""


class Act(Rule):
    """What is done to a measure, by a verb with the noun as its object, or by a noun: "lifting of sanctions"."""

    action: MeasureAction
    """What is done."""

    verbs: tuple[str, ...] = ()
    """Verbs that take the measure as object, or by a preposition: "impose", "hit with", "pull out of"."""

    nouns: tuple[str, ...] = ()
    """Nouns that take the measure by a preposition or as modifier: "imposition of", "tariff cut"."""

    subject_verbs: tuple[str, ...] = ()
    """Verbs whose subject is the measure: "take effect", "go into force", "rise"."""

    hitting_verbs: tuple[str, ...] = ()
    """Verbs whose subject is the measure and whose object is what it is aimed at: "the tariffs hit Peru"."""

    measures: tuple[Measure, ...] = ()
    """The kinds it is said of; none: all."""

    besides: tuple[Measure, ...] = ()
    """The kinds it is not said of."""

    subject: Literal["imposer", "target", "other"] = "imposer"
    """What the subject of the verb is."""

    denied: MeasureAction | None = None
    """What it is where the text denies it: who does not face tariffs is exempt; none: the act called off."""

    status: Status | None = None
    """The status the words themselves give: a threat is possible."""


class Deed(Rule):
    """A measure told by a verb and its object with no noun for the measure: "ban imports", "freeze assets"."""

    measure: Measure
    """The kind of measure."""

    action: MeasureAction
    """What is done."""

    verbs: tuple[str, ...]
    """Lemmas of the verb."""

    objects: tuple[str, ...] = ()
    """Lemmas one of which is the object or stands in its phrase."""

    modifiers: tuple[str, ...] = ()
    """Words one of which must stand in the object's phrase; none: the object is enough."""

    by: tuple[str, ...] = ()
    """Prepositions that tie the object to the verb; none: it is a direct object."""

    object: Literal["party", "goods", "foreign", "abroad", "abstract", "access", "buyer", "finding", "none"] = "goods"
    """What the object is: a target, goods, anything of another country, goods for another country, a word such as
    "assets", a way in that is opened or shut to something of another country, what a firm of another country would
    buy, what a finding says of imports; or it needs none."""

    context: tuple[str, ...] = ()
    """Words one of which must stand in the sentence; none: any sentence."""

    never_in: tuple[str, ...] = ()
    """Words in the sentence that make it something else: a rule of "immigration"."""

    answer: bool = False
    """Whether it answers a measure of its target, so that the article must tell of one."""


class Words(Entry):
    """Closed lists of words that the finding of arguments rests on."""

    light: tuple[str, ...]
    """Nouns that hold a measure without changing it: "round", "package"."""

    amounts: tuple[str, ...]
    """Words that tell how much of something; what follows "of" is the thing: "dozens of firms"."""

    planned: tuple[str, ...]
    """Words before a measure that tell it as decided and not yet in force."""

    possible: tuple[str, ...]
    """Words before a measure that tell it as no more than possible."""

    announcing: tuple[str, ...]
    """Words for announcing a measure, whose day is that of the measure."""

    issuing: tuple[str, ...]
    """Verbs whose subject acts by their object: "signed an order", "announced the lifting"."""

    imposing_names: tuple[str, ...]
    """Short names that stand before a measure for the one who imposes it: "US sanctions"."""

    instruments: tuple[str, ...]
    """Nouns for the text by which a state acts: "executive order", "bill"."""

    generic_goods: tuple[str, ...]
    """Nouns that name no goods of their own: "product", "import"."""

    not_goods_before: tuple[str, ...]
    """Nouns before a measure noun that are no goods: "border" tax, "trade" sanctions."""

    factive: tuple[str, ...]
    """Verbs and prepositions that take what they speak of for a fact: "welcomed the lifting", "after the cut"."""

    vague: tuple[str, ...]
    """Words before a noun for goods in general that do not tell which: "certain products"."""

    outsiders: frozenset[str]
    """Those whose forecast of a measure is no event: analysts."""

    bearers: tuple[str, ...]
    """Nouns for what bears a measure and is no goods; whose it is tells the target: "Chile's economy"."""

    means: tuple[str, ...]
    """Nouns for what sanctions cut off, neither goods nor parties: a freeze on "assets", a ban on "travel"."""

    partners: tuple[str, ...]
    """Nouns for states in general, which may be followed by those that are meant: "countries such as Peru"."""

    not_parties: tuple[str, ...]
    """Nouns that may stand for people, but after "on" are goods: solar "panels"."""

    not_goods: tuple[str, ...]
    """Nouns after "on" that are no goods: "grounds", "basis"."""

    private: tuple[str, ...]
    """Nouns for those whose act is no measure of a state: "company", "club"."""

    pronoun_acts: tuple[str, ...]
    """Verbs that tell an act even where their object is a pronoun: "lifted them"."""

    reasons: tuple[str, ...]
    """Nouns whose phrase leads in a reason: "in response to", "in retaliation for"."""

    paybacks: tuple[str, ...]
    """Those of them that tell whose deed a measure pays back."""


class Lexicon(Entry):
    """The whole file."""

    nouns: tuple[MeasureNoun, ...]
    """Nouns for measures; the first that fits counts."""

    acts: tuple[Act, ...]
    """What is done to them; the first that fits counts."""

    deeds: tuple[Deed, ...]
    """Measures told by a verb and its object; the first that fits counts."""

    words: Words
    """Lists of words."""

    @model_validator(mode="after")
    def _ids_are_unique(self) -> Lexicon:
        ids = [rule.id for rule in (*self.nouns, *self.acts, *self.deeds)]
        twice = sorted({one for one in ids if ids.count(one) > 1})
        if twice:
            raise ValueError(f"ids stand twice: {', '.join(twice)}")
        return self


@cache
def lexicon() -> Lexicon:
    """The shipped lexicon."""
    return load("measures", Lexicon)


@cache
def words(name: str) -> frozenset[str]:
    """One of the lists of words, by the name of its field."""
    return frozenset(getattr(lexicon().words, name))


R = TypeVar("R", bound=Rule)


def _index(pairs: Iterable[tuple[str, R]]) -> Mapping[str, tuple[R, ...]]:
    index: dict[str, tuple[R, ...]] = {}
    for key, rule in pairs:
        index[key] = (*index.get(key, ()), rule)
    return index


@cache
def nouns_by_head() -> Mapping[str, tuple[MeasureNoun, ...]]:
    """The noun entries by the lemma of their head."""
    return _index((head, rule) for rule in lexicon().nouns for head in rule.heads)


@cache
def deeds_by_verb() -> Mapping[str, tuple[Deed, ...]]:
    """The deed entries by the lemma of their verb."""
    return _index((verb, rule) for rule in lexicon().deeds for verb in rule.verbs)


@cache
def deed_lemmas() -> frozenset[str]:
    """The lemmas of the verbs that tell deeds, without their particles."""
    return frozenset(verb.partition(" ")[0] for verb in deeds_by_verb())


@cache
def answering_rules() -> frozenset[str]:
    """Ids of the nouns and deeds that answer a measure of another side."""
    nouns = {rule.id for rule in lexicon().nouns if rule.answer}
    return frozenset(nouns | {rule.id for rule in lexicon().deeds if rule.answer})


@cache
def measures_by_rule() -> Mapping[str, Measure]:
    """The kind of measure that each noun entry names, by the id of the entry."""
    return {rule.id: rule.measure for rule in lexicon().nouns}


@cache
def _acts_by(field: str) -> Mapping[str, tuple[Act, ...]]:
    return _index((key, rule) for rule in lexicon().acts for key in getattr(rule, field))


Index = Literal["verbs", "nouns", "subject_verbs", "hitting_verbs"]
"""The fields of an act that it can be looked up by."""


def act(field: Index, keys: Iterable[str], measure: Measure) -> Act | None:
    """The first act that one of the keys stands for and that is said of the measure; keys are tried in order."""
    found = (rule for key in keys for rule in _acts_by(field).get(key, ()))
    return next(
        (rule for rule in found if (not rule.measures or measure in rule.measures) and measure not in rule.besides),
        None,
    )
