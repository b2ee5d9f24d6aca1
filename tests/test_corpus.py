"""Every bundled notice: loaded, written back, verified; the notable ones worked by hand."""

from __future__ import annotations

import tomllib
from decimal import Decimal

import pytest

from allotments import load, verify
from allotments.notices import Notice, bundled


@pytest.mark.parametrize("name", bundled())
def test_it_is_written_back_and_read_again_without_loss(name: str) -> None:
    notice = load(name)
    raw = tomllib.loads(notice.to_toml(), parse_float=Decimal)
    assert notice == Notice.model_validate(raw)


@pytest.mark.parametrize("name", bundled())
def test_nothing_is_contradicted(name: str) -> None:
    assert verify(load(name))


@pytest.mark.parametrize("name", bundled())
def test_its_name_says_its_year_and_when_it_was_announced(name: str) -> None:
    notice, (year, _, rest) = load(name), name.partition("-")
    assert year == f"fy{notice.fiscal_year}"
    if notice.action == "initial":
        assert "" == rest
    elif rest[0].isdigit():
        assert str(notice.announced).startswith(rest)
    else:
        assert rest == notice.action
    assert notice.follows is None or notice.follows < name


@pytest.mark.parametrize("name", bundled())
def test_its_sources_have_a_title_a_day_and_an_address(name: str) -> None:
    notice = load(name)
    for source in (notice.source, *(notice.other_sources or [])):
        assert "" not in (source.title, source.publication or "", source.location or "")
        assert source.published
