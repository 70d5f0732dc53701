"""Who is given more rights for a command below stays who they are."""

from uuid import UUID

from lineside.kernel.actors import Actor

CLIENT = Actor(
    id=UUID(int=7),
    name="radio",
    kind="client",
    permissions=frozenset({"a.see"}),
    areas=frozenset({"B"}),
    workstation="desk 3",
    stamp=4,
)


def test_an_actor_with_more_rights_keeps_its_areas_its_workstation_and_the_stamp_by_which_it_can_be_withdrawn():
    more = CLIENT.also("a.write")
    assert (more.may("a.see"), more.may("a.write")) == (True, True)
    assert (more.id, more.kind, more.areas, more.workstation, more.stamp) == (
        CLIENT.id,
        "client",
        frozenset({"B"}),
        "desk 3",
        4,
    )
    assert not CLIENT.may("a.write")


def test_an_actor_who_is_held_to_no_area_is_otherwise_the_same():
    free = CLIENT.everywhere()
    assert (free.covers("C"), CLIENT.covers("C")) == (True, False)
    assert (free.permissions, free.stamp) == (CLIENT.permissions, 4)
