"""Misprints that a notice names, and sums that do not close: what proves them."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from allotments.checks import Row
from allotments.notices import Notice
from allotments.verification import Verification, verify

HEAD = """\
format = 1
act = "2002"
fiscal_year = 2024
unit = "short tons"
source = { document = "FR Doc. 2024-17070", title = "2023-Crop Allotments" }
"""
# 85 percent of 12,550,000 is 10,667,500; 54.35 and 45.65 percent of it are 5,797,786.25 and
# 4,869,713.75. The notice prints 4,868,714 for cane.
INITIAL = """
[[printed]]
place = "Initial"
at_minimum = true
overall_allotment_quantity = 10667500
estimates = { consumption = 12550000 }
sectors = { beet = 5797786, cane = %s }
"""
# 338,967 less 88,972 is 249,995.
AUGUST = """
[[printed]]
place = "August"
deficits.beet = { "Five processors" = %s }
reassigned.beet = { "Michigan and Wyoming" = %s }
reassigned_imports.beet = 250000
"""
CANE = '{ value = 4868714, meant = %s, reason = "45.65 percent" }'
NAMED = 'does_not_close = { "%s" = "the 250,000 may be rounded" }\n'


def report(*places: str) -> Verification:
    text = HEAD + "".join(places)
    return verify(Notice.model_validate(tomllib.loads(text, parse_float=Decimal)))


def row(found: Verification, figure: str) -> Row:
    (one,) = (one for one in found.rows if one.figure == figure)
    return one


def test_without_being_named_a_misprint_is_contradicted() -> None:
    found = report(INITIAL % 4868714)
    assert not found
    assert ["overall_allotment_quantity", "sectors.cane"] == [
        one.figure for one in found.ending("contradicted")
    ]


def test_fiscal_year_2024_s_cane_is_a_misprint() -> None:
    """As printed, the formula fails and so does the sum; with 4,869,714 both hold."""
    found = report(INITIAL % (CANE % 4869714))
    assert found
    assert {"misprint": 1, "reproduced": 2, "recorded": 1} == {
        status: count for status, count in found.counts.items() if count
    }
    cane = row(found, "sectors.cane")
    assert ["formula", "misprint"] == [check.kind for check in cane.checks]
    assert "reproduced" == cane.checks[0].status
    assert (4_869_714, "45.65 percent") == (cane.checks[1].computed, cane.checks[1].reason)
    assert "as printed fails: sum of the two sectors, sec. 359c(c)" == cane.checks[1].source
    assert "4,868,714 short tons" == str(cane.printed)


def test_no_record_of_a_misprint_is_called_reproduced() -> None:
    """4,868,714 is not what the formula gives: 4,869,714 is, which was meant."""
    found = report(INITIAL % (CANE % 4869714)).records()
    cane = [one for one in found if one["figure"] == "sectors.cane"]
    assert [("formula", "misprint"), ("misprint", "misprint")] == [
        (one["check"], one["status"]) for one in cane
    ]
    assert "sec. 359c(c), half up or the remainder, of what was meant" == cane[0]["source"]
    assert (4_868_714, 4_869_714) == (cane[0]["printed"], round(cane[0]["computed"] or 0))
    assert ["recorded", "reproduced", "reproduced", "reproduced"] == [
        one["status"] for one in found if one["figure"] != "sectors.cane"
    ]


def test_other_figures_are_checked_with_what_was_meant_and_say_so() -> None:
    quantity = row(report(INITIAL % (CANE % 4869714)), "overall_allotment_quantity")
    assert "reproduced" == quantity.status
    assert [(), ("sectors.cane",)] == [check.as_meant for check in quantity.checks]
    assert "sum of the two sectors, with sectors.cane as meant" == quantity.checks[1].said


def test_what_was_meant_must_put_it_right() -> None:
    """4,869,000 is no better than what is printed."""
    found = report(INITIAL % (CANE % 4869000))
    cane = row(found, "sectors.cane")
    assert ["contradicted", "contradicted"] == [check.status for check in cane.checks]
    expected = "what was meant does not put right: sum of the two sectors, sec. 359c(c)"
    assert expected == cane.checks[1].source
    assert f"* sectors.cane: {expected}; 45.65 percent." in found.summary().replace("\n", " ")


def test_a_misprint_that_is_not_needed_is_contradicted() -> None:
    """What is printed holds half up, and a ton less as the remainder: rounding is no misprint."""
    quantity = '\n[[printed]]\nplace = "P"\noverall_allotment_quantity = 8925000\n'
    sectors = 'sectors = { beet = 4850738, cane = { value = %s, meant = %s, reason = "?" } }\n'
    for printed, meant in ((4_074_263, 4_074_262), (4_074_262, 4_074_263)):
        checks = row(report(quantity + sectors % (printed, meant)), "sectors.cane").checks
        assert "contradicted" == checks[-1].status
        assert "not needed: as printed every check holds" == checks[-1].source


def test_a_figure_that_stands_alone_cannot_be_a_misprint() -> None:
    only = '\n[[printed]]\nplace = "P"\nsectors.cane = { value = 5, meant = 6, reason = "?" }\n'
    (alone,) = report(only).rows
    assert ["contradicted"] == [check.status for check in alone.checks]


def test_one_sum_alone_proves_no_misprint() -> None:
    """FY2024, August: 88,967 would close the flow, but so would 338,972, or 249,995."""
    meant = '{ value = 88972, meant = 88967, reason = "closes the sum" }'
    found = report(AUGUST % (338967, meant))
    assert not found
    checks = row(found, "reassigned.beet.Michigan and Wyoming").checks
    said = "not proved: as printed one check alone fails: all that is given up"
    assert ["contradicted"] == [check.status for check in checks]
    assert checks[0].source.startswith(said)


def test_a_sum_and_another_print_prove_a_misprint() -> None:
    """They are independent of each other: two checks fail as printed, and hold as meant."""
    meant = '{ value = 88972, meant = 88967, reason = "as the table has it" }'
    again = '\n[[printed]]\nplace = "Table"\nreassigned.beet = { "Michigan and Wyoming" = 88967 }\n'
    found = report(AUGUST % (338967, meant), again)
    assert found
    assert ["reassigned.beet.Michigan and Wyoming"] == [
        one.figure for one in found.ending("misprint")
    ]


def test_a_misprinted_input_is_proved_by_what_follows_from_it() -> None:
    """Both sectors follow from the overall quantity, and fail with 10,676,500."""
    quantity = '{ value = 10676500, meant = 10667500, reason = "digits exchanged" }'
    text = INITIAL.replace("at_minimum = true\n", "").replace("10667500", quantity)
    found = report(text % 4869714)
    assert found
    assert "misprint" == row(found, "overall_allotment_quantity").status
    assert ["reproduced", ("overall_allotment_quantity",)] == [
        row(found, "sectors.beet").status,
        row(found, "sectors.beet").checks[0].as_meant,
    ]


def test_a_sum_that_does_not_close_is_shown_with_what_would_close_it() -> None:
    found = report(AUGUST % (338967, 88972) + NAMED % "reassigned_imports.beet")
    assert found
    assert {"does not close": 1, "recorded": 2} == {s: n for s, n in found.counts.items() if n}
    (check,) = row(found, "reassigned_imports.beet").checks
    assert (249_995, "the 250,000 may be rounded") == (check.computed, check.reason)
    assert {
        "deficits.beet.Five processors": 338_972,
        "reassigned.beet.Michigan and Wyoming": 88_967,
        "reassigned_imports.beet": 249_995,
    } == dict(check.candidates)
    said = found.summary().replace("\n", " ")
    assert "5 short tons more than computed: all that is given up" in said
    assert "or reassigned.beet.Michigan and Wyoming 88,967 or" in said
    assert "0 contradicted, 1 does not close, 0 within rounding" in said


def test_unnamed_it_is_a_contradiction_with_the_same_candidates() -> None:
    found = report(AUGUST % (338967, 88972))
    assert not found
    (check,) = row(found, "reassigned_imports.beet").checks
    assert ("contradicted", 3) == (check.status, len(check.candidates))


@pytest.mark.parametrize(
    ("named", "why"),
    [
        ("reassigned_imports.beet", "its sum closes"),
        ("deficits.beet.Five processors", "no sum is held against it"),
    ],
)
def test_what_is_named_and_closes_is_a_contradiction(named: str, why: str) -> None:
    found = report(AUGUST % (338972, 88972) + NAMED % named)
    assert not found
    assert f"named under does_not_close, but {why}" == row(found, named).checks[-1].source
    assert f"* {named}: named under does_not_close, but {why}." in found.summary()


def test_the_sectors_percentages_of_fiscal_year_2025() -> None:
    """45.65 was printed for both sectors; beet's is 54.35 by 359c(c)."""
    place = '\n[[printed]]\nplace = "P"\npercentage_factors = { beet = %s, cane = 45.65 }\n'
    found = report(place % '{ value = 45.65, meant = 54.35, reason = "359c(c)" }')
    assert found
    assert ["percentage_factors.beet"] == [one.figure for one in found.ending("misprint")]
    assert not report(place % "45.65")


def test_a_misprint_that_makes_no_determination_is_one() -> None:
    """Bases that are all zero can divide nothing."""
    zero = "{ past_marketings = 0, processing_capacity = 0, ability_to_market = %s }"
    text = """\
format = 1
act = "1990"
fiscal_year = 1995
source = { document = "Doc. 1", title = "A notice" }
[[printed]]
place = "P"
overall_allotment_quantity = 7889
weights = { past_marketings = 25, processing_capacity = 25, ability_to_market = 50 }
criteria = { beet = %s, cane = %s }
"""
    meant = '{ value = 0, meant = 4500, reason = "nothing else is possible" }'
    criteria = zero % meant, zero % 0
    found = verify(Notice.model_validate(tomllib.loads(text % criteria, parse_float=Decimal)))
    assert "misprint" == row(found, "criteria.beet.ability_to_market").status


def test_two_misprints_are_each_proved_with_the_other_as_meant() -> None:
    """Both sectors: each by its formula, and the sum fails for either."""
    beet = '{ value = 5797768, meant = 5797786, reason = "54.35 percent" }'
    found = report(INITIAL.replace("5797786", beet) % (CANE % 4869714))
    assert found
    assert ["sectors.beet", "sectors.cane"] == [one.figure for one in found.ending("misprint")]
    quantity = row(found, "overall_allotment_quantity")
    assert ("sectors.beet", "sectors.cane") == quantity.checks[1].as_meant
    said = "sum of the two sectors, with sectors.beet, sectors.cane as meant"
    assert said == quantity.checks[1].said


def test_a_formula_that_the_figure_is_part_of_proves_nothing() -> None:
    """What Texas's part for Florida is computed from is Florida's allotment less that part."""
    place = """
[[printed]]
place = "Texas"
sectors.cane = 4772708
states_after_reassignment = { Florida = 2690953, Louisiana = 2081755 }
deficits.cane = { Texas = 222999 }
reassigned.cane = { Florida = %s, Louisiana = 97267 }
"""
    found = report(place % '{ value = 135732, meant = 125732, reason = "?" }')
    florida = row(found, "reassigned.cane.Florida")
    assert ["within rounding", "misprint"] == [check.status for check in florida.checks]
    failing = florida.checks[1].source
    assert "as printed fails: sec. 359e(b)(1)(B), all that is given up" in failing
