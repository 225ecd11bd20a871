"""How polite, patient and careful collecting is."""

from __future__ import annotations

import re
from dataclasses import dataclass

from ..errors import UsageError
from ..version import __version__

MEGABYTE = 1024 * 1024


@dataclass(frozen=True, slots=True)
class Settings:
    """Limits of collecting.

    Attributes
    ----------
    contact : str
        E-mail or web address of who collects; stands in the user agent, so that a host can complain.
    rate : float
        Requests a second to one host, at most.
    per_host, hosts : int
        Requests at the same time to one host, and hosts at the same time.
    attempts : int
        Times a request is tried.
    backoff : float
        Seconds before the second try; doubles with each next.
    longest_wait : float
        Seconds that a host may ask to wait (``Retry-After``, ``Crawl-delay``); longer is a refusal.
    most_bytes : int
        Size of a document at most.
    timeout, longest_download : float
        Seconds without an answer, and seconds for a whole document.
    redirects : int
        Redirects to follow at most.
    allow_private : bool
        Whether addresses inside a network (loopback, private, link-local) may be asked.
    """

    contact: str
    rate: float = 1.0
    per_host: int = 1
    hosts: int = 4
    attempts: int = 4
    backoff: float = 1.0
    longest_wait: float = 120.0
    most_bytes: int = 100 * MEGABYTE
    timeout: float = 30.0
    longest_download: float = 600.0
    redirects: int = 5
    allow_private: bool = False

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[^\s()<>]+@[^\s()<>]+\.[^\s()<>]+|https?://[^\s()<>]+", self.contact):
            raise UsageError(
                f"{self.contact!r} is geen contactadres.",
                remedy="Geef een e-mailadres of webadres, zodat een beheerder u kan bereiken.",
            )

    @property
    def user_agent(self) -> str:
        """What the tool calls itself."""
        return f"gdogh/{__version__} (verzamelt openbare beleidsdocumenten; contact: {self.contact})"
