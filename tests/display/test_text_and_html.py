"""Tables of any content: aligned, whole, and harmless."""

from __future__ import annotations

from html.parser import HTMLParser

import pytest
from displays import without_styles
from hypothesis import given
from hypothesis import strategies as st

from allotments.display.text_and_html import (
    capitalised,
    html_table,
    markdown_table,
    pad,
    text_table,
    visible,
    width,
)

HOSTILE = [
    "<script>alert(1)</script>",
    "a|b",
    "=1+1",
    "line\nfeed",
    "tab\tbell\x07 escape\x1b[31m",
    "right\u202eto left",
    "**bold** _it_ `code` [x](y) $z$ ~~s~~",
    "\\|",
    "&lt;",
    "'\" onload='x",
    "\ud800",
    "http://x.example www.x.example",
    "砂糖 An\u0303asco",
    "",
]
cells = st.text() | st.sampled_from(HOSTILE)
sides = st.sampled_from("<>")


@pytest.mark.parametrize(
    ("text", "expected"), [("beet", "Beet"), ("the Act", "The Act"), ("USDA", "USDA"), ("", "")]
)
def test_capitalised_changes_the_first_letter_alone(text: str, expected: str) -> None:
    assert expected == capitalised(text)


@st.composite
def contents(draw: st.DrawFn) -> tuple[list[str], list[list[str]], str]:
    count = draw(st.integers(1, 5))
    line = st.lists(cells, min_size=count, max_size=count)
    return draw(line), draw(st.lists(line, max_size=6)), "".join(draw(sides) for _ in range(count))


class Texts(HTMLParser):
    """Collects the tags of a document and the texts of its cells, as a browser would see them."""

    def __init__(self, document: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.cells: list[str] = []
        self.open = ""
        self.feed(document)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.open = tag
        if tag in ("th", "td", "caption", "p"):
            self.cells.append("")
        assert {name for name, _ in attrs} <= {"cellpadding", "class", "scope", "colspan"}

    def handle_endtag(self, tag: str) -> None:
        del tag
        self.open = ""

    def handle_data(self, data: str) -> None:
        if self.open in ("th", "td", "caption", "p"):
            self.cells[-1] += data


@pytest.mark.parametrize(
    ("expected", "text"),
    [
        ("Hawaiian Commercial & Sugar Co", "Hawaiian Commercial & Sugar Co"),
        ("two  blanks stay", "two  blanks stay"),
        ("a b c", "a\tb\xa0c"),
        ("\\x1b[31m\\x00", "\x1b[31m\0"),
        ("\\u202e\\u200b\\ud800", "\u202e\u200b\ud800"),
        ("None", None),
    ],
)
def test_visible_hides_nothing_and_keeps_what_prints(expected: str, text: object) -> None:
    assert expected == visible(text)


@given(st.text())
def test_visible_text_is_one_printable_line_and_stays_so(text: str) -> None:
    once = visible(text)
    assert once.isprintable()
    assert once == visible(once)


def test_width_counts_terminal_columns() -> None:
    assert (0, 4, 6, 4) == (width(""), width("Roig"), width("An\u0303asco"), width("砂糖"))
    assert (2, 1) == (width("\uff21"), width("A\u20dd"))  # full width, enclosed in a circle


def test_pad_never_cuts() -> None:
    assert ("ab..", "..ab", "abc") == (
        pad("ab", 4, fill="."),
        pad("ab", 4, ">", "."),
        pad("abc", 2),
    )


def test_text_table_reads_as_intended() -> None:
    expected = (
        "Place   Figure      Printed\n"
        "------  ----------  -------\n"
        "item 2  overall       7,889\n"
        "item 4  beet sugar  4,355.5"
    )
    rows = [["item 2", "overall", "7,889"], ["item 4", "beet sugar", "4,355.5"]]
    assert expected == text_table(["Place", "Figure", "Printed"], rows, "<<>")


def test_text_table_without_rows_is_its_head() -> None:
    assert "a  b\n-  -" == text_table(["a", "b"], [])


def test_a_long_cell_goes_on_in_the_next_line_after_a_hanging_indent() -> None:
    expected = (
        "Name             TST\n"
        "-----------  -------\n"
        "Rio Grande   131.650\n"
        "  Valley\n"
        "  Sugar\n"
        "  Growers\n"
        "Roig          17.628"
    )
    rows = [["Rio Grande Valley Sugar Growers", "131.650"], ["Roig", "17.628"]]
    assert expected == text_table(["Name", "TST"], rows, "<>", columns=20)


def test_the_widest_column_gives_way_first() -> None:
    table = text_table(["a", "b"], [["one two", "three four five six"]], columns=26)
    assert ["one two  three four five", "           six"] == table.splitlines()[2:]


def test_the_column_in_which_fewest_cells_break_gives_way_though_it_is_not_the_widest() -> None:
    """One long unit wraps, not the names of every row."""
    rows = [["Amalgamated Sugar", "TST"], ["Great Lakes Sugar", "short tons"]]
    table = text_table(["Name", "Unit"], [*rows, ["Holly Beet Sugar.", "TST"]], columns=26)
    expected = [
        "Amalgamated Sugar  TST",
        "Great Lakes Sugar  short",
        "                     tons",
        "Holly Beet Sugar.  TST",
    ]
    assert expected == table.splitlines()[2:]


def test_the_indent_of_a_wrapped_cell_stays() -> None:
    table = text_table(["Name"], [["  Rio Grande Valley"]], columns=12)
    assert ["  Rio Grande", "    Valley"] == table.splitlines()[2:]


def test_a_cell_of_blanks_keeps_its_row() -> None:
    assert ["a", "-", "", "b"] == text_table(["a"], [[" " * 9], ["b"]], columns=1).splitlines()


def test_a_number_is_never_broken_and_an_unbreakable_word_widens_the_table() -> None:
    lines = text_table(["n", "x"], [["1 2 3 4 5", "unbreakable-word"]], "><", columns=10)
    assert "1 2 3 4 5  unbreakable-word" == lines.splitlines()[-1]


@given(contents(), st.integers(20, 120))
def test_text_table_loses_no_word_and_aligns_every_column(
    content: tuple[list[str], list[list[str]], str], columns: int
) -> None:
    given_headers, given_rows, align = content
    headers, *rows = [
        [cell.replace("-", "+") for cell in row] for row in [given_headers, *given_rows]
    ]
    table = text_table(headers, rows, align, columns=columns)
    words = sorted(word for row in [headers, *rows] for cell in row for word in _words(cell))
    lines = table.split("\n")
    rule = next(at for at, line in enumerate(lines) if _is_rule(line, len(headers)))
    assert words == sorted(" ".join(lines[:rule] + lines[rule + 1 :]).split())
    assert max(map(width, lines)) <= width(lines[rule])


@given(contents())
def test_text_table_keeps_within_its_columns_where_words_permit(
    content: tuple[list[str], list[list[str]], str],
) -> None:
    headers, rows, _ = content
    lines = [[visible(cell) for cell in row] for row in [headers, *rows]]
    least = sum(
        2 + max((len(word) + 2 for row in lines for word in row[at].split()), default=0)
        for at in range(len(headers))
    )
    if all(char.isascii() for row in lines for cell in row for char in cell):
        assert max(map(len, text_table(headers, rows, columns=least).splitlines())) <= least


def test_markdown_table_escapes_markup_and_pads() -> None:
    expected = (
        "| a                 |   b |\n| :---------------- | --: |\n| x\\|y &lt;b&gt; \\* |   1 |"
    )
    assert expected == markdown_table(["a", "b"], [["x|y <b> *", "1"]], "<>")


@given(contents())
def test_markdown_cells_hold_no_live_pipe_and_no_tag(
    content: tuple[list[str], list[list[str]], str],
) -> None:
    headers, rows, align = content
    lines = markdown_table(headers, rows, align).split("\n")
    assert 2 + len(rows) == len(lines)
    assert 1 == len(set(map(width, lines)))
    for line in lines:
        live = line.replace("\\\\", "").replace("\\|", "")
        assert len(headers) + 1 == live.count("|")
        assert "<" not in line


def test_markdown_makes_no_mathematics_of_dollars() -> None:
    assert "\\$x\\$ \\~y\\~" in markdown_table(["a"], [["$x$ ~y~"]])


def test_markdown_makes_no_link_of_an_address() -> None:
    table = markdown_table(["a"], [["http://x.example www.x.example"]])
    assert "http\\://x.example www\\.x.example" in table


def test_html_table_has_caption_headings_totals_and_notes() -> None:
    rows = [["Florida:"], ["  Roig", "1"], ["Total", "1"]]
    document = without_styles(
        html_table("Cap", ["", "TST"], rows, "<>", ["note 1", "note 2"], totals={2})
    )
    assert "<caption>Cap</caption>" in document
    assert (
        "<tr class='heading'><th scope='rowgroup' class='start' colspan='2'>Florida:</th></tr>"
    ) in document
    assert "<tr><th scope='row' class='start'>  Roig</th><td class='end'>1</td></tr>" in document
    assert "<tr class='total'><th scope='row' class='start'>Total</th>" in document
    assert document.endswith("<p class='note'>note 1</p>\n<p class='note'>note 2</p>\n</div>")


def test_html_table_of_one_column_has_rows_and_no_headings() -> None:
    document = without_styles(html_table("", ["Name"], [["Roig"]]))
    assert "<tr><th scope='row' class='start'>Roig</th></tr>" in document
    assert "<caption>" not in document


def test_every_style_rule_stays_inside_the_table() -> None:
    style = (
        without_styles(html_table("", ["a"], [])).partition("<style>")[2].partition("</style>")[0]
    )
    selectors = [part for rule in style.split("}")[:-1] for part in rule.split("{")[0].split(",")]
    assert selectors
    assert all(selector.strip().startswith(".allotments.allotments") for selector in selectors)


@given(contents(), cells, cells)
def test_html_shows_every_text_and_runs_none(
    content: tuple[list[str], list[list[str]], str], caption: str, note: str
) -> None:
    headers, rows, align = content
    seen = Texts(without_styles(html_table(caption, headers, rows, align, [note])))
    assert {"div", "style", "table", "caption", "thead", "tbody", "tr", "th", "td", "p"} >= set(
        seen.tags
    )
    title = [visible(caption)] if caption else []
    body = [visible(cell) for row in [headers, *rows] for cell in row]
    assert [*title, *body, visible(note)] == seen.cells


@pytest.mark.parametrize("form", [text_table, markdown_table])
@pytest.mark.parametrize(
    ("message", "headers", "rows", "align"),
    [
        ("headers: found none, expected one for each column", [], [], None),
        (
            "rows[1]: found 3 cells, expected 2",
            ["a", "b"],
            [["1", "2"], ["3", "4", "5"]],
            None,
        ),
        ("align: found '<', expected 2 characters '<' or '>'", ["a", "b"], [], "<"),
        ("align: found '<^', expected 2 characters '<' or '>'", ["a", "b"], [], "<^"),
    ],
)
def test_a_table_that_does_not_fit_together_is_refused(
    form: object, message: str, headers: list[str], rows: list[list[str]], align: str | None
) -> None:
    assert callable(form)
    with pytest.raises(ValueError) as caught:  # noqa: PT011  the whole message is compared
        form(headers, rows, align)
    assert message == str(caught.value)


def test_html_refuses_rows_of_another_length() -> None:
    with pytest.raises(ValueError, match=r"rows\[1\]: found 3 cells, expected 2"):
        without_styles(html_table("", ["a", "b"], [["heading"], ["1", "2", "3"]]))


def _words(cell: str) -> list[str]:
    return visible(cell).split()


def _is_rule(line: str, count: int) -> bool:
    groups = line.split("  ")
    return len(groups) == count and set("-") <= set(line) <= set("- ")


def test_a_unit_stays_on_one_line_and_a_text_may_break() -> None:
    shown = html_table("", ["Name", "Unit", "Note"], [["A", "short tons", "some words"]], "<<<")
    assert "text-align:left;white-space:nowrap' class='start'>short tons<" in shown
    assert "<td style='text-align:left' class='start'>some words<" in shown
