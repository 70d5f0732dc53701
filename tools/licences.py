"""Every installed distribution has a licence that goes with ours; run by bin/check."""

import sys
from importlib.metadata import Distribution, distributions
from typing import Any

ALLOWED = ("mit", "bsd", "apache", "isc", "psf", "python software foundation", "mpl", "mozilla", "lgpl",
           "lesser general", "postgresql", "unlicense", "0bsd", "zlib", "cc0", "public domain")  # fmt: skip


def licence_of(distribution: Distribution) -> str:
    facts: Any = distribution.metadata  # an e-mail message, though its stub says less
    named = [facts.get("License-Expression") or "", (facts.get("License") or "")[:200]]
    named += [value for value in facts.get_all("Classifier") or [] if value.startswith("License ::")]
    return " ".join(named).lower()


def main() -> int:
    # These name no licence in their metadata; it stands in the LICENSE file they ship (BSD-3-Clause, MIT).
    own = {"lineside", "IMAPClient", "axe-playwright-python"}
    strange = sorted(
        f"{found.metadata['Name']}: {licence_of(found).strip() or 'none named'}"
        for found in distributions()
        if found.metadata["Name"] not in own and not any(word in licence_of(found) for word in ALLOWED)
    )
    print("\n".join(strange))
    return 1 if strange else 0


if __name__ == "__main__":
    sys.exit(main())
