"""Collect documents that are public: politely, within limits, and with a record of where each came from."""

from .fetch import Outcome, fetch
from .settings import Settings

__all__ = ["Outcome", "Settings", "fetch"]
