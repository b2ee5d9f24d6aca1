"""Malformed input for the fuzz tests: valid files and numbers, and the ways to damage them.

All of it starts from something valid, so that it passes the first checks and reaches the last.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from decimal import Decimal
from pathlib import Path
from typing import Any, NamedTuple

from hypothesis import strategies as st

ROOT = Path(__file__).parents[1]
FILES = [
    (ROOT / path).read_text(encoding="utf-8")
    for path in ("data/fy1995.toml", "docs/notice-template.toml")
]
ANNOUNCEMENTS = [
    (ROOT / path).read_text(encoding="utf-8")
    for path in (
        "docs/notice-template-2002.toml",
        *(f"data/{name}.toml" for name in ("fy2003", "fy2005", "fy2010-2010-04", "fy2016-2016-05")),
        *(f"data/{name}.toml" for name in ("fy2022-2021-12", "fy2023", "fy2025")),
    )
]
_LINES = {line for text in (*FILES, *ANNOUNCEMENTS) for line in text.encode().splitlines()}
LONGEST_LINE = 2_000  # characters of a fault, wherever it comes from
MOST_FAULTS = 1_001  # lines, the one that counts the rest included


class Raw(str):
    """A piece of TOML that stands in a file as it is."""

    __slots__ = ()


NUMBERS = [
    *("0", "1", "-1", "+1", "7889", "7888", "1e3", "1_000", "01", "1__0", "0x7f", "0o17", "0b1"),
    *(
        "-0",
        "-0.0",
        "0.0",
        "0e9",
        "0e999999999",
        "-0e-999999999",
        "0.1e-400",
        "5e-324",
        "1e-999999",
    ),
    *("1e12", "1e13", "1e999999", "1e99999999999999999999", "nan", "-nan", "+inf", "-inf"),
    *("0.000000001", "0.0000000001", "1000000000", "1000000001", "1000000.000", "1000000.001"),
    *("18446744073709551616", "9" * 4_300, "9" * 4_301, "0x" + "f" * 4_000, "1." + "0" * 5_000),
    *("9,247", "9.247.000", "9247 tons", "\uff11\uff12", "\u0661", "1e\u0663", "1\u00a0000", "½"),
]
OTHERS = [
    *(
        "true",
        "false",
        "1994-10-17",
        "1994-10-17T00:00:00Z",
        "9999-12-31",
        "0001-01-01",
        "10:00:00",
    ),
    *('""', '" "', '"x"', '"9247"', "'1/4'", '"TST"', '"short tons"', '"stone"', '"percent"'),
    *('"\\u0000"', '"\\u001b[2J"', '"\\u202e"', '"\\ud800"', '"a\\nb"', '"""a\nb"""', '"\x00"'),
    *('"' + "x" * 5_000 + '"', '"\u202e\u200b"', '"e\u0301"', '"\U0001f36c"', '"[key]"', "'''"),
    *(
        "[]",
        "[[]]",
        "[1, 1, 2]",
        "[0, 0, 0]",
        "[1e300, 1, 0]",
        '["1/4", "1/4", "1/2"]',
        "[nan, 1, 1]",
    ),
    *(
        "{}",
        "{value = 1}",
        "{value = {value = 1}}",
        "{value = 7000, resolution = 1000}",
        "{unit = 1}",
    ),
    *(
        "{value = 1, resolution = 0}",
        "{value = 1, unit = 'metric tons'}",
        "{value = []}",
        "{beet = 1}",
    ),
    *(
        "[" * 200 + "]" * 200,
        "[" * 2_000 + "]" * 2_000,
        "{a = " * 150 + "1" + "}" * 150,
        "{a = " * 999,
    ),
    *(
        "{value = {" + ".".join("a" * 900) + " = 1}}",
        "{value = 0x" + "f" * 4_000 + "}",
        "",
        "=",
        "#",
    ),
]
KEYS = [
    *("value", "unit", "resolution", "place", "printed", "source", "total", "other", "weighting"),
    *(
        "states",
        "sectors",
        "beet",
        "cane",
        "Florida",
        '"Puerto Rico"',
        "Alaska",
        "estimates",
        "weights",
    ),
    *(
        "consumptoin",
        "CONSUMPTION",
        '""',
        "''",
        '" "',
        '"a.b"',
        "a.b",
        "x" * 3_000,
        "\uff41",
        "ä",
        "-",
    ),
    *(
        '"\\u0000"',
        '"\\u202e"',
        '"a\\nb: found 1"',
        '"[key]"',
        '"0"',
        "0",
        ".",
        "a..b",
        '"' + "y" * 201 + '"',
    ),
    *(
        ".".join("a" * 40),
        ".".join("a" * 400),
        'a."b"',
        "[a]",
        "[[a]]",
        "__class__",
        "model_fields",
    ),
]
TOKENS = st.sampled_from([*NUMBERS, *OTHERS]).map(Raw)
KEY_TOKENS = st.sampled_from(KEYS).map(Raw)
UNITS = ["TST", "short tons", "million short tons", "metric tons", "percent", "stone"]


class Damaged(NamedTuple):
    """The bytes of a damaged file, and what was done to it."""

    content: bytes
    done: tuple[str, ...]

    def __repr__(self) -> str:
        """Show only the lines that are not in a valid file."""
        lines = self.content.splitlines()
        odd = [line[:120] for line in lines if line not in _LINES]
        return f"Damaged({len(self.content)} bytes in {len(lines)} lines, {self.done}, {odd[:9]})"


@st.composite
def damaged_lines(draw: st.DrawFn, files: Sequence[str] = FILES) -> Damaged:
    """Damage a file line by line: keys, values, units, digits, signs, order."""
    lines = draw(st.sampled_from(files)).splitlines(keepends=True)
    done = draw(st.lists(st.sampled_from(list(_ON_LINES)), min_size=1, max_size=3))
    for name in done:
        at = draw(st.integers(0, len(lines) - 1))
        _ON_LINES[name](draw, lines, at)
        lines = lines or ["\n"]
    return Damaged("".join(lines).encode("utf-8", "surrogatepass"), tuple(done))


def _delete(_draw: st.DrawFn, lines: list[str], at: int) -> None:
    del lines[at]


def _duplicate(draw: st.DrawFn, lines: list[str], at: int) -> None:
    lines.insert(draw(st.integers(0, len(lines))), lines[at])


def _swap(draw: st.DrawFn, lines: list[str], at: int) -> None:
    other = draw(st.integers(0, len(lines) - 1))
    lines[at], lines[other] = lines[other], lines[at]


def _value(draw: st.DrawFn, lines: list[str], at: int) -> None:
    at = _next(lines, at, "=")
    key, equals, _ = lines[at].partition("=")
    lines[at] = f"{key}{equals} {draw(TOKENS)}\n"


def _key(draw: st.DrawFn, lines: list[str], at: int) -> None:
    at = _next(lines, at, "=")
    _, equals, value = lines[at].partition("=")
    lines[at] = f"{draw(KEY_TOKENS)} {equals}{value}"


def _line(draw: st.DrawFn, lines: list[str], at: int) -> None:
    lines.insert(at, f"{draw(KEY_TOKENS)} = {draw(TOKENS)}\n")


def _table(draw: st.DrawFn, lines: list[str], at: int) -> None:
    form = draw(st.sampled_from(["[{}]\n", "[[{}]]\n", "[printed.{}]\n", "[printed.other.{}]\n"]))
    lines.insert(at, form.format(draw(KEY_TOKENS)))


def _digit(draw: st.DrawFn, lines: list[str], at: int) -> None:
    digits = [place for place, char in enumerate(lines[at]) if char.isdigit()]
    if digits:
        place = draw(st.sampled_from(digits))
        new = draw(st.sampled_from([*"0123456789.-_e", "", "00", "1e", "\uff15"]))
        lines[at] = lines[at][:place] + new + lines[at][place + 1 :]


def _unit(draw: st.DrawFn, lines: list[str], at: int) -> None:
    at = _next(lines, at, "unit")
    lines[at] = f'unit = "{draw(st.sampled_from(UNITS))}"\n'


def _character(draw: st.DrawFn, lines: list[str], at: int) -> None:
    place = draw(st.integers(0, len(lines[at])))
    lines[at] = (
        lines[at][:place] + draw(st.characters()) + lines[at][place + draw(st.integers(0, 1)) :]
    )


def _next(lines: list[str], at: int, has: str) -> int:
    return next((n for n in range(at, len(lines)) if has in lines[n]), at)


_ON_LINES = {
    "delete": _delete,
    "duplicate": _duplicate,
    "swap": _swap,
    "value": _value,
    "key": _key,
    "line": _line,
    "table": _table,
    "digit": _digit,
    "unit": _unit,
    "character": _character,
}


@st.composite
def damaged_bytes(draw: st.DrawFn, files: Sequence[str] = FILES) -> Damaged:
    """Damage a file byte by byte, or as an editor, a wrong encoding or a full disk does."""
    text = draw(st.sampled_from(files))
    content = _ENCODINGS[done := draw(st.sampled_from(list(_ENCODINGS)))](text)
    return Damaged(with_other_bytes(draw, content), (done,))


def with_other_bytes(draw: st.DrawFn, content: bytes) -> bytes:
    """Some of the bytes exchanged, and perhaps the end cut off."""
    for _ in range(draw(st.integers(0, 4))):
        at = draw(st.integers(0, len(content)))
        new = draw(st.binary(max_size=3))
        content = content[:at] + new + content[at + draw(st.integers(0, 3)) :]
    if draw(st.booleans()):
        content = content[: draw(st.integers(0, len(content)))]
    return content


_ENCODINGS: dict[str, Callable[[str], bytes]] = {
    "as it is": str.encode,
    "byte order mark": lambda text: b"\xef\xbb\xbf" + text.encode(),
    "two marks": lambda text: b"\xef\xbb\xbf" * 2 + text.encode(),
    "CRLF": lambda text: text.replace("\n", "\r\n").encode(),
    "CR": lambda text: text.replace("\n", "\r").encode(),
    "latin-1": lambda text: (
        text.replace("Coloso", "A\u00f1asco").replace("Item", "\u00cdtem").encode("latin-1")
    ),
    "accents": lambda text: (
        text.replace("Coloso", '"A\u00f1asco"').replace("Item", "\u00cdtem").encode()
    ),
    "UTF-16": lambda text: text.encode("utf-16"),
    "NUL": lambda text: text.encode() + b"\0",
    "twice": lambda text: 2 * text.encode(),
    "no lines": lambda text: text.replace("\n", " ").encode(),
}


@st.composite
def damaged_data(draw: st.DrawFn, data: Mapping[str, Any]) -> Damaged:
    """Damage data at some of its nodes, and write it as a file of inline tables."""
    root = _copy(data)
    done = draw(st.lists(st.sampled_from(_ON_NODES), min_size=1, max_size=3))
    for name in done:
        node, step = draw(st.sampled_from(list(_places(root)) or [(root, "format")]))
        if name == "delete" and _holds(node, step):
            del node[step]
        elif name == "replace":
            node[step] = draw(TOKENS)
        elif name == "wrap":
            node[step] = draw(st.sampled_from([[_at(node, step)], {"value": _at(node, step)}]))
        elif name == "move":
            other, at = draw(st.sampled_from(list(_places(root)) or [(root, "format")]))
            node[step], other[at] = _copy(_at(other, at)), _copy(_at(node, step))
        elif name == "rename" and isinstance(node, dict):
            value = node.pop(step, 1)
            node[draw(KEY_TOKENS)] = value
        elif name == "scale" and isinstance(_at(node, step), int | Decimal):
            node[step] = draw(_scaled(_at(node, step)))
    text = "".join(f"{_key_text(key)} = {_text(value)}\n" for key, value in root.items())
    return Damaged(text.encode("utf-8", "surrogatepass"), tuple(done))


_ON_NODES = ["delete", "replace", "wrap", "move", "rename", "scale", "scale"]


def _scaled(number: int | Decimal) -> st.SearchStrategy[Any]:
    return st.sampled_from(
        [
            *(Raw(number * 1_000), Raw(number * 10**9), Raw(-number), Raw(number + 1)),
            *(Raw(f"{number}e-3"), Raw(f"{number}e5"), Raw(f"{number}.5"), Raw(f'"{number}"')),
        ]
    )


def _places(node: Any) -> Iterable[tuple[Any, Any]]:
    items = list(node.items()) if isinstance(node, dict) else list(enumerate(node))
    for step, inner in items:
        yield node, step
        if isinstance(inner, dict | list):
            yield from _places(inner)


def _holds(node: Any, step: Any) -> bool:
    return step in node if isinstance(node, dict) else step < len(node)


def _at(node: Any, step: Any) -> Any:
    return node[step] if _holds(node, step) else 1


def _copy(value: Any) -> Any:
    if isinstance(value, Mapping):
        return {key: _copy(inner) for key, inner in value.items()}
    return [_copy(inner) for inner in value] if isinstance(value, list) else value


def _text(value: Any) -> str:
    if isinstance(value, Raw):
        return str(value)
    if isinstance(value, dict):
        pairs = ", ".join(f"{_key_text(key)} = {_text(inner)}" for key, inner in value.items())
        return "{" + pairs + "}"
    if isinstance(value, list):
        return "[" + ", ".join(map(_text, value)) + "]"
    if isinstance(value, str):
        return _quoted(value)
    return str(value).lower() if isinstance(value, bool) else str(value)


def _key_text(key: str) -> str:
    return str(key) if isinstance(key, Raw) else _quoted(key)


def _quoted(text: str) -> str:
    escaped = (f"\\U{ord(char):08x}" if char in '"\\' or ord(char) < 32 else char for char in text)
    return '"' + "".join(escaped) + '"'


def check_faults(faults: Iterable[str], name: str, most: int = MOST_FAULTS) -> None:
    """Every fault is one line of bounded length that names the file and says what is wrong."""
    faults = tuple(faults)
    assert 1 <= len(faults) <= most
    for fault in faults:
        assert fault.startswith(f"{name}: "), fault[:500]
        assert fault.isprintable(), fault[:500]
        assert len(fault) - len(name) <= LONGEST_LINE, fault[:500]
        assert any(word in fault for word in _EXPECTED_WORDS), fault[:500]
        assert not any(word in fault for word in _INTERNALS), fault[:500]


def check_line(said: str) -> None:
    """A message is one line of bounded length, without internals."""
    assert said.isprintable(), said[:500]
    assert 0 < len(said) <= 600, said
    assert not any(word in said for word in _INTERNALS), said[:500]


_EXPECTED_WORDS = ("expected", "did you mean", "not TOML: ", "found", "missing", "more than once")
_INTERNALS = ("set_int_max_str_digits", "object at 0x", "Traceback", "pydantic", "Value error")
