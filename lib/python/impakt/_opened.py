"""The library, opened once."""

from ._library import load

lib = load()
