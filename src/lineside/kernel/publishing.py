"""Publishing an edition: its rows go into the database, where records can point at them."""

from pathlib import Path

from lineside.kernel.actors import Actor
from lineside.kernel.commands import command
from lineside.kernel.errors import RuleBroken
from lineside.kernel.models import RuleEdition, RuleEntry
from lineside.kernel.rule_tables import Edition, file_sha256, load_edition

CAN_PUBLISH = "kernel.publish_rules"


def publish_file(*, actor: Actor, table: str, path: Path) -> Edition | None:
    """Publish the file, or None when this very edition stands; a changed one is refused, never overwritten."""
    edition, sha256 = load_edition(path), file_sha256(path)
    known = RuleEdition.objects.filter(table=table, edition=edition.edition).first()
    if known and known.sha256 != sha256:
        raise RuleBroken(f"{table} {edition.edition} is published with other content; give the change a new edition.")
    if known:
        return None
    publish_rules(actor=actor, table=table, path=path)
    return edition


@command(needs=CAN_PUBLISH)
def publish_rules(*, actor: Actor, table: str, path: Path) -> RuleEdition:  # noqa: ARG001 - the audit line names them
    edition = load_edition(path)
    published = RuleEdition(table=table, edition=edition.edition, sha256=file_sha256(path), meta=edition.meta)
    # Made before the first statement: on a busy machine a long table took longer than a transaction may lie idle.
    entries = [
        RuleEntry(
            edition=published,
            key=edition.key_of(row)[:400],
            code=str(row.get("code", edition.key_of(row)))[:80],
            facts=row,
        )
        for row in edition.rows
    ]
    published.save()
    RuleEntry.objects.bulk_create(entries, batch_size=500)
    return published
