"""Read and check a codebook: YAML files in, one `Codebook` out; errors name the file and the line."""

from __future__ import annotations

import hashlib
import json
import re
from functools import lru_cache
from pathlib import Path
from typing import Any, TypeVar

import yaml
from pydantic import BaseModel, ValidationError

from analyzer.codebook.schema import Codebook, CodebookFile, Lexicon, Scoring, Signals, Verbs
from analyzer.errors import CodebookError, refusal

_PROBLEMS = {
    "missing": "ontbreekt",
    "literal_error": "is geen van de mogelijke waarden",
    "extra_forbidden": "is geen bekende sleutel",
    "string_type": "moet tekst zijn",
    "string_too_short": "mag niet leeg zijn",
    "int_type": "moet een heel getal zijn",
    "int_parsing": "moet een heel getal zijn",
    "float_type": "moet een getal zijn",
    "float_parsing": "moet een getal zijn",
    "bool_type": "moet true of false zijn",
    "bool_parsing": "moet true of false zijn",
    "list_type": "moet een lijst zijn",
    "tuple_type": "moet een lijst zijn",
    "dict_type": "moet een lijst van sleutels en waarden zijn",
    "mapping_type": "moet een lijst van sleutels en waarden zijn",
    "model_type": "moet een lijst van sleutels en waarden zijn",
}
"""What pydantic finds wrong with the shape of a file, in words of its user."""
SHIPPED = Path(__file__).resolve().parent / "data" / "codebook.yaml"
_Model = TypeVar("_Model", bound=BaseModel)


def load_codebook(path: str | Path | None = None) -> Codebook:
    """Load a codebook.

    Parameters
    ----------
    path : str or Path, optional
        Main file (``codebook.yaml``), beside which the files stand that it names, or the folder that has it.
        The shipped codebook when left out.

    Returns
    -------
    Codebook
        Validated; the same content gives the same hash.

    Raises
    ------
    CodebookError
        When a file is missing, is not YAML or does not follow the schema; the message has file and line.

    Examples
    --------
    >>> book = load_codebook()
    >>> book.code("VER2").name.nl
    'data en technologie benutten'
    """
    if path is None:
        return _shipped()
    main = Path(path)
    return _load(main / "codebook.yaml" if main.is_dir() else main)


@lru_cache(maxsize=1)
def _shipped() -> Codebook:
    return _load(SHIPPED)


def _load(main: Path) -> Codebook:
    top, raw = _parse(main, CodebookFile)
    folder = main.parent
    content: dict[str, Any] = {"codebook": raw}
    terms = []
    known = {code.code for group in (top.statements, top.digital, top.themes, top.domains) for code in group}
    for name in top.lexicons:
        lexicon, content[name] = _parse(folder / name, Lexicon)
        for term in lexicon.terms():
            unknown = set(term.weights) - known
            if unknown:
                raise _error(folder / name, ("families", term.family), f"onbekende code {sorted(unknown)[0]!r}")
            terms.append(term)
    processes, content[top.processes] = _parse(folder / top.processes, Lexicon)
    verbs, content[top.verbs] = _parse(folder / top.verbs, Verbs)
    signals, content[top.signals] = _parse(folder / top.signals, Signals)
    scoring, content[top.scoring] = _parse(folder / top.scoring, Scoring)
    coding = {name: part for name, part in content.items() if name not in ("codebook", top.scoring, top.processes)}
    return Codebook(
        version=top.version,
        hash=_hash(content),
        coding_hash=_hash(coding),
        name=top.name,
        headings=top.headings,
        statements=top.statements,
        digital=top.digital,
        themes=top.themes,
        domains=top.domains,
        terms=tuple(terms),
        processes=processes.terms(),
        verbs=verbs,
        signals=signals,
        scoring=scoring,
    )


def _hash(content: dict[str, Any]) -> str:
    canonical = json.dumps(content, sort_keys=True, ensure_ascii=False, default=str)
    return hashlib.sha256(canonical.encode()).hexdigest()[:12]


def _parse(path: Path, model: type[_Model]) -> tuple[_Model, Any]:
    try:
        text = path.read_text(encoding="utf-8")
    except OSError as error:
        raise CodebookError(
            f"kan niet worden gelezen ({refusal(error)}).", remedy="Controleer het pad en de rechten.", path=path
        ) from error
    except UnicodeDecodeError as error:
        raise CodebookError("is geen UTF-8.", remedy="Bewaar het bestand als UTF-8.", path=path) from error
    try:
        raw = _read(text)
    except yaml.YAMLError as error:
        mark = getattr(error, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = error.problem if isinstance(error, _DoubleKey) else "geen geldige YAML"
        raise CodebookError(
            f"regel {line}: {problem}.", remedy="Controleer inspringing en aanhalingstekens.", path=path
        ) from error
    try:
        return model.model_validate(raw), raw
    except ValidationError as error:
        first = error.errors()[0]
        raise _error(path, first["loc"], _problem(first["type"], str(first["msg"]))) from error


def _read(text: str) -> Any:
    try:
        return yaml.load(text, Loader=_Quick)
    except yaml.YAMLError:
        return yaml.load(text, Loader=_Loader)


def _problem(kind: str, message: str) -> str:
    return _PROBLEMS.get(kind) or message.removeprefix("Value error, ")


def _error(path: Path, location: tuple[int | str, ...], message: str) -> CodebookError:
    node = yaml.compose(path.read_text(encoding="utf-8"), Loader=_Loader)
    line = _line(node, location)
    where = ".".join(str(part) for part in location) or "bestand"
    return CodebookError(
        f"regel {line}: {where}: {message}.", remedy="Vergelijk met het meegeleverde codeboek.", path=path
    )


def _line(node: yaml.Node | None, location: tuple[int | str, ...]) -> int:
    """Line of the deepest part of `location` that is in the file."""
    line = node.start_mark.line + 1 if node else 1
    for part in location:
        if isinstance(node, yaml.MappingNode):
            pair = next((pair for pair in node.value if pair[0].value == str(part)), None)
            if pair is None:
                continue
            line, node = pair[0].start_mark.line + 1, pair[1]
        elif isinstance(node, yaml.SequenceNode) and isinstance(part, int) and part < len(node.value):
            node = node.value[part]
            line = node.start_mark.line + 1
    return line


class _DoubleKey(yaml.constructor.ConstructorError):
    """A key that a mapping has twice, which YAML itself lets pass."""


def _mapping(loader: yaml.SafeLoader, node: yaml.MappingNode) -> dict[Any, Any]:
    seen: set[Any] = set()
    for key_node, _ in node.value:
        key = loader.construct_object(key_node, deep=True)
        if key in seen:
            raise _DoubleKey(None, None, f"sleutel {key!r} staat er twee keer", key_node.start_mark)
        seen.add(key)
    return yaml.SafeLoader.construct_mapping(loader, node, deep=True)


def _strict(base: type[Any]) -> type[Any]:
    """A loader of safe YAML in which a key may stand once, and ``on``/``no`` are words."""
    loader: type[Any] = type("Loader", (base,), {})
    loader.add_constructor(yaml.resolver.BaseResolver.DEFAULT_MAPPING_TAG, _mapping)
    loader.yaml_implicit_resolvers = {
        first: [(tag, regexp) for tag, regexp in resolvers if tag != "tag:yaml.org,2002:bool"]
        for first, resolvers in base.yaml_implicit_resolvers.items()
    }
    loader.add_implicit_resolver("tag:yaml.org,2002:bool", re.compile(r"^(?:true|false)$"), list("tf"))
    return loader


_Loader = _strict(yaml.SafeLoader)
_Quick = _strict(getattr(yaml, "CSafeLoader", yaml.SafeLoader))
"""Reads the same ten times as fast where PyYAML was built with libyaml; the other one tells what is wrong."""
