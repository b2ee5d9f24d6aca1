"""Results: each is shown as a table, as text and in a notebook, and gives records and frames."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import Any, NamedTuple

from allotments.display.frames import Framed
from allotments.display.json_records import as_json
from allotments.display.text_and_html import (
    html_table,
    markdown_table,
    markdown_text,
    paragraphs,
    text_table,
    visible,
)


class Shown(NamedTuple):
    """A table between a caption and notes."""

    caption: str
    headers: Sequence[object]
    rows: Sequence[Sequence[object]]
    """As many cells as there are headers, or one: a heading; blanks that lead are its indent."""
    align: str | None = None
    """A character for each column, ``<`` for left and ``>`` for right; all left by default."""
    notes: Sequence[object] = ()
    answers: Sequence[object] = ()
    """What the table comes to, which stands before it."""
    totals: Collection[int] = ()
    """Which rows are totals."""
    marked: Collection[int] = ()
    """Which rows a reader must not miss."""

    def text(self) -> str:
        """Return it as text."""
        table = text_table(self.headers, self.rows, self.align) if self.rows else ""
        said, below = paragraphs(self.answers), paragraphs(self.notes)
        return "\n\n".join(filter(None, [visible(self.caption), said, table, below]))

    def markdown(self) -> str:
        """Return it in GitHub's Markdown, without the indents of its rows."""
        empty = [""] * (len(self.headers) - 1)
        rows = [[str(row[0]).strip(), *(row[1:] or empty)] for row in self.rows]
        table = markdown_table(self.headers, rows, self.align)
        said = map(markdown_text, (*self.answers, *self.notes))
        return "\n\n".join([f"**{markdown_text(self.caption)}**", table, *said])

    def html(self) -> str:
        """Return it for a notebook."""
        return html_table(
            self.caption,
            self.headers,
            self.rows,
            self.align,
            self.notes,
            answers=self.answers,
            totals=self.totals,
            marked=self.marked,
        )


class Result(Framed):
    """What has records and is shown as a table; its subclasses say how."""

    __slots__ = ()

    def _shown(self) -> Shown:
        raise NotImplementedError

    def __str__(self) -> str:
        return self._shown().text()

    def _repr_html_(self) -> str:
        return self._shown().html()


class Published(Result):
    """What is also written as JSON, which a schema in docs/ describes."""

    __slots__ = ()

    def data(self) -> Mapping[str, Any]:
        """Return what the JSON holds."""
        raise NotImplementedError

    def to_json(self) -> str:
        """Return it as JSON."""
        return as_json(self.data())
