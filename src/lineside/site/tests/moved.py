"""For tests of the import: it carried out in this process, what it said, and how much there is."""

from pathlib import Path

from lineside.crimes.models import Crime
from lineside.extracts.models import Arrival
from lineside.incidents.models import Incident, LogEntry
from lineside.kernel.testing import an_actor
from lineside.pole.models import Link, Person
from lineside.site.moving_in import Wanted, move_in_all

SAMPLES = Path(__file__).parents[4] / "docs" / "how-to" / "move-in"
LOOKER = an_actor("incidents.view", "crimes.view", "pole.look_up", "incidents.reopen")


def move_in(mapping, *, dry=False, kinds=(), rejects=None):
    wanted = Wanted(mapping=mapping, kinds=kinds, rejects=rejects or mapping.parent, by="Ruth Adeyemi", is_dry=dry)
    return move_in_all(lambda *_: None, wanted)


def totals(told):
    return [line for line in told.lines if " rows = " in line]


def everything():
    return [model.objects.count() for model in (Person, Incident, LogEntry, Crime, Link, Arrival)]
