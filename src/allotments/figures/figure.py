"""A figure: one number of a determination, and where it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from fractions import Fraction
from typing import Literal, TypeAlias

Origin: TypeAlias = Literal["printed", "constant", "computed", "recorded", "pro rata"]
Range: TypeAlias = tuple[int | Fraction, int | Fraction]


@dataclass(frozen=True, slots=True)
class Figure:
    """One number of a determination, and where it comes from.

    Attributes
    ----------
    path : str
        Its name in the determination, such as ``sectors.beet``.
    title : str
        Its name in the field's words.
    value : int or Fraction
        Exact. [unit]
    origin : str
        ``"printed"`` (an input, as printed or as supposed instead) or ``"constant"`` where nothing
        is computed, else how it came about.
    source : str
        The paragraph of the Act, or where the number stands.
    formula : str
        How the operands make the value, ``"{0} - {1}"``; empty where nothing is computed.
    operands : tuple of str
        The paths of the operands, in the formula's order.
    unit : str
        ``"short tons"``, raw value but for crystalline fructose, or ``"ratio"``.
    inferred : str
        What it leans on that no source states; empty mostly.
    """

    path: str
    title: str
    value: int | Fraction
    origin: Origin
    source: str
    formula: str = ""
    operands: tuple[str, ...] = ()
    unit: str = "short tons"
    inferred: str = ""
