"""Explanations: where each figure of a determination comes from, down to the printed inputs."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from contextlib import nullcontext, suppress
from dataclasses import dataclass, replace
from difflib import get_close_matches
from fractions import Fraction
from typing import Any, Literal

from pydantic import with_config
from typing_extensions import TypedDict  # pydantic reads no other before Python 3.12

from allotments.acts import act_of
from allotments.core.errors import Fault, InvalidInput, check_kind
from allotments.core.printed_number import PrintedPercent, PrintedQuantity
from allotments.core.units import PRINT_UNITS
from allotments.determination import Determination, determination_of
from allotments.display.json_records import PLAIN, FigureRecord, figure_record
from allotments.display.result import Published, Shown
from allotments.display.text_and_html import capitalised, paragraphs
from allotments.figures.act import Act
from allotments.figures.evaluation import evaluate
from allotments.figures.figure import Figure
from allotments.notices import Notice, PrintedFigure, check_notice
from allotments.printed_place import Place, PlacedFigure, Sum
from allotments.rounding import exact_text, grouped, half_up

_MOST_NAMED = 5  # figures that a refusal lists
_UNITS = {"TST": "thousand short tons, raw value (TST)", "short tons": "short tons, raw value"}
_PERCENT = {1: "a tenth", 2: "a hundredth", 3: "a thousandth"}


@with_config(PLAIN)
class StepRecord(FigureRecord):
    """One figure with its formula as plain data."""

    place: str
    """Where the notice prints the figure first; empty where it does not, or is not known."""
    printed: str
    """What it prints there, with its unit; empty likewise."""
    formula: str
    """How the operands make the figure, `{0} * {1}`; empty where nothing is computed."""
    operands: list[str]
    """The paths of the operands, in the order of the formula."""
    expression: str
    """The formula with the exact numbers in it: plain arithmetic that gives `exact`."""
    text: str
    """The formula as the notice writes it: in thousands of short tons, each number named."""
    rounded: str
    """The value in print, with its unit."""
    rule: str
    """How `rounded` is rounded."""
    inferred: str
    """What the figure assumes that no source states; mostly empty."""


@with_config(PLAIN)
class ExplanationData(TypedDict):
    """Where a figure comes from, down to the printed inputs; or the whole chain."""

    format: Literal[1]
    """The version of this format."""
    fiscal_year: int
    """Of the determination."""
    figure: str
    """The path of the figure that is explained; empty for the whole chain."""
    steps: list[StepRecord]
    """The figure, then what it is made of; for the whole chain every computed figure."""


@dataclass(frozen=True, slots=True)
class Step:
    """One figure: what it is, and how its operands make it.

    Attributes
    ----------
    figure : Figure
        Its path, title, exact value, paragraph of the Act and formula.
    operands : tuple of Figure
        What the formula is fed with, in its order; empty for what is printed, or constant.
    printed : PrintedFigure, optional
        The place and the number of its first occurrence in the notice, if it has one there.
    unit : str
        That quantities have in :attr:`text`: the Act's notices print in it.
    places : int
        How many decimals a ratio has, in percent.
    """

    figure: Figure
    operands: tuple[Figure, ...]
    printed: PrintedFigure | None = None
    unit: str = "TST"
    places: int = 1

    @property
    def expression(self) -> str:
        """The formula with exact numbers, in short tons and ratios, as plain arithmetic.

        A fraction stands in brackets; evaluated exactly it gives the figure's value.
        """
        if not self.operands:
            return _exact(self.figure.value)
        return self.figure.formula.format(*(_exact(operand.value) for operand in self.operands))

    @property
    def text(self) -> str:
        """The formula with numbers as the notice writes them, each with its name, and the result.

        Quantities are in :attr:`unit`, shown to the short ton where not whole.
        """
        result = _shown(self.figure, self.unit)
        if not self.operands:
            return result
        named = (f"{_shown(operand, self.unit)} ({operand.title})" for operand in self.operands)
        return f"{self.figure.formula.format(*named)} = {result}".replace("+ -", "- ")

    @property
    def rounded(self) -> str:
        """The value rounded by :attr:`rule`."""
        if self.figure.unit == "ratio":
            return f"{grouped(self.figure.value * 100, self.places)}%"
        return f"{grouped(self.figure.value)} {self.figure.unit}".rstrip()

    @property
    def rule(self) -> str:
        """How :attr:`rounded` is rounded."""
        if self.figure.unit == "ratio":
            return f"half up, to {_PERCENT[self.places]} of a percent"
        return f"half up, to one {self.figure.unit.removesuffix('s')}".rstrip()

    def record(self) -> StepRecord:
        """Return the step as plain data."""
        figure = self.figure
        return {
            **figure_record(figure),
            "place": self.printed.place if self.printed else "",
            "printed": str(self.printed.number) if self.printed else "",
            "formula": figure.formula,
            "operands": list(figure.operands),
            "expression": self.expression,
            "text": self.text,
            "rounded": self.rounded,
            "rule": self.rule,
            "inferred": figure.inferred,
        }


@dataclass(frozen=True, slots=True)
class Explanation(Published):
    """How a figure comes about, from itself down to the printed inputs; or the whole chain.

    Attributes
    ----------
    fiscal_year : int
        Of the determination.
    figure : str
        The path of the figure that is explained; empty for the whole chain.
    steps : tuple of Step
        The figure first, then what it is made of, each once; for the whole chain the computed
        figures in the order of the notice.
    """

    fiscal_year: int
    figure: str
    steps: tuple[Step, ...]

    def __str__(self) -> str:
        steps = "\n\n".join(paragraphs(_lines(step)) for step in self.steps)
        return f"{steps}\n\nIn formulas: {self._units}."

    def _shown(self) -> Shown:
        headers = ["Figure", "Value", f"Formula, in {self._units}", "Source", "Printed first"]
        titles = Counter(step.figure.title for step in self.steps)
        rows = [
            (
                capitalised(step.figure.title)
                + f" ({step.figure.path})" * (titles[step.figure.title] > 1),
                step.rounded,
                step.text if step.operands else "",
                step.figure.paragraph,
                _printed(step),
            )
            for step in self.steps
        ]
        size = len(headers) if any(step.printed for step in self.steps) else len(headers) - 1
        assumed = dict.fromkeys(s.figure.inferred for s in self.steps if s.figure.inferred)
        return Shown(
            f"{self.figure or 'The whole determination'}, fiscal year {self.fiscal_year}: "
            "where it comes from",
            headers[:size],
            [row[:size] for row in rows],
            "<><<<"[:size],
            ["Values are rounded half up.", *(f"{capitalised(note)}." for note in assumed)],
        )

    @property
    def _units(self) -> str:
        unit = dict.fromkeys(step.unit for step in self.steps)
        return f"{' and '.join(_UNITS.get(one, one) for one in unit)}, and ratios"

    def records(self) -> list[StepRecord]:
        """Return a record for each step."""
        return [step.record() for step in self.steps]

    def data(self) -> ExplanationData:
        """Return what the JSON holds, described by docs/explanation.schema.json."""
        return {
            "format": 1,
            "fiscal_year": self.fiscal_year,
            "figure": self.figure,
            "steps": self.records(),
        }


def explain(
    determination: Any, figure: str | None = None, *, notice: Notice | None = None
) -> Explanation:
    """Return where *figure* comes from, down to the printed inputs; or the whole chain.

    >>> import allotments
    >>> notice = allotments.load("fy1995")
    >>> determination = allotments.determine(notice.inputs)
    >>> print(explain(determination, "overall_allotment_quantity").steps[0].text)
    9,247 (consumption) + 1,278 (reasonable carryover stocks) - 1,386 (carry-in stocks) - 1,250 \
(minimum imports) = 7,889

    Parameters
    ----------
    determination
        What the figure belongs to, or a notice or inputs of it. Of a notice that does not print
        all inputs, what follows from it is explained.
    figure
        Its path, such as ``"sectors.beet"``, or the name that a verification gives to what the
        notice prints, such as ``"total.states"``. Omit it to explain every computed figure, in the
        order of the notice.
    notice
        Adds to each figure where the notice prints it first, and what; in a what-if to those
        figures alone that are still what it prints. By default the one that was determined. It is
        of the determination's fiscal year.

    Raises
    ------
    InvalidInput
        If the determination has no such figure, or the notice is of another fiscal year.
    TypeError
        If an argument is of another kind, such as a notice for a determination.
    """
    determined = None
    with suppress(InvalidInput) if isinstance(determination, Notice) else nullcontext():
        determined = determination_of("determination", determination)
    if determined is None:  # a notice that prints too little for a determination
        notice, found = determination, determination.evaluated()
    else:
        notice = determined.notice if notice is None else notice
        found = determined.figures
    if notice is not None:
        check_notice(notice)
        _check_year(notice, (determined or notice).fiscal_year)
    learned = _learned(determination)
    where: dict[str, PrintedFigure] = {}
    chosen = _computed(found)
    if figure is not None:
        check_kind("figure", figure, str, "the path of a figure, such as 'sectors.beet'")
        if figure not in found and notice is not None:
            of_print, where = _in_print(figure, notice)
            found = {**found, **of_print}
        if figure not in found:
            raise InvalidInput([_unknown(figure, found, determined or notice)])
        chosen = _downwards(figure, found)
    act = act_of(determined or notice)
    printed = {} if notice is None else _occurrences(notice, chosen, determined) | where
    return Explanation(
        fiscal_year=(determined or notice).fiscal_year,
        figure=figure or "",
        steps=tuple(
            Step(
                replace(one, inferred=learned.get(one.path, one.inferred)),
                tuple(found[path] for path in one.operands),
                printed.get(one.path),
                act.unit,
                _places(act, one),
            )
            for one in chosen
        ),
    )


def _check_year(notice: Notice, year: int) -> None:
    if notice.fiscal_year != year:
        found = f"found one of fiscal year {notice.fiscal_year}"
        raise InvalidInput([Fault("notice", found, f"of {year}, as the determination is")])


def _learned(determination: Any) -> dict[str, str]:
    """Return from which prints each figure of a projection was learned, and what it can be."""
    return {
        one.figure.path: f"learned from {', '.join(one.learned_from)}: {one.rule}; "
        f"{' to '.join(dict.fromkeys(map(grouped, one.range)))} can be printed"
        for one in getattr(determination, "projected", ())
        if one.range and one.learned_from
    }


def _places(act: Act, figure: Figure) -> int:
    family = act.families.get(figure.family)
    return max(1, family.places) if family and figure.unit == "ratio" else 1


def _computed(found: Mapping[str, Figure]) -> list[Figure]:
    return [one for one in found.values() if one.operands]


def _downwards(path: str, found: Mapping[str, Figure]) -> list[Figure]:
    """Return a figure and everything it is made of, each once, nearer ones first."""
    reached = {path: None}
    queue = [path]
    while queue:
        operands = [o for o in found[queue.pop(0)].operands if o not in reached]
        reached |= dict.fromkeys(operands)
        queue += operands
    return [found[each] for each in reached]


def _occurrences(
    notice: Notice, figures: list[Figure], determination: Determination | None
) -> dict[str, PrintedFigure]:
    """Return the first occurrence of each figure, under what the notice itself determines.

    What a changed determination changes is not what the notice prints; quantities that it records
    are, though they stand under a name of their own.
    """
    first: dict[str, PrintedFigure] = {}
    for printed in notice.figures():
        if not notice.printed[printed.block].supposed and printed.label == printed.path:
            first.setdefault(printed.path, printed)
    unchanged = determination is None or determination.inputs == notice.inputs
    found: dict[str, PrintedFigure] = {}
    for figure in figures:
        family = figure.family.removeprefix("recorded.").removeprefix("previous.")
        printed_as = figure.key._replace(family=family)
        occurrence = first.get(printed_as.path)
        if occurrence and (unchanged or occurrence.number.rounds_to(figure.value)):
            found[figure.path] = occurrence
    return found


def _in_print(name: str, notice: Notice) -> tuple[dict[str, Figure], dict[str, PrintedFigure]]:
    """Return what a notice prints by the name that its verification has, and what it adds up.

    With the first occurrence of it; nothing at all if the notice prints nothing of that name.
    """
    for one in notice.figures():
        block = notice.printed[one.block]
        named = f"{one.label}{block.suffix}"
        if name not in (named, named.removeprefix("other.")):
            continue
        before = notice.evaluated(frozenset(block.supposed.items()))
        made = _at_the_place(before, evaluate(block.rules(notice.named), {}, made=before))
        if one.label in made:
            return {**made, name: replace(made[one.label], path=name)}, {name: one}
        printed = {other.label: _as_printed(other, block) for other in block.figures()}
        sums = {added.label: added for added in block.sums(notice.named) if not added.before}
        own = replace(printed[one.label], path=name)
        if one.label in sums:
            own = _added_up(own, sums[one.label], printed)
        return {**printed, **made, name: own}, {name: one}
    return {}, {}


def _at_the_place(before: Mapping[str, Figure], made: Mapping[str, Figure]) -> Mapping[str, Figure]:
    """Return what the rules of a place made, with what they made it of where that is made, too.

    Such a figure is made of what was printed of another that the rules make anew.
    """
    anew = {path for path, one in made.items() if path in before and before[path] is not one}
    as_printed = {
        f"recorded.{path}": replace(
            before[path], path=f"recorded.{path}", title=f"{path}, as printed"
        )
        for path in anew
    }
    of_print = {
        path: replace(
            one, operands=tuple(f"recorded.{o}" if o in anew else o for o in one.operands)
        )
        for path, one in made.items()
        if path not in before
    }
    return {**made, **as_printed, **of_print}


def _added_up(figure: Figure, added: Sum, printed: Mapping[str, Figure]) -> Figure:
    """Return a figure as the sum that it must be."""
    signs = [1] * len(added.plus) + [-1] * len(added.minus)
    operands = (*added.plus, *added.minus)
    terms = "".join(f" {'+-'[sign < 0]} {{{at}}}" for at, sign in enumerate(signs))
    return replace(
        figure,
        title="total of printed rows" if added.plus else figure.title,
        formula=f"{added.whole}{terms}" if added.whole else terms.removeprefix(" + "),
        operands=operands,
        value=(added.whole or 0)
        + sum(sign * printed[label].value for sign, label in zip(signs, operands, strict=True)),
        paragraph=added.source,
    )


def _as_printed(one: PlacedFigure, block: Place) -> Figure:
    tons, ratio = isinstance(one.number, PrintedQuantity), isinstance(one.number, PrintedPercent)
    return Figure(
        one.key,
        one.label,
        one.key.item.replace("_", " ") or one.key.recipient or one.label.replace("_", " "),
        one.number.amount,
        "recorded",
        f"as printed: {block.place}",
        unit="short tons" if tons else "ratio" if ratio else "",
    )


def _unknown(figure: str, found: Mapping[str, Figure], whose: Any) -> str:
    """Return the line that refuses *figure*, with the figures that may be meant."""
    meant = [path for path in found if figure.casefold() in path.casefold()]
    meant = meant or get_close_matches(figure, found)
    if meant:
        hint = f"did you mean {' or '.join(map(repr, meant[:_MOST_NAMED]))}?"
    else:
        families = dict.fromkeys(one.family for one in found.values())
        hint = f"expected one of these, or one that begins so: {', '.join(families)}"
    said = act_of(whose).remarks(found, whose.fiscal_year)
    remarks = "".join(f" ({remark})" for remark in said)
    return f"{figure}: no such figure; {hint}{remarks}"


def _exact(value: int | Fraction) -> str:
    text = str(value)
    return f"({text})" if "/" in text or text.startswith("-") else text


def _shown(figure: Figure, unit: str) -> str:
    if figure.unit == "ratio":
        return exact_text(figure.value)
    size = PRINT_UNITS[unit] if figure.unit else 1
    return exact_text(Fraction(half_up(figure.value)) / size)


def _printed(step: Step) -> str:
    return f"{step.printed.number}: {step.printed.place}" if step.printed else ""


def _lines(step: Step) -> Iterator[str]:
    figure = step.figure
    yield f"{figure.path}: {figure.title}"
    yield f"  {step.text}"
    if Fraction(figure.value).denominator > 1:
        unit = "" if figure.unit == "ratio" else f" {figure.unit}"
        yield f"  {step.rounded} ({step.rule}), exactly {figure.value}{unit}"
    yield f"  {figure.paragraph}{f'; printed {_printed(step)}' if step.printed else ''}"
    if figure.inferred:
        yield f"  {capitalised(figure.inferred)}."
