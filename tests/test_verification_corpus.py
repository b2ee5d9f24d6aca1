"""Every bundled notice verified: at once, and figure by figure."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest
from changed_figures import with_one_changed

import allotments
from allotments.checks import STATUSES
from allotments.printed_place import exchanged
from allotments.verification import CorpusVerification, verify, verify_corpus

SCHEMA = Path(__file__).parents[1] / "docs" / "corpus.schema.json"
CORPUS = verify_corpus()


def test_nothing_that_is_bundled_is_contradicted() -> None:
    assert CORPUS
    assert allotments.bundled() == list(CORPUS.notices)
    assert 0 == CORPUS.counts["contradicted"]


def test_a_line_for_each_notice_and_a_closing_count() -> None:
    lines = str(CORPUS).splitlines()
    for name, report in CORPUS.notices.items():
        (line,) = (one for one in lines if one.split()[:1] == [name])
        counts = [str(count) for count in reversed(report.counts.values()) if count]
        assert [name, str(len(report.rows)), *counts] == line.split()
    count = sum(len(report.rows) for report in CORPUS.notices.values())
    assert f"{len(CORPUS.notices)} notices." in lines
    assert any(line.startswith(f"{count:,} printed figures: 0 contradicted, ") for line in lines)
    assert count == sum(CORPUS.counts.values())


def test_a_contradicted_notice_is_shown_with_what_is() -> None:
    """8,925,001 for 8,925,000 at the second of FY2009's places; the other notice stays a line."""
    notice = allotments.load("fy2009")
    places = list(notice.printed)
    right = places[1].overall_allotment_quantity
    places[1] = exchanged(places[1], right, right.replace(value=8_925_001))
    wrong = verify(notice.replace(printed=places))
    corpus = CorpusVerification({"fy2009": wrong, "fy2012": CORPUS.notices["fy2012"]})
    assert not corpus
    assert wrong.summary() in str(corpus)
    assert CORPUS.notices["fy2012"].summary() not in str(corpus)


def test_a_notebook_shows_the_same() -> None:
    document = CORPUS._repr_html_()
    for name in CORPUS.notices:
        assert f">{name}</th>" in document
    for line in CORPUS.closing:
        assert f"<p class='note'>{line}</p>" in document


def test_the_json_holds_to_its_schema() -> None:
    data = json.loads(CORPUS.to_json())
    jsonschema.validate(data, json.loads(SCHEMA.read_text(encoding="utf-8")))
    assert {status: CORPUS.counts[status] for status in STATUSES} == data["counts"]
    assert CORPUS.counts["reproduced"] == sum(data["reproduced"].values())
    assert not data["contradicted"]


def test_records_name_their_notice() -> None:
    records = CORPUS.records()
    assert list(CORPUS.notices) == list(dict.fromkeys(one["notice"] for one in records))
    pandas = pytest.importorskip("pandas")
    frame = CORPUS.to_pandas()
    assert len(records) == len(frame)
    assert pandas.api.types.is_float_dtype(frame["computed"])


# Every printed figure matters.

ALONE = {
    "processors": "allocations go by shares that are not printed",
    "states": "allotments of States, likewise",
    "states_after_reassignment": "likewise",
    "changes": "one of those who gain or lose, without the others",
    "deficits": "one of those who give up sugar, without what becomes of it",
    "reassigned": "one of those to whom it goes, without whence",
    "reassigned_imports": "nothing is printed of whose it was",
    "sold_by_ccc": "likewise",
    "estimates": "nothing that is printed follows from it",
    "overall_allotment_quantity": "likewise",
    "before": "likewise",
    "uniform_reduction_percentage": "follows from acreage bases, which are not printed",
    "other": "not a quantity that the Act allots",
}
"""By the beginning of their family: figures that stand alone cannot be checked; and why."""


@pytest.mark.parametrize("name", [name for name in CORPUS.notices if name != "fy1995"])
def test_every_changed_figure_changes_a_status(name: str) -> None:
    """One unit of the last digit, up or down, but for those that stand alone.

    A sum that is within rounding may stay so in one direction, or in both where it has many rows.
    FY1995 has a test of its own, with a list figure by figure.
    """
    report = CORPUS.notices[name]
    before = [row.status for row in report.rows]
    ends: dict[str, set[str]] = {}
    for row in report.rows:
        ends.setdefault(row.key.path, set()).add(row.status)
    rounded = {
        path
        for row in report.rows
        for check in row.checks
        if check.status == "within rounding"
        for path in (row.key.path, *(check.relation if check.kind == "sum" else ()))  # type: ignore[misc]
    }
    for figure, changed in with_one_changed(allotments.load(name)):
        if before != [row.status for row in verify(changed).rows] or figure.path in rounded:
            continue
        assert ends[figure.path] == {"recorded"}, figure.path
        assert figure.key.family.split(".")[0] in ALONE, figure.path
