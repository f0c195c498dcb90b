"""Run by scripts/bench."""

import sys

from benchmark.command import run

sys.exit(run(sys.argv[1:]))
