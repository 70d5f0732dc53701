"""An import contract of our own: a room is entered by its front door."""

from typing import Any

from importlinter import Contract, ContractCheck, fields, output


def named(field: Any) -> list[str]:  # noqa: ANN401 - import-linter types a field as its declaration, not its value
    return list(field)


class FrontDoors(Contract):  # type: ignore[misc, unused-ignore]
    """No module may import the inside of another room; only its doors, and anything in an open-plan room."""

    root = fields.StringField()
    halls = fields.ListField(subfield=fields.StringField())
    doors = fields.ListField(subfield=fields.StringField())
    open_plan = fields.ListField(subfield=fields.StringField())

    def check(self, graph: Any, verbose: bool) -> ContractCheck:  # noqa: ANN401, ARG002, FBT001
        found = sorted(
            (importer, imported)
            for importer in graph.modules
            if importer.startswith(f"{self.root}.")
            for imported in graph.find_modules_directly_imported_by(importer)
            if imported.startswith(f"{self.root}.") and self._trespasses(importer, imported)
        )
        return ContractCheck(kept=not found, metadata={"found": found})

    def render_broken_contract(self, check: ContractCheck) -> None:
        for importer, imported in check.metadata["found"]:
            output.print_error(f"{importer} enters {imported} other than by a front door.")

    def _trespasses(self, importer: str, imported: str) -> bool:
        (here, _), (room, inside) = self._place(importer), self._place(imported)
        # Site plugs everything in, so it may name any part; tests may look inside.
        if room == here or room in named(self.open_plan) or here == "site" or ".tests" in importer:
            return False
        return bool(inside) and inside[0] not in named(self.doors)

    def _place(self, module: str) -> tuple[str, list[str]]:
        _, *path = module.split(".")
        depth = 2 if path and path[0] in named(self.halls) else 1
        return ".".join(path[:depth]), path[depth:]
