"""The web processes' entry: pages and the API."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
application = get_wsgi_application()

from lineside.desks import rows  # noqa: E402 - Django is ready only now

rows.warm()
