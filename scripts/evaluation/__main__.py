"""Run by scripts/evaluate."""

import sys
from pathlib import Path

from evaluation.command import run

sys.exit(run(sys.argv[1:], Path(__file__).resolve().parents[2]))
