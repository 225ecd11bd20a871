"""``python -m analyzer`` is ``gdogh``."""

from .cli import main

main()
