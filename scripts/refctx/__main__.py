"""`python -m refctx`, the command line."""

import sys

from refctx.cli import main

sys.exit(main())
