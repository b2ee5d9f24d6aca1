"""Statistics of any number of scenarios, in one pass and in constant memory."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from fractions import Fraction
from functools import partial
from importlib import import_module
from typing import Any, TypeAlias

import numpy as np

from allotments.core.errors import InvalidInput, unrounded
from allotments.core.exact import FLOATS_ERROR, is_lazy, same_fields, shown, signed_quantities
from allotments.core.limits import LARGEST_QUANTITY
from allotments.determination import inputs_of
from allotments.display.result import Result, Shown
from allotments.figures.figure import Key
from allotments.rounding import grouped
from allotments.scenarios.blocks import Array, views, walk, workers_of
from allotments.scenarios.dask_arrays import results_of_blocks
from allotments.scenarios.evaluation import MASK, Baseline, Changes, Setup, refuse_thousands
from allotments.scenarios.kernels import keys_of
from allotments.scenarios.statistics import Running, Statistics

_BLOCK = 65_536  # scenarios
_SECONDS_BEFORE_BAR = 3
_FINEST = 0.01  # short tons; what is finer would need a table that fills a memory
_RATIO_RESOLUTION = 1e-6  # of factors


@dataclass(frozen=True, eq=False)
class Summary(Result):
    """Statistics over scenarios.

    Attributes
    ----------
    scenarios : int
        How many were counted.
    partial : bool
        Whether an interrupt ended the count before the scenarios did.
    required : int
        In how many of them allotments are required.
    probability_required : float
        The same as a share of them; NaN of none.
    statistics : dict
        Of each figure by path, over the scenarios in which it is established. [short tons, raw
        value; factors are ratios]
    restrained : dict
        Of each sector, and of each processor whose ability to market is known, the share of all
        scenarios in which its allotment or allocation is below that ability.
    keys : dict
        Of each figure by path its family, group and recipient.
    """

    scenarios: int
    partial: bool
    required: int
    probability_required: float
    statistics: Mapping[str, Statistics]
    restrained: Mapping[str, float]
    keys: Mapping[str, Key] = field(default_factory=dict, repr=False)

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, Summary):
            return NotImplemented
        return same_fields(self, other)

    __hash__ = None  # type: ignore[assignment]  # as whatever holds a dict or an array

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each figure, for ``pandas.DataFrame`` or ``polars.DataFrame``.

        A quantile's key is its share, such as ``quantile_0.05``: to six digits, or to more where
        two shares would be one.
        """
        return [
            {
                "figure": path,
                "family": self.keys[path].family,
                "group": self.keys[path].group,
                "recipient": self.keys[path].recipient,
                "count": known.count,
                "mean": known.mean,
                "standard_deviation": known.standard_deviation,
                "minimum": known.minimum,
                "maximum": known.maximum,
                **{
                    f"quantile_{written}": known.quantiles[share]
                    for share, written in _written(known.quantiles).items()
                },
                "restrained": self.restrained.get(_restrained_name(path)),
            }
            for path, known in self.statistics.items()
        ]

    def _shown(self) -> Shown:
        part = ", interrupted" if self.partial else ""
        share = grouped(Fraction(100 * self.required, self.scenarios), 1) if self.scenarios else "-"
        head = f"{self.scenarios:,} scenarios{part}; allotments required in {share} percent"
        shares = next((known.quantiles for known in self.statistics.values()), {})
        headers = ("Short tons", "Mean", "Standard deviation", *_written(shares).values())
        rows = [
            (path, *map(_shown, (known.mean, known.standard_deviation, *known.quantiles.values())))
            for path, known in self.statistics.items()
            if not path.startswith("percentage_factors")
        ]
        return Shown(head, headers, rows, "<" + ">" * (len(headers) - 1))


def summarise(  # noqa: PLR0913 -- all but the first two have defaults, and are given by name
    baseline: Baseline,
    scenarios: Changes | Iterable[Changes],
    *,
    only: Sequence[str] | None = None,
    quantiles: Sequence[float] = (0.05, 0.5, 0.95),
    resolution: float = 1.0,
    progress: bool | None = None,
    total: int | None = None,
    **options: Any,
) -> Summary:
    """Return means, spreads, quantiles and probabilities over scenarios, in one pass over blocks.

    Memory does not grow with the number of scenarios. An interrupt from the keyboard ends the
    count between two blocks and returns what is counted until then, marked partial. Lazy arrays
    are counted where they are computed, some blocks for each thread at a time.

    >>> import allotments
    >>> from allotments.scenarios import sample_blocks
    >>> notice = allotments.load("fy1995")
    >>> draws = sample_blocks(
    ...     notice, np.random.default_rng(1995), 100_000, {"estimates.production": 100_000}
    ... )
    >>> summary = summarise(notice, draws, only=["imports", "sectors"])
    >>> summary.scenarios, round(summary.probability_required, 2)
    (100000, 0.5)
    >>> summary.statistics["sectors.beet"].quantiles[0.5]
    4355531.0

    Parameters
    ----------
    baseline
        A notice or its inputs.
    scenarios
        What varies, as for :func:`evaluate`, walked over along its first axis (which may be an
        array on disk); or blocks of it, one after the other, such as :func:`sample_blocks` yields.
    only
        The outputs that are wanted, as for :func:`evaluate`; by default all.
    quantiles
        Shares from 0 to 1.
    resolution
        How fine quantiles are, from 0.01. Where values are spread over more than some eight million
        times this, they are coarser by threes, as the statistics tell. [short tons, raw value]
    progress
        Whether to show a bar when it takes more than a few seconds. By default if ``tqdm``, which
        the extra ``allotments[progress]`` installs, is there.
    total
        How many scenarios there will be, for the bar, if blocks are given.
    **options
        *in_proportion_to* and *workers*, as for :func:`evaluate`.

    Returns
    -------
    A :class:`Summary`.

    Raises
    ------
    InvalidInput, TypeError, ValueError
        As :func:`evaluate`; the index counts from the first scenario of all.
    """
    shares = _numbers_from("quantiles", np.ravel(quantiles).tolist(), 0, 1)
    (width,) = _numbers_from("resolution", [resolution], _FINEST, LARGEST_QUANTITY)
    workers = workers_of(options.pop("workers", None))
    counted = _Counted(width)
    if not np.iterable(scenarios) or isinstance(scenarios, str):
        found = f"found {shown(scenarios)}"
        raise TypeError(f"scenarios: {found}, expected what varies by path, or blocks of it")
    if hasattr(scenarios, "items") or hasattr(scenarios, "columns"):
        whole = Setup.of(baseline, scenarios, only=only, **options)
        total = math.prod(whole.shape)
        lazy = any(is_lazy(array) for array in whole.varying.values())
        parts = _lazy_parts(whole, counted, workers) if lazy else _parts(whole, counted, workers)
    else:
        setups = (Setup.of(baseline, block, only=only, **options) for block in scenarios)
        parts = _blocks(setups, counted, workers)
    finished = False
    try:
        # Counted in a thread, which no interrupt reaches, and which is waited for.
        with ThreadPoolExecutor(1) as counter, _bar(progress, total) as advance:
            counter.submit(int).result()  # only a thread that has been started is waited for
            for part in parts:
                advance(counter.submit(part).result())
        finished = True
    except KeyboardInterrupt:
        pass
    if finished and not counted.scenarios:
        raise InvalidInput(["scenarios: found no scenario, expected one at least"])
    keys = keys_of(inputs_of("baseline", baseline))
    return replace(counted.summary(shares, partial=not finished), keys=keys)


def _numbers_from(name: str, given: list[Any], least: float, most: float) -> tuple[float, ...]:
    found = []
    for one in given:
        try:
            (number,) = signed_quantities(**{name: one})
        except (TypeError, ValueError):
            number = math.nan
        if np.ndim(number) or not least <= number <= most:
            expected = f"expected a number from {least:,} to {most:,}"
            raise InvalidInput([f"{name}: found {shown(one)}, {expected}"])
        found.append(float(number))
    return tuple(found)


Part: TypeAlias = Callable[[], int]
"""What counts a part of the scenarios, which are evaluated already, and says how many they were."""


def _parts(whole: Setup, counted: _Counted, workers: int) -> Iterator[Part]:
    whole.check_together()
    with ThreadPoolExecutor(workers) as pool:
        for tile in walk(whole.shape, _BLOCK):
            part = whole.part(views(whole.varying, tile), tile)
            outputs = part.run(workers, tuple(cut.start for cut in tile))
            yield partial(counted.add, outputs, part.kernel.labels, pool.map)


def _blocks(setups: Iterable[Setup], counted: _Counted, workers: int) -> Iterator[Part]:
    before = 0
    largest: dict[str, float] | None = None  # of what may be thousands, as long as it may
    with ThreadPoolExecutor(workers) as pool:
        for setup in setups:
            block = setup.computed()
            if largest is None or largest:
                found = block.small()
                known = found if largest is None else largest
                largest = {
                    path: max(most, known[path]) for path, most in found.items() if path in known
                }
            outputs = block.run(workers, (before, *(0,) * (len(block.shape) - 1)))
            before += block.shape[0]
            yield partial(counted.add, outputs, block.kernel.labels, pool.map)
    refuse_thousands(largest or {})


def _lazy_parts(whole: Setup, counted: _Counted, workers: int) -> Iterator[Part]:
    """Count blocks where they are computed, some for each thread at a time."""
    for block in results_of_blocks(whole, partial(_counted_block, counted.resolution), workers):
        yield partial(counted.merge, block)


def _counted_block(resolution: float, part: Setup, start: tuple[int, ...]) -> _Counted:
    counted = _Counted(resolution)
    part.check_together()
    counted.add(part.run(1, start), part.kernel.labels)
    return counted


@dataclass
class _Counted:
    resolution: float = 1.0
    scenarios: int = 0
    required: int = 0
    running: dict[str, Running] = field(default_factory=dict)
    restrained: dict[str, int] = field(default_factory=dict)

    def add(
        self, outputs: Mapping[str, Array], labels: Mapping[str, tuple[str, ...]], over: Any = map
    ) -> int:
        """Count one block, each figure on its own, so that threads do not meet; return its size."""
        outputs = dict(outputs)
        required = outputs.pop(MASK, None)
        work: list[tuple[str, Array]] = []
        size = 0
        for name, array in outputs.items():
            paths = labels[name]
            size = array.size // (len(paths) or 1)
            flat = array.reshape(size, -1)
            for column, path in enumerate(paths or (name,)):
                if path not in self.running:
                    self.running[path] = Running(self._resolution(name))
                work.append((path, flat[:, column]))
        size = size if required is None else required.size

        def count(one: tuple[str, Array]) -> None:
            path, values = one
            if np.isnan(values.sum()):  # not established everywhere
                values = values[~np.isnan(values)]
            self.running[path].add(np.ascontiguousarray(values))
            if "restraint" in path.split(".", 1)[0]:
                above = int(np.count_nonzero(values > FLOATS_ERROR))
                self.restrained[path] = self.restrained.get(path, 0) + above

        for _ in over(count, work):
            pass
        self.scenarios += size
        self.required += size if required is None else int(np.count_nonzero(required))
        return size

    def merge(self, other: _Counted) -> int:
        """Count all that another has counted; return how many scenarios these were."""
        for path, running in other.running.items():
            self.running.setdefault(path, Running(running.resolution)).merge(running)
        for path, above in other.restrained.items():
            self.restrained[path] = self.restrained.get(path, 0) + above
        self.scenarios += other.scenarios
        self.required += other.required
        return other.scenarios

    def _resolution(self, name: str) -> float:
        return _RATIO_RESOLUTION if name.startswith("percentage_factors") else self.resolution

    def summary(self, shares: tuple[float, ...], *, partial: bool) -> Summary:
        scenarios = self.scenarios or math.nan
        return Summary(
            self.scenarios,
            partial,
            self.required,
            self.required / scenarios,
            {path: running.statistics(shares) for path, running in self.running.items()},
            {_restrained_name(path): n / scenarios for path, n in sorted(self.restrained.items())},
        )


def _restrained_name(path: str) -> str:
    """Return whose restraint it is: ``sectors.beet``, ``processors.beet.`` and a name."""
    kind, _, name = path.partition(".")
    return {"restraint": f"sectors.{name}", "processor_restraint": f"processors.{name}"}.get(
        kind, path
    )


def _written(shares: Iterable[float]) -> dict[float, str]:
    """Return each share in no more digits than tell it from the others, and from 0 and 1.

    >>> _written([0.1 * 3, 0.5, 1.0])
    {0.30000000000000004: '0.3', 0.5: '0.5', 1.0: '1'}
    """
    given = dict.fromkeys(shares)
    apart = given | dict.fromkeys((0.0, 1.0))
    for digits in (6, 12):
        written = {share: f"{share:.{digits}g}" for share in apart}
        if len(set(written.values())) == len(apart):
            return {share: written[share] for share in given}
    return {share: unrounded(share) for share in given}


def _shown(value: float) -> str:
    return "-" if math.isnan(value) else grouped(Fraction(value))


@contextmanager
def _bar(progress: bool | None, total: int | None) -> Iterator[Callable[[int], Any]]:  # noqa: FBT001
    """Yield what takes note of scenarios that have been counted."""
    try:
        tqdm = None if progress is False else import_module("tqdm.auto").tqdm
    except ModuleNotFoundError:
        if progress:
            raise ModuleNotFoundError(
                "a progress bar needs tqdm: pip install 'allotments[progress]'"
            ) from None
        tqdm = None
    if tqdm is None:
        yield lambda _count: None
        return
    with tqdm(total=total, unit=" scenarios", unit_scale=True, delay=_SECONDS_BEFORE_BAR) as bar:
        yield bar.update
