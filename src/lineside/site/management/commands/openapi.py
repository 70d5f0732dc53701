"""Write docs/openapi.json from the API's operations; with --check, say whether it is up to date."""

import json

from lineside.site.api import api
from lineside.site.document import as_json
from lineside.site.map import ROOT
from lineside.site.written import Written


class Command(Written):
    help = __doc__
    path = ROOT / "docs" / "openapi.json"

    def text(self) -> str:
        return json.dumps(as_json(api), indent=1, sort_keys=True) + "\n"
