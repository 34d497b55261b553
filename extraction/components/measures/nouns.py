"""Recognizing the nouns that name a measure."""

from __future__ import annotations

from functools import cache, cached_property, lru_cache
from typing import TYPE_CHECKING

from extraction import syntax
from extraction.components.measures.rules import nouns_by_head, words
from extraction.components.names.gazetteer import folded, known_names
from extraction.words import FORMS, plurals

if TYPE_CHECKING:
    from collections.abc import Iterable

    from extraction.components.measures.rules import MeasureNoun
    from extraction.tokens import Span, Token

BEFORE = {"compound", "amod", "nmod", "poss", "npadvmod", "punct", "advmod"}
"""How words hang on a noun that they stand before and modify."""

AFTER = {
    "regarding",
    "concerning",
    "on",
    "of",
    "for",
    "to",
    "against",
    "over",
    "into",
    "in",
    "at",
    "with",
    "before",
    "from",
}
"""Prepositions that tie the object of a measure to its noun."""

MAX_MODIFIERS = 12
"""Words before a noun that are looked at: enough for any headline, and a bound for any text."""


def measure_noun(token: Token) -> MeasureNoun | None:
    """The entry that a token stands for as the head of its phrase, if it names a measure.

    Args:
        token: any token of the text.
    """
    if token.pos_ == "PRON":
        found = PRONOUNS.get(token.lower_)
        return next((entry for entry in nouns_by_head().get(found or "", ()) if _acted_on(token)), None)
    if token.pos_ not in syntax.NOUNS:
        return None
    entries = nouns_by_head().get(lemma_of(token), ())
    around = Around(token)
    return next((entry for entry in entries if _fits(around, entry)), None)


def lemma_of(noun: Token) -> str:
    """The lemma of a noun in lower case; where it is none of the lexicon, the singular of the word as written.

    The parser's lemma of a word written as a name is that name, "Tariffs on Steel", and that of "taxes" is "taxis".
    """
    return _head(noun.lemma_, noun.lower_)


@cache
def measure_words() -> frozenset[str]:
    """The forms and lemmas of which one is that of any word that `measure_noun` has entries for."""
    heads = nouns_by_head()
    return frozenset(heads) | {form for head in heads for form in plurals(head)} | PRONOUNS.keys()


@lru_cache(maxsize=FORMS)
def _head(lemma: str, word: str) -> str:
    lemma = lemma.lower()
    if lemma in nouns_by_head() or not word.endswith("s"):
        return lemma
    singulars = (word.removesuffix(ending) + last for ending, last in (("ies", "y"), ("s", ""), ("es", "")))
    return next((one for one in singulars if one in nouns_by_head()), lemma)


PRONOUNS = {"them": "they", "they": "they", "it": "it", "these": "they", "those": "they"}
"""Pronouns that may stand for a measure, and the head they have in the lexicon."""


def _acted_on(pronoun: Token) -> bool:
    """Whether a pronoun is what a plain verb of the lexicon is done to."""
    done_to = pronoun.dep_ in {*syntax.OBJECTS, "nsubjpass"}
    return done_to and pronoun.head.lemma_.lower() in words("pronoun_acts")


class Around:
    """What stands around a noun; each part is read once, for the first entry that asks for it."""

    def __init__(self, noun: Token) -> None:
        self.noun = noun

    @cached_property
    def before(self) -> set[str]:
        """The words before it in its phrase."""
        return modifiers_before(self.noun)

    @cached_property
    def words(self) -> set[str]:
        """Those and the words that it is tied to by a preposition."""
        return self.before | objects_after(self.noun)

    @cached_property
    def laid_on(self) -> list[Token]:
        """What it is laid on, if it is a measure."""
        return _laid_on(self.noun)


def _fits(around: Around, entry: MeasureNoun) -> bool:
    noun = around.noun
    if entry.plural and not _is_plural(noun):
        return False
    if entry.anaphor:
        return _is_definite(noun) and around.before.isdisjoint(entry.never_with)
    if entry.never_in and in_sentence(noun, entry.never_in):
        return False
    return _has_words(around, entry) and (not entry.context or in_sentence(noun, entry.context))


def _has_words(around: Around, entry: MeasureNoun) -> bool:
    """Whether the words in the phrase of a noun, and those it is laid on, are the ones that an entry asks for."""
    if entry.foreign and not _are_foreign(around.laid_on):
        return False
    if not entry.modifiers and not entry.never_with:
        return True
    told = around.words | _words(around.laid_on) if entry.foreign else around.words
    return told.isdisjoint(entry.never_with) and not (entry.modifiers and told.isdisjoint(entry.modifiers))


def _laid_on(token: Token) -> list[Token]:
    """What a measure is laid on, by its own phrase or that of its verb: "a ban on salt", "put curbs on firms".

    Also what bears it by the verb alone: "salt faces a duty", "exempted salt from the duty", "hit salt with a levy".
    """
    rates = [one for one in syntax.prepositional(token, {"of", "to"}) if one.lemma_.lower() in words("amounts")]
    above = _up_to_verb(token)
    on = next((found for node in (token, *rates, *above) if (found := syntax.prepositional(node, {"on"}))), None)
    if on is None:
        return _bearing(token)
    spared = [one for verb in above if verb.pos_ in syntax.VERBS for one in syntax.prepositional(verb, {"from"})]
    return [*on, *_bearing(token), *spared]


def _up_to_verb(token: Token) -> list[Token]:
    """The words above a noun up to the verb whose object it is, through lists and prepositions: "lifting of duties"."""
    found: list[Token] = []
    node = token
    for above in syntax.governors(token):
        found.append(above)
        if above.pos_ in syntax.VERBS or node.dep_ not in {"conj", "pobj", "prep"}:
            break
        node = above
    return found


def _bearing(token: Token) -> list[Token]:
    """Who or what bears a measure: "Peruvian salt faces a duty", "exempt from a duty", "hit Peruvian salt with it"."""
    link, verb = token.head, next(iter(syntax.governors(token.head)), None)
    if token.dep_ in syntax.OBJECTS and link.lemma_ == "face":
        return syntax.subjects(link)
    if token.dep_ != "pobj" or link.lower_ not in BEARING or verb is None:
        return []
    if verb.pos_ == "ADJ" and verb.lower_ in {"subject", "exempt", "liable"}:
        return syntax.subjects(verb.head)
    return syntax.patients(verb) if verb.pos_ in syntax.VERBS else []


BEARING = frozenset({"with", "from", "to"})
"""Prepositions by which a measure hangs on the verb whose object bears it."""


def _are_foreign(laid_on: list[Token]) -> bool:
    """Whether things are of a country: "Peruvian salt", "imports of salt from Peru"."""
    inner = [one for noun in laid_on for one in (noun, *syntax.prepositional(noun, {"of", "from"}))]
    whose = [child for noun in inner for child in (noun, *noun.children) if child.dep_ in {"amod", "compound", "pobj"}]
    whose += laid_on
    return any(one.ent_type_ in {"GPE", "NORP"} or _names_a_state(one) for one in whose) or any(
        protester(noun) is not None for noun in laid_on
    )


def protester(goods: Token) -> Token | None:
    """The verb by whose subject a measure is spoken of as laid on "its" goods: "Peru denounced the ban on its salt"."""
    if not any(child.tag_ == "PRP$" for child in goods.children):
        return None
    return next((above for above in syntax.governors(goods) if above.lemma_ in PROTESTING), None)


PROTESTING = frozenset(
    {"urge", "ask", "call", "denounce", "condemn", "criticize", "criticise", "protest", "slam", "blast", "decry"}
    | {"oppose", "welcome", "hail", "deplore", "regret", "lament", "attack", "press", "appeal", "demand", "want"}
    | {"expect", "accuse", "push", "lobby", "campaign", "seek", "resist"}
)
"""Verbs (lemmas) by which a state speaks of what others do to its goods."""


def _names_a_state(token: Token) -> bool:
    """Whether a word is the name or adjective of a state, whatever the parser takes it for."""
    known = known_names().get(folded(token.text)) if token.text[0].isupper() else None
    return known is not None and known.part in {"name", "adjective"}


def _is_definite(token: Token) -> bool:
    """Whether a noun points back: "the ban", "these restrictions", "its curbs"."""
    return any(child.lower_ in DEFINITE or child.tag_ == "PRP$" for child in token.children if child.i < token.i)


DEFINITE = {"the", "this", "that", "these", "those", "such", "both", "new"}


def _is_plural(token: Token) -> bool:
    return token.tag_ in {"NNS", "NNPS"} or (token.lower_.endswith("s") and token.lower_ != token.lemma_.lower())


def modifiers_before(token: Token) -> set[str]:
    """The words that stand before a noun in its phrase, as lemmas and as written, in lower case; hyphens joined."""
    start = max(syntax.phrase(token).start, token.i - MAX_MODIFIERS)
    found: set[str] = set()
    for other in token.doc[start : token.i]:
        found |= {other.lower_, other.lemma_.lower()}
        if other.text == "-" and start < other.i < token.i - 1:
            found.add(f"{other.nbor(-1).lower_}-{other.nbor(1).lower_}")
    return found


def objects_after(token: Token) -> set[str]:
    """The heads of the phrases tied to a noun by a preposition, with what stands before them; lemmas, lower case."""
    found = _words(syntax.prepositional(token, AFTER))
    links = {"on", *FURTHER_LINKS.get(token.lemma_.lower(), ())}
    if token.dep_ in {*syntax.OBJECTS, "nsubjpass"} and not syntax.prepositional(token, links):
        found |= {
            word for noun in syntax.prepositional(token.head, links) for word in (noun.lower_, noun.lemma_.lower())
        }
    return found


FURTHER_LINKS = {"halt": ("to",), "investigation": ("into",), "probe": ("into",), "inquiry": ("into",)}
"""Prepositions of a noun that the parser may hang on the verb above it: "ordered a halt to imports"."""


def _words(nouns: Iterable[Token]) -> set[str]:
    return {word for noun in nouns for word in (noun.lower_, noun.lemma_.lower(), *modifiers_before(noun))}


def in_sentence(token: Token, phrases: Iterable[str]) -> bool:
    """Whether one of the phrases stands in the token's sentence as whole words."""
    text = in_lower_case(token.sent)
    return any(f" {phrase} " in text for phrase in phrases)


@lru_cache(maxsize=1)
def in_lower_case(sentence: Span) -> str:
    """The words of a sentence in lower case, a space around each; those of the last one are kept."""
    return f" {' '.join([token.lower_ for token in sentence[:MAX_SENTENCE]])} "


MAX_SENTENCE = 200
"""Tokens of a sentence that are searched for context: a bound for texts without full stops."""
