"""Major incidents over HTTP."""

from ninja import Router

from lineside.major_incidents.api.board import router as board
from lineside.major_incidents.api.majors import router as majors

router = Router(tags=["major incidents"])
router.add_router("", majors)
router.add_router("", board)
