"""Write docs/MAP.md from the rooms; with --check, say whether it is up to date."""

from lineside.site.map import ROOT, draw
from lineside.site.written import Written


class Command(Written):
    help = __doc__
    path = ROOT / "docs" / "MAP.md"

    def text(self) -> str:
        return draw()
