"""Documents that are written from the code: put down, or compared with what stands."""

from abc import ABC, abstractmethod
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError


class Written(BaseCommand, ABC):
    """A management command that writes `path`, or with --check says whether it is up to date."""

    path: Path

    @abstractmethod
    def text(self) -> str:
        """What the document says when it is true."""

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--check", action="store_true")

    def handle(self, *_: Any, check: bool = False, **__: Any) -> None:
        text = self.text()
        if check and (not self.path.exists() or self.path.read_text() != text):
            raise CommandError(f"docs/{self.path.name} is out of date; write it anew with this command.")
        if not check:
            self.path.write_text(text)
