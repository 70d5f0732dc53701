"""The API of crimes: records and decisions, and the counting of a report by the rules alone."""

from ninja import Router

from lineside.crimes.api import counting, finals, records

router = Router()
for part in (counting, finals, records):
    router.add_router("", part.router)
