"""Every write in the register."""

from lineside.pole.commands.moving_in import MovedLink, MovedPerson, move_in_links, move_in_people
from lineside.pole.commands.register import (
    key_people,
    lift_marker,
    link_location,
    link_person,
    link_thing,
    overrule_safe_contact,
    permit_way_out,
    place_marker,
    place_safe_contact,
    record_location,
    record_person,
    record_thing,
)

__all__ = [
    "MovedLink",
    "MovedPerson",
    "key_people",
    "lift_marker",
    "link_location",
    "link_person",
    "link_thing",
    "move_in_links",
    "move_in_people",
    "overrule_safe_contact",
    "permit_way_out",
    "place_marker",
    "place_safe_contact",
    "record_location",
    "record_person",
    "record_thing",
]
