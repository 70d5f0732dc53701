"""What the live process sends: one element of a page, and who may see it."""

from dataclasses import dataclass, replace

BOARDS = (
    "incidents",
    "units",
    "crimes",
    "crimes-late",
    "crimes-finalise",
    "crimes-transfers",
)  # lists of an area: what moves away from it leaves them
NEWEST = 5  # lines of a log sent again at each change; a desk that has them already changes nothing


@dataclass(frozen=True, slots=True, kw_only=True)
class LiveRow:
    """One element of a page as it is now, with who may see it; `gone` takes it away."""

    id: str
    needs: str
    list: str = ""
    html: str = ""
    sort: str = ""
    area: str = ""
    restricted: bool = False
    gone: bool = False
    moved: dict[str, float | str] | None = None  # only this of the row has changed: where, in degrees, and when

    def taken_away(self) -> "LiveRow":
        return replace(self, gone=True, html="")
