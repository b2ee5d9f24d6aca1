"""Section 359c: the overall allotment quantity, the criteria, the factors, and the division.

Agricultural Adjustment Act of 1938, sec. 359c (7 U.S.C. 1359cc) as in force for fiscal year 1995:
Pub. L. 101-624 sec. 902, as amended by Pub. L. 102-237 sec. 111(e). :func:`prorate` also serves
sec. 359d(a), the allocation to processors.
"""

from __future__ import annotations

from allotments.act1990.section_359b import MINIMUM_IMPORTS
from allotments.core.checked import EachNotNegative, NotNegative, Signed, checked
from allotments.core.exact import Number
from allotments.formulas.division import prorate

CANE_STATES = ("Florida", "Hawaii", "Louisiana", "Puerto Rico", "Texas")
"""The "5 States in the United States in which sugarcane is produced", 359c(f), which does not name
them: FR Doc. 94-25622, item 6.
"""

# Relative weights of the three criteria, in that order.
FY1995_WEIGHTS = (1, 1, 2)
"""25, 25 and 50 percent: FR Doc. 94-25622, item 3."""

EQUAL_WEIGHTS = (1, 1, 1)
"""Those of FY1993: FR Doc. 94-25622, "Beet Sugar and Cane Sugar Allotments"."""

CEA_OMB_WEIGHTS = (1, 3, 6)
"""10, 30 and 60 percent: suggested, says the same place, by the Council of Economic Advisers and
the Office of Management and Budget.
"""


@checked
def overall_allotment_quantity(
    consumption: NotNegative,
    reasonable_carryover_stocks: NotNegative,
    carry_in_stocks: NotNegative,
) -> Number:
    """Return the overall allotment quantity: what is left for domestic sugar to supply.

    ``overall allotment quantity = (consumption + reasonable carryover stocks) - 1,250,000
    - carry-in stocks``

    The deduction is the constant 1,250,000, not the estimated imports. The result is negative
    where imports and stocks alone exceed the need.

    >>> overall_allotment_quantity(9_247_000, 1_278_000, 1_386_000)
    7889000

    Parameters
    ----------
    consumption, reasonable_carryover_stocks
        As in :func:`~allotments.act1990.estimated_imports`. Not negative. [short tons, raw value]
    carry_in_stocks
        The same, "including sugar in Commodity Credit Corporation inventory". Not negative.
        [short tons, raw value]

    Notes
    -----
    Sec. 359c(b)(1). The adjustment of 359c(b)(2), to avoid forfeitures, has no formula and is not
    made here, nor in the notice. FR Doc. 94-25622, item 2.
    """
    return (consumption + reasonable_carryover_stocks) - MINIMUM_IMPORTS - carry_in_stocks


def percentage_factors(bases: EachNotNegative) -> Number:
    """Return each recipient's share of the bases' sum; the shares add up to one.

    >>> percentage_factors({"beet": 4_209_500, "cane": 3_415_000})
    {'beet': Fraction(8419, 15249), 'cane': Fraction(6830, 15249)}

    Parameters
    ----------
    bases
        A mapping of recipients to weighted bases, or an array whose last axis is the recipients.
        Not negative, not all zero. [short tons, raw value]

    Returns
    -------
    Ratios from 0 to 1, in the form of *bases*. They are not rounded: the notice rounds 0.55210...
    to 55.2 percent for print only.

    Notes
    -----
    Sec. 359c(d)(1). FR Doc. 94-25622, item 3.
    """
    return prorate(1, bases)


@checked
def restraint(ability_to_market: NotNegative, allotment: Signed) -> Number:
    """Return by how much an allotment holds marketings back.

    ``restraint = ability to market - allotment``

    Negative where the allotment is more: in fiscal year 1995 cane sugar could have marketed
    143,469 short tons more than was to be produced.

    >>> sectors = prorate(7_889_000, {"beet": 4_209_500, "cane": 3_415_000})
    >>> restraint(4_500_000, sectors["beet"])
    Fraction(95783000, 663)
    >>> restraint(3_390_000, 3_533_469)
    -143469

    Parameters
    ----------
    ability_to_market
        The third criterion. Not negative. [short tons, raw value]
    allotment
        The allotment or allocation that it is held against. Any sign. [short tons, raw value]

    Notes
    -----
    FR Doc. 94-25622, "Beet Sugar and Cane Sugar Allotments", prints it for beet sugar as 144,000
    tons, and as approximately 195,000 under equal weights.
    """
    return ability_to_market - allotment
