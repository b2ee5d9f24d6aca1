"""Notices: the files that hold what the Federal Register printed, read, checked and written."""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from re import fullmatch, match
from typing import Annotated, Any, Literal, TypeAlias, get_args

from pydantic import (
    AfterValidator,
    BeforeValidator,
    Field,
    PlainValidator,
    ValidationInfo,
    WithJsonSchema,
    model_validator,
)

from allotments import notice_files
from allotments.acts import act_named, act_of
from allotments.core.base_model import Model, Text
from allotments.core.cached import cached_property
from allotments.core.errors import Fault, InvalidInput, as_fault, check_kind, did_you_mean, refuse
from allotments.core.exact import shown
from allotments.core.files import bundled_data, read_file, shown_path
from allotments.core.limits import LARGEST_NOTICE_FILE, MOST_SUPPOSITIONS
from allotments.core.printed_number import QUANTITY_UNITS, PrintedNumber, PrintedQuantity
from allotments.determination import figures_of
from allotments.display.result import Result, Shown
from allotments.figures.act import Named, named, years_expected
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Figure, Key, Rule
from allotments.printed_place import Place, exchanged

_FORMAT = 1
_YEARS_APART = 2  # of a notice's day and its fiscal year, which begins in October, at most
Action: TypeAlias = Literal[
    "initial", "increase", "decrease", "reassignment", "transfer", "allocation", "revision"
]
"""What a notice does for its fiscal year."""

Supposition: TypeAlias = frozenset[tuple[Key, Any]]
"""What is supposed instead of a notice's own inputs: keys and values."""


def _format(value: Any) -> Any:
    if type(value) is not int or value != _FORMAT:  # neither true nor 1.0, which equal it
        raise ValueError(f"found {shown(value)}, expected {_FORMAT}")
    return value


def _act(value: Any) -> Any:
    act_named(value)
    return value


def _action(value: Any) -> Any:
    """Return an action, or several; a list of one is that one."""
    given, known = value if isinstance(value, list) else [value], get_args(Action)
    if not given or any(one not in known for one in given):
        expected = f"expected one or a list of: {', '.join(known)}"
        raise ValueError(f"found {shown(value)}, {expected}")
    return given[0] if len(given) == 1 else given


def _day(value: Any) -> Any:
    if type(value) is date:
        return value.isoformat()
    if isinstance(value, str) and fullmatch(r"[0-9]{4}(-[0-9]{2}){0,2}", value):
        with suppress(ValueError):
            date.fromisoformat(f"{value}-01-01"[:10])
            return value
    raise ValueError(f"found {shown(value)}, expected a day, a month or a year, such as 2009-05")


def _published(value: Any) -> Any:
    if value is None or type(value) is date:
        return value
    day = _day(value)
    return date.fromisoformat(day) if len(day) == len("2016-09-23") else day


def _place(value: Any, info: ValidationInfo) -> Any:
    """Return what a notice prints at one place, as the notice's Act has it."""
    if "act" not in info.data:  # which is refused, and then no place can be read
        return value
    model = act_named(info.data["act"]).place
    if isinstance(value, model):
        return value
    if not isinstance(value, Mapping):
        raise ValueError(f"found {shown(value)}, expected a table")  # noqa: TRY004 -- for pydantic
    if info.mode == "json":  # in which days and numbers are text
        return model.model_validate_json(json.dumps(value))
    return model.model_validate(value)


def _some(blocks: list[Place]) -> list[Place]:
    if not blocks:
        raise ValueError("found an empty list, expected at least one place with its figures")
    return blocks


class Source(Model):
    """Where a reader finds the notice."""

    document: Annotated[Text, Field(description="Its number: FR Doc. 94-25622.")]
    title: Annotated[Text, Field(description="Its title.")]
    publication: Annotated[Text | None, Field(description="What it was published in.")] = None
    published: Annotated[
        date | str | None,
        BeforeValidator(_published),
        Field(description="The day of its publication, or the month or year: 2016-09."),
    ] = None
    location: Annotated[Text | None, Field(description="Where to read it, such as a URL.")] = None
    note: Annotated[Text | None, Field(description="What a reader should know of it.")] = None


@dataclass(frozen=True, slots=True)
class PrintedFigure:
    """One printed occurrence of a figure.

    Attributes
    ----------
    key : Key
        The figure's family, group, recipient and item.
    label : str
        Its path; for a printed sum ``total.`` and what it adds up.
    place : str
        Where the notice prints it.
    number : PrintedNumber
        As printed.
    block : int
        Which of the notice's places, from zero.
    """

    key: Key
    label: str
    place: str
    number: PrintedNumber
    block: int

    @property
    def path(self) -> str:
        """The figure's name in the determination."""
        return self.key.path

    def record(self) -> dict[str, Any]:
        """Return the figure as plain data.

        ``value`` and ``exact`` are in ``unit``: short tons, a ratio, or as printed; ``printed`` is
        in ``printed_unit``. Ratios and counts have no ``short_tons``.
        """
        number = self.number
        tons = isinstance(number, PrintedQuantity)
        return {
            "figure": self.label,
            "family": self.key.family,
            "group": self.key.group,
            "recipient": self.key.recipient,
            "short_tons": float(number.amount) if tons else None,
            "exact": str(number.amount),
            "value": float(number.amount),
            "unit": number.amount_unit,
            "printed": number.format(number.amount),
            "printed_unit": number.unit,
            "place": self.place,
        }


class Notice(Result, Model):
    """A notice: its source, and every figure that it prints, place by place.

    Attributes
    ----------
    format : int
        Of the file: 1.
    act : str
        The rules that it stands under: ``"1990"``.
    fiscal_year : int
        As in the determination's inputs.
    action : str or list of str
        What it does for its fiscal year: ``"initial"``, ``"increase"``, ``"reassignment"``.
    announced : str, optional
        The day, or the month or year where no more is known.
    follows : str, optional
        The bundled notice that it changes.
    unread : str, optional
        What was announced between that one and it, and is not here.
    source : Source
        Document number, title, publication.
    other_sources : list of Source, optional
        Where else its figures were read.
    unit : str
        Of quantities that state none.
    printed : list of Printed
        The printed figures of each place, in the notice's order.

    Notes
    -----
    Frozen are the fields; mappings and lists in them, and in :attr:`inputs`, are to be read and not
    changed. The inputs are computed once and kept: a quantity changed in them is computed with from
    then on, unvalidated, though the notice still equals the one in its file. A what-if is
    ``notice.inputs.replace(...)``.
    """

    format: Annotated[
        Literal[1], BeforeValidator(_format), Field(description="Version of this file format.")
    ]
    act: Annotated[
        str,
        BeforeValidator(_act),
        Field(description="The version of the Act that the notice stands under, by its year."),
    ]
    fiscal_year: Annotated[
        int, Field(description="The fiscal year, which begins on 1 October of the year before.")
    ]
    action: Annotated[
        Action | list[Action],
        BeforeValidator(_action),
        Field(description="What the notice does for its fiscal year; a list of several actions."),
    ] = "initial"
    announced: Annotated[
        Annotated[str, BeforeValidator(_day)] | None,
        Field(description="The day, or the month or year where no more is known: 2009-05-20."),
    ] = None
    follows: Annotated[
        Text | None, Field(description="The bundled notice that this one changes: fy2010.")
    ] = None
    unread: Annotated[
        Text | None,
        Field(
            description="What was announced between the notice that this one follows and it, and "
            "is not here. What stood before is then not held against that notice."
        ),
    ] = None
    unit: Annotated[
        Literal["TST", "short tons", "million short tons", "metric tons"],
        Field(
            description="Unit of every quantity that states none and whose place states none; "
            "TST is thousand short tons."
        ),
    ] = "TST"
    source: Annotated[Source, Field(description="Where a reader finds the notice.")]
    other_sources: Annotated[
        list[Source] | None, Field(description="Where else its figures were read.")
    ] = None
    printed: Annotated[
        list[Annotated[Any, PlainValidator(_place), WithJsonSchema({})]],  # each Act has its own
        AfterValidator(_some),
        Field(
            description="The printed figures, place by place, in the notice's order. The first "
            "occurrence of an input counts; later ones are held against it.",
            json_schema_extra={"minItems": 1},
        ),
    ]

    @property
    def actions(self) -> tuple[Action, ...]:
        """What the notice does for its fiscal year, one or several actions."""
        return tuple(self.action) if isinstance(self.action, list) else (self.action,)

    def _shown(self) -> Shown:
        figures, places = sum(1 for _ in self.figures()), len(self.printed)
        said = {
            "Fiscal year": self.fiscal_year,
            "Announced": self.announced,
            "Follows": self.follows,
            "Printed figures": f"{figures:,}, at {places:,} place{'s' * (places > 1)}",
        }
        rows = [(name, str(value)) for name, value in said.items() if value is not None]
        return Shown(self.source.title, ("Notice", self.source.document), rows)

    def records(self) -> list[dict[str, Any]]:
        """Return a record for each printed figure, in the notice's order."""
        return [figure.record() for figure in self.figures()]

    @model_validator(mode="before")
    @classmethod
    def _unit_of_the_file(cls, given: Any) -> Any:
        if not isinstance(given, Mapping) or not isinstance(given.get("printed"), list):
            return given
        unit = given.get("unit", "TST")
        known = isinstance(unit, str) and unit in QUANTITY_UNITS

        def with_unit(block: Any) -> Any:
            if isinstance(block, Place) and block.unit is None and known:
                return block.model_copy(update={"unit": unit})  # its numbers have theirs
            if not isinstance(block, Mapping) or block.get("unit") is not None:
                return block
            return {**block, "unit": unit} if known else _without(given, block)

        return {**given, "printed": [with_unit(block) for block in given["printed"]]}

    @model_validator(mode="after")
    def _fits_together(self) -> Notice:
        years, faults = act_of(self).fiscal_years, self._faults()
        if self.fiscal_year not in years and not any(one.place == "fiscal_year" for one in faults):
            expected = years_expected(self.fiscal_year, years, act_of(self).other_years)
            faults.append(Fault("fiscal_year", f"found {shown(self.fiscal_year)}", expected))
        refuse([*faults, *self._faults_of_time()])
        return self

    def _faults_of_time(self) -> Iterator[Fault]:
        """Yield where the notice does not fit its fiscal year: its day, or the one it follows."""
        known, year = bundled(), self.fiscal_year
        if self.follows is not None and self.follows not in known:
            found = f"found {shown(self.follows)}, no bundled notice"
            yield Fault("follows", found, hint=did_you_mean(self.follows, known))
        elif (named := match(r"fy([0-9]{4})", self.follows or "")) and int(named[1]) != year:
            yield Fault("follows", f"found {shown(self.follows)}", f"one of fiscal year {year}")
        if self.announced is not None and abs(int(self.announced[:4]) - year) > _YEARS_APART:
            expected = f"a day in fiscal year {year}, or within two years of it"
            yield Fault("announced", f"found {shown(self.announced)}", expected)

    def _faults(self) -> list[Fault]:
        """Return what is wrong with the inputs that are printed, or else with what is supposed."""
        if own := self._faults_under(frozenset()):
            first = self._first_printed()
            return [_in_print(fault, first) for fault in own]
        supposed = [frozenset(block.supposed.items()) for block in self.printed]
        different = {*supposed} - {frozenset()}
        if len(different) > MOST_SUPPOSITIONS:
            found = f"found {len(different):,} different suppositions"
            return [Fault("", found, f"{MOST_SUPPOSITIONS} at most")]
        faults = {one: self._faults_under(one) for one in different}
        return [
            fault.with_parts(place=f"printed[{position}].{block.supposed_by}: {fault.place}")
            for position, (block, one) in enumerate(zip(self.printed, supposed, strict=True))
            for fault in faults.get(one, ())
        ]

    def _faults_under(self, supposition: Supposition) -> list[Fault]:
        """Return why there are no such inputs, or no such figures where some inputs are missing."""
        try:
            act_of(self).inputs_of(self.fiscal_year, self.known | dict(supposition))
        except InvalidInput as error:
            faults = [one for one in map(as_fault, error.faults) if one.found != "missing"]
            return faults or self._chain_faults(supposition)
        return []

    def _chain_faults(self, supposition: Supposition) -> list[Fault]:
        try:
            self.evaluated(supposition)
        except InvalidInput as error:
            return [*map(as_fault, error.faults)]
        return []

    def _first_printed(self) -> dict[str, PrintedFigure]:
        """Return the first figure at or below each path that an input can have."""
        first: dict[str, PrintedFigure] = {}
        for figure in self.figures():
            if not self.printed[figure.block].supposed:
                for path in figure.key.wholes:
                    first.setdefault(path, figure)
        return first

    @cached_property
    def known(self) -> dict[Key, Any]:
        """What the notice prints, by key: of each figure the first occurrence, exact."""
        found: dict[Key, Any] = {}
        for figure in self.figures():
            if not self.printed[figure.block].supposed:
                amount = figure.number.as_meant.amount
                whole = amount.denominator == 1
                found.setdefault(figure.key, amount.numerator if whole else amount)
        return found

    @cached_property
    def followed(self) -> Notice | None:
        """The notice that this one changes, if nothing that is not here came between."""
        return None if self.follows is None or self.unread else load(self.follows)

    @cached_property
    def before(self) -> dict[Key, Any]:
        """What stood before: the figures of the notice that this one follows, exact.

        Where that one prints only a change, what stood before it with the change; and the inputs
        that it left as they were. The families are those of the Act with ``before.`` in front:
        ``before.sectors``.
        """
        if self.followed is None:
            return {}
        earlier, families = self.followed, act_of(self).families
        found = earlier.known | {one.key: one.value for one in earlier.evaluated().values()}
        for key, value in earlier.before.items():
            now = key._replace(family=key.family.removeprefix("before."))
            change = earlier.known.get(now._replace(family=f"changes.{now.family}"))
            family = families.get(now.family)
            if change is not None or (family is not None and family.is_input):
                found.setdefault(now, value + (change or 0))
        return {
            key._replace(family=f"before.{key.family}"): value
            for key, value in found.items()
            if not key.family.startswith("before.")
        }

    def as_printed(self, figure: PrintedFigure) -> Notice:
        """Return the notice with one of its misprints taken for what is printed."""
        number, places = figure.number, list(self.printed)
        places[figure.block] = exchanged(places[figure.block], number, number.as_printed)
        return self.model_copy(update={"printed": places})

    @cached_property
    def inputs(self) -> Any:
        """What a determination follows from.

        What the notice says follows from the others, and does, is left out: a quantity that is the
        minimum then follows consumption in a what-if.

        Raises
        ------
        InvalidInput
            If the notice does not print all of it: with what is missing.
        """
        act, implied = act_of(self), {key for block in self.printed for key in block.implied}
        stated = {key: value for key, value in self.known.items() if key not in implied}
        if stated != self.known:
            with suppress(InvalidInput):
                inputs = act.inputs_of(self.fiscal_year, stated)
                found = figures_of(act, inputs)
                if all(found[key.path].value == self.known[key] for key in implied & {*self.known}):
                    return inputs
        return act.inputs_of(self.fiscal_year, self.known)

    @property
    def rules(self) -> list[Rule]:
        """The chain of the notice's Act for those whom it names, or the notice that it follows."""
        return list(act_of(self).rules(self.named, self.fiscal_year))

    @cached_property
    def named(self) -> Named:
        """Who is named in the notice, and in the one that it follows, by family and group."""
        return named([*self.before, *self.known])

    def evaluated(self, supposition: Supposition = frozenset()) -> dict[str, Figure]:
        """Return every figure that follows from what is printed, or from what is supposed instead.

        What a determination follows from is taken as printed. Everything else is computed where
        it can be, and else as recorded.
        """
        if supposition not in self._evaluations:
            families = act_of(self).families
            given: dict[str, Any] = {
                key.path: value for key, value in self.before.items() if key not in self.known
            }
            recorded: dict[str, Any] = {}
            for key, value in self.known.items():
                family = families.get(key.family)
                (given if family and family.is_input else recorded)[key.path] = value
            given |= {key.path: value for key, value in supposition}
            self._evaluations[supposition] = evaluate(self.rules, given, recorded)
        return self._evaluations[supposition]

    @cached_property
    def _evaluations(self) -> dict[Supposition, dict[str, Figure]]:
        return {}

    def figures(self) -> Iterator[PrintedFigure]:
        """Yield every printed occurrence of a figure, in the notice's order."""
        for position, block in enumerate(self.printed):
            for key, number, label in block.figures():
                yield PrintedFigure(key, label, block.place, number, position)

    def to_toml(self) -> str:
        """Return the notice as a file that :func:`load` reads back without loss.

        Needs ``tomli-w``, which the extra ``allotments[write]`` installs.
        """
        try:
            import tomli_w
        except ModuleNotFoundError:
            raise ModuleNotFoundError(
                "writing a notice needs tomli-w: pip install 'allotments[write]'"
            ) from None
        written = notice_files.written(self, self.unit)
        if self.action == "initial":
            del written["action"]
        return tomli_w.dumps(written)


def _without(given: Mapping[str, Any], block: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return a place's data without quantities, whose unit is not known."""
    with suppress(ValueError):
        model: type[Place] = act_named(given.get("act")).place
        return model.without_quantities(block)
    return block


def check_notice(found: object) -> None:
    """Refuse what is not a notice, such as its name or its inputs.

    >>> check_notice("fy1995")
    Traceback (most recent call last):
    TypeError: notice: found 'fy1995', expected a Notice, such as load('fy1995')

    Raises
    ------
    TypeError
        If *found* is not a notice.
    """
    check_kind("notice", found, Notice, "a Notice, such as load('fy1995')")


def bundled() -> list[str]:
    """Return the names of the notices that ship with the library.

    By fiscal year, the initial determination first, then what changed it, by date.

    >>> [name for name in bundled() if name.startswith("fy2024")]
    ['fy2024', 'fy2024-2024-08', 'fy2024-2024-09']
    """
    return sorted(
        entry.name.removesuffix(".toml")
        for entry in bundled_data().iterdir()
        if entry.name.endswith(".toml")
    )


def load(name_or_path: str | Path) -> Notice:
    """Return a notice: a bundled one by its name, or one of the user's own by its path.

    >>> load("fy1995").inputs.estimates.consumption
    9247000

    Parameters
    ----------
    name_or_path
        ``"fy1995"``: letters, digits and hyphens name a bundled notice. Anything else is the path
        of a file; so is every :class:`~pathlib.Path`.

    Raises
    ------
    InvalidInput
        If there is no such notice, or the file is not one: with every fault found in it.
    """
    if isinstance(name_or_path, str) and not name_or_path:  # else the path of the working directory
        expected = "expected a bundled name, such as fy2012, or the path of a notice file"
        raise InvalidInput([f"notice: found an empty name, {expected}"])
    is_name = isinstance(name_or_path, str) and fullmatch(r"[A-Za-z0-9-]+", name_or_path)
    if not is_name:
        content = read_file(name_or_path, LARGEST_NOTICE_FILE, "a notice file")
        return _parse(content, shown_path(name_or_path))
    name = str(name_or_path)
    if name not in bundled():
        fault = (
            f"{name}: no notice of this name is bundled (a file of your own goes by its path, such "
            f"as ./{name}.toml); {did_you_mean(name, bundled())}"
        )
        raise InvalidInput([fault])
    return _parse((bundled_data() / f"{name}.toml").read_bytes(), name)


def _parse(content: bytes, name: str) -> Notice:
    raw: dict[str, Any] = {}
    try:
        raw = notice_files.read(content)
        return Notice.model_validate(raw)
    except InvalidInput as error:
        faults = (notice_files.in_words(fault, raw) for fault in map(as_fault, error.faults))
        raise InvalidInput(f"{name}: {fault}" for fault in faults) from None


def _in_print(fault: Fault, first: Mapping[str, PrintedFigure]) -> Fault:
    """Return an input's fault with where its figure, or the nearest to it, is printed first."""
    path = within = fault.place.removeprefix("recorded.")
    while within:
        if (figure := first.get(within)) is not None:
            said = _of_the_file(fault, figure.number)
            return said.with_parts(place=f"printed[{figure.block}].{path}")
        within = within.rpartition(".")[0]
    return fault


def _of_the_file(fault: Fault, number: PrintedNumber) -> Fault:
    """Return what is said of an input in the words of the file that prints it as *number*."""
    if fault.found.startswith("found Fraction("):
        expected = "a unit of short tons: an input is a whole number of them"
        return Fault("", f"found {number}", expected)
    if fault.hint.startswith("if thousands"):
        return fault.with_parts(
            found=f"found {number}", hint=f"is the unit {number.unit!r} the right one?"
        )
    return fault
