"""Arrays that broadcast, walked over in tiles that fit the cache, on as many cores as pay."""

from __future__ import annotations

import math
import os
from collections import deque
from collections.abc import Callable, Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.core.errors import InvalidInput
from allotments.core.exact import is_lazy, quantities, shown, unmasked, whole_number
from allotments.core.limits import LARGEST_QUANTITY
from allotments.core.reused_memory import LARGEST_SAFE_WEIGHT, InvalidScenario, Scratch

Array: TypeAlias = NDArray[Any]
Tile: TypeAlias = tuple[slice, ...]

_BITS_BEYOND = [  # of the first float that is too large: a quantity, or a relative number
    int(np.float64(np.nextafter(most, math.inf)).view(np.uint64))
    for most in (LARGEST_QUANTITY, LARGEST_SAFE_WEIGHT)
]


def align(
    values: Mapping[str, Any], trailing: Mapping[str, int]
) -> tuple[dict[str, Any], tuple[int, ...]]:
    """Return the values as arrays with the same number of scenario axes, and what these span.

    >>> arrays, shape = align({"a": np.ones(3), "b": np.ones((2, 1))}, {})
    >>> arrays["a"].shape, shape
    ((1, 3), (2, 3))

    Parameters
    ----------
    values
        Numbers, NumPy arrays and lazy arrays, by path.
    trailing
        The length of the last axis of those that have one which is not a scenario axis.

    Raises
    ------
    InvalidInput
        If shapes do not broadcast, or there is no scenario.
    TypeError, ValueError
        If something is not an array of numbers, or a single number negative or not finite.
    """
    arrays = {path: _numeric(path, value) for path, value in values.items()}
    shape: tuple[int, ...] = ()
    for path, array in arrays.items():
        own = array.shape
        if path in trailing:
            if own[-1:] != (trailing[path],):
                last = f"{own[-1]} on the last axis" if own else "a single number"
                raise InvalidInput([f"{path}: found {last}, expected {trailing[path]}"])
            own = own[:-1]
        try:
            shape = np.broadcast_shapes(shape, own)
        except ValueError:
            fault = f"{path}: found the shape {own}, which does not broadcast with {shape}"
            raise InvalidInput([f"{fault} of those before it"]) from None
    if 0 in shape:
        raise InvalidInput([f"found the shape {shape}, expected one scenario at least"])
    aligned = {}
    for path, array in arrays.items():
        missing = len(shape) + (path in trailing) - array.ndim
        aligned[path] = array[(None,) * missing] if missing else array
    return aligned, shape


def _numeric(path: str, value: Any) -> Any:
    if is_lazy(value) or (hasattr(value, "__array__") and np.ndim(value)):
        array = value if is_lazy(value) else unmasked(path, value)
        if any(math.isnan(length) for length in array.shape):
            known = "expected known ones: compute_chunk_sizes()"
            raise InvalidInput([f"{path}: found unknown chunk sizes, {known}"])
        if array.dtype.kind not in "iuf":
            raise TypeError(f"{path}: found an array of {array.dtype}, expected numbers")
        return array
    (number,) = quantities(**{path: value})
    if number > LARGEST_QUANTITY:  # before it is a float, which not every number can be
        expected = f"expected a finite number not below 0 and at most {LARGEST_QUANTITY:,}"
        raise InvalidInput([f"{path}: found {shown(number)}, {expected}"])
    number = np.asarray(float(number))
    return check(path, number, ())


def tiles(shape: tuple[int, ...], rows: int) -> list[Tile]:
    """Return slices of *shape* in its order, each of at most *rows* elements and in one piece.

    >>> tiles((2, 3), 2)[:2]
    [(slice(0, 1, None), slice(0, 2, None)), (slice(0, 1, None), slice(2, 3, None))]
    """
    return list(walk(shape, rows))


def walk(shape: tuple[int, ...], rows: int) -> Iterator[Tile]:
    """Yield what :func:`tiles` lists, for a shape of which even the list would fill a memory."""
    axis = next((k for k in range(len(shape)) if math.prod(shape[k + 1 :]) <= rows), 0)
    step = max(1, rows // math.prod(shape[axis + 1 :]))
    steps = (*(1 for _ in shape[:axis]), step, *shape[axis + 1 :])
    axes = list(zip(shape, steps, strict=True))
    for number in range(math.prod(-(-length // step) for length, step in axes)):
        rest, cuts = number, []
        for length, step in reversed(axes):
            rest, place = divmod(rest, -(-length // step))
            cuts.append(slice(place * step, min(place * step + step, length)))
        yield tuple(reversed(cuts))


def views(arrays: Mapping[str, Array], tile: Tile) -> dict[str, Array]:
    """Return of each array what a tile needs, as float64; axes of length one stay whole."""
    found = {}
    for path, array in arrays.items():
        scenarios = array.shape[: len(tile)]
        cuts = tile
        if 1 in scenarios:
            cuts = tuple(
                slice(None) if length == 1 else cut
                for length, cut in zip(scenarios, tile, strict=True)
            )
        found[path] = np.asarray(array[cuts], np.float64)
    return found


def check(path: str, array: Array, start: tuple[int, ...], *, relative: bool = False) -> Array:
    """Refuse numbers that are not finite, negative, or beyond all quantities; return the array.

    Relative ones whose sums could overflow are put in another unit, which no result depends on.

    Parameters
    ----------
    path
        What it is.
    array
        A view of what varies.
    start
        Where on each axis the tile starts.
    relative
        Whether numbers on the last axis count only beside one another, and may be of any size.
    """
    # As whole numbers the bits of floats not below zero are in the floats' order, and those of
    # negative ones and of NaN above them: one look and no temporary.
    bits = array.view(np.uint64)
    if bits.item(bits.argmax()) < _BITS_BEYOND[relative]:
        return array
    bad = ~((array >= 0) & (array <= (math.inf if relative else LARGEST_QUANTITY)))
    bad |= np.isinf(array)
    if bad.any():
        expected = "a finite number not below 0"
        expected += "" if relative else f" and at most {LARGEST_QUANTITY:,}"
        raise refused(InvalidScenario(path, f"{array[bad][0]}", expected, bad), start)
    if relative:  # all of a row by the same power of two
        heaviest = array.max(axis=-1, keepdims=True)
        array = array * np.where(heaviest > LARGEST_SAFE_WEIGHT, 2.0**-200, 1.0)
    return array


def refused(fault: InvalidScenario, start: tuple[int, ...]) -> InvalidInput:
    """Return the refusal that tells which scenario is at fault, not which of the tile.

    What does not vary along an axis is at fault in the first tile on it, which starts at zero.
    """
    local = np.unravel_index(int(np.argmax(fault.bad)), fault.bad.shape)
    starts = (*start, *(0,) * (len(local) - len(start)))
    index = tuple(int(place) + offset for place, offset in zip(local, starts, strict=True))
    where = f" at index {index[0] if len(index) == 1 else index}" if index else ""
    return InvalidInput([f"{fault.path}: found {fault.found}{where}, expected {fault.expected}"])


def first_fault(
    tile: Tile, refused: InvalidInput, attempt: Callable[[Tile], InvalidInput | None]
) -> InvalidInput:
    """Return why the first scenario of a tile, in C order, is refused.

    The faults of one scenario are told by the order of the arguments, those of a tile by which part
    of the work found them; so the tile is halved until one scenario is left, or a tile of which no
    half is refused by itself.

    Parameters
    ----------
    tile
        Slices of the scenario axes, in one piece of C order.
    refused
        Why the whole tile is refused.
    attempt
        Does the work for a part of the tile, and returns its refusal or ``None``.
    """
    with np.errstate(over="ignore", under="ignore", invalid="ignore"):
        fault = attempt(tile) or refused
        while (lengths := tuple(cut.stop - cut.start for cut in tile)) and math.prod(lengths) > 1:
            for part in tiles(lengths, math.prod(lengths) // 2):
                inner = tuple(
                    slice(cut.start + own.start, cut.start + own.stop)
                    for cut, own in zip(tile, part, strict=True)
                )
                if (found := attempt(inner)) is not None:
                    tile, fault = inner, found
                    break
            else:
                break
        return fault


def cores() -> int:
    """Return how many cores this process may use."""
    affinity: Callable[[int], set[int]] | None = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def workers_of(workers: int | None) -> int:
    """Return how many threads there are to be: as many as cores, if nothing is said."""
    if workers is None:
        return cores()
    return size_of("workers", workers)


def size_of(name: str, value: Any, least: int = 1) -> int:
    """Return how many there are to be of something, or refuse it.

    >>> size_of("size", np.int64(3))
    3
    """
    expected = f"a whole number {'above 0' if least else 'not below 0'}"
    try:
        size = whole_number(name, value, expected=expected)
    except ValueError as error:
        raise InvalidInput([str(error)]) from None
    if size < least:
        raise InvalidInput([f"{name}: found {shown(size)}, expected {expected}"])
    return size


def run_tiles(
    todo: list[Tile], work: Callable[[Tile, Scratch], None], workers: int | None = None
) -> None:
    """Do the work for each tile, in threads where there is more than one tile.

    NumPy's floating-point errors ``over``, ``under`` and ``invalid`` are ignored in it. Whatever
    tile fails first in order is the one whose exception is raised, and no tile is begun
    after a failure.
    """
    waiting = deque(enumerate(todo))
    failed: list[tuple[int, BaseException]] = []

    def loop() -> None:
        scratch = Scratch()
        while not failed:
            try:
                number, tile = waiting.popleft()
            except IndexError:
                return
            try:
                work(tile, scratch)
            except BaseException as error:  # noqa: BLE001 -- raised below, an interrupt included
                failed.append((number, error))

    def quiet_loop() -> None:  # each thread has an error state of its own
        with np.errstate(over="ignore", under="ignore", invalid="ignore"):
            loop()

    helpers = min(workers_of(workers), len(todo)) - 1
    if helpers > 0:
        with ThreadPoolExecutor(helpers) as pool:
            for _ in range(helpers):
                pool.submit(quiet_loop)
            quiet_loop()
    else:
        quiet_loop()
    if failed:
        raise min(failed, key=lambda one: one[0])[1]
