"""What a run says about itself: versions, options, counts, seconds."""

from __future__ import annotations

import platform
from collections.abc import Mapping, Sequence
from datetime import UTC, date, datetime
from typing import Any

import pandas as pd

from ..version import __version__
from .batch import Result
from .one import instruments, versions
from .options import Options


def about(
    results: Sequence[Result], documents: pd.DataFrame, stages: Mapping[str, float], options: Options, seconds: float
) -> dict[str, Any]:
    """What ``run.json`` says of a run.

    Parameters
    ----------
    results : sequence of Result
        Of all documents.
    documents : DataFrame
        Their table, in the same order.
    stages : mapping
        Seconds by room.
    options : Options
        Settings.
    seconds : float
        On the clock.

    Returns
    -------
    dict
        Versions, options, inputs, counts and seconds.
    """
    codebook, coder = instruments(options.codebook, options.pipeline)
    counts: Mapping[str, int] = {
        "documents": len(results),
        "failed": sum(result.failure is not None for result in results),
        "from_cache": sum(result.cached for result in results),
        "units": int(documents["units"].fillna(0).sum()),
    }
    return {
        **versions(codebook, coder),
        "python": platform.python_version(),
        "gdogh": __version__,
        "finished": datetime.now(UTC).isoformat(timespec="seconds"),
        "today": date.today().isoformat(),
        "options": {
            "kind": options.kind, "codebook": options.codebook, "pipeline": options.pipeline, "seed": options.seed,
            "vary_weights": options.vary_weights,
            "ocr": options.ocr, "metadata_rows": len(options.metadata),
        },
        "inputs": {result.path: name for result, name in zip(results, documents["document_id"], strict=True)},
        "counts": dict(counts),
        "lost": sum(result.lost for result in results),
        "seconds": round(seconds, 2),
        "seconds_per_stage": {stage: round(spent, 2) for stage, spent in stages.items()},
    }  # fmt: skip
