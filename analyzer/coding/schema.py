"""Names of the columns of a table of coded units. They are written down here and nowhere else."""

from __future__ import annotations

STATEMENTS = ("M", "A", "O")
DIGITAL = ("E", "I", "G")
HEADINGS: dict[str, tuple[str, ...]] = {
    "VER": ("VER1", "VER2", "VER3", "VER4"),
    "DEM": ("DEM1", "DEM2", "DEM3", "DEM4", "DEM5"),
    "REG": ("REG1", "REG2", "REG3", "REG4", "REG5", "REG6"),
    "ACT": ("ACT1", "ACT2", "ACT3", "ACT4", "ACT5"),
}
THEMES: tuple[str, ...] = tuple(theme for themes in HEADINGS.values() for theme in themes)
DAGGER: frozenset[str] = frozenset({"VER1", "VER2", "VER3", "DEM1", "REG1", "REG5"})
"""Themes that presuppose a digital link."""
DOMAINS: tuple[str, ...] = (
    "bestuur", "financien", "economie", "werk", "zorg", "onderwijs", "cultuur", "wonen", "ruimte", "verkeer",
    "energie", "natuur", "landbouw", "veiligheid", "migratie", "internationaal", "organisatie", "geen",
)  # fmt: skip

PLACE = ("document_id", "unit_id", "page", "section", "heading", "previous", "start", "end", "text")
"""Columns that say where a unit stands; `section` is the heading path joined by ``SECTION_SEPARATOR``."""
SECTION_SEPARATOR = " > "
P_STATEMENT = tuple(f"p_{code}" for code in STATEMENTS)
P_DIGITAL = tuple(f"p_{code}" for code in DIGITAL)
P_THEMES = tuple(f"p_{code}" for code in THEMES)
CODES = ("statement", *P_STATEMENT, "digital", *P_DIGITAL, "themes", *P_THEMES, "domain", "negated", "evidence")
"""Columns that a coder adds. `themes` is a list of codes in the order of `THEMES`, `negated` a bool,
`evidence` a list of dicts with ``start``, ``end`` (offsets within the unit's text), ``match``, ``code`` and ``why``."""
UNITS = (*PLACE, *CODES)
GOALS = frozenset({"M", "A"})
