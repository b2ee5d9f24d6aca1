"""Limits against hostile or mistaken input, in one place: what is larger is refused in a line."""

from __future__ import annotations

# Quantities and names in models.
LARGEST_QUANTITY = 1_000_000_000
"""A hundred times the consumption of fiscal year 1995: a nation's sugar in pounds is refused.

[short tons]
"""
LONGEST_NAME = 200  # characters
LONGEST_TEXT = 500  # likewise

# Numbers of any kind.
LONGEST_EXPONENT = 400  # beyond it an exact Decimal would be a number of absurd length
MOST_DIGITS = 2 * LONGEST_EXPONENT  # of a Decimal
MOST_BITS = 4 * MOST_DIGITS  # of a whole number or a part of a fraction

# What a line of a refusal shows.
LONGEST_SHOWN = 60  # characters of a found value
LONGEST_STEP = 200  # characters of a key
LONGEST_LIST = 200  # characters of the names that are expected
MOST_FAULTS = 1_000  # lines; nobody reads so many, and a hostile file has a million

# Printed numbers.
LARGEST_PRINTED = 10**12  # of whatever unit
MOST_PRINTED_DECIMALS = 9

# Scenarios.
MOST_WEIGHT_STEPS = 5_000  # some 12 million weightings, of which more would fill a memory

# Files.
LARGEST_NOTICE_FILE = 1_000_000  # bytes; a notice's tables are some hundred times smaller
LONGEST_REASON = 300  # characters, of why a file is not TOML
MOST_SUPPOSITIONS = 100  # of a notice; each is a chain of its own
LARGEST_WASDE_FILE = 256_000_000  # bytes; one of five years has some 50 million
LONGEST_WASDE_LINE = 100_000  # characters; a line has some 300, and of cells each takes memory
LONGEST_PATH = 260  # characters of one in a refusal
LARGEST_FARM_FILE = 10_000_000  # bytes; some hundred times the farms that a State has
