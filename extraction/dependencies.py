"""The dependency parser of a spaCy pipeline, decoded for many sentences at once instead of one after the other.

The parser walks over a sentence with a stack and a buffer, and asks its network before each step what to do: shift,
reduce, draw an arc to the left or right, or begin a sentence. Here all sentences of a batch take their steps
together, so that each step is a few operations on arrays. The trees are the same.

The transition system is spaCy's arc-eager one: Honnibal and Johnson, "An Improved Non-monotonic Transition System for
Dependency Parsing", EMNLP 2015.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from spacy.language import Language

from extraction.transitions import batches, hidden_of

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from numpy.typing import NDArray
    from spacy.tokens import Doc

    from extraction.transitions import Hidden

DEPENDENCIES = "communique_dependencies"
"""Name of the spaCy component that stands in for the dependency parser."""

PARSER = "parser"
"""Name of the component whose network it asks."""

FEATURES = 8
"""What the network looks at: two tokens of the buffer, three of the stack, and three children of the first of them."""

TOKENS_AT_ONCE = 10_000
"""So many tokens are worked out together."""

LONGEST = 4
"""So many of the longest sentences of a batch are left to spaCy's own decoder, so that the rest end together."""

LONG = 120
"""A sentence of more tokens than these is left to spaCy's own decoder, too: it would go on long after the rest."""

FEWEST = 40
"""With fewer sentences than these spaCy's own decoder is as fast."""

SHIFT, REDUCE, LEFT, RIGHT, BREAK = range(5)
"""What a step does."""

NAMES = "SDLRB"
"""How spaCy names each."""

NONE = 0
"""The place of no token. Tokens count from 1, as the rows of what the network has worked out for each."""

NEVER = np.float32(-np.inf)

Ints = Any
"""An array of places of tokens, or of numbers of sentences."""

Flags = Any
"""An array of truth values."""


@dataclass(frozen=True, slots=True)
class Network:
    """The parser's network, as it is multiplied with."""

    vectors: Any
    """Gives the vectors of the tokens of texts."""

    layer: Hidden
    """The hidden layer."""

    upper: NDArray[np.float32]
    """Units by classes."""

    upper_bias: NDArray[np.float32]
    moves: Ints
    """The move of each class."""

    barred: NDArray[np.float32]
    """What the scores of classes are lowered by, for each set of possible moves: minus infinity if it is impossible."""

    labels: NDArray[np.uint64]
    """The label of each class, as the vocabulary numbers it."""

    root: int
    """The label of a token without head."""


def decode_at_once(nlp: Language) -> None:
    """Let the faster component do the work of a pipeline's dependency parser, where it is of the known kind."""
    if nlp.has_pipe(PARSER) and _is_known(nlp.get_pipe(PARSER)):
        nlp.add_pipe(DEPENDENCIES, before=PARSER)
        nlp.disable_pipe(PARSER)


def _is_known(parser: Any) -> bool:  # noqa: ANN401 -- spaCy types no component by its name
    """Whether a parser decodes greedily, from the eight features, with all labels known, none for parts of words."""
    model = parser.model
    return (
        parser.cfg["beam_width"] == 1
        and not parser.cfg.get("learn_tokens")
        and model.attrs["has_upper"]
        and not model.attrs["unseen_classes"]
        and model.get_ref("lower").get_dim("nF") == FEATURES
    )


@Language.factory(DEPENDENCIES)
def faster_parser(nlp: Language, name: str) -> Parser:
    """A component that draws the same trees as the pipeline's parser."""
    return Parser(nlp.get_pipe(PARSER))


def network_of(parser: Any) -> Network:  # noqa: ANN401 -- as above
    """The network of a spaCy parser."""
    model = parser.model
    upper = model.get_ref("upper")
    names = [parser.moves.get_class_name(number).partition("-")[::2] for number in range(parser.moves.n_moves)]
    strings = parser.vocab.strings
    moves = np.array([NAMES.index(move) for move, _ in names])
    return Network(
        vectors=model.get_ref("tok2vec"),
        layer=hidden_of(model),
        upper=upper.get_param("W").T.copy(),
        upper_bias=upper.get_param("b"),
        moves=moves,
        barred=np.where(np.arange(1 << len(NAMES))[:, None] >> moves & 1, np.float32(0), NEVER),
        labels=np.array([strings[label] if label else 0 for _, label in names], dtype=np.uint64),
        root=strings["ROOT"],
    )


class Parser:
    """Draws the trees of texts by the network of a spaCy dependency parser.

    Args:
        parser: the parser.
    """

    def __init__(self, parser: Any) -> None:  # noqa: ANN401 -- as above
        self._parser = parser
        self._network = network_of(parser)

    def __call__(self, doc: Doc) -> Doc:
        """Draw the trees of one text."""
        return self._parser(doc)  # type: ignore[no-any-return]

    def pipe(self, docs: Iterable[Doc], *, batch_size: int = TOKENS_AT_ONCE) -> Iterator[Doc]:
        """Draw the trees of texts.

        Args:
            docs: the texts, with vectors and perhaps some sentence starts; best a sentence each.
            batch_size: of no effect; batches are of so many tokens.
        """
        for batch in batches(docs, TOKENS_AT_ONCE):
            self._parse(batch)
            yield from batch

    def _parse(self, docs: Sequence[Doc]) -> None:
        by_length = sorted(docs, key=len, reverse=True)
        first = max(LONGEST, sum(len(doc) > LONG for doc in docs))
        longest, rest = by_length[:first], [doc for doc in by_length[first:] if len(doc)]
        if len(rest) < FEWEST:
            longest, rest = by_length, []
        if longest:
            self._parser.set_annotations(longest, self._parser.predict(longest))
        if rest:
            self._draw(rest)

    def _draw(self, docs: Sequence[Doc]) -> None:
        trees = Trees(docs)
        hidden = _hidden(self._network, self._network.vectors.predict(list(docs)))
        decode(self._network, hidden, trees)
        told: Any = trees.told(self._network.root)  # spaCy takes other types than it gives
        for doc, first, end in zip(docs, trees.firsts.tolist(), trees.ends.tolist(), strict=True):
            doc.from_array(["HEAD", "DEP"], told[first:end])
            for finish in self._parser.postprocesses:
                finish(doc)


def _hidden(network: Network, vectors: NDArray[np.float32]) -> NDArray[np.float32]:
    """What each token adds to the hidden layer as each feature: features, tokens behind `NONE`, pieces and units."""
    layer = network.layer
    hidden = np.empty((FEATURES, len(vectors) + 1, len(layer.bias)), dtype=np.float32)
    for feature in range(FEATURES):
        hidden[feature, NONE] = layer.padding[feature]
        np.matmul(vectors, layer.weights[feature], out=hidden[feature, 1:])
    return hidden


class Trees:
    """The sentences of a batch while they are read, each with its stack and buffer.

    Args:
        docs: the sentences; none is empty.
    """

    def __init__(self, docs: Sequence[Doc]) -> None:
        lengths = np.array([len(doc) for doc in docs])
        told = np.concatenate([doc.to_array(["SENT_START"]) for doc in docs]).astype(np.int64)
        count, longest = len(docs), int(lengths.max())
        self.ends = np.cumsum(lengths) + 1
        self.firsts = self.ends - lengths
        self.starts = np.concatenate([[False], told == 1, [False]])
        self.inside = np.concatenate([[False], told == -1, [False]])
        """Which tokens begin no sentence."""
        self.heads = np.zeros(len(told) + 1, dtype=np.int64)
        self.labels = np.zeros(len(told) + 1, dtype=np.uint64)
        self.shifted = np.zeros(len(told) + 1, dtype=bool)
        """Which tokens went back to the buffer, and must not be shifted again."""
        self.child = np.zeros((2, len(told) + 1), dtype=np.int64)
        """The newest child to the left and right of each token."""
        self.older = np.zeros(len(told) + 1, dtype=np.int64)
        """The child of the same token, on the same side, that each one came after."""
        # Three places below the bottom of a stack and of what has gone back to a buffer stay empty.
        self.stack = np.zeros((count, longest + 4), dtype=np.int64)
        self.depth = np.zeros(count, dtype=np.int64)
        self.back = np.zeros((count, longest + 4), dtype=np.int64)
        self.backs = np.zeros(count, dtype=np.int64)
        self.next = self.firsts.copy()

    def told(self, root: int) -> NDArray[np.uint64]:
        """Head, told as the distance to it, and label of each token behind `NONE`."""
        alone = self.heads == NONE
        away = np.where(alone, 0, self.heads - np.arange(len(self.heads)))
        return np.stack([away.astype(np.uint64), np.where(alone, np.uint64(root), self.labels)], axis=1)

    def attach(self, heads: Ints, children: Ints, labels: Ints, side: int) -> None:
        """Draw an arc to each of some children, in place of the one that it had."""
        for child in children[self.heads[children] != NONE].tolist():
            self._detach(child)
        self.heads[children] = heads
        self.labels[children] = labels
        self.older[children] = self.child[side, heads]
        self.child[side, heads] = children

    def _detach(self, child: int) -> None:
        """Take the arc to a child away."""
        head = int(self.heads[child])
        newest = self.child[0 if head > child else 1]
        if newest[head] == child:
            newest[head] = self.older[child]
            return
        above = int(newest[head])
        while self.older[above] != child:
            above = int(self.older[above])
        self.older[above] = self.older[child]

    def push(self, rows: Ints, tokens: Ints) -> None:
        """Move the first token of some buffers to the stack."""
        again = self.backs[rows] > 0
        self.backs[rows] -= again
        self.next[rows] += ~again
        self.stack[rows, self.depth[rows] + 3] = tokens
        self.depth[rows] += 1

    def put_back(self, rows: Ints, tokens: Ints) -> None:
        """Move some tokens without a head to the head of their buffers; they are not shifted again."""
        self.shifted[tokens] = True
        self.back[rows, self.backs[rows] + 3] = tokens
        self.backs[rows] += 1


@dataclass(frozen=True, slots=True)
class Places:
    """Where some sentences stand: of each its number, and tokens at the head of its buffer and on top of its stack."""

    rows: Ints
    depth: Ints
    """Tokens on the stack."""

    buffered: Ints
    """Tokens in the buffer."""

    first: Ints
    second: Ints
    top: Ints


def decode(network: Network, hidden: NDArray[np.float32], trees: Trees) -> None:
    """Let all sentences take their steps until each is read.

    Args:
        network: the network.
        hidden: what each token adds to its hidden layer.
        trees: the sentences, which are changed.
    """
    rows = np.arange(len(trees.firsts))
    while len(rows):
        rows = _step(network, hidden, trees, rows)


def _step(network: Network, hidden: NDArray[np.float32], trees: Trees, rows: Ints) -> Ints:
    """Let some sentences take one step; those that are not read yet."""
    places = _places(trees, rows)
    scores = _scores(network, hidden, _seen(trees, places))
    move, label = _best(network, scores, _possible(trees, places))
    _take(trees, places, move, label)
    return rows[(trees.depth[rows] > 0) | (trees.ends[rows] - trees.next[rows] + trees.backs[rows] > 0)]


def _places(trees: Trees, rows: Ints) -> Places:
    depth = trees.depth[rows]
    buffered = trees.ends[rows] - trees.next[rows] + trees.backs[rows]
    first, second = _buffered(trees, rows, 0), _buffered(trees, rows, 1)
    return Places(rows, depth, buffered, first, second, trees.stack[rows, depth + 2])


def _seen(trees: Trees, places: Places) -> Ints:
    """The tokens that the network looks at: features by sentences."""
    first, top = places.first, places.top
    below = (trees.stack[places.rows, places.depth + 1], trees.stack[places.rows, places.depth])
    children = (trees.child[0, first], trees.child[0, top], trees.child[1, top])
    return np.array((first, places.second, top, *below, *children))


def _buffered(trees: Trees, rows: Ints, at: int) -> Ints:
    """A token of each buffer: of those that went back the newest, then those never read."""
    backs = trees.backs[rows]
    fresh = trees.next[rows] + at - backs
    return np.where(backs > at, trees.back[rows, backs + 2 - at], np.where(fresh < trees.ends[rows], fresh, NONE))


def _scores(network: Network, hidden: NDArray[np.float32], seen: Ints) -> NDArray[np.float32]:
    """What the network gives each class: sentences by classes."""
    features, tokens, width = hidden.shape
    told = hidden.reshape(-1, width).take(seen + np.arange(features)[:, None] * tokens, axis=0).sum(axis=0)
    told += network.layer.bias
    scores: NDArray[np.float32] = network.layer.greatest(told) @ network.upper
    scores += network.upper_bias
    return scores


def _possible(trees: Trees, places: Places) -> Ints:
    """Which moves are possible for each sentence, as bits in the order of the moves."""
    first, second = places.first, places.second
    some, begins = places.depth > 0, trees.starts[first]
    more = places.buffered > 1
    shift = ~some | (more & ~begins & ~trees.shifted[first])
    reduce = some & ((places.buffered == 0) | (places.depth > 1) | ~trees.inside[first])
    arcs = some & (places.buffered > 0) & ~begins
    breaks = more & (second == first + 1) & ~trees.starts[second] & ~trees.inside[second]
    return shift << SHIFT | reduce << REDUCE | arcs << LEFT | arcs << RIGHT | breaks << BREAK


def _best(network: Network, scores: NDArray[np.float32], possible: Ints) -> tuple[Ints, Ints]:
    """The best possible move of each sentence, and its label."""
    best = (scores + network.barred[possible]).argmax(axis=1)
    return network.moves[best], network.labels[best]


def _take(trees: Trees, places: Places, move: Ints, label: Ints) -> None:
    """Let each sentence make its move."""
    rows, first, top = places.rows, places.first, places.top
    left, right, reduced = move == LEFT, move == RIGHT, move == REDUCE
    trees.attach(first[left], top[left], label[left], 0)
    trees.shifted[first[left]] = False
    trees.attach(top[right], first[right], label[right], 1)
    unread = reduced & (trees.heads[top] == NONE) & (places.depth > 1)
    trees.put_back(rows[unread], top[unread])
    trees.depth[rows[left | reduced]] -= 1
    pushed = right | (move == SHIFT)
    trees.push(rows[pushed], first[pushed])
    trees.starts[places.second[move == BREAK]] = True
