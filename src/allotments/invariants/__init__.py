"""What must hold of every result, whoever computed it.

Each invariant is a plain function. It takes results, or a function to be tried, and returns nothing
or raises :exc:`AssertionError` with what was found and what was expected. It knows nothing of this
library's formulas, and needs no Hypothesis; :mod:`allotments.strategies` draws what to try it with.

Recipients are a mapping to numbers, a mapping of States to such mappings, or a sequence or array of
numbers; a sequence beside a mapping is in its order. Numbers are compared exactly, a ``float`` as
the binary number that it is. ``tolerance`` is how far a result may be off, as those of floats and
of printed tables are, in the unit of the numbers: zero by default, never negative. The first line
of each function says what holds; its note cites the Act, with the sections of 1990 where no other
year is said.

A function under test is given ``float`` if any number beside it is one, otherwise ``int`` and
``Fraction``; what it raises is not caught. Results that are not finite numbers, or of other
recipients than asked for, break an invariant: :exc:`AssertionError`. What the caller chooses is
refused with :exc:`TypeError` if it is not a number or not recipients, and with :exc:`ValueError` if
it is not finite, out of its range, of other recipients, or empty where it must not be. pytest shows
such an error at the line of the test, not inside this package.
"""

from allotments.invariants.act1990 import (
    allotment_identity,
    fructose_as_sweet_as_sugar,
    restraints_sum,
    threshold_is_the_edge,
    trigger_equals_allotment_below_production,
)
from allotments.invariants.act2002 import (
    beet_bases_renormalised,
    gains_follow_initial_shares,
    new_entrant_reduces_pro_rata,
    offshore_comes_first,
    priority_comes_first,
    quantity_not_below_minimum,
    sectors_by_fixed_percentages,
)
from allotments.invariants.deficits import (
    abilities_respected,
    deficits_conserved,
    flows_explain_changes,
    more_ability_never_raises_imports,
    no_deficit_receives,
)
from allotments.invariants.division import (
    merging_adds_shares,
    more_base_never_lowers_share,
    only_proportions_of_bases_matter,
    order_does_not_matter,
    shares_in_proportion,
    shares_sum_to_whole,
)
from allotments.invariants.farms import (
    acreage_base_between_crop_years,
    acreage_yields_allotment,
    histories_conserved,
    proportionate_shares_sum_to_acreage_allotment,
)
from allotments.invariants.penalties import penalty_only_for_excess
from allotments.invariants.projections import (
    learned_prints_reproduced,
    more_prints_never_widen_range,
    printed_within_ranges,
)
from allotments.invariants.raw_values import higher_polarization_never_lowers_raw_value
from allotments.invariants.rounding import (
    exact_equals_array,
    rounding_error_at_most_half_a_unit,
    rows_foot,
)
from allotments.invariants.weighted_bases import (
    base_between_criteria,
    more_criterion_never_lowers_base,
    only_proportions_of_weights_matter,
    shares_follow_weighted_tons,
)
from allotments.invariants.years import (
    adjustment_can_be_undone,
    changed_by_one_percentage,
    deductions_conserved,
    year_conserved,
)

__all__ = [
    "abilities_respected",
    "acreage_base_between_crop_years",
    "acreage_yields_allotment",
    "adjustment_can_be_undone",
    "allotment_identity",
    "base_between_criteria",
    "beet_bases_renormalised",
    "changed_by_one_percentage",
    "deductions_conserved",
    "deficits_conserved",
    "exact_equals_array",
    "flows_explain_changes",
    "fructose_as_sweet_as_sugar",
    "gains_follow_initial_shares",
    "higher_polarization_never_lowers_raw_value",
    "histories_conserved",
    "learned_prints_reproduced",
    "merging_adds_shares",
    "more_ability_never_raises_imports",
    "more_base_never_lowers_share",
    "more_criterion_never_lowers_base",
    "more_prints_never_widen_range",
    "new_entrant_reduces_pro_rata",
    "no_deficit_receives",
    "offshore_comes_first",
    "only_proportions_of_bases_matter",
    "only_proportions_of_weights_matter",
    "order_does_not_matter",
    "penalty_only_for_excess",
    "printed_within_ranges",
    "priority_comes_first",
    "proportionate_shares_sum_to_acreage_allotment",
    "quantity_not_below_minimum",
    "restraints_sum",
    "rounding_error_at_most_half_a_unit",
    "rows_foot",
    "sectors_by_fixed_percentages",
    "shares_follow_weighted_tons",
    "shares_in_proportion",
    "shares_sum_to_whole",
    "threshold_is_the_edge",
    "trigger_equals_allotment_below_production",
    "year_conserved",
]
