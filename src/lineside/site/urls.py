"""Every path: each room's pages under its own name, the API under /api/v1, sign-in under /accounts."""

from importlib.util import find_spec

from django.conf import settings
from django.urls import include, path

from lineside.access.urls import entrance_patterns
from lineside.site.api import api

urlpatterns = [
    path("api/v1/", api.urls),
    path("accounts/", include(entrance_patterns)),
    *(
        path("", include(f"lineside.{room}.urls"))
        for room in settings.ROOMS
        if room != "site" and find_spec(f"lineside.{room}.urls")
    ),
]
handler400 = "lineside.site.problems.unreadable"
handler500 = "lineside.site.problems.broken"
