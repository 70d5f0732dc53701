"""Ways through the building for the laws: modules, paths, operations."""

import ast
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any

from django.conf import settings
from django.urls import URLPattern, URLResolver

PACKAGE = Path(__file__).parents[2] / "src" / "lineside"


def modules(*, tests: bool = False) -> Iterator[Path]:
    """Every module we wrote; migrations are written by Django."""
    for path in sorted(PACKAGE.rglob("*.py")):
        if "migrations" not in path.parts and (tests or "tests" not in path.parts):
            yield path


def functions(path: Path) -> Iterator[ast.FunctionDef | ast.AsyncFunctionDef]:
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            yield node


def rooms() -> Iterator[Path]:
    for room in settings.ROOMS:
        yield PACKAGE / room.replace(".", "/")


def views(patterns: Iterable[URLPattern | URLResolver], before: str = "") -> Iterator[tuple[str, Any]]:
    for pattern in patterns:
        path = before + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            yield from views(pattern.url_patterns, path)
        else:
            yield path, pattern.callback


def lines_of_code(path: Path) -> int:
    """Its lines that hold code: no empty ones, no comments, no docstrings."""
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    told: set[int] = set()
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, documented) and ast.get_docstring(node):
            told.update(range(node.body[0].lineno, (node.body[0].end_lineno or 0) + 1))
    empty = {tokenize.COMMENT, tokenize.NL, tokenize.NEWLINE, tokenize.INDENT, tokenize.DEDENT, tokenize.ENDMARKER}
    with path.open() as file:
        tokens = [token for token in tokenize.generate_tokens(file.readline) if token.type not in empty]
    return len({line for token in tokens for line in range(token.start[0], token.end[0] + 1)} - told)
