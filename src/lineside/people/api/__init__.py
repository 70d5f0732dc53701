"""Staff, the rota and sign-offs over HTTP."""

from lineside.people.api import sign_offs
from lineside.people.api.rota import router

router.add_router("", sign_offs.router)

__all__ = ["router"]
