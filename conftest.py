"""What all tests begin with: no terminal says how wide a text may be."""

import os

os.environ.pop("COLUMNS", None)
