"""Plain text and HTML tables of any content: what every view of the library is shown with.

Content is harmless and aligned by construction. :func:`visible` puts any text on one line and makes
what cannot be seen visible; :func:`width` counts terminal columns, not characters.
"""

from __future__ import annotations

import html
import re
import unicodedata
from collections.abc import Collection, Iterable, Sequence
from contextvars import ContextVar
from itertools import zip_longest
from textwrap import fill

from allotments.core.printed_number import QUANTITY_UNITS

COLUMNS: ContextVar[int] = ContextVar("columns", default=100)
"""Within how many terminal columns text keeps; the command line sets it for what it prints."""

_GAP = "  "  # between the columns of a text table
_UNITS = [unit for unit in QUANTITY_UNITS if " " in unit]  # that HTML keeps on one line
_HANG = "  "  # before the continuation of a cell that goes on in the next line

# What suits light and dark pages alike: neutral grey rules, all else as around. Each line is said
# once: what a notebook that is not trusted keeps stands in the elements; it takes the rest away.
_LINE = "1px solid #888"
_MARKED = "color:#d33;font-weight:700"
_STYLES = {
    "caption": "caption-side:top;text-align:left;font-weight:600;padding:0 .6em .4em;"
    "white-space:nowrap",
    "answer": "margin:.35em 0 0;font-weight:normal;white-space:normal",
    "note": "margin:.35em 0 0;padding:0 .6em;font-size:.85em;opacity:.8",
    "start": "text-align:left",
    "unit": "text-align:left;white-space:nowrap",
    "end": "text-align:right",
    "head": f"font-weight:600;vertical-align:bottom;border-top:{_LINE};border-bottom:{_LINE}",
    "label": "text-align:left;font-weight:normal;white-space:pre-wrap",
    "heading": "text-align:left;font-weight:600;padding-top:.7em",
    "total": f"font-weight:600;border-top:{_LINE}",
    "marked": _MARKED,
}
# The doubled class outranks a notebook's own table rules; no selector reaches outside the class.
_STYLE = """\
<style>
.allotments.allotments { margin: 1em 0; overflow-x: auto; color: inherit; }
.allotments.allotments table { border: 0; width: auto; font-size: inherit;
  color: inherit; background: transparent; font-variant-numeric: tabular-nums lining-nums; }
.allotments.allotments tr, .allotments.allotments tbody tr:nth-child(n) {
  background: transparent; }
.allotments.allotments th, .allotments.allotments td { padding: 0.15em 0.6em; border: 0;
  color: inherit; font-weight: inherit; line-height: 1.4; vertical-align: baseline;
  white-space: pre-wrap; max-width: none; }
.allotments.allotments td.end { text-align: right; white-space: nowrap; }
</style>"""


def visible(text: object) -> str:
    r"""Return *text* on one line with nothing hidden in it; printable text comes back as it is.

    Each white-space character becomes a blank, each other character that does not print (control,
    direction and zero-width characters, lone surrogates) its escape.

    >>> visible("Ka'u Agribusiness Co"), visible("Roig\r\n\x1b[31m")
    ("Ka'u Agribusiness Co", 'Roig  \\x1b[31m')
    """
    return "".join(
        char
        if char.isprintable()
        else " "
        if char.isspace()
        else char.encode("unicode_escape").decode("ascii")
        for char in str(text)
    )


def capitalised(text: str) -> str:
    """Return *text* as it stands at the beginning of a line; its other letters stay as they are.

    >>> capitalised("allotment of Puerto Rico")
    'Allotment of Puerto Rico'
    """
    return f"{text[:1].upper()}{text[1:]}"


def width(text: str) -> int:
    """Return how many terminal columns *text* takes: two for a wide character, none for an accent.

    >>> width("Roig"), width("Añasco"), width("An\u0303asco"), width("砂糖")
    (4, 6, 6, 4)
    """
    return sum(
        0
        if unicodedata.category(char) in ("Mn", "Me")
        else 2
        if unicodedata.east_asian_width(char) in ("W", "F")
        else 1
        for char in text
    )


def pad(text: str, columns: int, align: str = "<", fill: str = " ") -> str:
    """Return *text* filled up to *columns* terminal columns; what is wider stays whole.

    >>> pad("Roig", 7, fill="."), pad("17.628", 8, ">")
    ('Roig...', '  17.628')
    """
    filling = fill * (columns - width(text))
    return filling + text if align == ">" else text + filling


def text_table(
    headers: Sequence[object],
    rows: Iterable[Sequence[object]],
    align: str | None = None,
    *,
    columns: int | None = None,
) -> str:
    """Return a table of aligned columns as text, within *columns* where the content permits.

    Nothing is ever cut. Where a table is too wide, cells of left-aligned columns go on in the next
    line, after a hanging indent, and break at blanks only; a table whose longest words still do not
    fit is as wide as they need.

    >>> print(text_table(["State", "TST"], [["Florida", "1,687.380"], ["Texas", "131.650"]], "<>"))
    State          TST
    -------  ---------
    Florida  1,687.380
    Texas      131.650

    Parameters
    ----------
    headers
        One for each column.
    rows
        Sequences of cells, as many as there are headers; a cell is shown as :func:`visible`. A
        sequence of one cell is a heading across the table.
    align
        A character for each column, ``<`` for left and ``>`` for right; all left by default.
    columns
        The width to keep within; by default :data:`COLUMNS`. [terminal columns]

    Raises
    ------
    ValueError
        If a row has more or fewer cells than there are headers, or *align* does not fit them.
    """
    columns = columns or COLUMNS.get()
    shown = [[visible(cell) for cell in row] for row in (headers, *rows)]
    lines = [shown[0] if len(row) == 1 else row for row in shown] if len(shown[0]) > 1 else shown
    align = _checked_align(align, lines)
    widths = [max(1, *map(width, column)) for column in zip(*lines, strict=True)]
    widths = _narrowed(widths, lines, align, columns)
    head, *body = (
        _wrapped(row, widths, align) if len(row) == len(widths) else _broken(row[0], columns)
        for row in shown
    )
    rule = _GAP.join("-" * size for size in widths)
    return "\n".join([*head, rule, *(text for row in body for text in row)])


def paragraphs(notes: Iterable[object], *, columns: int | None = None) -> str:
    """Return notes as text, a paragraph each, broken at blanks to keep within *columns*.

    A note that begins with blanks goes on indented by two more.

    >>> print(paragraphs(["TST: thousand short tons.", "Rounded half up."], columns=16))
    TST: thousand
    short tons.
    Rounded half up.
    """
    lines = []
    for note in map(visible, notes):
        indent = note[: len(note) - len(note.lstrip())]
        hang = f"{indent}  " if indent else ""
        lines.append(
            fill(
                note,
                columns or COLUMNS.get(),
                subsequent_indent=hang,
                break_long_words=False,
                break_on_hyphens=False,
            )
        )
    return "\n".join(lines)


def markdown_table(
    headers: Sequence[object], rows: Iterable[Sequence[object]], align: str | None = None
) -> str:
    r"""Return a table in GitHub's Markdown, padded so that it reads well unrendered too.

    Cells come out as text: nothing in them is taken for markup, mathematics or a link.

    >>> print(markdown_table(["Name", "TST"], [["A|B *Sugar*", "1,687.380"]], "<>"))
    | Name           |       TST |
    | :------------- | --------: |
    | A\|B \*Sugar\* | 1,687.380 |
    """
    lines = [[markdown_text(cell) for cell in row] for row in (headers, *rows)]
    align = _checked_align(align, lines)
    widths = [max(3, *map(width, column)) for column in zip(*lines, strict=True)]
    head, *body = (
        [pad(cell, size, side) for cell, size, side in zip(line, widths, align, strict=True)]
        for line in lines
    )
    rule = [
        "-" * (size - 1) + ":" if side == ">" else ":" + "-" * (size - 1)
        for size, side in zip(widths, align, strict=True)
    ]
    return "\n".join(f"| {' | '.join(cells)} |" for cells in (head, rule, *body))


def html_table(  # noqa: PLR0913 -- the parts of a table; most have defaults, and are named
    caption: object,
    headers: Sequence[object],
    rows: Iterable[Sequence[object]],
    align: str | None = None,
    notes: Iterable[object] = (),
    *,
    answers: Iterable[object] = (),
    totals: Collection[int] = (),
    marked: Collection[int] = (),
) -> str:
    """Return a table as HTML for a notebook or a page, with its style, which touches nothing else.

    The style takes ground and colour from the page, so light and dark themes both suit it. Figures
    have one width each; every text is escaped. What tells the parts of a table apart stands in its
    elements, where a notebook that is not trusted keeps it.

    >>> "<td class='end'>1,687.380</td>" in html_table(
    ...     "Allotments", ["State", "TST"], [["Florida", "1,687.380"]], "<>", ["Source: item 6"])
    True

    Its parts are those of :class:`allotments.display.result.Shown`.
    """
    body = [list(row) for row in rows]
    whole = [list(headers) if len(row) == 1 else row for row in body]
    align = _checked_align(align, [headers, *whole])
    sides = ["end" if side == ">" else "start" for side in align]
    head = "".join(
        f"<th {_style(side, 'head')} scope='col' class='{side}'>{_html_text(cell)}</th>"
        for cell, side in zip(headers, sides, strict=True)
    )
    kinds = dict.fromkeys(totals, "total") | dict.fromkeys(marked, "marked")
    title = _html_text(caption) + "".join(
        f"<p {_style('answer')} class='answer'>{_html_text(one)}</p>" for one in answers
    )
    return "\n".join(
        [
            f"<div class='allotments'>{_STYLE}",
            "<table style='border-collapse:collapse;margin:0' cellpadding='4'>",
            *([f"<caption {_style('caption')}>{title}</caption>"] if title else []),
            f"<thead><tr>{head}</tr></thead>",
            f"<tbody style='text-align:right;border-bottom:{_LINE}'>",
            *(_html_row(row, sides, kinds.get(at, "")) for at, row in enumerate(body)),
            "</tbody>",
            "</table>",
            *(f"<p {_style('note')} class='note'>{_html_text(note)}</p>" for note in notes),
            "</div>",
        ]
    )


def _checked_align(align: str | None, lines: Sequence[Sequence[object]]) -> str:
    count = len(lines[0])
    if not count:
        raise ValueError("headers: found none, expected one for each column")
    for at, line in enumerate(lines[1:]):
        if len(line) != count:
            raise ValueError(f"rows[{at}]: found {len(line)} cells, expected {count}")
    align = "<" * count if align is None else align
    if len(align) != count or set(align) - set("<>"):
        raise ValueError(f"align: found {align!r}, expected {count} characters '<' or '>'")
    return align


def _narrowed(widths: list[int], lines: list[list[str]], align: str, columns: int) -> list[int]:
    """Return *widths* with left-aligned columns narrowed until the table fits.

    A column gives way where that breaks the fewest cells; among equals the widest.
    """
    cells = list(zip(*lines, strict=True))
    sizes = [[width(cell) for cell in column] for column in cells]
    least = [
        max(map(_least, column)) if side == "<" else size
        for column, side, size in zip(cells, align, widths, strict=True)
    ]
    narrowed = list(widths)

    def cost(at: int) -> tuple[int, int]:
        size = narrowed[at]
        broken = sum(-(-own // max(1, size - 1)) - -(-own // size) for own in sizes[at])
        return broken, -size

    while sum(narrowed) + len(_GAP) * (len(narrowed) - 1) > columns:
        slack = [at for at, size in enumerate(narrowed) if size > least[at]]
        if not slack:
            break
        narrowed[min(slack, key=cost)] -= 1
    return narrowed


def _least(cell: str) -> int:
    return max(map(width, _broken(cell, 0)))


def _wrapped(line: list[str], widths: list[int], align: str) -> list[str]:
    pieces = [
        [cell] if width(cell) <= size else _broken(cell, size)
        for cell, size in zip(line, widths, strict=True)
    ]
    return [
        _GAP.join(
            pad(piece, size, side) for piece, size, side in zip(level, widths, align, strict=True)
        ).rstrip()
        for level in zip_longest(*pieces, fillvalue="")
    ]


def _broken(cell: str, size: int) -> list[str]:
    """Return *cell* in pieces no wider than *size* where its words permit."""
    first, *others = cell.split() or [""]
    lead = cell[: cell.index(first)]
    pieces = [lead + first]
    for word in others:
        if width(f"{pieces[-1]} {word}") <= size:
            pieces[-1] += f" {word}"
        else:
            pieces.append(lead + _HANG + word)
    return pieces


def markdown_text(cell: object) -> str:
    r"""Return *cell* so that Markdown shows it as it is, on one line and without markup.

    >>> markdown_text("<b> *Roig*")
    '&lt;b&gt; \\*Roig\\*'
    """
    text = re.sub(r"([\\`*_\[\]|~$]|:(?=//)|(?<=www)\.)", r"\\\1", visible(cell))
    return html.escape(text, quote=False)


def _html_text(text: object) -> str:
    return html.escape(visible(text))


def _style(*parts: str) -> str:
    return f"style='{';'.join(_STYLES[part] for part in parts)}'"


def _html_row(row: list[object], sides: list[str], kind: str) -> str:
    if len(row) != len(sides):
        cell = (
            f"<th {_style('heading')} scope='rowgroup' class='start' colspan='{len(sides)}'>"
            f"{_html_text(row[0])}</th>"
        )
        return f"<tr class='heading'>{cell}</tr>"
    first = f"<th {_style('label', *[kind] * bool(kind))} scope='row' class='start'>"
    others = "".join(
        f"<td{f' {_style(style, *[kind] * bool(kind))}' if kind or side == 'start' else ''} "
        f"class='{side}'>{_html_text(cell)}</td>"
        for cell, side in zip(row[1:], sides[1:], strict=True)
        for style in ["unit" if side == "start" and cell in _UNITS else side]
    )
    opening = f"<tr class='{kind}'>" if kind else "<tr>"
    return f"{opening}{first}{_html_text(row[0])}</th>{others}</tr>"
