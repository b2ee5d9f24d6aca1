"""What evaluates blocks of scenarios: an Act's own fast module, or its rules over NumPy."""

from __future__ import annotations

import math
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib import import_module
from itertools import groupby
from typing import Any, Protocol

import numpy as np

from allotments.acts import act_of
from allotments.core.reused_memory import Scratch
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate, result_of
from allotments.figures.figure import Figure, Key, Rule
from allotments.inputs import RecordingInputs
from allotments.scenarios.blocks import Array

_ONES = ""  # in the place of an array: of the constant
_NOTHING = np.array(np.nan)
_PRODUCT = 50_000  # numbers multiplied at once: so few that a matrix product stays on this thread


class Kernel(Protocol):
    """The chain of one baseline with some of it changed, for tile after tile."""

    @property
    def labels(self) -> Mapping[str, tuple[str, ...]]:
        """By output the paths of those on its last axis; empty for one that has only scenarios."""

    def run(self, values: Mapping[str, Array], out: dict[str, Array], scratch: Scratch) -> None:
        """Fill *out* from *values*: arrays of float64 by path, which broadcast to the tile.

        What is not established in a scenario is NaN there. An output ``allotments_required`` is a
        mask. Each value is checked when it is first asked for, so to ask for it where it is needed
        finds it in the cache. For a scenario that it cannot evaluate it raises
        :class:`~allotments.core.reused_memory.InvalidScenario`.
        """


class KernelModule(Protocol):
    """What an Act's fast module offers, and :class:`RulesKernels` for an Act without one."""

    RELATIVE: Collection[str]
    """The paths whose numbers on the last axis count only beside one another."""

    def known(self, inputs: Any) -> dict[str, Array]:
        """Return what can be changed, by path, with what it is in *inputs*."""

    def recipients(self, inputs: Any) -> dict[str, Sequence[str]]:
        """Return, of each path with an axis beside the scenarios', who or what is on it.

        A path that is not in :meth:`known` can be given all the same.
        """

    def kernel(self, inputs: Any, changed: Collection[str], **options: Any) -> Kernel:
        """Return the chain of *inputs* with *changed* paths."""


_PARTS = "processors"


def keys_of(inputs: Any) -> dict[str, Key]:
    """Return family, group and recipient of every figure that can follow from inputs, by path."""
    act = act_of(inputs)
    keys = [rule.key for rule in act.rules(named(act.known(inputs)), inputs.fiscal_year)]
    # What a fast kernel adds, which no rule has.
    keys += [key._replace(family="processor_restraint") for key in keys if key.family == _PARTS]
    return {key.path: key for key in keys}


def kernels_of(inputs: Any) -> KernelModule:
    """Return what makes kernels for the Act that *inputs* are under."""
    act = act_of(inputs)
    module: KernelModule = import_module(act.fast) if act.fast else RulesKernels(act)  # type: ignore[assignment]
    return module


class RulesKernels:
    """An Act's rules as a fast module would offer them."""

    RELATIVE: Collection[str] = ()

    def __init__(self, act: Any) -> None:
        self._act = act

    def known(self, inputs: Any) -> dict[str, Array]:
        """Return every number that the inputs state, by path."""
        return {
            key.path: np.asarray(value, np.float64)
            for key, value in self._act.known(_tied(inputs)).items()
        }

    def recipients(self, _inputs: Any) -> dict[str, Sequence[str]]:
        """Return nothing: recipients have paths of their own."""
        return {}

    def kernel(self, inputs: Any, changed: Collection[str]) -> RulesKernel:
        """Return the rules for *inputs*, whose recorded quantities follow what is changed."""
        inputs = _tied(inputs)
        known = self._act.known(inputs)
        rules = list(self._act.rules(named(known), inputs.fiscal_year))
        return RulesKernel(rules, {key.path: value for key, value in known.items()}, changed)


def _tied(inputs: Any) -> Any:
    return inputs.tied() if isinstance(inputs, RecordingInputs) else inputs


class RulesKernel:
    """Rules over NumPy. What is affine in what changes is one matrix product for each output.

    A figure is then known by its coefficients: a multiple of each of some arrays, and a constant.
    The arrays are what changes, and the figures that do not follow from it in this way.

    Attributes
    ----------
    labels : dict
        The outputs: families with recipients, and what else follows from the inputs by path;
        constants of the law are none.
    """

    def __init__(
        self, rules: Sequence[Rule], known: Mapping[str, Any], changed: Collection[str]
    ) -> None:
        self.labels: dict[str, tuple[str, ...]] = {}
        self._coefficients: dict[str, dict[str, Any]] = {path: {path: 1} for path in changed}
        self._fixed: dict[str, Figure] = {}
        self._computed: dict[str, Rule] = {}
        self._rules = rules
        given = {path: value for path, value in known.items() if path not in changed}
        reached = set(known)
        for rule in rules:
            path = rule.key.path
            if path in known:
                if path in given:
                    self._fixed = evaluate([rule], given, made=self._fixed)
            elif rule.formula is not None and reached.issuperset(rule.operands):
                # A figure that is not established in the baseline may be so in a scenario.
                reached.add(path)
                if rule.origin != "constant":  # the same in every scenario
                    self._label(rule)
                self._follow(rule)
        self._parts = {name: list(self._products(name)) for name in self.labels}

    def _label(self, rule: Rule) -> None:
        key = rule.key
        name = key.family if key.recipient and not key.item else key.path
        paths = (key.path,) if name != key.path else ()
        self.labels[name] = self.labels.get(name, ()) + paths

    def _follow(self, rule: Rule) -> None:
        """Learn how a figure follows: fixed, by coefficients, or by its formula over arrays."""
        path, on = rule.key.path, [*rule.operands, *([rule.when[0]] if rule.when else [])]
        varying = [one for one in on if one in self._coefficients]
        if not varying:
            self._fixed = evaluate([rule], {}, made=self._fixed)
        elif rule.when is None and set(varying) <= set(rule.affine_in):
            self._coefficients[path] = self._combined(rule, varying)
        else:
            self._coefficients[path] = {path: 1}
            self._computed[path] = rule

    def _combined(self, rule: Rule, varying: Sequence[str]) -> dict[str, Any]:
        def at(one: str | None) -> Any:
            numbers = dict.fromkeys(varying, 0) | {one: 1}
            operands = (numbers[p] if p in numbers else self._fixed[p].value for p in rule.operands)
            return result_of(rule, operands)

        constant = at(None)
        found = {_ONES: constant}
        for one in varying:
            slope = at(one) - constant
            for root, coefficient in self._coefficients[one].items():
                found[root] = found.get(root, 0) + slope * coefficient
        return {root: coefficient for root, coefficient in found.items() if coefficient}

    def _products(self, name: str) -> Iterator[tuple[slice, tuple[str, ...], Array]]:
        """Yield columns of an output, the arrays they follow from, and their coefficients.

        Columns of other arrays are apart: what is not established in one is no number times zero.
        """
        paths = [(path, self._coefficients_of(path)) for path in self.labels[name] or (name,)]
        start = 0
        for roots, group in groupby(paths, key=lambda one: tuple(sorted(one[1].keys() - {_ONES}))):
            found = [coefficients for _, coefficients in group]
            rows = [[float(one.get(root, 0)) for one in found] for root in (*roots, _ONES)]
            yield slice(start, start := start + len(found)), roots, np.array(rows)

    def _coefficients_of(self, path: str) -> dict[str, Any]:
        fixed = self._fixed[path].value if path in self._fixed else np.nan
        return self._coefficients.get(path, {_ONES: fixed})

    def run(self, values: Mapping[str, Array], out: dict[str, Array], scratch: Scratch) -> None:
        """Fill *out* from *values*, whose every figure is as the rules have it."""
        products = {name: self._parts[name] for name in out}
        roots = dict.fromkeys(r for parts in products.values() for _, on, _ in parts for r in on)
        arrays = {root: values[root] for root in roots if root not in self._computed}
        if computed := [root for root in roots if root in self._computed]:
            figures = evaluate(self._needed(computed), dict(values))
            for root in computed:
                arrays[root] = figures[root].value if root in figures else _NOTHING
        for name, parts in products.items():
            shape = out[name].shape[: -1 if self.labels[name] else None]
            table = out[name].reshape(math.prod(shape), -1)
            for columns, on, coefficients in parts:
                stack = scratch.take("roots", (len(table), len(on) + 1))
                stack[:, -1] = 1.0
                for place, root in enumerate(on):
                    stack[:, place].reshape(shape)[...] = arrays[root]
                step = max(1, _PRODUCT // coefficients.size)
                for start in range(0, len(table), step):
                    rows = slice(start, start + step)
                    np.matmul(stack[rows], coefficients, out=table[rows, columns])

    def _needed(self, paths: Sequence[str]) -> list[Rule]:
        """Return the rules that some figures follow by, and those of what they follow from."""
        needed = set(paths)
        for rule in reversed(self._rules):
            if rule.key.path in needed:
                needed |= {*rule.operands, *(rule.when or ())[:1]}
        return [rule for rule in self._rules if rule.key.path in needed]


class Checked(Mapping[str, Any]):
    """Values by path, each checked when it is first asked for, while it is in the cache."""

    def __init__(
        self,
        fixed: Mapping[str, Array],
        changing: dict[str, Array],
        check: Callable[[str, Array], Array],
    ) -> None:
        self._known = dict(fixed)
        self._waiting = changing
        self._check = check

    def __getitem__(self, path: str) -> Array:
        if path in self._waiting:
            self._known[path] = self._check(path, self._waiting.pop(path))
        return self._known[path]

    def __iter__(self) -> Iterator[str]:
        yield from [*self._known, *self._waiting]

    def __len__(self) -> int:
        return len(self._known) + len(self._waiting)

    def rest(self) -> None:
        """Check what nobody has asked for."""
        for path in [*self._waiting]:
            self[path]
