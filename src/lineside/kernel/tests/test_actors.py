"""Who is given more rights for a command below stays who they are."""

from lineside.kernel.actors import Actor

SEES, DESK = frozenset({"a.see"}), frozenset({"B"})
CLIENT = Actor(id=None, name="radio", kind="client", permissions=SEES, areas=DESK, workstation="desk 3", stamp=4)


def test_an_actor_with_more_rights_keeps_its_areas_its_workstation_and_the_stamp_by_which_it_can_be_withdrawn():
    more = CLIENT.also("a.write")
    assert [more.may("a.see"), more.may("a.write"), CLIENT.may("a.write")] == [True, True, False]
    assert (more.kind, more.areas, more.workstation, more.stamp) == ("client", DESK, "desk 3", 4)


def test_an_actor_who_is_held_to_no_area_is_otherwise_the_same():
    free = CLIENT.everywhere()
    assert [free.covers("C"), CLIENT.covers("C"), free.may("a.see"), free.stamp == CLIENT.stamp] == [
        True,
        False,
        True,
        True,
    ]
