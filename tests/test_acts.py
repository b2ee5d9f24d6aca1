"""The Acts by name, and the Act that something belongs to."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest

import allotments
from allotments import acts
from allotments.act1990.act import ACT


@pytest.fixture
def own() -> Iterator[str]:
    """An Act of one's own, known by its name for one test."""
    acts.register(replace(ACT, name="own"))
    yield "own"
    del acts._REGISTERED["own"]


def test_the_act_of_a_notice_its_inputs_and_its_determination() -> None:
    notice = allotments.load("fy1995")
    for one in (notice, notice.inputs, allotments.determine(notice)):
        assert acts.act_of(one) is ACT
    assert acts.act_named("1990") is ACT
    assert "1990" in acts.names()


def test_an_act_of_ones_own_is_known_once_it_is_registered(own: str) -> None:
    assert own in acts.names()
    assert own == acts.act_named(own).name


@pytest.mark.parametrize("name", ["1995", 1990, None, ["1990"]])
def test_no_other_name_is_an_act(name: object) -> None:
    with pytest.raises(ValueError, match=r"^found .*, expected '1990'"):
        acts.act_named(name)
