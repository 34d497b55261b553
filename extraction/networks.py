"""The networks of a spaCy pipeline made faster on a CPU, with the same verdicts."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model, NumpyOps

if TYPE_CHECKING:
    from collections.abc import Callable

    from spacy.language import Language
    from spacy.tokens import Doc

MAX_KINDS = 60_000
"""Kinds of token whose vectors are remembered, half a kilobyte each; beyond them all are forgotten."""


def speed_up(nlp: Language) -> None:
    """Let the networks of a pipeline multiply faster, and embed each kind of token once."""
    for _, component in nlp.pipeline:
        network = getattr(component, "model", None)
        if isinstance(network, Model):
            multiply_fast(network)
            remember_embeddings(network)


def multiply_fast(network: Model[Any, Any]) -> None:
    """Let numpy multiply the matrices of a network on a CPU, not the library that spaCy takes by itself.

    The one that numpy brings has kernels for each processor, the other general ones for many: it is up to three times
    as fast. The numbers differ in the last digit.
    """
    ops = NumpyOps(use_blis=False)
    for layer in network.walk():
        if isinstance(layer.ops, NumpyOps):
            layer.ops = ops


def remember_embeddings(network: Model[Any, Any]) -> None:
    """Let a network keep the vectors that it embeds tokens with: they hang on form and shape alone, not on the text."""
    for parent in network.walk():
        for at, layer in enumerate(parent.layers):
            if _embeds(layer):
                parent.layers[at] = _remembering(layer)
                return


def _embeds(layer: Model[Any, Any]) -> bool:
    """Whether a layer embeds the tokens of texts one by one, from their features to a list of arrays."""
    names = [part.name for part in layer.layers]
    chain = names[:1] == ["extract_features"] and names[-1:] == ["ragged2list"]
    return chain and "hashembed" in layer.name


def _remembering(embed: Model[Any, Any]) -> Model[Any, Any]:
    """A layer that gives the same arrays, and works only on kinds of token that have not come before."""
    features, inner = embed.layers[0], embed.layers[1:]
    places: dict[tuple[int, ...], int] = {}
    vectors = np.empty((MAX_KINDS, embed.get_dim("nO")), dtype="float32")

    def worked_out(rows: Any) -> Any:  # noqa: ANN401 -- an array of numpy
        """The vectors of some rows of features."""
        told = [rows]
        for layer in inner:
            told = layer.predict(told)
        return told[0]

    def looked_up(rows: Any) -> Any:  # noqa: ANN401 -- as above
        """The same, worked out where a row has not come before."""
        keys = list(map(tuple, rows.tolist()))
        fresh = list({key for key in keys if key not in places})
        if len(places) + len(fresh) > MAX_KINDS:
            places.clear()
            fresh = list(set(keys))
        if len(fresh) > MAX_KINDS or not keys:
            return worked_out(rows)
        if fresh:
            first = len(places)
            vectors[first : first + len(fresh)] = worked_out(np.array(fresh, dtype=rows.dtype))
            places.update(zip(fresh, range(first, first + len(fresh)), strict=True))
        return vectors[[places[key] for key in keys]]

    def predict(docs: list[Doc]) -> list[Any]:
        return [looked_up(rows) for rows in features.predict(docs)]

    def forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable[[Any], Any]]:  # noqa: FBT001 -- as thinc calls it
        return embed(docs, is_train) if is_train else (predict(docs), lambda _: [])

    return Model("remembered_embedding", forward, layers=[embed], dims={"nO": embed.get_dim("nO")})
