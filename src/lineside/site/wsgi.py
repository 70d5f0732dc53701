"""The web processes' entry: pages and the API."""

import gc
import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
application = get_wsgi_application()

from lineside.desks import rows  # noqa: E402 - Django is ready only now
from lineside.gazetteer import queries as gazetteer  # noqa: E402

# The first caller after a start is not the one who waits for what every later one finds loaded.
rows.warm()
for place in ("leeds", "kgx p9"):
    gazetteer.locate(place)
# What is loaded now stays as long as the process. A full collection that looked through it kept a caller 60 ms.
gc.collect()
gc.freeze()
