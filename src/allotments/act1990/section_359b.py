"""Section 359b: estimates, the trigger, and crystalline fructose.

Agricultural Adjustment Act of 1938, sec. 359b (7 U.S.C. 1359bb) as in force for fiscal year 1995:
Pub. L. 101-624 sec. 902, as amended by Pub. L. 102-237 sec. 111(d) and Pub. L. 103-66 sec. 1107(b).
"""

from __future__ import annotations

from fractions import Fraction

from allotments.core.checked import NotNegative, Positive, Signed, checked
from allotments.core.exact import Number, below, divide
from allotments.formulas.raw_values import RAW_VALUE_FACTOR

MINIMUM_IMPORTS = 1_250_000
"""Below so many imports allotments are required. [short tons, raw value].

359b(b)(1), and again 359c(b)(1)(A).
"""

CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT = 200_000
"""The most sugar that crystalline fructose may stand for, 359b(c). [tons, raw value]."""

SWEETNESS_FACTOR = Fraction("1.17")
"""Of crystalline fructose: **inferred** from the notice's 159,757, item 8. [ratio].

No source was found.
"""


@checked
def estimated_imports(
    consumption: NotNegative,
    reasonable_carryover_stocks: NotNegative,
    production: NotNegative,
    carry_in_stocks: NotNegative,
) -> Number:
    """Return the estimated imports: what consumption and carryover need beyond domestic supply.

    ``imports = (consumption + reasonable carryover stocks) - (production + carry-in stocks)``

    This is the residual that the Act prescribes, not a forecast of entries. It comes out negative
    where domestic supply exceeds the need.

    >>> estimated_imports(9_247_000, 1_278_000, 7_890_000, 1_386_000)
    1249000

    Parameters
    ----------
    consumption
        Sugar that will be consumed in the United States in the fiscal year, without sugar imported
        for polyhydric alcohol or to be refined and re-exported. Not negative. [short tons, raw
        value]
    reasonable_carryover_stocks
        Sugar that would provide for reasonable carryover stocks: a determination of policy, not a
        forecast of stocks. Not negative. [short tons, raw value]
    production
        Sugar from domestically produced beets and cane. Not negative. [short tons, raw value]
    carry_in_stocks
        Stocks at the start of the fiscal year. Not negative. [short tons, raw value]

    Notes
    -----
    Sec. 359b(a)(1)(C). FR Doc. 94-25622, item 1.
    """
    return (consumption + reasonable_carryover_stocks) - (production + carry_in_stocks)


@checked
def allotments_required(imports: Signed) -> Number:
    """Return whether marketing allotments are required: imports strictly below 1,250,000.

    >>> allotments_required(1_249_000), allotments_required(1_250_000)
    (True, False)

    Parameters
    ----------
    imports
        Estimated imports, which may be negative; a ``float`` counts to a millionth of a ton. [short
        tons, raw value]

    Returns
    -------
    ``bool``, or an array of them.

    Notes
    -----
    Sec. 359b(b)(1): "less than 1,250,000 short tons, raw value".
    """
    return below(imports, MINIMUM_IMPORTS)


@checked
def threshold_carryover_stocks(
    consumption: NotNegative, production: NotNegative, carry_in_stocks: NotNegative
) -> Number:
    """Return the least reasonable carryover stocks that trigger no allotments.

    ``threshold = 1,250,000 - (consumption - production - carry-in stocks)``

    Carryover stocks below it make the estimated imports fall short of 1,250,000. It comes out
    negative where consumption alone draws more than that.

    >>> threshold_carryover_stocks(9_247_000, 7_890_000, 1_386_000)
    1279000

    Parameters
    ----------
    consumption, production, carry_in_stocks
        As in :func:`estimated_imports`. [short tons, raw value]

    Notes
    -----
    Sec. 359b(a)(1)(C) and (b)(1), solved for the stocks. FR Doc. 94-25622, "Estimates of Sugar
    Consumption, Stocks, Production, and Imports", discusses this figure.
    """
    return MINIMUM_IMPORTS + production + carry_in_stocks - consumption


@checked
def crystalline_fructose_allotment(
    sugar_equivalent: NotNegative = CRYSTALLINE_FRUCTOSE_SUGAR_EQUIVALENT,
    *,
    raw_value_factor: Positive = RAW_VALUE_FACTOR,
    sweetness_factor: Positive = SWEETNESS_FACTOR,
) -> Number:
    """Return the crystalline fructose whose sweetness equals a quantity of sugar, raw value.

    ``allotment = sugar equivalent / raw value factor / sweetness factor``

    >>> crystalline_fructose_allotment()
    Fraction(2000000000, 12519)
    >>> crystalline_fructose_allotment() // 1
    159757

    Parameters
    ----------
    sugar_equivalent
        Not negative. The Act's ceiling of 200,000 is not checked, nor does the Act require all of
        it. [tons of sugar, raw value]
    raw_value_factor
        Raw value of one ton of the sugar that it is as sweet as; above zero. The default is that
        of beet sugar. [ratio]
    sweetness_factor
        Sweetness of crystalline fructose over that of sugar; above zero. The default is
        **inferred**: 1.17 is the figure with two decimals that gives the printed 159,757, and no
        source for it was found. [ratio]

    Returns
    -------
    Crystalline fructose. [short tons]

    Notes
    -----
    Sec. 359b(c). FR Doc. 94-25622, item 8. The Act says "tons" where it says "short tons"
    elsewhere; the notice's result is in short tons.
    """
    return divide(sugar_equivalent, raw_value_factor * sweetness_factor)
