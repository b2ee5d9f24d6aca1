"""``python -m allotments``: the command line."""

import sys

from allotments.command_line import main

sys.exit(main())
