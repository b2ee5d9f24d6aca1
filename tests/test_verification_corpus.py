"""Every bundled notice verified: at once, and figure by figure."""

from __future__ import annotations

import json
from pathlib import Path

import jsonschema
import pytest

import allotments
from allotments.checks import STATUSES
from allotments.verification import CorpusVerification, Verification, verify, verify_corpus

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
    row = CORPUS.notices["fy2009"].rows[0]
    number = row.printed.replace(value=7)
    wrong = Verification("Doc. 9", 2009, (CORPUS.notices["fy2009"].rows[0],))
    assert wrong
    notice = allotments.load("fy2009")
    report = verify(notice.replace(printed=[*notice.printed, _overall(notice.printed[1], 8925001)]))
    corpus = CorpusVerification({"fy2009": report, "one": wrong})
    assert not corpus
    assert report.summary() in str(corpus)
    assert "Doc. 9" not in str(corpus)
    assert number != row.printed


def _overall(place: object, value: int) -> object:
    quantity = place.overall_allotment_quantity.replace(value=value)  # type: ignore[attr-defined]
    return place.replace(overall_allotment_quantity=quantity)  # type: ignore[attr-defined]


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
