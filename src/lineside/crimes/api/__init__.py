"""The API of crimes: records and decisions, what is owed on them, and the counting of a report by the rules alone."""

from ninja import Router

from lineside.crimes.api import counting, finals, owed, records, tellings

router = Router()
for part in (counting, finals, owed, records, tellings):
    router.add_router("", part.router)
