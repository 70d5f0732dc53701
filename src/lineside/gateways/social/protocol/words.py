"""The words of a post that comes as HTML."""

from html.parser import HTMLParser

import nh3

LONGEST = 40_000  # the longest posts anywhere are a quarter of it; the whole is kept as it came
BREAKS = {"p", "br"}


class _Words(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.said: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        del attrs
        if tag == "br":
            self.said.append("\n")
        elif tag == "p" and self.said:
            self.said.append("\n\n")

    def handle_data(self, data: str) -> None:
        self.said.append(data)


def words_in(html: str) -> str:
    """In two passes: the parser of the library takes minutes over tags that do not end, so it gets none."""
    reader = _Words()
    reader.feed(nh3.clean(html[:LONGEST], tags=BREAKS, attributes={}))
    reader.close()
    words = "".join(reader.said).strip()
    return f"{words} […]" if len(html) > LONGEST else words
