"""The version of the program, for outputs and model files."""

__version__ = "0.1.0"
