"""What is done with units: booked on, crewed, sent, located, told, and asked whether all is well."""

from lineside.dispatch.commands.carriage import note_carriage
from lineside.dispatch.commands.crews import (
    Outfit,
    book_off_unit,
    book_on_unit,
    change_crew,
    fit_out_unit,
    release_unit,
    ring_fence_unit,
)
from lineside.dispatch.commands.holds import hold_units, let_units_go
from lineside.dispatch.commands.own import say_line, say_state, say_step, send_photo
from lineside.dispatch.commands.positions import place_unit, record_position
from lineside.dispatch.commands.sending import assign_unit, clear_unit, record_state
from lineside.dispatch.commands.telling import answer_confidential, message_unit, record_acceptance, say_all_well
from lineside.dispatch.commands.vehicles import VehicleFacts, put_on_road, record_vehicle, take_off_road

__all__ = [
    "Outfit",
    "VehicleFacts",
    "answer_confidential",
    "assign_unit",
    "book_off_unit",
    "book_on_unit",
    "change_crew",
    "clear_unit",
    "fit_out_unit",
    "hold_units",
    "let_units_go",
    "message_unit",
    "note_carriage",
    "place_unit",
    "put_on_road",
    "record_acceptance",
    "record_position",
    "record_state",
    "record_vehicle",
    "release_unit",
    "ring_fence_unit",
    "say_all_well",
    "say_line",
    "say_state",
    "say_step",
    "send_photo",
    "take_off_road",
]
