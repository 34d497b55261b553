"""The entity recognizer of a spaCy pipeline, decoded for all tokens at once instead of one after the other.

The recognizer walks over the tokens and, for each, asks its network whether an entity begins there, is one token, or
stands nowhere near; inside an entity, whether it goes on. Outside of entities the answer hangs on the token alone, so
it is worked out for all tokens of a batch in one multiplication; what is inside is followed up for all beginnings
together. The entities are the same.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Span

from extraction.transitions import batches, hidden_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

ENTITIES = "communique_entities"
"""Name of the spaCy component that stands in for the entity recognizer."""

RECOGNIZER = "ner"
"""Name of the component whose network it asks."""

FEATURES = TOKEN, FIRST, BEFORE = range(3)
"""What the network looks at: the token, the first token of the open entity, the token before."""

TOKENS_AT_ONCE = 4_000
"""So many tokens are worked out together; a longer text makes a batch by itself."""

STEPS_AT_ONCE = 8
"""So many tokens behind its first an entity is followed up together with others; longer ones are rare."""

BEGIN, IN, LAST, UNIT, OUT = "BILUO"

NEVER = np.float32(-np.inf)


@dataclass(frozen=True, slots=True)
class Moves:
    """The classes of the network's last layer, by what they do."""

    outside: NDArray[np.intp]
    """Classes that are possible outside of an entity: those that begin one, are one token, and none."""

    begins: NDArray[np.bool_]
    """Of these, which begin an entity of several tokens."""

    units: NDArray[np.bool_]
    """Of these, which are an entity of one token."""

    labels: tuple[str, ...]
    """Of these, the type of the entity; empty for none."""

    inside: NDArray[np.intp]
    """The class that goes on with an entity begun by each of these."""

    last: NDArray[np.intp]
    """The class that ends it."""


@dataclass(frozen=True, slots=True)
class Tokens:
    """The tokens of some texts, one behind the other."""

    vectors: NDArray[np.float32]
    """The vector of each token."""

    space: NDArray[np.bool_]
    """Whether a token is white space."""

    ends: NDArray[np.bool_]
    """Whether no entity goes on behind a token, since the text or the sentence ends."""


def decode_at_once(nlp: Language) -> None:
    """Let the faster component do the work of a pipeline's entity recognizer, where it is of the known kind."""
    if nlp.has_pipe(RECOGNIZER) and _is_known(nlp.get_pipe(RECOGNIZER)):
        nlp.add_pipe(ENTITIES, before=RECOGNIZER)
        nlp.disable_pipe(RECOGNIZER)


def _is_known(recognizer: Any) -> bool:  # noqa: ANN401 -- spaCy types no component by its name
    """Whether a recognizer decodes greedily, from the three features, over an upper layer that knows all classes."""
    model = recognizer.model
    return (
        recognizer.cfg["beam_width"] == 1
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == len(FEATURES)
    )


@Language.factory(ENTITIES)
def faster_recognizer(nlp: Language, name: str) -> Recognizer:
    """A component that finds the same entities as the pipeline's recognizer."""
    return Recognizer(nlp.get_pipe(RECOGNIZER))


class Recognizer:
    """Finds the entities of texts by the network of a spaCy entity recognizer.

    Args:
        recognizer: the recognizer.
    """

    def __init__(self, recognizer: Any) -> None:  # noqa: ANN401 -- as above
        model = recognizer.model
        upper: Any = model.get_ref("upper")
        self._recognizer = recognizer
        known = recognizer.moves
        self._moves = moves([known.get_class_name(number) for number in range(known.n_moves)])
        self._vectors: Any = model.get_ref("tok2vec")
        self._hidden = hidden_of(model)
        self._weights: NDArray[np.float32] = upper.get_param("W")
        self._weights_bias: NDArray[np.float32] = upper.get_param("b")
        self._outside_weights = self._weights[self._moves.outside].T.copy()
        self._outside_bias = self._weights_bias[self._moves.outside]

    def __call__(self, doc: Doc) -> Doc:
        """Set the entities of one text."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = TOKENS_AT_ONCE) -> Iterator[Doc]:
        """Set the entities of texts.

        Args:
            docs: the texts, whose sentence starts are set.
            batch_size: of no effect; batches are of so many tokens.
        """
        for batch in batches(docs, TOKENS_AT_ONCE):
            self._set_entities(batch)
            yield from batch

    def _set_entities(self, docs: Sequence[Doc]) -> None:
        filled = [doc for doc in docs if len(doc)]
        if any(doc.has_annotation("ENT_IOB") for doc in filled):
            for doc in filled:
                self._recognizer(doc)
        elif filled:
            found = self._entities(self._looked_at(filled))
            first = 0
            for doc, spans in zip(filled, _by_text(found, filled), strict=True):
                doc.set_ents([Span(doc, a - first, b - first, label=kind) for a, b, kind in spans], default="outside")
                first += len(doc)

    def _looked_at(self, docs: Sequence[Doc]) -> Tokens:
        rows: NDArray[np.uint64] = np.concatenate([doc.to_array(["SENT_START", "IS_SPACE"]) for doc in docs])
        starts = rows[:, 0] == 1
        starts[np.cumsum([len(doc) for doc in docs[:-1]], dtype=np.intp)] = True
        return Tokens(
            vectors=self._vectors.predict(list(docs)),
            space=rows[:, 1] != 0,
            ends=np.append(starts[1:], True),
        )

    def _entities(self, tokens: Tokens) -> list[tuple[int, int, str]]:
        """First token, the one after the last, and type of each entity, in order."""
        best = self._outside(tokens)
        some = np.flatnonzero(self._moves.begins[best] | self._moves.units[best])
        begun = some[self._moves.begins[best[some]]]
        ends = self._followed_up(tokens, begun, best[begun])
        found = []
        free = 0
        for at in some.tolist():
            if at < free:
                continue
            move = int(best[at])
            free = ends.get(at) or (self._end(tokens, at, move) if self._moves.begins[move] else at + 1)
            found.append((at, free, self._moves.labels[move]))
        return found

    def _outside(self, tokens: Tokens) -> NDArray[np.intp]:
        """The best move for each token, were it outside of an entity."""
        hidden = self._hidden
        told = hidden.added(tokens.vectors, TOKEN) + (hidden.padding[FIRST] + hidden.padding[BEFORE] + hidden.bias)
        scores = hidden.greatest(told) @ self._outside_weights + self._outside_bias
        scores[np.ix_(tokens.ends | tokens.space, self._moves.begins)] = NEVER
        scores[np.ix_(tokens.space, self._moves.units)] = NEVER
        best: NDArray[np.intp] = scores.argmax(axis=1)
        return best

    def _followed_up(self, tokens: Tokens, starts: NDArray[np.intp], best: NDArray[np.intp]) -> dict[int, int]:
        """Where the entities end that begin at some tokens; those that are long are left out."""
        ends: dict[int, int] = {}
        at = starts + 1
        for _ in range(STEPS_AT_ONCE):
            if not len(starts):
                break
            over = self._is_last(tokens, starts, at, best)
            ends.update(zip(starts[over].tolist(), (at[over] + 1).tolist(), strict=True))
            starts, at, best = starts[~over], at[~over] + 1, best[~over]
        return ends

    def _end(self, tokens: Tokens, start: int, move: int) -> int:
        """Where one long entity ends."""
        at = start + 1
        while not self._is_last(tokens, np.array([start]), np.array([at]), np.array([move]))[0]:
            at += 1
        return at + 1

    def _is_last(
        self, tokens: Tokens, starts: NDArray[np.intp], at: NDArray[np.intp], best: NDArray[np.intp]
    ) -> NDArray[np.bool_]:
        """Whether the entities that begin at some tokens end with others."""
        hidden, vectors = self._hidden, tokens.vectors
        told = hidden.added(vectors[at], TOKEN) + hidden.added(vectors[starts], FIRST)
        told += hidden.added(vectors[at - 1], BEFORE) + hidden.bias
        going_on, last = self._moves.inside[best], self._moves.last[best]
        more = np.einsum("ij,ij->i", hidden.greatest(told), self._weights[last] - self._weights[going_on])
        over: NDArray[np.bool_] = more + self._weights_bias[last] - self._weights_bias[going_on] > 0
        return over | tokens.ends[at]


def moves(names: Sequence[str]) -> Moves:
    """The classes of a recognizer's last layer.

    Args:
        names: what each class does: "B-ORG", "I-ORG", "L-ORG", "U-ORG", "O".
    """
    number = {name: i for i, name in enumerate(names)}
    told = [(i, *name.partition("-")[::2]) for i, name in enumerate(names)]
    outside = [(i, move, label) for i, move, label in told if move == OUT or (move in {BEGIN, UNIT} and label)]
    return Moves(
        outside=np.array([i for i, _, _ in outside]),
        begins=np.array([move == BEGIN for _, move, _ in outside]),
        units=np.array([move == UNIT for _, move, _ in outside]),
        labels=tuple(label for _, _, label in outside),
        inside=np.array([number[f"{IN}-{label}"] if move == BEGIN else 0 for _, move, label in outside]),
        last=np.array([number[f"{LAST}-{label}"] if move == BEGIN else 0 for _, move, label in outside]),
    )


def _by_text(found: Sequence[tuple[int, int, str]], docs: Sequence[Doc]) -> Iterator[list[tuple[int, int, str]]]:
    """The entities of each text."""
    at, end = 0, 0
    for doc in docs:
        end += len(doc)
        first = at
        while at < len(found) and found[at][0] < end:
            at += 1
        yield list(found[first:at])
