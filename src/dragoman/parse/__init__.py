"""Article -> Parse: the language model. Sentences, words with their tree in Universal Dependencies, and names."""

from dragoman.parse.parser import EmbeddedParser, Parser, load_parser

__all__ = ["EmbeddedParser", "Parser", "load_parser"]
