"""The command line in this process and in one of its own, at 80 columns."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

from click.testing import CliRunner, Result

from analyzer.cli import main

ROOT = Path(__file__).resolve().parents[1]
ENVIRONMENT = {**os.environ, "PYTHONPATH": str(ROOT), "COLUMNS": "80"}
PROGRAM = [sys.executable, "-m", "analyzer"]


def gdogh(*arguments: object) -> Result:
    """The command in this process, at 80 columns."""
    result = CliRunner(env={"COLUMNS": "80"}).invoke(main, [str(argument) for argument in arguments], prog_name="gdogh")
    assert result.exception is None or isinstance(result.exception, SystemExit), result.exception
    return result


def real(*arguments: object, **settings: object) -> subprocess.CompletedProcess[str]:
    """The command in a process of its own."""
    command = [*PROGRAM, *map(str, arguments)]
    options = {"capture_output": True, "text": True, "env": ENVIRONMENT, "timeout": 120} | settings
    return subprocess.run(command, check=False, **options)  # type: ignore[call-overload, no-any-return]
