"""The phrase around an office noun: its wording, its body and state, the words before it, and its holder."""

from __future__ import annotations

from functools import cached_property
from typing import TYPE_CHECKING

from extraction.components.appointments.bodies import is_public, is_seat, is_unknown_acronym, public_nouns
from extraction.components.appointments.lexicon import Reach, office_lexicon, vocabulary
from extraction.components.appointments.marks import BODIES, STATES, Mark, Marks
from extraction.components.appointments.offices import Office, OfficeNoun, has_suffix, office_nouns
from extraction.document import ActorKind
from extraction.syntax import NOUNS, VERBS

if TYPE_CHECKING:
    from extraction.document import Document
    from extraction.tokens import Token

LONGEST_LEFT = 10
"""So many tokens before an office noun may belong to its phrase."""

LONGEST_COMPLEMENT = 18
"""So many tokens after it may say of what it is an office."""

LONGEST_SERIES = 5
"""So many words may stand between a comma and "and" inside a name in capitals."""

DETERMINERS = frozenset({"the", "a", "an", "this", "that", "its", "his", "her", "their", "our", "my", "your"})
JOINTS = frozenset({"and", "&", "-"})
COURTESIES = frozenset(
    {"mr", "mr.", "ms", "ms.", "mrs", "mrs.", "dr", "dr.", "gen.", "lt.", "adm.", "sen.", "rep.", "sir"}
)
NEVER_INSIDE = frozenset({"not", "who", "that", "which", "there", "it"})


def find_offices(document: Document, marks: Marks) -> tuple[Office, ...]:
    """Every office that the document names, in the order of the text, without overlaps."""
    found: list[Office] = []
    nouns = tuple(office_nouns(document))
    starts = frozenset(noun.start for noun in nouns)
    for noun in nouns:
        mark = marks.at(noun.end - 1)
        inside = mark is not None and mark.kind in BODIES and mark.end > noun.end  # "the Justice Department"
        inside |= noun.end in starts and noun.name in office_lexicon().modifiers  # "chief commissioner"
        last = document.doc[noun.end - 1]
        inside |= noun.name in office_lexicon().modifiers and last.dep_ == "amod" and last.head.i in starts
        if not inside and (not found or noun.start >= found[-1].end):
            found.append(OfficePhrase(document, marks, noun, starts).office())
    return tuple(found)


class OfficePhrase:
    """One office noun while the phrase around it is read."""

    def __init__(self, document: Document, marks: Marks, noun: OfficeNoun, starts: frozenset[int]) -> None:
        self.starts = starts
        self.document, self.doc, self.marks, self.noun = document, document.doc, marks, noun
        self.start, self.end, self.head = noun.start, noun.end, noun.end - 1
        self.sentence = self.doc[noun.start].sent
        self.country: str | None = None
        self.organization: str | None = None
        self.known_bodies: list[bool] = []
        self.outer, self.worded = noun.start, noun.end

    def office(self) -> Office:
        """The office with all that its phrase tells of it."""
        self._extend_left()
        self.outer, before = self._words_before()
        self._extend_right()
        self.worded = self.end
        self.end += 2 * has_suffix(self.document, self.end)
        holder, titular = self._holder(self.outer)
        self._learn_from(holder)
        return Office(
            start=self.start,
            end=self.end,
            head=self.head,
            outer=self.outer,
            name=self.noun.name,
            words=self.document.words(self.start, self.worded),
            before=before,
            organization=self.organization,
            country=self.country,
            public=self._is_public(),
            private=self._is_private,
            holder=holder,
            named=holder is not None and not self._stands_for(holder),
            titular=titular,
            is_bare=self.start == self.noun.start
            and self.worded == self.noun.end
            and not self.known_bodies
            and not self._is_private,
        )

    # Left of the noun

    def _extend_left(self) -> None:
        """Take in the nouns and adjectives that say which office: "Industry and Trade", "deputy", "CIA"."""
        floor = max(self.sentence.start, self.start - LONGEST_LEFT)
        while self.start > floor:
            mark = self.marks.at(self.start - 1)
            if mark and mark.kind in BODIES and not mark.pronoun and mark.start >= floor:
                self._take_body(mark)
                self.start = mark.start
            elif mark and is_unknown_acronym(mark):
                self.organization = self.organization or mark.name
                self.start = mark.start
            elif mark or not self._belongs(self.doc[self.start - 1]):
                return
            else:
                self.start -= 1

    def _belongs(self, token: Token) -> bool:
        """Whether a token before the phrase is part of the office's wording."""
        word, lexicon = token.lower_, office_lexicon()
        if word in lexicon.acting or word in lexicon.former or word in DETERMINERS:
            return False
        if word in JOINTS:
            return self._is_joint(token)
        if word in lexicon.modifiers:
            return True
        if token.i > 1 and token.nbor(-1).text == "-" and token.nbor(-2).pos_ == "NUM":
            return False  # "two-term president"
        if token.pos_ not in NOUNS or token.ent_type_ in {"DATE", "TIME", "CARDINAL"} or token.dep_ in {"poss", "pobj"}:
            return False
        return token.dep_ in {"compound", "nmod", "amod"} or token.pos_ == "PROPN"

    def _is_joint(self, token: Token) -> bool:
        """Whether "and" or a hyphen before the phrase joins two words of its wording: "Industry and Trade Minister"."""
        if token.i <= self.sentence.start:
            return False
        earlier = self.doc[token.i - 1]
        if earlier.pos_ not in NOUNS or self.marks.at(earlier.i):
            return False
        return token.text == "-" or self.start < self.noun.start

    def _words_before(self) -> tuple[int, frozenset[str]]:
        """The start of the whole phrase, and what stands between its determiner and the office."""
        words: set[str] = set()
        at, floor = self.start, max(self.sentence.start, self.start - LONGEST_LEFT)
        while at > floor:
            token, mark = self.doc[at - 1], self.marks.at(at - 1)
            if token.lower_ in {"'s", "'"}:
                at = self._possessor(at - 2)
                break
            if mark and mark.kind in STATES and token.dep_ not in {"pobj", "dobj"}:
                self.country = self.country or mark.country
                self._take_seat(mark, adjacent=at == self.start)
                at = mark.start
                continue
            if token.lower_ in DETERMINERS:
                self._take_owner(mark)
                at -= 1
                break
            if words and mark and (mark.kind in BODIES or is_unknown_acronym(mark)) and not mark.pronoun:
                self._take_body(mark)  # "VA acting chief of staff"
                at = mark.start
                continue
            if (mark and not mark.pronoun) or not _may_precede(token):
                break
            words.add(token.lower_)
            at -= 1
        return at, frozenset(words)

    def _possessor(self, last: int) -> int:
        """Take in whose office it is, and give where that possessor's phrase begins."""
        if last < self.sentence.start:
            return last + 1
        mark = self.marks.at(last)
        self._take_owner(mark)
        start = max(mark.start if mark else last, self.sentence.start)
        determined = start > self.sentence.start and self.doc[start - 1].lower_ in DETERMINERS
        return start - determined

    def _take_owner(self, mark: Mark | None) -> None:
        """Let the possessor tell body and country."""
        if mark is None:
            return
        if mark.kind in BODIES:
            self._take_body(mark)
        self.country = self.country or mark.country
        self._take_seat(mark, adjacent=True)

    def _take_seat(self, mark: Mark, *, adjacent: bool) -> None:
        """Let a seat of government right before an office tell its body: "White House communications director"."""
        words = self.document.words(mark.start, mark.end).removeprefix("the ")
        if adjacent and not mark.pronoun and is_seat(words):
            self.known_bodies.append(True)
            self.organization = self.organization or words

    def _take_body(self, mark: Mark) -> None:
        """Let a body in the phrase tell what the office belongs to."""
        self.known_bodies.append(is_public(mark))
        self.organization = self.organization or mark.name
        self.country = self.country or mark.country

    # Right of the noun

    def _extend_right(self) -> None:
        """Take in the complements: "of the Bank of Japan", "to China", "for Asian and Pacific affairs"."""
        for _ in range(2):
            if self.end >= self.sentence.end or self.doc[self.end].lower_ not in self.noun.takes:
                return
            begin, end = self.end + 1, self._complement_end()
            if end <= begin or (self.doc[self.end].lower_ in {"at", "on", "in"} and not self._tells_body(begin, end)):
                return
            self._take_complement(self.doc[self.end].lower_, begin, end)
            self.end = end

    def _tells_body(self, begin: int, end: int) -> bool:
        """Whether a body is named among some tokens."""
        return any(self.marks.kind_at(i) in BODIES or self.doc[i].lower_ in public_nouns() for i in range(begin, end))

    def _complement_end(self) -> int:
        """Index after the last token of the complement whose preposition stands at the end of the phrase."""
        begin = at = self.end + 1
        limit = min(self.sentence.end, begin + LONGEST_COMPLEMENT)
        while at < limit and self._continues(at):
            at += 1
        while at > begin and (
            self.doc[at - 1].lower_ in {"of", ",", "'s", "'"} or self.doc[at - 1].pos_ in {"DET", "CCONJ", "PUNCT"}
        ):
            at -= 1
        telling = any(self.doc[i].pos_ in NOUNS or self.doc[i].pos_ == "ADJ" for i in range(begin, at))
        return at if telling else begin

    def _continues(self, at: int) -> bool:
        """Whether a token continues a complement."""
        token = self.doc[at]
        if self._is_over(token):
            return False
        if token.lower_ in {"and", "&"}:
            return self._joins(at)
        if token.text == ",":
            return self._is_series(at)
        if token.lower_ == "of" or token.text in {"-", "'s", "/"}:
            return True
        if token.tag_ == "TO" or token.pos_ not in {"NOUN", "PROPN", "ADJ", "DET", "PART", "NUM"}:
            return token.dep_ in {"amod", "poss"} or token.ent_type_ in {"ORG", "GPE"}
        return True

    def _is_over(self, token: Token) -> bool:
        """Whether a complement surely ends before a token: at a person, a date, a clause, a sentence's end."""
        after_stop = token.nbor(-1).text.endswith(".") and token.text[0].isupper() and not self.marks.at(token.i)
        named = self.marks.kind_at(token.i) is ActorKind.PERSON
        return after_stop or named or token.ent_type_ in {"DATE", "TIME"} or token.lower_ in NEVER_INSIDE

    def _joins(self, at: int) -> bool:
        """Whether "and" joins two parts of one complement, rather than two people or two clauses."""
        ahead = (self.doc[i] for i in range(at + 1, min(at + 3, self.sentence.end)))
        following = next((token for token in ahead if token.pos_ != "DET"), None)
        if (
            following is None
            or following.pos_ not in {"NOUN", "PROPN", "ADJ"}
            or following.dep_ in {"nsubj", "nsubjpass"}
        ):
            return False
        if (
            any(i in self.starts for i in range(following.i, following.i + 3))
            or following.lower_ in office_lexicon().former
        ):
            return False
        return self.marks.kind_at(following.i) is not ActorKind.PERSON

    def _is_series(self, at: int) -> bool:
        """Whether a comma stands inside a name in capitals: "Housing, Water and Mines"."""
        words = 0
        for token in self.doc[at + 1 : min(at + 2 + LONGEST_SERIES, self.sentence.end)]:
            if token.lower_ in {"and", "&"}:
                return words > 0 and self._joins(token.i)
            if token.text == ",":
                continue
            if not (token.text[0].isupper() and token.pos_ in {"PROPN", "NOUN", "ADJ"}) or self.marks.at(token.i):
                return False
            words += 1
        return False

    def _take_complement(self, preposition: str, begin: int, end: int) -> None:
        """Let the complement tell body and country; where an envoy is sent to tells neither."""
        if preposition not in {"of", "at"}:
            return
        if all(token.ent_type_ == "GPE" or token.pos_ == "DET" for token in self.doc[begin:end]):
            self.known_bodies.append(True)  # "head of Buryatia"
        inside = list(dict.fromkeys(mark for i in range(begin, end) if (mark := self.marks.at(i))))
        body = next((mark for mark in inside if mark.kind in BODIES), None)
        if body:
            self.known_bodies.append(is_public(body))
            words = self.document.words(body.start, min(body.end, end)) if not body.pronoun else body.name
            self.organization = self.organization or words.removeprefix("the ")
        elif self.doc[end - 1].lower_ in public_nouns():
            self.organization = self.organization or self.document.words(begin + (self.doc[begin].pos_ == "DET"), end)
        state = next((mark for mark in inside if mark.country and mark.kind in STATES), None)
        self.country = self.country or next((mark.country for mark in inside if mark.country), None)
        if state is not None and not body and self._is_state_body(self.doc[end - 1]):
            self.known_bodies.append(True)
            self.organization = self.organization or self.document.words(state.end + self._owns(state), end)

    def _owns(self, state: Mark) -> bool:
        """Whether a state's name stands in the possessive."""
        return self.doc[state.end].tag_ == "POS"

    @staticmethod
    def _is_state_body(token: Token) -> bool:
        """Whether a noun in lower case names a state's body where a state stands beside it."""
        return token.text in office_lexicon().state_bodies

    # Who holds it

    def _holder(self, outer: int) -> tuple[int | None, bool]:
        """The person who is named with the office, and whether the office stands right before the name."""
        at = self.end
        while (
            at < self.sentence.end
            and at < self.end + 3
            and (self.doc[at].lower_ in COURTESIES or self.doc[at].text in {",", "-"})
        ):
            at += 1
        named = self.marks.person_at(at) if at < self.sentence.end else None
        if named and named.start == at and not named.pronoun:
            comma = any(self.doc[i].text == "," for i in range(self.end, at))
            if not comma or self._is_apposition(named):
                return named.actor, not comma
        before = self._holder_before(outer)
        own = self.marks.person_at(self.head)
        return before if before is not None or own is None or not own.pronoun else own.actor, False

    def _stands_for(self, holder: int) -> bool:
        """Whether the office itself is what stands for its holder: "the president"."""
        own = self.marks.person_at(self.head)
        return own is not None and own.actor == holder and own.pronoun and self._holder_before(self.outer) is None

    def _is_apposition(self, mark: Mark) -> bool:
        """Whether a name after a comma explains the office: a comma, a dash or the end of the sentence follows it."""
        if mark.end >= self.sentence.end:
            return True
        after = self.doc[mark.end]
        if after.lemma_ in vocabulary().saying:
            return False  # "the new pope, Lund said"
        return after.is_punct or after.lower_ in {"to", "as"} or after.pos_ in VERBS

    def _holder_before(self, outer: int) -> int | None:
        """The person whose name the office follows after a comma: "Lund, 61, the minister"."""
        at = outer - 1
        if self.end < len(self.doc) and self.doc[self.end].tag_ == "POS":
            return None  # "Lund, the president's aunt"
        if at <= self.sentence.start or self.doc[at].text not in {",", "("}:
            return None
        if self.doc[at - 1].like_num and at - 2 > self.sentence.start and self.doc[at - 2].text == ",":
            at -= 2
        named = self.marks.person_at(at - 1)
        return named.actor if named and not named.pronoun else None

    def _learn_from(self, holder: int | None) -> None:
        """Let the holder tell the state of the office where its phrase does not."""
        if holder is not None and self.country is None:
            self.country = self.document.actors[holder].country

    # Judgement

    def _is_public(self) -> bool:
        """Whether the words of the phrase make it a public office."""
        reach = self.noun.reach
        if self._is_private:
            return False
        if reach is Reach.ALWAYS or any(self.known_bodies):
            return True
        if reach is Reach.UNLESS_PRIVATE:
            return not (self._names_unknown_body() or self._is_some_bodys()) or self._has_public_noun()
        if reach is Reach.WITH_COUNTRY and self.country:
            return True
        return self._has_public_noun()

    @cached_property
    def _is_private(self) -> bool:
        """Whether a private body stands with the office, and no public one."""
        around = {token.lower_ for token in self._around if not self._is_public_bank(token)}
        if around & office_lexicon().state_owned or self.noun.reach is Reach.ALWAYS:
            return False
        if self.known_bodies:
            return not any(self.known_bodies)
        return bool(around & office_lexicon().private_bodies)

    def _is_public_bank(self, token: Token) -> bool:
        """Whether a token is the noun of a central bank rather than of a private one."""
        return token.lower_ == "bank" and token.nbor(-1).lower_ in office_lexicon().public_banks

    def _is_some_bodys(self) -> bool:
        """Whether "its" or "their" before the office stands for a body of which nothing is known."""
        before = self.doc[self.outer]
        return before.lower_ in {"its", "their"} and self.marks.at(before.i) is None

    def _names_unknown_body(self) -> bool:
        """Whether a name in capitals stands with the office of which nothing is known: "UPI president"."""
        lexicon = office_lexicon()
        return any(
            token.pos_ == "PROPN" and not self.marks.at(token.i) and token.lower_ not in lexicon.modifiers
            for token in self._around
        )

    @cached_property
    def _around(self) -> list[Token]:
        """The tokens of the wording without the office noun itself."""
        return [token for token in self.doc[self.start : self.worded] if not self.noun.start <= token.i < self.noun.end]

    def _has_public_noun(self) -> bool:
        """Whether the noun of a public body stands in the phrase."""
        owner = (self.organization or "").lower().split()
        before = {token.lower_ for token in self._around if token.i < self.noun.start}
        after = {token.lower_ for token in self._around if token.i >= self.noun.end}
        banks = any(self._is_public_bank(token) for token in self._around)
        if banks or (
            self.country and any(self._is_state_body(self.doc[i]) for i in range(self.start, self.noun.start))
        ):
            return True
        before.update(owner[-1:])
        told = not (before.isdisjoint(public_nouns()) and before.isdisjoint(office_lexicon().parties))
        return told or not (after - office_lexicon().fields).isdisjoint(public_nouns())


def _may_precede(token: Token) -> bool:
    """Whether a word before an office can be part of its noun phrase."""
    if token.text == "-":
        return True
    if token.pos_ in VERBS:
        return token.tag_ in {"VBN", "VBG", "VBD"} and token.dep_ in {"amod", "compound", "nmod"}
    return token.pos_ == "ADJ" or token.dep_ in {"amod", "advmod", "compound", "nmod", "nummod", "npadvmod"}
