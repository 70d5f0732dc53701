"""The API of incidents: everything the desks do with a log."""

from ninja import Router

from lineside.incidents.api import incidents, ladder, log, parties, passing, stages, ties
from lineside.incidents.api.asking import incident_out
from lineside.incidents.api.schemas import IncidentOut, OpeningIn

__all__ = ["IncidentOut", "OpeningIn", "incident_out", "router"]

router = Router()
for part in (incidents, ladder, log, parties, passing, stages, ties):
    router.add_router("", part.router)
