"""What-ifs as text: any input, also one that nobody has yet."""

from __future__ import annotations

import pytest

import allotments
from allotments import InvalidInput, scenarios
from allotments.command_line import main
from allotments.what_ifs import changed, whole_number

FY1995 = allotments.load("fy1995").inputs
CRITERIA = ("past_marketings", "processing_capacity", "ability_to_market")


def test_what_is_there_is_changed_in_the_unit_of_print() -> None:
    """9,200 and 1,700.5 thousand short tons; names have points of their own."""
    inputs = changed(
        FY1995,
        [
            "estimates.consumption=9200",
            "recorded.states.Florida=1700.5",
            "recorded.processors.Florida.U.S. Sugar Corp=600",
            "weights=1,1,1",
            "fiscal_year=1996",
            "overall_allotment_quantity=7800",
        ],
    )
    assert (9_200_000, 1_700_500) == (
        inputs.estimates.consumption,
        inputs.recorded.states["Florida"],
    )
    assert 600_000 == inputs.recorded.processors["Florida"]["U.S. Sugar Corp"]
    assert ((1, 1, 1), 1996, 7_800_000) == (
        inputs.weights,
        inputs.fiscal_year,
        inputs.overall_allotment_quantity,
    )


@pytest.mark.parametrize(
    ("text", "unit", "number"),
    [("12441", "TST", 12_441_000), ("1000000", "TST", 10**9), ("-1996", "", -1_996)],
)
def test_a_text_is_a_number_in_a_unit_of_print(text: str, unit: str, number: int) -> None:
    """The second is the largest quantity; the last has no unit, as a fiscal year."""
    assert number == whole_number(text, unit)


@pytest.mark.parametrize(
    ("text", "unit", "said"),
    [
        ("12,441", "TST", "found '12,441', expected a number of TST"),
        ("12,441", "", "found '12,441', expected a number"),
        ("0.0005", "TST", "found 0.0005 TST, expected a whole number of short tons"),
        ("1995.5", "", "found 1995.5, expected a whole number"),
        ("1000000001", "", "found 1000000001, expected at most 1,000,000,000"),
    ],
)
def test_a_text_that_is_no_such_number(text: str, unit: str, said: str) -> None:
    """Half a short ton is none, nor is half a year."""
    with pytest.raises(ValueError, match="expected") as caught:
        whole_number(text, unit)
    assert said == str(caught.value)


def test_all_settings_are_read_before_any_is_refused() -> None:
    """A value is whatever follows the first "="."""
    with pytest.raises(InvalidInput) as caught:
        changed(
            FY1995,
            [
                "estimates.consumption=x",
                "estimates.consumption=9200",
                "estimates.sugar=1",
                "estimates.production=1=2",
                "fiscal_year=x",
            ],
        )
    assert (
        "estimates.consumption: found 'x', expected a number of TST",
        "estimates.consumption: found it twice, expected it once",
        (
            "'estimates.sugar': no such input; did you mean 'estimates.consumption' or "
            "'estimates.production' or 'estimates.carry_in_stocks'?"
        ),
        "estimates.production: found '1=2', expected a number of TST",
        "fiscal_year: found 'x', expected a number",
    ) == caught.value.faults


def test_a_criterion_is_what_follows_the_last_point_of_a_name() -> None:
    """ "U.S. Sugar Corp." has three; what is refused is that it has no other criterion yet."""
    with pytest.raises(InvalidInput) as caught:
        changed(FY1995, ["processor_criteria.Florida.U.S. Sugar Corp..past_marketings=130"])
    assert [
        f"processor_criteria.Florida.U.S. Sugar Corp..{name}: missing, expected a value"
        for name in CRITERIA[1:]
    ] == list(caught.value.faults)


def test_the_command_says_what_to_type_for_thousands(capsys: pytest.CaptureFixture[str]) -> None:
    """Notices since 2002 print short tons."""
    assert 2 == main(["compare", "fy2025", "--set", "estimates.consumption=12300"])
    hint = "; if thousands of short tons are meant, write 12300000\n"
    assert capsys.readouterr().err.endswith(hint)
    assert 0 == main(["compare", "fy2025", "--set", "estimates.consumption=12300000"])


@pytest.mark.parametrize(
    ("name", "setting", "expected"),
    [
        (
            "fy1995",
            "estimates.consumption=9247000",
            "found 9247000 TST, expected at most 1,000,000; if short tons are meant, write 9247",
        ),
        (
            "fy1995",
            "estimates.consumption=12",
            "found 12,000 short tons, expected at least 20,000 or 0",
        ),
        (
            "fy2025",
            "estimates.consumption=12600",
            (
                "found 12,600 short tons, expected at least 20,000 or 0; "
                "if thousands of short tons are meant, write 12600000"
            ),
        ),
        (
            "fy2025",
            "estimates.consumption=12600000000",
            "found 12600000000 short tons, expected at most 1,000,000,000",
        ),
    ],
)
def test_another_unit_is_found_and_what_to_write_said(
    name: str, setting: str, expected: str
) -> None:
    """What can be written on a command line, which has no ``TST``."""
    with pytest.raises(InvalidInput) as caught:
        changed(allotments.load(name).inputs, [setting])
    assert f"estimates.consumption: {expected}" == str(caught.value)


def test_criteria_that_nobody_has_can_be_given() -> None:
    """Of States, which then are computed; and of processors, whose names have points."""
    states = [
        f"state_criteria.{state}.{criterion}={at}"
        for at, state in enumerate(FY1995.recorded.states, start=1)
        for criterion in CRITERIA
    ]
    inputs = changed(FY1995, states)
    assert 1_000 == inputs.state_criteria["Florida"].past_marketings
    assert "computed" == allotments.determine(inputs).origins["states"]
    mills = FY1995.recorded.processors["Texas"]
    inputs = changed(
        FY1995,
        [f"processor_criteria.Texas.{mill}.{name}=130" for mill in mills for name in CRITERIA],
    )
    assert 130_000 == inputs.processor_criteria["Texas"][next(iter(mills))].ability_to_market


@pytest.mark.parametrize(
    ("path", "hint"),
    [
        ("recorded.states.Forida", "did you mean 'recorded.states.Florida' or"),
        ("recorded.states", "did you mean 'recorded.states.Florida' or"),
        ("recorded", "did you mean 'recorded.states.Florida' or"),
        ("estimates.consumption.x", "did you mean 'estimates.consumption'"),
        ("state_criteria", "expected one that begins so: fiscal_year, "),
        ("state_criteria.Florida.past", "expected one that begins so: fiscal_year, "),
        ("", "expected one that begins so: fiscal_year, "),
    ],
)
def test_what_is_no_input_is_refused_with_what_may_be_meant(path: str, hint: str) -> None:
    with pytest.raises(InvalidInput) as caught:
        changed(FY1995, [f"{path}=1"])
    assert f"{path!r}: no such input; {hint}" in str(caught.value)


def test_of_many_inputs_that_may_be_meant_five_are_named() -> None:
    """57 are recorded, of which the States come first."""
    with pytest.raises(InvalidInput) as caught:
        changed(FY1995, ["recorded=1"])
    states = ("Florida", "Hawaii", "Louisiana", "Puerto Rico", "Texas")
    named = " or ".join(f"'recorded.states.{state}'" for state in states)
    assert f"'recorded': no such input; did you mean {named}?" == str(caught.value)


def test_a_state_that_is_none_is_refused_by_its_place() -> None:
    with pytest.raises(InvalidInput, match=r"state_criteria\.Bavaria: found 'Bavaria', expected"):
        changed(FY1995, [f"state_criteria.Bavaria.{name}=1" for name in CRITERIA])


def test_an_input_is_set_once() -> None:
    """Which of two values is meant, nobody can tell."""
    twice = ["estimates.consumption=9200", "estimates.consumption=9300"]
    with pytest.raises(InvalidInput, match=r"^estimates\.consumption: found it twice, expected"):
        changed(FY1995, twice)


def test_an_input_can_be_left_out() -> None:
    """Then the quantity is 85 percent of 12,300,000."""
    own = allotments.load("fy2025").inputs.replace(overall_allotment_quantity=10_600_000)
    left_out = changed(own, ["overall_allotment_quantity=none"])
    assert left_out.overall_allotment_quantity is None
    assert 10_455_000 == allotments.determine(left_out).overall_allotment_quantity
    with pytest.raises(InvalidInput, match=r"^estimates\.consumption: found None, expected"):
        changed(FY1995, ["estimates.consumption=none"])


QUANTITY = "overall_allotment_quantity"


def test_a_quantity_that_is_said_to_be_the_minimum_follows_consumption() -> None:
    """85 percent of 12,600,000, of Python, of --set and of scenarios alike; and it is noted."""
    notice = allotments.load("fy2025")
    assert 10_455_000 == allotments.determine(notice).overall_allotment_quantity
    by_text = changed(notice.inputs, ["estimates.consumption=12600000"])
    assert by_text == notice.inputs.replace(estimates={"consumption": 12_600_000})
    assert 10_710_000 == allotments.determine(by_text).overall_allotment_quantity
    found = scenarios.evaluate(notice, {"estimates.consumption": [12_300_000, 12_600_000]})
    assert [10_455_000, 10_710_000] == found.arrays[QUANTITY].tolist()
    said = "Overall allotment quantity: no quantity but the minimum is given"
    assert said in str(allotments.compare(notice, by_text))


def test_a_quantity_of_ones_own_does_not_follow() -> None:
    """Neither in a what-if nor in scenarios, which take it though the notice states the minimum."""
    notice = allotments.load("fy2025")
    own = changed(notice.inputs, [f"{QUANTITY}=10500000", "estimates.consumption=12000000"])
    assert 10_500_000 == allotments.determine(own).overall_allotment_quantity
    found = scenarios.evaluate(notice, {QUANTITY: [10_455_000, 10_600_000]})
    assert [5_682_292.5, 5_761_100] == found.arrays["sectors"][:, 0].tolist()  # 54.35 percent


@pytest.mark.parametrize(
    ("consumption", "quantity"),
    [(13_300_000, 10_455_000), (12_300_001, 10_455_001), (None, 10_455_000)],
)
def test_a_printed_quantity_that_is_not_the_minimum_stays(
    consumption: int | None, quantity: int
) -> None:
    """85 percent of 13,300,000 are 11,305,000; of 12,300,001, a fraction more than is printed."""
    place: dict[str, object] = {"place": "P", "at_minimum": True, QUANTITY: quantity}
    if consumption:
        place["estimates"] = {"consumption": consumption}
    file = {
        "format": 1,
        "act": "2002",
        "fiscal_year": 2026,
        "unit": "short tons",
        "source": {"document": "D", "title": "T"},
        "printed": [place],
    }
    notice = allotments.Notice.model_validate(file)
    assert quantity == notice.inputs.overall_allotment_quantity
