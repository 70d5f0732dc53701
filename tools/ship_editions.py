"""Write down the bytes of each edition compiled from somebody else's list: `python -m tools.ship_editions`."""

from lineside.kernel.rule_tables import SUFFIXES, file_sha256, load_edition
from lineside.site.rule_checks import PACKAGE, SHIPPED, all_tables


def main() -> None:
    lines = [
        f"{file_sha256(path)}  {path.relative_to(PACKAGE)}"
        for folder in all_tables()
        for path in sorted(folder.iterdir())
        if path.name.endswith(SUFFIXES) and load_edition(path).meta.get("publisher") != "Lineside"
    ]
    (PACKAGE / SHIPPED).write_text("\n".join(lines) + "\n", "utf-8")


if __name__ == "__main__":
    main()
