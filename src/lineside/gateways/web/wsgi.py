"""The public process's entry."""

import os

from django.core.wsgi import get_wsgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "lineside.site.settings")
application = get_wsgi_application()

from lineside.gazetteer import queries as gazetteer  # noqa: E402 - Django is ready only now

gazetteer.locate("leeds")  # the first reporter is not the one who waits for the tables
