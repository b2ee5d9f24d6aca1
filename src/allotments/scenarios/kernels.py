"""What evaluates blocks of scenarios: an Act's own fast module, or its rules over NumPy."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from importlib import import_module
from typing import Any, Protocol

import numpy as np

from allotments.acts import act_of
from allotments.core.scratch import Scratch
from allotments.figures.act import named
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Key
from allotments.inputs import RecordingInputs
from allotments.scenarios.blocks import Array

_FOLLOWS = ("computed", "pro rata", "recorded")


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
        :class:`~allotments.core.scratch.InvalidScenario`.
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

    def smallest(self, path: str) -> int:
        """Return what a quantity is at least, unless zero; zero where nothing is known of it."""

    def kernel(self, inputs: Any, changed: Collection[str], **options: Any) -> Kernel:
        """Return the chain of *inputs* with *changed* paths."""


def inputs_of(baseline: Any) -> Any:
    """Return the inputs of a notice, or the inputs themselves."""
    inputs = getattr(baseline, "inputs", baseline)
    if not hasattr(inputs, "fiscal_year"):
        hint = "a notice, such as allotments.load gives, or its inputs"
        raise TypeError(f"baseline: found {baseline!r}, expected {hint}")
    return inputs


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

    def smallest(self, _path: str) -> int:
        """Return zero: rules say nothing of it."""
        return 0

    def kernel(self, inputs: Any, _changed: Collection[str]) -> RulesKernel:
        """Return the rules for *inputs*, whose recorded quantities follow what is changed."""
        inputs = _tied(inputs)
        rules = list(self._act.rules(named(self._act.known(inputs)), inputs.fiscal_year))
        return RulesKernel(rules, self.known(inputs))


def _tied(inputs: Any) -> Any:
    return inputs.tied() if isinstance(inputs, RecordingInputs) else inputs


class RulesKernel:
    """Rules over NumPy: one array for each figure and tile.

    Attributes
    ----------
    labels : dict
        The outputs: families with recipients, and what else follows from the inputs by path;
        constants of the law are none.
    """

    def __init__(self, rules: Sequence[Any], known: Mapping[str, Any]) -> None:
        self._rules = rules
        # A figure that is not established in the baseline may be so in a scenario.
        always = [rule for rule in rules if rule.formula is not None or rule.key.path in known]
        reached = {path: np.ones(1) for path in known}
        self.labels: dict[str, tuple[str, ...]] = {}
        for rule in always:
            key, made = rule.key, all(path in reached for path in rule.operands)
            if rule.formula is not None and made and key.path not in known:
                reached[key.path] = np.ones(1)
                if rule.origin == "constant":  # the same in every scenario
                    continue
                name = key.family if key.recipient and not key.item else key.path
                paths = (key.path,) if name != key.path else ()
                self.labels[name] = self.labels.get(name, ()) + paths

    def run(self, values: Mapping[str, Array], out: dict[str, Array], _scratch: Scratch) -> None:
        """Fill *out* from *values*, whose every figure is as the rules have it."""
        figures = evaluate(self._rules, dict(values))
        for name, array in out.items():
            paths = self.labels[name]
            for place, path in enumerate(paths or (name,)):
                part = array[..., place] if paths else array
                part[...] = figures[path].value if path in figures else np.nan


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
