"""HTML of strangers: made safe to show, and read as text."""

import html
import re

import nh3

LONGEST_HTML = 512 * 1024
MOST_TAGS = 8000
TAGS = {
    *("a", "abbr", "b", "blockquote", "br", "caption", "cite", "code", "dd", "del", "div", "dl", "dt", "em"),
    *("h1", "h2", "h3", "h4", "h5", "h6", "hr", "i", "ins", "li", "ol", "p", "pre", "q", "s", "small", "span"),
    *("strike", "strong", "sub", "sup", "table", "tbody", "td", "tfoot", "th", "thead", "tr", "tt", "u", "ul"),
}
ATTRIBUTES = {"a": {"href"}, "td": {"colspan", "rowspan"}, "th": {"colspan", "rowspan"}}
_NAME = re.compile(r"/?[a-zA-Z][a-zA-Z0-9]*|!")
_BREAKS = frozenset({"br", "/p", "/div", "/tr", "/li", "/h1", "/h2", "/h3", "/h4", "/table", "hr", "/blockquote"})
_SILENT = frozenset({"style", "script", "title", "noscript", "template"})


def safe_html(markup: str, remarks: list[str]) -> str:
    """What may be shown: no image, style, script or form, so nothing is fetched; links open apart from us."""
    if len(markup) > LONGEST_HTML or markup.count("<") > MOST_TAGS:
        remarks.append("The formatted text is too large to show; read the plain text.")
        return ""
    return nh3.clean(
        markup,
        tags=TAGS,
        attributes=ATTRIBUTES,
        url_schemes={"http", "https", "mailto", "tel"},
        link_rel="noopener noreferrer nofollow",
        strip_comments=True,
    ).strip()


def text_of_html(markup: str) -> str:
    """The words of HTML in one pass, for messages that bring no plain text."""
    first, *chunks = markup.split("<")
    out, silent = [first], ""
    names = [match.group(0).lower() if (match := _NAME.match(chunk)) else "" for chunk in chunks]
    ends = {name: place for place, name in enumerate(names)}
    for place, (chunk, name) in enumerate(zip(chunks, names, strict=True)):
        _, closed, after = chunk.partition(">")
        if silent:
            silent = "" if name == f"/{silent}" else silent
            if silent:
                continue
        elif name in _SILENT and closed and ends.get(f"/{name}", -1) > place:  # one without an end silences nothing
            silent = name
            continue
        if not name:
            out.append(f"<{chunk}")
            continue
        out.append("\n" if name in _BREAKS else " " if name in ("/td", "/th") else "")
        out.append(" ".join(after.split("\n")) if closed else "")
    lines = (" ".join(line.split()) for line in html.unescape("".join(out)).splitlines())
    return re.sub(r"\n{3,}", "\n\n", "\n".join(lines)).strip()
