"""What the library makes of valid input: reassignments, reports, and scenarios over arrays."""

from __future__ import annotations

from fractions import Fraction
from math import prod
from typing import Any

import numpy as np
from hypothesis import strategies as st

from allotments import scenarios
from allotments.act1990 import (
    Estimates,
    Flow,
    Inputs,
    Reassignment,
    determine,
    figures,
    reassign_beet_deficits,
    reassign_cane_deficits,
)
from allotments.act1990.determination.figures import CRITERIA
from allotments.act1990.determination.inputs import LEAST_NATIONAL
from allotments.act1990.fast.chain import groups_of, input_values
from allotments.act1990.inverse_questions import WeightingPoint, weights_for_restraint
from allotments.comparison import Comparison, Difference, compare
from allotments.core.base_model import LARGEST_QUANTITY
from allotments.explanations import Explanation, explain
from allotments.explanations import Step as ExplainedStep
from allotments.figures.figure import Figure
from allotments.notices import PrintedFigure
from allotments.scenarios import Evaluation, Statistics, Summary
from allotments.strategies.deficits_and_farms import READINGS, beet_deficits, cane_deficits
from allotments.strategies.misprints import misprinted_notices
from allotments.strategies.models import determinations, estimates
from allotments.strategies.notices import GREATEST, notices
from allotments.strategies.quantities import check_drawn, quantities
from allotments.strategies.weightings import weights
from allotments.strategies.years import allotted_inputs
from allotments.verification import Check, Row, Verification, verify

_LONGEST = 3  # scenarios along an axis
_OF_SECTORS = ["imports", "percentage_factors", "sectors", "restraint"]
_ABILITIES = "ability_to_market."


def reassignments(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Reassignment]:
    """Return a strategy for what becomes of deficits, of beet or cane sugar, exact or in arrays.

    Parameters
    ----------
    min_value, max_value
        Of each allocation and each ability. [short tons, raw value]
    """
    beet = beet_deficits(min_value=min_value, max_value=max_value)
    cane = cane_deficits(min_value=min_value, max_value=max_value)

    def of_beet(found: Any, reading: Any) -> Reassignment:
        return reassign_beet_deficits(*found, in_proportion_to=reading)

    def of_cane(found: Any, reading: Any) -> Reassignment:
        return reassign_cane_deficits(*found, in_proportion_to=reading)

    def of_arrays(found: Any, reading: Any) -> Reassignment:
        tables = (np.array([list(table.values())] * 2, float) for table in found)
        return reassign_beet_deficits(*tables, in_proportion_to=reading)

    return (
        st.builds(of_beet, beet, READINGS)
        | st.builds(of_cane, cane, READINGS)
        | st.builds(of_arrays, beet, READINGS)
    )


def flows(*, min_value: int = 0, max_value: int = LARGEST_QUANTITY) -> st.SearchStrategy[Flow]:
    """Return a strategy for quantities that a reassignment moves.

    Parameters
    ----------
    min_value, max_value
        Of each allocation and each ability; not the same. [short tons, raw value]
    """
    beet = beet_deficits(min_value=min_value, max_value=max_value, deficit=True)
    cane = cane_deficits(min_value=min_value, max_value=max_value, deficit=True)
    return (beet | cane).map(_reassigned).flatmap(st.sampled_from)


def _reassigned(found: Any) -> tuple[Flow, ...]:
    nested = any(isinstance(one, dict) for one in found.allocations.values())
    return ((reassign_cane_deficits if nested else reassign_beet_deficits)(*found)).flows or ()


def computed_figures(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Figure]:
    """Return a strategy for figures of a determination, each with where it comes from.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs. [short tons, raw value]
    """
    return determinations(min_value=min_value, max_value=max_value).flatmap(
        lambda one: st.sampled_from(list(figures(one).values()))
    )


def explanations(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Explanation]:
    """Return a strategy for explanations of a figure, or of the whole chain.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs. [short tons, raw value]
    """
    return determinations(min_value=min_value, max_value=max_value).flatmap(
        lambda one: st.builds(explain, st.just(one), st.none() | st.sampled_from([*figures(one)]))
    )


def explained_steps(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[ExplainedStep]:
    """Return a strategy for one step of :func:`explanations`.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs. [short tons, raw value]
    """
    return explanations(min_value=min_value, max_value=max_value).flatmap(
        lambda found: st.sampled_from(found.steps)
    )


def comparisons(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Comparison]:
    """Return a strategy for comparisons of two determinations that need have nothing in common.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs of both. [short tons, raw value]
    """
    one = determinations(min_value=min_value, max_value=max_value)
    return st.builds(compare, one, one)


def differences(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Difference]:
    """Return a strategy for one figure of :func:`comparisons`.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs of both. [short tons, raw value]
    """
    return comparisons(min_value=min_value, max_value=max_value).flatmap(
        lambda found: st.sampled_from(found.differences)
    )


def verifications(
    *, min_value: int = LEAST_NATIONAL, max_value: int = GREATEST
) -> st.SearchStrategy[Verification]:
    """Return a strategy for reports on notices, sound ones and such with a misprint.

    Parameters
    ----------
    min_value, max_value
        Of each estimate and each criterion of a sector, as for :func:`notices`.
        [short tons, raw value]
    """
    sound = notices(min_value=min_value, max_value=max_value)
    misprinted = misprinted_notices(min_value=min_value, max_value=max_value)
    return (sound | misprinted.map(lambda misprint: misprint.notice)).map(verify)


def verified_rows(
    *, min_value: int = LEAST_NATIONAL, max_value: int = GREATEST
) -> st.SearchStrategy[Row]:
    """Return a strategy for one printed figure of :func:`verifications`.

    Parameters
    ----------
    min_value, max_value
        Of each estimate and each criterion of a sector, as for :func:`notices`.
        [short tons, raw value]
    """
    return verifications(min_value=min_value, max_value=max_value).flatmap(
        lambda report: st.sampled_from(report.rows)
    )


def checks(
    *, min_value: int = LEAST_NATIONAL, max_value: int = GREATEST
) -> st.SearchStrategy[Check]:
    """Return a strategy for one check of :func:`verifications`.

    Parameters
    ----------
    min_value, max_value
        Of each estimate and each criterion of a sector, as for :func:`notices`.
        [short tons, raw value]
    """
    return verifications(min_value=min_value, max_value=max_value).flatmap(
        lambda report: st.sampled_from([one for row in report.rows for one in row.checks])
    )


def printed_figures(
    *, min_value: int = LEAST_NATIONAL, max_value: int = GREATEST
) -> st.SearchStrategy[PrintedFigure]:
    """Return a strategy for one printed occurrence of a figure, with its place.

    Parameters
    ----------
    min_value, max_value
        Of each estimate and each criterion of a sector, as for :func:`notices`.
        [short tons, raw value]
    """
    return notices(min_value=min_value, max_value=max_value).flatmap(
        lambda notice: st.sampled_from(list(notice.figures()))
    )


def varying(
    inputs: Inputs, *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[dict[str, Any]]:
    """Return a strategy for what :func:`~allotments.scenarios.evaluate` varies of *inputs*.

    Numbers and arrays of one or two scenario axes that broadcast: estimates, weights, criteria,
    abilities of processors, or some of them. In some scenarios allotments are required, and then
    there is something to allot; in others none are.

    Parameters
    ----------
    inputs
        From :func:`~allotments.strategies.allotted_inputs`: whatever varies, there is something to
        divide by.
    min_value, max_value
        Of each quantity; criteria are above zero. [short tons, raw value]
    """
    check_drawn("inputs", inputs, Inputs, "allotted_inputs()")
    estimates(min_value=min_value, max_value=max_value, something_to_allot=True)
    return _varying(inputs, min_value, max_value)


@st.composite
def _varying(draw: st.DrawFn, inputs: Inputs, low: int, high: int) -> dict[str, Any]:
    shape = draw(st.lists(st.integers(1, _LONGEST), min_size=1, max_size=2))
    found: dict[str, Any] = {}
    if draw(st.booleans()):
        kind = estimates(min_value=low, max_value=high, something_to_allot=True)
        drawn = draw(st.lists(kind, min_size=shape[0], max_size=shape[0]))
        for name in Estimates.model_fields:
            values = np.array([getattr(one, name) for one in drawn])
            found[f"estimates.{name}"] = values.reshape(-1, *(1 for _ in shape[1:]))
    if draw(st.booleans()):
        found["weights"] = _array(draw, shape, weights(), np.float64)
    for path in input_values(inputs):
        if path.rpartition(".")[2] in CRITERIA and draw(st.booleans()):
            least = LEAST_NATIONAL if path.startswith("criteria.") else 1
            one = st.integers(max(low, least), high)
            found[path] = draw(one) if draw(st.booleans()) else _array(draw, shape, one)
    for group, names in groups_of(inputs).items():
        if draw(st.booleans()):
            each = st.tuples(*(quantities(min_value=low, max_value=high) for _ in names))
            found[f"{_ABILITIES}{group}"] = _array(draw, shape, each)
    return found


def _array(draw: st.DrawFn, shape: list[int], of: st.SearchStrategy[Any], *kind: Any) -> Any:
    """Draw an array that broadcasts with *shape*, in whole numbers or floats."""
    own = [length if draw(st.booleans()) else 1 for length in shape]
    values = draw(st.lists(of, min_size=prod(own), max_size=prod(own)))
    array = np.array(values, *(kind or (draw(st.sampled_from([np.int64, np.float64])),)))
    return array.reshape(*own, *array.shape[1:])


def _scenarios(min_value: int, max_value: int) -> st.SearchStrategy[tuple[Any, ...]]:
    """Return a strategy for inputs, and what varies of them."""
    return allotted_inputs(min_value=min_value, max_value=max_value).flatmap(
        lambda inputs: st.tuples(
            st.just(inputs), varying(inputs, min_value=min_value, max_value=max_value)
        )
    )


def evaluations(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Evaluation]:
    """Return a strategy for evaluations of :func:`varying` inputs.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs. [short tons, raw value]
    """
    return _scenarios(min_value, max_value).map(lambda found: scenarios.evaluate(*found))


def summaries(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Summary]:
    """Return a strategy for statistics over scenarios of :func:`varying` inputs.

    Of every figure, down to processors after deficits, or of some of the sectors' figures.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs. [short tons, raw value]
    """
    only = st.none() | st.lists(st.sampled_from(_OF_SECTORS), min_size=1, unique=True)
    return st.builds(
        lambda found, wanted: scenarios.summarise(*found, only=wanted, progress=False, workers=1),
        _scenarios(min_value, max_value),
        only,
    )


def weighting_points(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[WeightingPoint]:
    """Return a strategy for weightings between two others that give beet sugar a restraint.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs. [short tons, raw value]
    """
    return _weighting_points(allotted_inputs(min_value=min_value, max_value=max_value))


@st.composite
def _weighting_points(draw: st.DrawFn, of: st.SearchStrategy[Inputs]) -> WeightingPoint:
    inputs, first, second = draw(of), draw(weights()), draw(weights())
    share = draw(st.fractions(0, 1, max_denominator=20))
    between = tuple(
        (1 - share) * Fraction(one, sum(first)) + share * Fraction(other, sum(second))
        for one, other in zip(first, second, strict=True)
    )
    beet = (determine(inputs.replace(weights=between)).restraint or {})["beet"]
    return weights_for_restraint(inputs, beet, first, second)


def statistics(
    *, min_value: int = 0, max_value: int = LARGEST_QUANTITY
) -> st.SearchStrategy[Statistics]:
    """Return a strategy for what :func:`summaries` know of one figure.

    Parameters
    ----------
    min_value, max_value
        Of each quantity of the inputs. [short tons, raw value]
    """
    return summaries(min_value=min_value, max_value=max_value).flatmap(
        lambda known: st.sampled_from(list(known.statistics.values()))
    )
