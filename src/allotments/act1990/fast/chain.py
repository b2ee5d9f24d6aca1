"""The determination over arrays: its chain on one tile of scenarios, at the speed of the cache.

A :class:`Chain` is set up once, from a year's inputs and the arrays of what varies; whoever walks
over the scenarios calls :meth:`Chain.run` for each tile with views of these arrays. Inputs and
outputs are named by their paths in the inputs and in the determination.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any, TypeAlias

import numpy as np
from numpy.typing import NDArray

from allotments.act1990.inputs import Inputs, previous_allotment
from allotments.act1990.rules import BEET, CANE, CRITERIA, SECTORS, allotment_of, scaling_allotment
from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.core.errors import unrounded
from allotments.core.exact import FLOATS_ERROR
from allotments.core.reused_memory import InvalidScenario, Scratch
from allotments.formulas.deficits_of_arrays import BLOCK_SIZE, reassign_block

Array: TypeAlias = NDArray[Any]
Arrays: TypeAlias = Mapping[str, Array]
Mask: TypeAlias = NDArray[np.bool_]

_ALWAYS = ("imports", "allotments_required")  # stand whether allotments are required or not


_ESTIMATES = ("consumption", "reasonable_carryover_stocks", "production", "carry_in_stocks")
_PREMISES = ("estimates.", "criteria.", "weights", "state_criteria.")
_SECTOR_CRITERIA = tuple(f"criteria.{sector}" for sector in SECTORS)
_UNDIVIDED = ("overall_allotment_quantity", "percentage_factors", "sectors", "restraint")
_LEAST_SAFE_SUM = 1e-200  # above it no sum of weights times tons has lost its digits
_SCALE = 900  # two to this times a subnormal number of tons, or any quantities' sum, is safe
_ABREAST = 4  # scenarios in a row of a matrix product: alone, three weights leave registers empty
_BASE_ROWS, _FAN_OUT_ROWS = 2_048, 512  # so few that a matrix product stays on this thread


def groups_of(inputs: Inputs) -> dict[str, list[str]]:
    """Return the processors of beets and of each State, in the determination's order."""
    return {
        group: list(inputs.processor_criteria.get(group) or inputs.recorded.processors[group])
        for group in dict.fromkeys([*inputs.recorded.processors, *inputs.processor_criteria])
    }


def input_values(inputs: Inputs) -> dict[str, Array]:
    """Return every input that a chain can vary, by its path. [short tons, raw value]."""
    values: dict[str, Any] = {
        f"estimates.{name}": np.float64(getattr(inputs.estimates, name)) for name in _ESTIMATES
    }
    whole = sum(inputs.weights)  # in lowest terms it may be beyond every float
    values["weights"] = np.array([weight / whole for weight in inputs.weights])
    tables = {f"criteria.{sector}": getattr(inputs.criteria, sector) for sector in SECTORS}
    tables |= {f"state_criteria.{state}": one for state, one in inputs.state_criteria.items()}
    for group, table in inputs.processor_criteria.items():
        tables |= {f"processor_criteria.{group}.{name}": one for name, one in table.items()}
    for prefix, one in tables.items():
        values |= {f"{prefix}.{name}": np.float64(getattr(one, name)) for name in CRITERIA}
    return {path: np.asarray(value) for path, value in values.items()}


@dataclass(frozen=True)
class _Division:
    """How one allotment is divided: by criteria, or as recorded and following an allotment."""

    place: slice
    """Its recipients' columns in the output."""
    allotment: str
    """The path of what is divided, or of what recorded quantities follow."""
    criteria: tuple[str, ...] = ()
    """The path of each recipient's criteria; empty where quantities are recorded."""
    ratios: Array | None = None
    """Recorded quantities over the allotment that they were recorded under."""


class Chain:
    """The Act's chain from *inputs* with some of them varied, tile by tile.

    Parameters
    ----------
    inputs
        The base: what does not vary.
    varied
        The paths that vary, as :func:`input_values` names them, or ``ability_to_market.`` and a
        group of processors.
    by_capacity
        As ``in_proportion_to="capacity"`` of :func:`~allotments.act1990.reassign_beet_deficits`.

    Attributes
    ----------
    labels : dict
        Of each output that has recipients on its last axis their paths; of the others ``()``.

    Raises
    ------
    InvalidInput
        If recorded quantities cannot follow the change, or abilities are given for the processors
        of some States only.
    """

    def __init__(
        self, inputs: Inputs, varied: Collection[str], *, by_capacity: bool = True
    ) -> None:
        self._by_capacity = by_capacity
        self._criteria_vary = any("criteria." in path for path in varied)
        # Of criteria, as long as none varies.
        self._matrices: dict[tuple[str, ...], tuple[Array, Array]] = {}
        self._groups = groups_of(inputs)
        self._able = [
            group
            for group in self._groups
            if f"ability_to_market.{group}" in varied or group in inputs.processor_criteria
        ]
        self._whole = _whole_sectors(self._groups, self._able)
        recorded = inputs.recorded
        if recorded.basis is None and any(path.startswith(_PREMISES) for path in varied):
            recorded = recorded.model_copy(update={"basis": inputs.allotments()})
            inputs = inputs.model_copy(update={"recorded": recorded})
        self._follows = recorded.basis is not None and bool(recorded.states or recorded.processors)
        # Outputs that are not hidden already where the overall allotment quantity is.
        self._apart: tuple[str, ...] = ("percentage_factors", "after_deficits", "deficits_to")
        self._apart += () if self._follows else ("states", "processor")
        self._state_names = list(inputs.state_criteria or inputs.recorded.states)
        self._states = _state_division(inputs, self._state_names)
        self._divisions: dict[str, _Division] = {}
        for group, names in self._groups.items():
            start = sum(len(self._groups[g]) for g in self._divisions)
            place = slice(start, start + len(names))
            self._divisions[group] = _group_division(inputs, group, place)
        self._by_state = any(d.allotment.startswith("states.") for d in self._divisions.values())
        self._fan_out = self._fan_out_matrix()
        self.labels = self._labels()

    def _labels(self) -> dict[str, tuple[str, ...]]:
        labels: dict[str, tuple[str, ...]] = dict.fromkeys((*_ALWAYS, _UNDIVIDED[0]), ())
        labels |= {f"{name}.{sector}": () for name in _UNDIVIDED[1:] for sector in SECTORS}
        if self._state_names:
            labels["states"] = tuple(f"states.{state}" for state in self._state_names)
        named = {"processors": list(self._groups), "processor_restraint": self._able}
        named |= {f"after_deficits.{sector}": groups for sector, groups in self._whole.items()}
        for output, groups in named.items():
            first = output.split(".")[0]
            if groups:
                labels[output] = tuple(f"{first}.{g}.{n}" for g in groups for n in self._groups[g])
        return labels | {f"deficits_to_imports.{sector}": () for sector in self._whole}

    def _fan_out_matrix(self) -> Array | None:
        """Return what takes both sectors' allotments to recorded processors, if it can be done."""
        matrix = np.zeros((len(SECTORS), sum(map(len, self._groups.values()))))
        recorded = False
        for group, division in self._divisions.items():
            if division.ratios is not None and not division.allotment.startswith("states."):
                matrix[SECTORS.index(_sector(group)), division.place] = division.ratios
                recorded = True
        return matrix if recorded else None

    def run(self, values: Arrays, out: Arrays, scratch: Scratch) -> None:
        """Fill *out* from *values*.

        Sums that vanish are noticed and taken again, so whoever calls has NumPy ignore the
        floating-point errors ``under`` and ``invalid``.

        Parameters
        ----------
        values
            Views of every input, each broadcasting to the tile (weights with an axis of three
            more, abilities with one of processors); already finite, not negative, and in range,
            weights at most :data:`LARGEST_SAFE_WEIGHT`.
        out
            Contiguous views of the outputs that are wanted, by their names;
            ``allotments_required`` at least.
        scratch
            This thread's buffers.

        Raises
        ------
        InvalidScenario
            If a scenario cannot be evaluated. *out* is then half done.
        """
        required = out["allotments_required"]
        shape = required.shape
        # Before the estimates: what is read from memory first is in the cache when it is used.
        bases, whole = self._weighted(values, _SECTOR_CRITERIA, scratch, first=1)
        quantity = _buffer(out, "overall_allotment_quantity", shape, scratch)
        _estimate(values, out, quantity, scratch)
        hide = None
        if not required.all():
            hide = scratch.take("hide", shape)
            bits = hide.view(np.int64)  # all zero is nothing to add, all one is NaN
            np.copyto(bits, required.view(np.int8))
            np.subtract(bits, 1, out=bits)
            np.add(quantity, hide, out=quantity)  # and so is all that follows from it
        beet, cane = (_buffer(out, f"sectors.{sector}", shape, scratch) for sector in SECTORS)
        factor = np.divide(bases[..., 0], whole, out=beet if whole.shape == shape else None)
        for sector in SECTORS:
            if f"percentage_factors.{sector}" in out:
                share = out[f"percentage_factors.{sector}"]
                share[...] = factor if sector == BEET else 1.0 - factor
        np.multiply(quantity, factor, out=beet)
        np.subtract(quantity, beet, out=cane)
        for sector, allotment in zip(SECTORS, (beet, cane), strict=True):
            if f"restraint.{sector}" in out:
                able = values[f"criteria.{sector}.ability_to_market"]
                np.subtract(able, allotment, out=out[f"restraint.{sector}"])
        if not {name.split(".")[0] for name in out} <= {*_ALWAYS, *_UNDIVIDED}:
            self._divide(values, out, {BEET: beet.ravel(), CANE: cane.ravel()}, scratch)
        if hide is not None:
            for name in out:
                if name.startswith(self._apart):
                    part = out[name].reshape(hide.size, -1)
                    np.add(part, hide.reshape(-1, 1), out=part)

    def _divide(
        self, values: Arrays, out: Arrays, sectors: dict[str, Array], scratch: Scratch
    ) -> None:
        count = sectors[BEET].size
        allotments = {f"sectors.{sector}": allotment for sector, allotment in sectors.items()}
        states = _flat(out, "states", (count, len(self._state_names)))
        if self._states is not None and ("states" in out or self._by_state):
            self._share(self._states, values, allotments, states, out["allotments_required"].shape)
        allotments |= {f"states.{name}": states[:, i] for i, name in enumerate(self._state_names)}
        processors = _flat(out, "processors", (count, sum(map(len, self._groups.values()))))
        if self._fan_out is not None:
            self._fan(sectors, self._fan_out, processors)
        for division in self._divisions.values():
            if division.criteria or division.allotment.startswith("states."):
                self._share(
                    division, values, allotments, processors, out["allotments_required"].shape
                )
        shape = out["allotments_required"].shape
        able = {group: self._ability(group, values, shape) for group in self._able}
        if "processor_restraint" in out:
            restraint = out["processor_restraint"].reshape(count, -1)
            start = 0
            for group, ability in able.items():
                place = slice(start, start := start + ability.shape[1])
                allocations = processors[:, self._divisions[group].place]
                np.subtract(ability, allocations, out=restraint[:, place])
        for sector, groups in self._whole.items():
            if f"after_deficits.{sector}" in out or f"deficits_to_imports.{sector}" in out:
                self._reassign(sector, {g: able[g] for g in groups}, processors, out, scratch)

    def _fan(self, sectors: dict[str, Array], matrix: Array, processors: Array) -> None:
        """Give every recorded processor its part: both sectors' columns times one matrix."""
        pair = np.empty((len(processors), len(SECTORS)))
        pair[...] = 1.0
        if self._follows:
            for column, sector in enumerate(SECTORS):
                pair[:, column] = sectors[sector]
        for start in range(0, len(pair), _FAN_OUT_ROWS):
            rows = slice(start, start + _FAN_OUT_ROWS)
            np.matmul(pair[rows], matrix, out=processors[rows])

    def _share(
        self,
        division: _Division,
        values: Arrays,
        allotments: dict[str, Array],
        into: Array,
        shape: tuple[int, ...],
    ) -> None:
        columns = into[:, division.place]
        allotment = allotments[division.allotment][:, None]
        if division.ratios is not None:
            np.multiply(allotment if self._follows else 1.0, division.ratios, out=columns)
            return
        bases, whole = self._weighted(values, division.criteria, Scratch())
        shares = np.broadcast_to(bases / whole[..., None], (*shape, len(division.criteria)))
        np.multiply(allotment, shares.reshape(columns.shape), out=columns)

    def _ability(self, group: str, values: Arrays, shape: tuple[int, ...]) -> Array:
        """Return the abilities of a group's processors: scenarios by processors."""
        names = self._groups[group]
        if (given := values.get(f"ability_to_market.{group}")) is None:
            paths = (f"processor_criteria.{group}.{name}.ability_to_market" for name in names)
            given = np.stack(np.broadcast_arrays(*(values[path] for path in paths)), axis=-1)
        return np.broadcast_to(given, (*shape, len(names))).reshape(-1, len(names))

    def _reassign(
        self,
        sector: str,
        able: dict[str, Array],
        processors: Array,
        out: Arrays,
        scratch: Scratch,
    ) -> None:
        divisions = [self._divisions[group] for group in able]
        bounds = np.cumsum([0, *(table.shape[1] for table in able.values())])
        groups = [slice(int(a), int(b)) for a, b in pairwise(bounds)]
        fixed = _fixed_weights(divisions)
        step = max(1, BLOCK_SIZE // bounds[-1])
        for start in range(0, len(processors), step):
            rows = slice(start, start + step)
            # Taken over processor by processor: sums over them then add whole rows.
            allocations = np.concatenate([processors[rows, d.place].T for d in divisions])
            ability = np.concatenate([table[rows].T for table in able.values()])
            np.copyto(allocations, 0.0, where=np.isnan(allocations))  # no allotments, no deficits
            if allocations.min() < 0:
                bad = np.zeros(len(processors), bool)
                bad[rows] = (allocations < 0).any(axis=0)
                expected = "an allotment not below 0, which deficits can be part of"
                found = f"{unrounded(allocations[allocations < 0][0])} short tons for a processor"
                shaped = bad.reshape(out["allotments_required"].shape)
                raise InvalidScenario(f"sectors.{sector}", found, expected, shaped)
            weights = allocations if fixed is None else fixed
            after, imports = reassign_block(
                allocations, ability, weights, groups, scratch, by_capacity=self._by_capacity
            )
            if f"after_deficits.{sector}" in out:
                out[f"after_deficits.{sector}"].reshape(len(processors), -1)[rows] = after.T
            if f"deficits_to_imports.{sector}" in out:
                out[f"deficits_to_imports.{sector}"].reshape(-1)[rows] = imports

    def _weighted(
        self, values: Arrays, prefixes: tuple[str, ...], scratch: Scratch, first: int | None = None
    ) -> tuple[Array, Array]:
        """Return, but for one factor, the *first* recipients' weighted bases and the sum of all."""
        weights = values["weights"]
        both = self._summed(weights, values, prefixes, scratch, first)
        # The bases lie side by side with their sum, so one look at all of them is quicker.
        least = np.minimum.reduce(both, axis=None)
        if least > _LEAST_SAFE_SUM or both[..., -1].min() > _LEAST_SAFE_SUM:
            return both[..., :-1], both[..., -1]
        heaviest = weights.max(axis=-1)
        if not heaviest.all():
            expected = "one above 0 at least"
            raise InvalidScenario("weights", "all three zero", expected, heaviest == 0)
        both = self._summed(_scaled(weights, values, prefixes), values, prefixes, scratch, first)
        whole = both[..., -1]
        if not whole.all():
            place = prefixes[0].rsplit(".", 1)[0]
            expected = "one recipient's above 0 at least, under the weights"
            raise InvalidScenario(place, "all criteria zero", expected, whole == 0)
        return both[..., :-1], whole

    def _summed(
        self,
        weights: Array,
        values: Arrays,
        prefixes: tuple[str, ...],
        scratch: Scratch,
        first: int | None,
    ) -> Array:
        if not self._criteria_vary:
            matrix, abreast = self._matrix(values, prefixes, first)
            out = scratch.take("bases", (*weights.shape[:-1], matrix.shape[1]))
            if weights.flags.c_contiguous and weights.size % (_BASE_ROWS * len(abreast)) == 0:
                rows = weights.reshape(-1, _BASE_ROWS, len(abreast))
                np.matmul(rows, abreast, out=out.reshape(*rows.shape[:2], -1))
            else:
                np.matmul(weights, matrix, out=out)
            return out
        columns = [
            sum(weights[..., k] * values[f"{one}.{name}"] for k, name in enumerate(CRITERIA))
            for one in prefixes
        ]
        return np.stack(np.broadcast_arrays(*columns[:first], sum(columns)), axis=-1)

    def _matrix(
        self, values: Arrays, prefixes: tuple[str, ...], first: int | None
    ) -> tuple[Array, Array]:
        """Return what takes weights to weighted bases, and the same for some scenarios abreast."""
        if prefixes not in self._matrices:
            table = [[values[f"{one}.{name}"].item() for one in prefixes] for name in CRITERIA]
            whole = np.array(table)
            matrix = np.column_stack([whole[:, :first], whole.sum(axis=1)])
            self._matrices[prefixes] = matrix, np.kron(np.eye(_ABREAST), matrix)
        return self._matrices[prefixes]


def _estimate(values: Arrays, out: Arrays, quantity: Array, scratch: Scratch) -> None:
    """Fill in the overall allotment quantity, the imports and the trigger."""
    consumption, carryover, production, carry_in = (values[f"estimates.{n}"] for n in _ESTIMATES)
    np.add(consumption, carryover, out=quantity)
    if "imports" in out:
        np.subtract(quantity, production + carry_in, out=out["imports"])
    np.subtract(quantity, MINIMUM_IMPORTS, out=quantity)
    np.subtract(quantity, carry_in, out=quantity)
    # Imports are below 1,250,000 where the overall allotment quantity is below production.
    most = scratch.take("hide", production.shape)  # which is filled later
    np.subtract(production, FLOATS_ERROR, out=most)
    np.less(quantity, most, out=out["allotments_required"])


def _scaled(weights: Array, values: Arrays, prefixes: tuple[str, ...]) -> Array:
    """Return the weights times a power of two, so that no sum with them over- or underflows.

    The heaviest counts of those with anything to weigh: the others may be lighter than the
    lightest float beside it.
    """
    some = [sum(values[f"{one}.{name}"] for one in prefixes) for name in CRITERIA]
    columns = [np.where(some[k], weights[..., k], 0.0) for k in range(len(CRITERIA))]
    relevant = np.stack(np.broadcast_arrays(*columns), axis=-1)
    _, exponents = np.frexp(relevant.max(axis=-1, keepdims=True))
    scaled: Array = np.ldexp(relevant, _SCALE - exponents)
    return scaled


def _state_division(inputs: Inputs, names: list[str]) -> _Division | None:
    if not names:
        return None
    place = slice(None)
    if inputs.state_criteria:
        criteria = tuple(f"state_criteria.{state}" for state in names)
        return _Division(place, f"sectors.{CANE}", criteria)
    recorded = np.array(list(inputs.recorded.states.values()))
    return _Division(place, f"sectors.{CANE}", ratios=recorded / _previous(inputs, ""))


def _group_division(inputs: Inputs, group: str, place: slice) -> _Division:
    if table := inputs.processor_criteria.get(group):
        criteria = tuple(f"processor_criteria.{group}.{name}" for name in table)
        return _Division(place, allotment_of(group).path, criteria)
    recorded = np.array(list(inputs.recorded.processors[group].values()))
    scaling = scaling_allotment(group, tuple(inputs.state_criteria)).path
    return _Division(place, scaling, ratios=recorded / _previous(inputs, group))


def _previous(inputs: Inputs, group: str) -> float:
    """Return the allotment that recorded quantities were made under. [short tons, raw value]."""
    if inputs.recorded.basis is None:
        return 1.0
    _, allotment = previous_allotment(inputs, group)
    return float(allotment)


def _whole_sectors(groups: Mapping[str, list[str]], able: list[str]) -> dict[str, list[str]]:
    """Return the groups of each sector whose every processor's ability is known."""
    members = {sector: [g for g in groups if _sector(g) == sector] for sector in SECTORS}
    return {s: groups for s, groups in members.items() if groups and set(groups) <= set(able)}


def _sector(group: str) -> str:
    return BEET if group == BEET else CANE


def _fixed_weights(divisions: Sequence[_Division]) -> Array | None:
    """Return what allocations are in proportion to, if it is the same in all scenarios."""
    if {division.allotment.split(".")[0] for division in divisions} != {"sectors"}:
        return None
    ratios = [division.ratios for division in divisions if division.ratios is not None]
    return np.concatenate(ratios)[:, None] if len(ratios) == len(divisions) else None


def _buffer(out: Arrays, name: str, shape: tuple[int, ...], scratch: Scratch) -> Array:
    return out[name] if name in out else scratch.take(name, shape)


def _flat(out: Arrays, name: str, shape: tuple[int, int]) -> Array:
    return out[name].reshape(shape) if name in out else np.empty(shape)
