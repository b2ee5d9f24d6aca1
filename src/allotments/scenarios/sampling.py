"""Where scenarios come from: grids of weights, and draws around a notice's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.errors import InvalidInput, did_you_mean
from allotments.core.exact import is_array, quantities, shown, signed_quantities, whole_number
from allotments.core.labels import has_rows, labels_of, refuse_other_labels, refuse_units
from allotments.core.limits import LARGEST_QUANTITY, MOST_WEIGHT_STEPS
from allotments.determination import inputs_of
from allotments.scenarios.blocks import size_of
from allotments.scenarios.kernels import kernels_of

Array: TypeAlias = NDArray[np.float64]
Generator: TypeAlias = np.random.Generator | np.random.RandomState | int
Deviations: TypeAlias = Mapping[str, Any]
"""By path a standard deviation, or deviations to draw from. [short tons, raw value]"""

_BLOCK = 65_536


def weight_grid(steps: int) -> Array:
    """Return all weights that are whole multiples of one over *steps*, corners included.

    >>> weight_grid(2).tolist()[:3]
    [[0.0, 0.0, 1.0], [0.0, 0.5, 0.5], [0.0, 1.0, 0.0]]
    >>> len(weight_grid(100))
    5151

    Parameters
    ----------
    steps
        Above zero, at most 5,000.

    Returns
    -------
    ``(steps + 1) (steps + 2) / 2`` rows of three that add up to one: past marketings, processing
    capacity, ability to market. [ratios]

    Raises
    ------
    InvalidInput
        If *steps* is not a whole number from 1 to 5,000.
    """
    steps = size_of("steps", steps)
    if steps > MOST_WEIGHT_STEPS:
        raise InvalidInput([f"steps: found {shown(steps)}, expected {MOST_WEIGHT_STEPS:,} at most"])
    first, second = np.divmod(np.arange((steps + 1) ** 2), steps + 1)
    inside = first + second <= steps
    wholes = np.stack([first, second, steps - first - second], axis=-1)[inside]
    return np.asarray(wholes / steps, np.float64)


def sample_weights(generator: Generator, size: int) -> Array:
    """Return weights drawn evenly from all there are, three in each row, adding up to one.

    >>> sample_weights(np.random.default_rng(1995), 4).shape
    (4, 3)

    Parameters
    ----------
    generator
        Any NumPy generator, or ``RandomState``, or a seed for one.
    size
        How many rows.
    """
    drawn = _generator(generator).dirichlet(np.ones(3), size_of("size", size, 0))
    return np.asarray(drawn, np.float64)


def sample(
    baseline: Any, generator: Generator, size: int, deviations: Deviations
) -> dict[str, Array]:
    """Return draws around the figures of a notice, ready for :func:`evaluate`.

    ``draw = figure + deviation``, and zero where that is negative

    >>> import allotments
    >>> draws = sample(
    ...     allotments.load("fy1995"),
    ...     np.random.default_rng(1995),
    ...     3,
    ...     {"estimates.production": 200_000, "estimates.consumption": np.array([-50_000, 50_000])},
    ... )
    >>> sorted(set(draws["estimates.consumption"].tolist()) - {9_197_000, 9_297_000})
    []

    Parameters
    ----------
    baseline
        A notice or its inputs.
    generator
        Any NumPy generator, or ``RandomState``, or a seed for one.
    size
        How many scenarios.
    deviations
        By path, as in :func:`evaluate` but for weights and abilities of processors, a standard
        deviation, for normal draws independent of each other; or an array or list of deviations,
        such as past errors of the estimates, to draw from with replacement. Arrays of one length
        are taken to be observed together: one draw takes the same place in all of them. [short
        tons, raw value]

    Raises
    ------
    InvalidInput, TypeError, ValueError
        If a path is not known, or a deviation is not a finite number, or as a standard deviation
        negative.
    """
    inputs = inputs_of("baseline", baseline)
    figures = {path: one for path, one in kernels_of(inputs).known(inputs).items() if not one.ndim}
    generator, size = _generator(generator), size_of("size", size, 0)
    if not hasattr(deviations, "items"):
        found = type(deviations).__name__
        raise TypeError(f"deviations: found {found}, expected a mapping of paths to deviations")
    places: dict[int, NDArray[np.int64]] = {}
    drawn: dict[str, Array] = {}
    given_by_path = dict(deviations)
    # Observed together are those of one length, so their labels must be the same.
    refuse_other_labels(
        (name, len(given_by_path[name]), labels)
        for path, one in given_by_path.items()
        if has_rows(one) and np.ndim(one) == 1
        for name, _, labels in labels_of(path, one)
    )
    for path, deviation in given_by_path.items():
        if path not in figures:
            raise InvalidInput([f"{path}: {did_you_mean(path, figures)}"])
        listed = isinstance(deviation, (list, tuple))
        refuse_units(path, deviation)
        (given,) = signed_quantities(**{path: np.asarray(deviation) if listed else deviation})
        if np.ndim(given) > 1:
            fault = f"found the shape {given.shape}, expected one axis of deviations"
            raise InvalidInput([f"{path}: {fault}"])
        if is_array(given):
            if not given.size:
                raise InvalidInput([f"{path}: found no deviation, expected one at least"])
            if given.size not in places:
                places[given.size] = generator.choice(given.size, size)
            errors = given[places[given.size]]
        else:
            (spread,) = quantities(**{path: given})
            if spread > LARGEST_QUANTITY:
                expected = f"expected a standard deviation of at most {LARGEST_QUANTITY:,}"
                raise InvalidInput([f"{path}: found {shown(spread)}, {expected}"])
            errors = generator.normal(0.0, float(spread), size)
        drawn[path] = np.maximum(figures[path] + errors, 0.0)
    return drawn


def sample_blocks(
    baseline: Any, generator: Generator, size: int, deviations: Deviations
) -> Iterator[dict[str, Array]]:
    """Yield the draws of :func:`sample` block by block, for :func:`summarise`.

    >>> import allotments
    >>> blocks = sample_blocks(
    ...     allotments.load("fy1995"),
    ...     np.random.default_rng(1995),
    ...     100_000,
    ...     {"estimates.production": 200_000},
    ... )
    >>> [len(block["estimates.production"]) for block in blocks]
    [65536, 34464]

    Parameters
    ----------
    baseline, generator, size, deviations
        As for :func:`sample`.
    """
    generator, size = _generator(generator), size_of("size", size, 0)
    for start in range(0, size, _BLOCK):
        yield sample(baseline, generator, min(_BLOCK, size - start), deviations)


def _generator(generator: Generator) -> np.random.Generator | np.random.RandomState:
    """Return the generator that a seed stands for, or the generator itself."""
    if isinstance(generator, np.random.Generator | np.random.RandomState):
        return generator
    try:
        return np.random.default_rng(whole_number("generator", generator))
    except ValueError:
        expected = "expected a NumPy generator, or a seed: a whole number not below 0"
        raise TypeError(f"generator: found {shown(generator)}, {expected}") from None
