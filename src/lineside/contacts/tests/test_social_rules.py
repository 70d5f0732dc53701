"""A text is as long as its platform says that it is, and may be sent for as long as that lets us."""

from datetime import UTC, date, datetime, timedelta

import pytest

from lineside.contacts.rules.social import check_reply_window, length_of, social_line, social_reply
from lineside.kernel.errors import RuleBroken

DAY = date(2026, 11, 26)
AT = datetime(2026, 11, 26, 12, tzinfo=UTC)
WORDS = {"name": "Sam", "reference": "C-1", "force": "The force"}


@pytest.mark.parametrize(
    ("line", "text", "length"),
    [
        ("mastodon-public", "abc", 3),
        ("mastodon-public", "👩‍👩‍👧‍👧 é", 3),
        ("mastodon-public", "@sam@rail.example hello", 10),
        ("mastodon-public", "see https://rail.example/a/very/long/address/that/goes/on", 27),
        ("x-public", "abc", 3),
        ("x-public", "駅で", 4),
        ("x-public", "👩‍👩‍👧‍👧", 2),
        ("x-public", "https://t.example", 23),
        ("messenger", "👩‍👩‍👧‍👧", 7),
    ],
)
def test_each_platform_counts_in_its_own_way(line, text, length):
    assert length_of(text, social_line(line, DAY)) == length


def test_an_answer_that_is_too_long_is_refused_with_its_count():
    with pytest.raises(RuleBroken, match="holds 500 characters; this has 505"):
        social_reply("plain", "x" * 500, WORDS, social_line("mastodon-public", DAY), "@sam@rail.example", DAY)


def test_messenger_is_answered_within_24_hours():
    line = social_line("messenger", DAY)
    check_reply_window(line, AT - timedelta(hours=24), AT)
    with pytest.raises(RuleBroken, match="within 24 hours"):
        check_reply_window(line, AT - timedelta(hours=24, seconds=1), AT)


def test_other_platforms_are_answered_whenever():
    check_reply_window(social_line("mastodon-public", DAY), AT - timedelta(days=90), AT)


@pytest.mark.parametrize("text", ["Ask @help.", "Ask @help@rail.example", "(@sam)"])
def test_an_answer_in_private_names_nobody_else_who_would_get_it_too(text):
    with pytest.raises(RuleBroken, match="without @"):
        social_reply("plain", text, WORDS, social_line("mastodon-private", DAY), "@sam@rail.example", DAY)
    assert social_reply("plain", text, WORDS, social_line("mastodon-public", DAY), "@sam@rail.example", DAY)
    social_reply("plain", "a@rail.example", WORDS, social_line("mastodon-private", DAY), "@sam@rail.example", DAY)
