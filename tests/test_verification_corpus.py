"""Every bundled notice verified: at once, and figure by figure."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import jsonschema
import pytest
from changed_figures import with_one_changed
from displays import without_styles

import allotments
from allotments.checks import STATUSES, Row
from allotments.notices import PrintedFigure
from allotments.printed_place import exchanged
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
    document = without_styles(CORPUS._repr_html_())
    for name in CORPUS.notices:
        assert f">{name}</th>" in document
    for line in CORPUS.closing:
        assert f"<p class='answer'>{line}</p>" in document


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

UNNOTICED = {
    # Nothing else that is printed in the year computes it, or is computed from it.
    "stands alone": 55,
    # The finer digits are printed once.
    "repeats a coarser print": 3,
    # Its rows are rounded one by one, and may make up for it.
    "in a sum within rounding": 14,
    # What is missing is another number then, and still missing.
    "in a sum that does not close": 3,
}
"""How many printed figures may be one unit of their last digit off without a change of status."""


def reason(report: Verification, figure: PrintedFigure) -> str:
    """Return why a changed figure may change no status; empty where there is no reason."""
    for status, why in (
        ("within rounding", "in a sum within rounding"),
        ("does not close", "in a sum that does not close"),
    ):
        if any(figure.path in related(row, status) for row in report.rows):
            return why
    kinds = {c.kind for row in report.rows if row.key == figure.key for c in row.checks}
    if not kinds and not any(figure.path in related(row) for row in report.rows):
        return "stands alone"
    return "repeats a coarser print" * (kinds == {"repeat"})


def related(row: Row, *statuses: str) -> set[str]:
    """Return the paths of the figures in a row's additions and its own, if it has checks so."""
    checks = [c for c in row.checks if not statuses or c.status in statuses]
    sums = [c.relation for c in checks if isinstance(c.relation, frozenset)]
    return ({row.key.path} if checks else set()) | {path for one in sums for path in one}


def unnoticed(name: str) -> Iterator[tuple[int, str, str]]:
    """Yield the figures of a notice whose change changes no status: place, name and reason."""
    report = CORPUS.notices[name]
    before = [row.status for row in report.rows]
    for figure, changed in with_one_changed(allotments.load(name)):
        if before == [row.status for row in verify(changed).rows]:
            yield figure.block, figure.label, reason(report, figure)


def test_every_changed_figure_changes_a_status() -> None:
    """One unit of the last digit, up or down; FY1995 has a test of its own, figure by figure."""
    found = {(n, *one) for n in CORPUS.notices if n != "fy1995" for one in unnoticed(n)}
    assert [] == sorted(one for one in found if one[-1] not in UNNOTICED)
    assert UNNOTICED == Counter(why for *_, why in found)
