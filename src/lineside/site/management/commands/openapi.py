"""Write docs/openapi.json from the API's operations; with --check, say whether it is up to date."""

import json
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError, CommandParser

from lineside.site.api import api


class Command(BaseCommand):
    help = __doc__

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--check", action="store_true", help="Change nothing; fail when it is out of date.")

    def handle(self, *_: str, **options: Any) -> None:
        path, drawn = settings.BASE_DIR / "docs" / "openapi.json", draw()
        if not options["check"]:
            path.write_text(drawn)
        elif not path.exists() or path.read_text() != drawn:
            raise CommandError("docs/openapi.json is not up to date; run: python -m lineside.manage openapi")


def draw() -> str:
    return json.dumps(api.get_openapi_schema(path_prefix="/api/v1/"), indent=1, sort_keys=True, default=str) + "\n"
