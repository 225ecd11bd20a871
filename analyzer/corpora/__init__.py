"""What exists: the register of public bodies and the catalogue of their documents."""

from .register import Match, Organisation, Register, load_register, resolve

__all__ = ["Match", "Organisation", "Register", "load_register", "resolve"]
