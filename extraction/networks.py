"""The networks of a spaCy pipeline made faster on a CPU, with the same verdicts."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
from thinc.api import Model, NumpyOps

if TYPE_CHECKING:
    from collections.abc import Callable

    from numpy.typing import NDArray
    from spacy.language import Language
    from spacy.tokens import Doc

MAX_KINDS = 60_000
"""Kinds of token whose vectors are remembered, half a kilobyte each; beyond them all are forgotten."""


ROWS_AT_ONCE = 384
"""So many tokens are multiplied together: what is between the layers then stays in the cache of a processor."""

SMALLEST_VARIANCE = np.float32(1e-8)
"""What is added to each variance before it is divided by, as thinc's normalization does."""


def speed_up(nlp: Language) -> None:
    """Let the networks of a pipeline multiply faster, embed each kind of token once, and read windows in blocks."""
    for _, component in nlp.pipeline:
        network = getattr(component, "model", None)
        if isinstance(network, Model):
            multiply_fast(network)
            remember_embeddings(network)
            read_windows_in_blocks(network)


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
    places: dict[bytes, int] = {}
    vectors = np.empty((MAX_KINDS, embed.get_dim("nO")), dtype="float32")

    def worked_out(rows: Any) -> Any:  # noqa: ANN401 -- an array of numpy
        """The vectors of some rows of features."""
        told = [rows]
        for layer in inner:
            told = layer.predict(told)
        return told[0]

    def looked_up(rows: Any) -> Any:  # noqa: ANN401 -- as above
        """The same, worked out where a row has not come before."""
        keys = rows_of(rows)
        fresh = {key: row for key, row in zip(keys, rows, strict=True) if key not in places}
        if len(places) + len(fresh) > MAX_KINDS:
            places.clear()
            fresh = dict(zip(keys, rows, strict=True))
        if len(fresh) > MAX_KINDS or not keys:
            return worked_out(rows)
        if fresh:
            first = len(places)
            vectors[first : first + len(fresh)] = worked_out(np.array(list(fresh.values())))
            places.update(zip(fresh, range(first, first + len(fresh)), strict=True))
        return vectors[[places[key] for key in keys]]

    def predict(docs: list[Doc]) -> list[Any]:
        return [looked_up(rows) for rows in features.predict(docs)]

    def forward(model: Model[Any, Any], docs: list[Doc], is_train: bool) -> tuple[list[Any], Callable[[Any], Any]]:  # noqa: FBT001 -- as thinc calls it
        return embed(docs, is_train) if is_train else (predict(docs), lambda _: [])

    return Model("remembered_embedding", forward, layers=[embed], dims={"nO": embed.get_dim("nO")})


def rows_of(told: NDArray[Any]) -> list[bytes]:
    """The rows of an array, each as the bytes of its numbers: what to look it up by.

    Args:
        told: rows and columns, one row behind the other in memory.
    """
    rows: list[bytes] = told.view(f"V{told.itemsize * told.shape[1]}").ravel().tolist()
    return rows


def read_windows_in_blocks(network: Model[Any, Any]) -> None:
    """Let a network that reads each token with its neighbours do so for some tokens at a time, over all its layers.

    It multiplies as much; but the pieces of a maxout lie apart, so that the greatest is taken of whole rows.
    """
    for parent in network.walk():
        for at, layer in enumerate(parent.layers):
            if _reads_windows(layer):
                parent.layers[at] = _in_blocks(layer)
                return


STEP = "residual(expand_window>>maxout>>layernorm>>dropout)"
"""What one step of such a network is made of, as thinc names it."""


def _reads_windows(layer: Model[Any, Any]) -> bool:
    """Whether a layer is a chain of steps that each look at a token and its two neighbours."""
    if not layer.name.startswith(f"with_array({STEP}"):
        return False
    return all(step.name == STEP and _window(step) == 1 for step in layer.layers[0].layers)


def _window(step: Model[Any, Any]) -> int:
    return next(int(part.attrs["window_size"]) for part in step.walk() if part.name == "expand_window")


@dataclass(frozen=True, slots=True)
class Step:
    """One step of a network that reads windows: its weights, as they are multiplied with."""

    weights: NDArray[np.float32]
    """Window by pieces of units, piece after piece."""

    bias: NDArray[np.float32]
    scale: NDArray[np.float32]
    shift: NDArray[np.float32]


def _step(step: Model[Any, Any]) -> Step:
    named = {part.name: part for part in step.walk() if not part.layers}
    weights: Any = named["maxout"].get_param("W")
    bias: Any = named["maxout"].get_param("b")
    scale: Any = named["layernorm"].get_param("G")
    shift: Any = named["layernorm"].get_param("b")
    units, pieces, window = weights.shape
    return Step(
        weights=np.ascontiguousarray(weights.transpose(1, 0, 2).reshape(pieces * units, window).T),
        bias=bias.T.reshape(-1).copy(),
        scale=scale,
        shift=shift,
    )


def _in_blocks(encode: Model[Any, Any]) -> Model[Any, Any]:
    """A layer that gives the same arrays, to the last digits."""
    steps = [_step(step) for step in encode.layers[0].layers]
    ops, pad = encode.layers[0].ops, encode.attrs["pad"]

    def predict(texts: list[Any]) -> list[Any]:
        told = ops.flatten(texts, pad=pad)
        lengths = ops.asarray1i([len(text) for text in texts])
        for left, step in zip(reversed(range(len(steps))), steps, strict=True):
            told = _stepped(step, told, _looked_at(lengths[lengths > 0], pad, left))
        return list(ops.unflatten(told, lengths, pad=pad))

    def forward(model: Model[Any, Any], texts: list[Any], is_train: bool) -> tuple[list[Any], Callable[[Any], Any]]:  # noqa: FBT001 -- as thinc calls it
        return encode(texts, is_train) if is_train else (predict(texts), lambda _: [])

    return Model("windows_in_blocks", forward, layers=[encode], dims={"nO": encode.get_dim("nO")})


def _looked_at(lengths: NDArray[np.int32], pad: int, left: int) -> NDArray[np.intp]:
    """The rows that matter when so many steps are left: those of tokens, and so many of the padding around each text.

    Args:
        lengths: tokens of each text, none of them empty.
        pad: rows of padding before the first text, between any two, and behind the last.
        left: steps that follow.
    """
    if 2 * left >= pad:
        return np.arange((lengths + pad).sum() + pad if len(lengths) else 0)
    firsts = np.cumsum(lengths + pad) - lengths - left
    counts = lengths + 2 * left
    return np.repeat(firsts - np.cumsum(counts) + counts, counts) + np.arange(counts.sum())


def _stepped(step: Step, rows: NDArray[np.float32], wanted: NDArray[np.intp]) -> NDArray[np.float32]:
    """The rows after one step; those that are not wanted are left as they are."""
    windows = _windows(rows)
    told = rows.copy()
    for first in range(0, len(wanted), ROWS_AT_ONCE):
        block = wanted[first : first + ROWS_AT_ONCE]
        pieces = windows[block] @ step.weights
        pieces += step.bias
        normalized = _normalized(greatest_piece(pieces, rows.shape[1]))
        normalized *= step.scale
        normalized += step.shift
        told[block] += normalized
    return told


def _windows(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """A view of each row with the one before and the one behind it; zeros at both ends."""
    count, width = rows.shape
    edged = np.zeros((count + 2, width), dtype=rows.dtype)
    edged[1:-1] = rows
    return np.lib.stride_tricks.as_strided(edged, (count, 3 * width), edged.strides, writeable=False)


def greatest_piece(rows: NDArray[np.float32], width: int) -> NDArray[np.float32]:
    """The greatest of the pieces of each unit.

    Args:
        rows: pieces one behind the other, of as many units each.
        width: how many units there are.
    """
    greatest = rows[:, :width]
    for first in range(width, rows.shape[1], width):
        greatest = np.maximum(greatest, rows[:, first : first + width])
    return greatest


def _normalized(rows: NDArray[np.float32]) -> NDArray[np.float32]:
    """The rows with mean 0 and variance 1 each."""
    width = rows.shape[1]
    centred: NDArray[np.float32] = rows - (rows @ np.full(width, 1 / width, dtype=np.float32))[:, None]
    variance = np.vecdot(centred, centred) / np.float32(width) + SMALLEST_VARIANCE
    centred /= np.sqrt(variance)[:, None]
    return centred
