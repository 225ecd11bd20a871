"""What hosts allow robots to ask (RFC 9309)."""

from __future__ import annotations

import threading
from urllib.parse import urlsplit
from urllib.robotparser import RobotFileParser

from .web import Failed, Refused, Web

_AGENT = "gdogh"
_MOST = 512 * 1024


class Robots:
    """The rules of hosts, read once each.

    Parameters
    ----------
    web : Web
        Asks for ``/robots.txt``.
    """

    def __init__(self, web: Web) -> None:
        self._web = web
        self._rules: dict[str, RobotFileParser | str] = {}
        self._lock = threading.Lock()
        self._locks: dict[str, threading.Lock] = {}

    def check(self, url: str) -> None:
        """Refuse an address that the host does not want to be asked.

        Raises
        ------
        Refused
            When ``robots.txt`` forbids it, or cannot be read because the host fails.
        """
        parts = urlsplit(url)
        site = f"{parts.scheme}://{parts.netloc.lower()}"
        with self._lock:
            lock = self._locks.setdefault(site, threading.Lock())
        with lock:
            if site not in self._rules:
                self._rules[site] = self._read(site)
        rules = self._rules[site]
        if isinstance(rules, str):
            raise Refused(rules)
        if not rules.can_fetch(_AGENT, url):
            raise Refused("robots.txt van de server staat dit niet toe")
        if delay := rules.crawl_delay(_AGENT):
            if float(delay) > self._web.settings.longest_wait:
                raise Refused(f"robots.txt vraagt {delay} seconden tussen verzoeken")
            self._web.gate.slow_down(parts.netloc.lower(), float(delay))

    def _read(self, site: str) -> RobotFileParser | str:
        rules = RobotFileParser()
        try:
            status, body, _ = self._web.read(f"{site}/robots.txt", _MOST)
        except Refused as error:
            return str(error)
        except Failed as error:
            return f"robots.txt is niet te lezen: {error}"
        if status >= 500:
            return f"robots.txt is niet te lezen (status {status})"
        rules.parse([] if status >= 400 else body.decode("utf-8", "replace").splitlines())
        return rules
