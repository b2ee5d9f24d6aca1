"""Figures, and the rules of an Act that make one of others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any, Literal, NamedTuple, TypeAlias

Origin: TypeAlias = Literal["input", "constant", "computed", "recorded", "pro rata", "projected"]
Exact: TypeAlias = int | Fraction
Range: TypeAlias = tuple[Exact, Exact]


class Key(NamedTuple):
    """What names a figure: its family, and within it group, recipient and item, where it has them.

    >>> Key("processors", "Florida", "U.S. Sugar Corp.").path
    'processors.Florida.U.S. Sugar Corp.'
    """

    family: str
    group: str = ""
    recipient: str = ""
    item: str = ""

    @property
    def path(self) -> str:
        """The key as one text, which is the figure's name everywhere; never taken apart again."""
        return ".".join(filter(None, self))

    @property
    def wholes(self) -> tuple[str, ...]:
        """The paths of the tables that the figure is in, the nearest first, and its own before."""
        parts = [part for part in self if part]
        return tuple(".".join(parts[:count]) for count in range(len(parts), 0, -1))


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a determination, and where it comes from.

    Attributes
    ----------
    key : Key
        Its family, group, recipient and item.
    path : str
        The same as one text, such as ``sectors.beet``.
    title : str
        Its name in the field's words.
    value : int or Fraction
        Exact. [unit]
    origin : str
        ``"input"``, as printed or as supposed instead; ``"constant"`` of the law; ``"computed"`` by
        a formula; ``"recorded"`` as printed, where nothing computes it; ``"pro rata"``: recorded,
        and changed as the allotment that it is part of; ``"projected"`` from earlier prints.
    paragraph : str
        Of the Act, or where the number stands.
    formula : str
        How the operands make the value, ``"{0} - {1}"``; empty where nothing is computed.
    operands : tuple of str
        The paths of the operands, in the formula's order.
    unit : str
        ``"short tons"``, raw value but for crystalline fructose, ``"ratio"``, or empty for a count.
    part_of : str
        The path of the quantity that this one is a part of; empty where it is part of none.
    inferred : str
        What it assumes that no source states; mostly empty.
    computed : int, Fraction or None
        What the formula gives where the value is known otherwise. [unit]
    """

    key: Key
    path: str
    title: str
    value: Any
    origin: Origin
    paragraph: str
    formula: str = ""
    operands: tuple[str, ...] = ()
    unit: str = "short tons"
    part_of: str = ""
    inferred: str = ""
    computed: Any = None

    @property
    def family(self) -> str:
        """The family of figures that it belongs to, such as ``processors``."""
        return self.key.family

    @property
    def group(self) -> str:
        """The group within the family, such as a State; empty where there is none."""
        return self.key.group

    @property
    def recipient(self) -> str:
        """Whose figure it is: a sector, a State or a processor; empty where it is nobody's."""
        return self.key.recipient


@dataclass(frozen=True, slots=True, kw_only=True)
class Rule:
    """How one figure follows from others, or that it is known: one line of an Act's chain.

    Attributes
    ----------
    key, title, paragraph, operands, unit, part_of, inferred
        As of the :class:`Figure` that it makes.
    formula : callable, optional
        The pure function of the operands; without it the figure is never computed, only known.
    text : str
        The formula as text, for :attr:`Figure.formula`.
    origin : str
        Of the figure: of a known one where there is no formula, else of the computed one.
    when : tuple, optional
        A path and a predicate: only where it holds for that figure is this one established.
    span : callable, optional
        What returns the exact range (least, greatest) of the result while the operands move within
        theirs, given a function from paths to the operands' ranges. Only for a formula that does
        not rise or fall with each operand alone, so that the ends of those do not give it.
    remainder : tuple of str
        Of a part that notices may print as what is left: the paths of the whole and of its other
        parts. Verification then takes it as rounded by itself, or as what they, printed, leave.
    adds : tuple of int
        Where it only adds and subtracts its operands, the sign of each: if such a figure does not
        come out as printed, any of them may be wrong.
    affine_in : tuple of str
        Operands in which the formula is affine: all others given, the value is a constant plus a
        multiple of each. Where only these vary, scenarios are evaluated by one matrix product.
    """

    key: Key
    title: str
    paragraph: str
    operands: tuple[str, ...] = ()
    formula: Callable[..., Any] | None = None
    text: str = ""
    origin: Origin = "computed"
    unit: str = "short tons"
    part_of: str = ""
    inferred: str = ""
    when: tuple[str, Callable[[Any], Any]] | None = None
    span: Callable[[Callable[[str], Range]], Range] | None = None
    remainder: tuple[str, ...] = ()
    adds: tuple[int, ...] = ()
    affine_in: tuple[str, ...] = ()
