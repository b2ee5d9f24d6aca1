"""An Act as the rest of the library sees it: one small object, and nothing else is asked of it."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from fractions import Fraction
from typing import Any, NamedTuple, TypeAlias

from allotments.core.units import PRINT_UNITS
from allotments.figures.figure import Exact, Figure, Key, Rule
from allotments.rounding import grouped

Named: TypeAlias = Mapping[str, Mapping[str, Sequence[str]]]
"""Who is named: by family and group the recipients, in their order."""


class Family(NamedTuple):
    """What the figures of a family have in common."""

    heading: str
    """What they stand under; empty where no view lists them."""
    unit: str = "short tons"
    """That they are printed in: a key of ``allotments.core.units.PRINT_UNITS``."""
    places: int = 0
    """How many decimals are printed."""
    recipients: str = ""
    """What those are called who receive a part: ``"processors"``; empty where nobody does."""
    headline: bool = False
    """Whether views list them first, before States and processors: those of the whole country."""
    is_input: bool = False
    """Whether a determination follows from them."""
    measured: bool = False
    """Whether verification lets them move within the rounding of their print: they are measured, or
    rounded one by one, and no number that the law states."""
    national: bool = False
    """Whether they are quantities for the whole country, where a few tons are a slip of unit."""
    may_stand_alone: bool = False
    """Whether a notice may print them though the condition of their rule does not hold, as bases
    where no allotments are required: then they are no contradiction."""

    def show(self, value: Exact, places: int | None = None) -> str:
        """Return a value in the unit of print, half up to its decimals, without the unit."""
        amount = Fraction(value) / PRINT_UNITS[self.unit]
        return grouped(amount, self.places if places is None else places)


@dataclass(frozen=True, kw_only=True, eq=False)
class Act:
    """One version of the Act: its chain of determinations, and what notices under it print.

    Attributes
    ----------
    name : str
        ``"1990"``.
    title : str
        In a few words, for headings.
    fiscal_years : range
        That it may be asked for.
    other_years : mapping
        By ranges of other fiscal years, why it may not be asked for them.
    unit : str
        That its notices print quantities in, a key of the units of print.
    families : mapping
        Of figures, by name, in the order that views show them.
    rules : callable
        Its chain, given who is named and the fiscal year: operands first.
    known : callable
        What inputs state, by key.
    inputs : type
        The model of a determination's inputs.
    determination : type
        The class of its determinations.
    place : type
        The model of what a notice prints at one place.
    inputs_of : callable
        The inputs that a fiscal year's printed figures amount to.
    tables : mapping
        Layouts of its notices' tables, by name, in their order.
    remarks : callable
        What is to be said of a determination's figures and fiscal year, sentence by sentence.
    decisions : mapping
        By path, what is decided by a figure's value, in words: ``"allotments required"``.
    not_established : str
        Why a figure has no value where a rule's condition does not hold; empty where none has one.
    pro_rata : str
        The paragraph by which recorded quantities follow an allotment that is changed.
    example : str
        A bundled notice under it, named where something under another Act is refused.
    fast : str
        The module that evaluates its chain over arrays faster than the rules; empty for none.
    """

    name: str
    title: str
    fiscal_years: range
    unit: str
    families: Mapping[str, Family]
    rules: Callable[[Named, int], Iterable[Rule]]
    known: Callable[[Any], Mapping[Key, Any]]
    inputs: type[Any]
    determination: type[Any]
    place: type[Any]
    inputs_of: Callable[[int, Mapping[Key, Any]], Any]
    tables: Mapping[str, Any] = field(default_factory=dict)
    other_years: Mapping[range, str] = field(default_factory=dict)
    remarks: Callable[[Mapping[str, Figure], int], Sequence[str]] = lambda _figures, _year: ()
    decisions: Mapping[str, Callable[[Any], str]] = field(default_factory=dict)
    not_established: str = ""
    pro_rata: str = ""
    example: str = ""
    fast: str = ""

    def heading(self, figure: Figure) -> str:
        """Return the heading of a figure: its family's; of parts with the group of recipients."""
        family = self.families[figure.family]
        grouped_parts = figure.group and family.recipients
        return f"{family.heading}, {figure.group}" if grouped_parts else family.heading


def years_expected(year: int, years: range, others: Mapping[range, str]) -> str:
    """Return which fiscal years are expected instead of *year*, and why.

    >>> years_expected(1997, range(1992, 1997), {range(1997, 2003): "not in force"})
    '1992 to 1996: not in force'
    """
    why = "".join(f": {reason}" for span, reason in others.items() if year in span)
    return f"{years[0]} to {years[-1]}{why}"


def named(keys: Iterable[Key]) -> Named:
    """Return who is named in *keys*, by family and group, in their order.

    >>> named([Key("states", "", "Florida"), Key("estimates", item="consumption")])
    {'states': {'': ['Florida']}, 'estimates': {'': []}}
    """
    found: dict[str, dict[str, list[str]]] = {}
    for family, group, recipient, _ in keys:
        recipients = found.setdefault(family, {}).setdefault(group, [])
        if recipient and recipient not in recipients[-1:]:
            recipients.append(recipient)
    return found
