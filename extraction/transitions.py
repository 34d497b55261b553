"""What the transition-based components of a spaCy pipeline have in common: a hidden layer that tokens add up to.

The parser and the recognizer look at a few tokens before each step. What a token adds to the hidden layer hangs on
the token and on the feature that it is looked at as, not on the others; so it is worked out once for many steps.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from extraction.networks import greatest_piece

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    import numpy as np
    from numpy.typing import NDArray
    from spacy.tokens import Doc


@dataclass(frozen=True, slots=True)
class Hidden:
    """The hidden layer of such a network, as it is multiplied with: the pieces of its maxout one behind the other."""

    weights: tuple[NDArray[np.float32], ...]
    """Vector by pieces and units, for each feature."""

    padding: NDArray[np.float32]
    """What no token adds: features by pieces and units."""

    bias: NDArray[np.float32]
    """Of pieces and units."""

    units: int

    def added(self, vectors: NDArray[np.float32], feature: int) -> NDArray[np.float32]:
        """What some tokens add as one feature: tokens by pieces and units."""
        return vectors @ self.weights[feature]

    def greatest(self, told: NDArray[np.float32]) -> NDArray[np.float32]:
        """The greatest piece of each unit, of all that was added up."""
        return greatest_piece(told, self.units)


def hidden_of(model: Any) -> Hidden:  # noqa: ANN401 -- spaCy types no component by its name
    """The hidden layer of the network of a spaCy parser or recognizer."""
    lower = model.get_ref("lower")
    weights: NDArray[np.float32] = lower.get_param("W")  # features, units, pieces, width of a vector
    features, units, pieces, width = weights.shape
    return Hidden(
        weights=tuple(weights.transpose(0, 3, 2, 1).reshape(features, width, pieces * units).copy()),
        padding=lower.get_param("pad")[0].transpose(0, 2, 1).reshape(features, pieces * units).copy(),
        bias=lower.get_param("b").T.reshape(pieces * units).copy(),
        units=units,
    )


def batches(docs: Iterable[Doc], tokens_at_once: int) -> Iterator[list[Doc]]:
    """Texts in their order, some together.

    Args:
        docs: the texts.
        tokens_at_once: the most tokens of a batch; a longer text makes one by itself.
    """
    batch: list[Doc] = []
    tokens = 0
    for doc in docs:
        if batch and tokens + len(doc) > tokens_at_once:
            yield batch
            batch, tokens = [], 0
        batch.append(doc)
        tokens += len(doc)
    if batch:
        yield batch
