"""What was found, in one sentence for whoever reads the mail."""

METHODS = ("spf", "dkim", "dmarc")
WISHES = {
    "reject": "; its domain asks that such mail be refused",
    "quarantine": "; its domain asks that such mail be put aside",
}


def sentence(found: dict[str, str]) -> str:
    """Beside the sentence about the force's own mail server, and in its shape."""
    words = ", ".join(_method(found, method) for method in METHODS)
    if found.get("dmarc") == "fail":
        words += f": it may not come from whom it names{WISHES.get(found.get('wish', ''), '')}"
    because = f" ({found['why']})" if found.get("why") else ""
    return f"Sender, by our own check: {words}{because}."


def _method(found: dict[str, str], method: str) -> str:
    domain = found.get(f"{method}_domain", "")
    return f"{method.upper()} {found.get(method) or 'not checked'}{f' for {domain}' if domain else ''}"
