"""What a reply says: no fact goes out as a hole, and a translation never goes alone."""

from datetime import date

import pytest

from lineside.contacts.rules import table
from lineside.contacts.rules.replies import FIELD, languages_of, reply_text, short_reply, translation_told, words_of
from lineside.kernel.errors import RuleBroken

ON = date(2026, 11, 27)
KNOWN = words_of("Sam Vale", "C-1", "Force", handler="Alex Reed", promised_by="Fri 27 Nov 14:00")
CHANNELS = ("templates", "text_templates", "social_templates")


def test_a_fact_that_is_not_known_is_refused_and_never_sent_as_a_hole():
    with pytest.raises(RuleBroken, match="by when an update was promised, and that is not known") as refused:
        reply_text("update_promised", "", words_of("Sam", "C-1", "Force", handler="Alex"), ON)
    assert refused.value.field == "template"
    assert "by Fri 27 Nov 14:00." in reply_text("update_promised", "", KNOWN, ON)


def test_a_name_nobody_gave_has_a_word_of_the_edition_in_its_place():
    assert reply_text("plain", "Yes.", words_of("", "C-1", "Force"), ON).startswith("Dear sender,")


def test_what_a_fact_or_the_handler_says_is_not_merged_again():
    letter = reply_text("plain", "say {reference}", words_of("{force}", "C-1", "Force"), ON)
    assert "Dear {force}," in letter
    assert "say {reference}" in letter


@pytest.mark.parametrize("language", ["cy", "pl", "fr", "es"])
def test_a_translation_goes_with_the_english_below_it_and_its_standing_is_told(language):
    letter = reply_text("received", "", KNOWN, ON, language=language)
    assert "Thank you for telling us." in letter.partition("----")[2]
    assert "no translator has checked it" in translation_told("templates", "received", language, ON)
    text = short_reply("where", "", KNOWN, ON, language=language)
    assert text.endswith("In danger now? Call 999.")
    assert text.count("999") == 2


@pytest.mark.parametrize(
    ("template", "language", "says"), [("plain", "pl", "not written in"), ("received", "xx", "list")]
)
def test_a_language_in_which_nothing_is_written_is_refused(template, language, says):
    with pytest.raises(RuleBroken, match=says):
        reply_text(template, "x", KNOWN, ON, language=language)


def test_every_place_of_every_template_and_translation_is_a_known_fact():
    known = {*table("merge_fields", ON).by_code, "text"}
    rows = [row for among in CHANNELS for row in table(among, ON).rows] + list(table("translations", ON).rows)
    assert {name for row in rows for name in FIELD.findall(row["text"])} <= known


def test_every_translation_is_of_a_template_in_force_and_tells_the_same_facts():
    for row in table("translations", ON).rows:
        english = table(row["among"], ON).by_code[row["template"]]
        assert set(FIELD.findall(row["text"])) == set(FIELD.findall(english["text"])), row["code"]
        assert row["standing"] in table("translation_standings", ON).by_code
        assert row["language"] in table("languages", ON).by_code


def test_languages_are_offered_where_something_is_written_in_them():
    assert [code for code, _ in languages_of("text_templates", ON)] == ["cy", "pl", "fr", "es"]
    assert languages_of("social_templates", ON) == []
