"""Requests to the web: one at a time at a host, tried again with patience, redirected within limits, never inside."""

from __future__ import annotations

import email.utils
import random
import time
from collections.abc import Iterator, Mapping
from contextlib import ExitStack, contextmanager
from typing import Any
from urllib.parse import urljoin, urlsplit

import httpcore
import httpx

from ..corpora.catalogue import is_web
from .addresses import CheckedBackend, RefusedAddress
from .gate import Gate
from .settings import Settings

_AGAIN = frozenset({408, 425, 429, 500, 502, 503, 504})
_REDIRECTS = frozenset({301, 302, 303, 307, 308})


class Refused(Exception):  # noqa: N818 - a decision, not a fault
    """A request or document that is not wanted; the message is the reason, in Dutch."""


class Failed(Exception):  # noqa: N818 - the host's fault, told in the record
    """A request that did not succeed, also not after trying again; the message is the reason, in Dutch."""


class Retry(Exception):  # noqa: N818 - a signal between this module and who reads the body
    """A request that may succeed later."""

    def __init__(self, reason: str, wait: float | None = None) -> None:
        super().__init__(reason)
        self.wait = wait


class _Transport(httpx.BaseTransport):
    """Sends a request over connections that go to checked addresses only."""

    def __init__(self, settings: Settings) -> None:
        self._pool = httpcore.ConnectionPool(
            ssl_context=httpx.create_ssl_context(),
            network_backend=CheckedBackend(allow_private=settings.allow_private),
            max_connections=settings.hosts * settings.per_host + 4,
        )

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        """Send one request."""
        url = httpcore.URL(
            scheme=request.url.raw_scheme, host=request.url.raw_host, port=request.url.port, target=request.url.raw_path
        )
        core = httpcore.Request(
            request.method, url, headers=request.headers.raw, content=request.stream, extensions=request.extensions
        )
        answer = self._pool.handle_request(core)
        return httpx.Response(
            answer.status, headers=answer.headers, stream=_Body(answer), extensions=dict(answer.extensions)
        )

    def close(self) -> None:
        """Close all connections."""
        self._pool.close()


class _Body(httpx.SyncByteStream):
    """The body of an answer, which can be closed halfway."""

    def __init__(self, answer: httpcore.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        yield from self._answer.iter_stream()

    def close(self) -> None:
        """Give the connection back, or close it when the body was not read to its end."""
        self._answer.close()


class Web:
    """Asks hosts on the web.

    Parameters
    ----------
    settings : Settings
        The limits.
    """

    def __init__(self, settings: Settings) -> None:
        self.settings = settings
        self.gate = Gate(settings.rate, settings.per_host)
        # trust_env is off: a proxy would look up names itself, and the check of addresses would be void.
        self._client = httpx.Client(
            transport=_Transport(settings), timeout=settings.timeout, follow_redirects=False, trust_env=False,
            headers={"User-Agent": settings.user_agent, "Accept-Encoding": "identity"},
        )  # fmt: skip

    def __enter__(self) -> Web:
        return self

    def __exit__(self, *_: object) -> None:
        self._client.close()

    @contextmanager
    def asking(
        self,
        url: str,
        headers: Mapping[str, str] | None = None,
        *,
        allowed: Any = None,
        json: Any = None,
    ) -> Iterator[tuple[httpx.Response, list[str]]]:
        """One answer, after redirects, with the way that led to it; its body is not read yet.

        Parameters
        ----------
        url : str
            Where to ask.
        headers : mapping, optional
            Headers besides the usual ones.
        allowed : callable, optional
            Called with each address before it is asked; raises ``Refused`` when it may not be.
        json : object, optional
            Sent as body, with POST.

        Raises
        ------
        Refused
            When a redirect leads where it may not, or there are too many.
        Retry
            When the answer may be another one later.
        """
        way = [url]
        with ExitStack() as turns:
            while True:
                check_url(way[-1])
                if allowed is not None:
                    allowed(way[-1])
                host = urlsplit(way[-1]).netloc.lower()
                turn = turns.enter_context(ExitStack())
                turn.enter_context(self.gate.turn(host))
                answer = turn.enter_context(self._answer(way[-1], headers, json))
                if answer.status_code not in _REDIRECTS:
                    self._be_patient(answer, host)
                    yield answer, way
                    return
                turn.close()
                way.append(_next(way, answer, self.settings.redirects))

    @contextmanager
    def _answer(self, url: str, headers: Mapping[str, str] | None, json: Any) -> Iterator[httpx.Response]:
        method = "GET" if json is None else "POST"
        try:
            with self._client.stream(method, url, headers=headers, json=json) as answer:
                yield answer
        except RefusedAddress as error:
            raise Refused(f"{error}") from error
        except (httpx.InvalidURL, UnicodeError) as error:
            raise Refused(f"geen bruikbaar webadres ({error})") from error
        except (
            httpx.TransportError,
            httpcore.NetworkError,
            httpcore.TimeoutException,
            httpcore.ProtocolError,
        ) as error:
            if "location header" in str(error):  # httpx gives no other sign
                raise Refused("doorverwijzing naar iets dat geen webadres is") from error
            raise Retry(_told(error)) from error

    def _be_patient(self, answer: httpx.Response, host: str) -> None:
        if answer.status_code not in _AGAIN:
            return
        wait = retry_after(answer.headers.get("Retry-After", ""))
        if wait is not None:
            if wait > self.settings.longest_wait:
                raise Failed(f"de server vraagt {wait:.0f} seconden te wachten (status {answer.status_code})")
            self.gate.pause(host, wait)
        raise Retry(f"status {answer.status_code}", wait)

    def patiently(self, attempt: Any) -> Any:
        """Call ``attempt`` until it does not raise ``Retry``; waits longer each time.

        Raises
        ------
        Failed
            When the last try asks to be tried again.
        """
        for number in range(1, self.settings.attempts + 1):
            try:
                return attempt()
            except Retry as signal:
                if number == self.settings.attempts:
                    raise Failed(f"{signal} (na {number} pogingen)") from signal
                if signal.wait is None:
                    time.sleep(self.settings.backoff * 2 ** (number - 1) * random.uniform(1.0, 1.25))
        raise AssertionError("there is at least one attempt")

    def read(self, url: str, most: int, *, allowed: Any = None, json: Any = None) -> tuple[int, bytes, str]:
        """Status, body and last address of a small answer, such as a page with links.

        Raises
        ------
        Refused, Failed
            As ``asking``; also when the body is larger than ``most`` bytes.
        """

        def attempt() -> tuple[int, bytes, str]:
            with self.asking(url, allowed=allowed, json=json) as (answer, way):
                body = bytearray()
                for piece in answer.iter_raw():
                    body += piece
                    if len(body) > most:
                        raise Refused(f"antwoord is groter dan {most} bytes")
                return answer.status_code, bytes(body), way[-1]

        status, body, last = self.patiently(attempt)
        return status, body, last


def check_url(url: str) -> None:
    """Refuse what is no address of the web.

    Raises
    ------
    Refused
        With the reason.
    """
    if not is_web(url):
        raise Refused(f"geen webadres: {url[:200]!r}")


def _next(way: list[str], answer: httpx.Response, most: int) -> str:
    place = str(answer.headers.get("Location", ""))
    if not place:
        raise Refused(f"doorverwijzing zonder adres (status {answer.status_code})")
    try:
        to = urljoin(way[-1], place)
        scheme = urlsplit(to).scheme
    except ValueError:
        raise Refused(f"doorverwijzing naar {place[:200]!r}") from None
    if scheme not in {"http", "https"}:
        raise Refused(f"doorverwijzing naar {place[:200]!r}; alleen http en https worden gevolgd")
    if to in way:
        raise Refused("doorverwijzingen lopen in een kring")
    if len(way) > most:
        raise Refused(f"meer dan {most} doorverwijzingen")
    return to


def retry_after(value: str) -> float | None:
    """Seconds to wait, from the header ``Retry-After``: a number or a date (RFC 9110, 10.2.3)."""
    if value.strip().isdigit():
        return float(value)
    try:
        moment = email.utils.parsedate_to_datetime(value)
    except (TypeError, ValueError):
        return None
    return max(0.0, moment.timestamp() - time.time())


def _told(error: Exception) -> str:
    if isinstance(error, httpx.TimeoutException | httpcore.TimeoutException):
        return "de server antwoordt niet op tijd"
    if isinstance(error, httpx.RemoteProtocolError | httpcore.RemoteProtocolError):
        return "het antwoord breekt af of klopt niet"
    return f"geen verbinding ({error})" if str(error) else "geen verbinding"
