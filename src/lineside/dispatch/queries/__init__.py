"""Every read of units."""

from lineside.dispatch.queries.days import a_job, hindsight, played, units_of_posts
from lineside.dispatch.queries.formerly import FormerUnit, deployed_at, units_as_they_were
from lineside.dispatch.queries.network import network
from lineside.dispatch.queries.own import (
    Job,
    MessageRow,
    OwnUnit,
    PhotoRow,
    messages_to,
    own_unit,
    photos_of,
    states_for_crew,
    unit_keys_at,
)
from lineside.dispatch.queries.radio import RadioMessage, RadioUnit, radio_messages, unit_of_radio
from lineside.dispatch.queries.recommending import Chosen, Recommendation, recommend, tasks
from lineside.dispatch.queries.rows import CrewRow, RingFence, UnitRow
from lineside.dispatch.queries.units import (
    RaisedUnit,
    deployed_now,
    deployed_to,
    named,
    nearest_free,
    position_ages,
    raised_unit,
    state_label,
    unit_by_call_sign,
    unit_kinds,
    unit_row,
    units_on_duty,
    units_page,
    vehicle_by_registration,
    welfare_overdue,
)
from lineside.dispatch.queries.vehicles import VehicleRow, vehicle, vehicle_kinds, vehicles, vehicles_page
from lineside.dispatch.queries.warnings import Sending, Warned, sendings, summary_of, warnings_of
from lineside.dispatch.queries.ways import ways_to
from lineside.dispatch.rules.telling import LONGEST_PHOTO

__all__ = [
    "LONGEST_PHOTO",
    "Chosen",
    "CrewRow",
    "FormerUnit",
    "Job",
    "MessageRow",
    "OwnUnit",
    "PhotoRow",
    "RadioMessage",
    "RadioUnit",
    "RaisedUnit",
    "Recommendation",
    "RingFence",
    "Sending",
    "UnitRow",
    "VehicleRow",
    "Warned",
    "a_job",
    "deployed_at",
    "deployed_now",
    "deployed_to",
    "hindsight",
    "messages_to",
    "named",
    "nearest_free",
    "network",
    "own_unit",
    "photos_of",
    "played",
    "position_ages",
    "radio_messages",
    "raised_unit",
    "recommend",
    "sendings",
    "state_label",
    "states_for_crew",
    "summary_of",
    "tasks",
    "unit_by_call_sign",
    "unit_keys_at",
    "unit_kinds",
    "unit_of_radio",
    "unit_row",
    "units_as_they_were",
    "units_of_posts",
    "units_on_duty",
    "units_page",
    "vehicle",
    "vehicle_by_registration",
    "vehicle_kinds",
    "vehicles",
    "vehicles_page",
    "warnings_of",
    "ways_to",
    "welfare_overdue",
]
