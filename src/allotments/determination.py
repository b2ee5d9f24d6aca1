"""A determination: every figure that an Act makes of a fiscal year's inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

from allotments.acts import act_named, act_of
from allotments.core.cached import cached_property
from allotments.core.errors import Fault, InvalidInput, check_kind, did_you_mean
from allotments.display import figure_table
from allotments.display.json_records import FigureRecord, figure_record
from allotments.display.result import Result, Shown
from allotments.display.text_and_html import capitalised
from allotments.figures.act import Act, Family, named
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Exact, Figure, Origin
from allotments.rounding import exact_text


class Amounts(dict[str, Exact]):
    """Exact amounts by recipient, which a notebook shows as a notice prints them."""

    def __init__(self, amounts: Mapping[str, Exact], family: Family) -> None:
        super().__init__(amounts)
        self._family = family

    def __reduce__(self) -> tuple[Any, ...]:
        return Amounts, (dict(self), self._family)

    def _repr_html_(self) -> str:
        rows = [(capitalised(name), self._family.show(value)) for name, value in self.items()]
        return Shown("", (self._family.heading, self._family.unit), rows, "<>").html()


@dataclass(frozen=True, kw_only=True)
class Determination(Result):
    """What an Act makes of a fiscal year's inputs, every quantity exact.

    The fields are frozen; the mappings in them are to be read and not changed.

    Attributes
    ----------
    act : str
        The name of the Act: ``"1990"``.
    fiscal_year : int
        Of the inputs.
    inputs : Model
        What it follows from.
    figures : mapping
        Every figure by its path, such as ``sectors.beet``: constants and inputs first.
    notice : Notice, optional
        That was determined; without it, it was inputs.
    """

    act: str
    fiscal_year: int
    inputs: Any
    figures: Mapping[str, Figure] = field(repr=False)  # which the inputs give
    notice: Any = field(repr=False, compare=False)

    def _shown(self, *, divided: bool = True) -> Shown:
        caption = f"Sugar marketing allotments, {year_of(self)}"
        act, figures = act_of(self), self.figures
        rows = [*figure_table.headline_rows(act, figures)]
        if divided:
            rows += figure_table.division_rows(act, figures)
        notes = figure_table.remarks(act, figures, self.fiscal_year, divided=divided)
        return figure_table.shown(caption, rows, notes)

    def records(self) -> list[FigureRecord]:
        """Return a record for each figure, with what it follows from."""
        return [figure_record(one) for one in self.figures.values()]

    def _repr_pretty_(self, printer: Any, _cycle: object) -> None:  # IPython's, and Hypothesis's
        printer.text(repr(self))

    def headline(self) -> str:
        """Return the figures for the whole country as text, without States and processors."""
        return self._shown(divided=False).text()

    def show(self, path: str) -> str:
        """Return a figure as a notice of its Act prints it, with its unit.

        Factors and shares, which none prints, are shown exactly.

        >>> import allotments
        >>> determination = allotments.determine(allotments.load("fy1995"))
        >>> determination.show("sectors.beet"), determination.show("percentage_factors.beet")
        ('4,355.5 TST', '55.2 percent')
        >>> determination.show("raw_value_factor")
        '1.07'

        Raises
        ------
        KeyError
            If the determination has no such figure.
        """
        if path not in self.figures:
            raise KeyError(f"{path}: no such figure; {did_you_mean(path, self.figures)}")
        figure = self.figures[path]
        family = act_of(self).families[figure.family]
        if figure.unit == "ratio" and family.unit != "percent":
            return exact_text(figure.value)
        return f"{family.show(figure.value)} {family.unit}".rstrip()

    def value(self, path: str) -> Any:
        """Return the exact value of a figure; ``None`` where it is not established."""
        found = self.figures.get(path)
        return None if found is None else found.value

    def by_recipient(self, family: str) -> dict[str, Exact]:
        """Return the values of a family without groups, by recipient; a notebook tabulates them."""
        return Amounts(
            self.by_group(family).get("", {}), act_of(self).families.get(family, Family(""))
        )

    def by_group(self, family: str) -> dict[str, dict[str, Exact]]:
        """Return the values of a family, by group and recipient."""
        return self._values.get(family, {})

    @property
    def origins(self) -> dict[str, Origin]:
        """How the quantities of each group of recipients, or of a family of them, came about.

        ``"computed"`` from criteria, ``"recorded"`` as printed, or ``"pro rata"``: recorded, and
        changed by the same percentage as the allotment that it is part of; ``"projected"`` by
        :func:`allotments.project`.
        """
        families = act_of(self).families
        divided = {
            name
            for name, one in families.items()
            if one.recipients and not one.headline and not one.is_input
        }
        return {
            one.group or one.family: one.origin
            for one in self.figures.values()
            if one.family in divided
        }

    @cached_property
    def _values(self) -> dict[str, dict[str, dict[str, Exact]]]:
        found: dict[str, dict[str, dict[str, Exact]]] = {}
        for one in self.figures.values():
            family, group, recipient, item = one.key
            if recipient and not item:
                found.setdefault(family, {}).setdefault(group, {})[recipient] = one.value
        return found


def determine(inputs: Any) -> Any:
    """Return the determination that follows from *inputs*, or from those of a notice; exact.

    >>> import allotments
    >>> determination = determine(allotments.load("fy1995"))
    >>> determination.overall_allotment_quantity
    7889000
    >>> determination.sectors["beet"]
    Fraction(2887717000, 663)

    Parameters
    ----------
    inputs
        A year's validated inputs, such as ``notice.inputs``; a notice stands for its own.

    Returns
    -------
    A frozen determination of the Act that the inputs are under, such as
    :class:`allotments.act1990.Determination`.

    Raises
    ------
    InvalidInput
        If the inputs do not make a determination, or a notice does not print all of them.
    TypeError
        If *inputs* are something else.
    """
    given, inputs = inputs, inputs_of("inputs", inputs)
    act = act_of(inputs)
    return act.determination(
        act=act.name,
        fiscal_year=inputs.fiscal_year,
        inputs=inputs,
        figures=figures_of(act, inputs),
        notice=given if hasattr(given, "printed") else getattr(given, "notice", None),
    )


def inputs_of(name: str, one: Any, act: str = "") -> Any:
    """Return *one* if it is inputs, or those of a notice, of a determination or of a projection.

    Raises
    ------
    InvalidInput
        If they are under another Act than *act*.
    TypeError
        If it is something else. *name* is the argument's.
    """
    inputs = getattr(one, "inputs", one)
    if not hasattr(type(inputs), "act"):
        check_kind(name, one, Determination, "a notice, such as load('fy2025'), or its inputs")
    if act and inputs.act != act:
        example = f"load({act_named(act).example!r}).inputs.replace(estimates=...)"
        expected = f"one under that of {act}, such as {example}"
        raise InvalidInput([Fault(name, f"found one under the Act of {inputs.act}", expected)])
    return inputs


def determination_of(name: str, one: Any, act: str = "") -> Any:
    """Return *one* if it is a determination, or that of a notice, of inputs or of a projection.

    Raises
    ------
    InvalidInput
        If it is under another Act than *act*.
    TypeError
        If it is something else. *name* is the argument's.
    """
    held = one if isinstance(one, Determination) else getattr(one, "determination", None)
    if isinstance(held, Determination):
        inputs_of(name, held, act)
        return held
    if not hasattr(one, "act"):
        check_kind(name, one, Determination, "a determination, or the notice or inputs of one")
    inputs_of(name, one, act)
    return determine(one)


def year_of(determined: Determination) -> str:
    """Return the fiscal year in words; of a what-if it is that of the inputs that were changed."""
    basis = getattr(getattr(determined.inputs, "recorded", None), "basis", None)
    return f"fiscal year {determined.fiscal_year}{' with changed inputs' * (basis is not None)}"


def input_table(inputs: Any) -> Shown:
    """Return the figures for the whole country that inputs state, and how many others there are."""
    act = act_of(inputs)
    divided = {name: one.heading for name, one in act.families.items() if one.recipients}
    found = dict.fromkeys(key._replace(item="") for key in act.known(inputs))
    counts = Counter(divided[key.family] for key in found if divided.get(key.family))
    beside = [f"{heading} ({count})" for heading, count in counts.items()]
    remarks = [figure_table.units(act), *[f"Beside these: {', '.join(beside)}."] * bool(beside)]
    caption = f"Inputs of a determination, fiscal year {inputs.fiscal_year}"
    rows = [*figure_table.input_rows(act, figures_of(act, inputs))]
    return figure_table.shown(caption, rows, remarks)


def input_records(inputs: Any) -> list[FigureRecord]:
    """Return a record for each figure that inputs state."""
    figures = figures_of(act_of(inputs), inputs).values()
    return [figure_record(one) for one in figures if one.origin in ("input", "recorded")]


def figures_of(act: Act, inputs: Any) -> dict[str, Figure]:
    """Return every figure that follows from *inputs*, by path."""
    known = act.known(inputs)
    rules = act.rules(named(known), inputs.fiscal_year)
    return evaluate(rules, {key.path: value for key, value in known.items()})
