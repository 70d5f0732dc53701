"""What a platform tells besides posts and messages: somebody's words are left for a person, the rest for nobody."""

from dataclasses import replace

import pytest

from lineside.contacts.models import Contact, DeadLetter
from lineside.gateways.social.peer.hooking import OWN

pytestmark = pytest.mark.django_db(transaction=True)
WHO = {"sender": {"id": "77"}, "recipient": {"id": OWN}, "timestamp": 1}


def left():
    return sorted(DeadLetter.objects.values_list("why", flat=True))


def test_words_to_another_page_of_the_same_app_are_no_contact_of_ours(meta):
    told = meta.said("77", "help", private=True)
    told["entry"][0]["id"] = "999"
    told["entry"] += meta.said("78", "knife", private=True)["entry"]
    assert meta.deliver(told) == 200
    assert Contact.objects.get().sender_address == "@78@messenger"
    assert left() == ["It is news of another page than ours, which is not read here. Look there for what was said."]


def test_words_to_another_instagram_account_are_no_contact_of_ours(meta):
    told = meta.said("77", "help", private=True) | {"object": "instagram"}
    told["entry"][0]["id"] = "999"
    ours = meta.said("78", "knife", private=True)["entry"][0]
    told["entry"].append({**ours, "id": "5"})
    assert meta.deliver(told) == 200
    assert Contact.objects.get().sender_address == "@78@instagram"
    assert left()[0].startswith("It is news of another Instagram account than ours")


def test_without_our_number_there_instagram_is_left_for_a_person(listener, meta):
    listener.hooks["/meta"] = replace(listener.hooks["/meta"], instagram="")
    meta.deliver(meta.said("77", "help", private=True) | {"object": "instagram"})
    assert (Contact.objects.count(), len(left())) == (0, 1)


def test_what_somebody_says_on_meta_in_a_way_that_is_not_read_is_left_for_a_person(meta):
    feed = [{"item": item, "verb": "add", "from": {"id": "77"}, "message": "help"} for item in ("status", "photo")]
    meta.deliver(meta.entry(messaging=[{**WHO, "postback": {"title": "Get help", "payload": "HELP"}}]))
    meta.deliver(meta.entry(changes=[{"field": "feed", "value": value} for value in feed]))
    comment = {"field": "comments", "value": {"id": "1", "text": "help", "from": {"id": "77"}}}
    meta.deliver({"object": "instagram", "entry": [{"id": "5", "changes": [comment]}]})
    kinds = ("change of the page (comments, None)", "change of the page (feed, photo)",
             "change of the page (feed, status)", "private event (postback)")  # fmt: skip
    assert [kind in why for kind, why in zip(kinds, left(), strict=True)] == [True] * 4


def test_what_nobody_said_leaves_nothing(meta, x):
    meta.deliver(meta.entry(messaging=[{**WHO, "read": {"watermark": 1}}, {**WHO, "reaction": {"emoji": "x"}}]))
    meta.deliver(meta.entry(changes=[{"field": "feed", "value": {"item": "like", "verb": "add"}}]))
    own = {"item": "status", "verb": "add", "from": {"id": OWN}, "message": "All is well"}
    meta.deliver(meta.entry(changes=[{"field": "feed", "value": own}]))
    x.deliver({"for_user_id": OWN, "users": {}, "favorite_events": [{"id": "1"}]})
    assert (Contact.objects.count(), left()) == (0, [])


def test_news_of_x_of_a_kind_that_is_not_read_is_left_for_a_person(x):
    told = x.said("sam", "help", private=False)
    assert x.deliver({**told, "user_event": {"revoke": {"source": {"user_id": OWN}}}}) == 200
    assert Contact.objects.count() == 1
    assert "It is news of another kind (user_event)" in left()[0]
