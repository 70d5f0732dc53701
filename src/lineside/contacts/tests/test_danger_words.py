"""Words that lift a message: what tells of a life at risk stands above a lost purse, whoever writes it and how."""

from datetime import date

import pytest

from lineside.contacts.rules import risk_of_message
from lineside.simulator.tables import texts

ON = date(2026, 11, 27)
# Not of the texts by which the words were found.
OF_A_LIFE = [
    "theres a lad sat on the platform edge at the far end legs dangling",
    "My friend just messaged to say goodbye, she says she wants to die and she is at the station",
    "a man has got down onto the track and is walking towards the tunnel",
    "somebody got hit by a train just now",
    "He had his hands round my neck on the last train. I am safe at home.",
    "an old lady has collapsed by the lifts and she is not breathing properly",
    "two lads with a machete by the ticket barriers",
    "There is a little girl here who can't find her mum",
    "woman on the bridge, she has climbed over the edge and wont talk to anyone",
    "this guy keeps telling everyone he is going to jump",
    "car stuck on the level crossing lights are flashing",
    "Passenger has taken an overdose in the toilet of our train",
    "My son did not come home and his phone is off",
    "someone was stabbed outside",
    "There are kids throwing bricks at trains from the footbridge",
]
ORDINARY = [
    "I think I left my umbrella on the 17:42 from Leeds, it is blue",
    "Bag left on the train: I left a blue rucksack on the 08:14.",
    "My wallet was stolen on the escalator yesterday",
    "How do I get a copy of my statement?",
    "The ticket office was shut again and nobody told us why",
    "Please thank the officer who gave me directions",
    "I would like to apply for a job",
    "A man refused to show his ticket and was rude",
]
GRAVE = 50


@pytest.mark.parametrize("text", OF_A_LIFE)
def test_a_life_at_risk_stands_above_what_is_lost_and_says_why(text):
    risk, why = risk_of_message("61016", "", text, ON)
    assert risk >= GRAVE
    assert why.startswith("says ")


@pytest.mark.parametrize("text", ORDINARY)
def test_what_can_wait_is_not_lifted_above_them(text):
    assert risk_of_message("61016", "", text, ON)[0] < GRAVE


@pytest.mark.parametrize("kind", ["WELF", "FATAL", "TRESP", "DA", "WEAPON", "VIOL", "SEX", "MISPER", "LOST"])
def test_most_of_what_the_simulators_people_say_of_the_gravest_kinds_is_lifted(kind):
    said = [text.text.format(place="Leeds", headcode="1A22", time="10:15") for text in texts() if text.kind == kind]
    lifted = [text for text in said if risk_of_message("61016", "", text, ON)[0] >= GRAVE]
    assert len(said) - len(lifted) <= 1  # an officer who is with them already


def test_an_earlier_message_is_judged_by_the_words_of_its_day():
    told = "There is a man sitting on the edge of platform with his feet over the track. He will not move."
    assert risk_of_message("61016", "", told, date(2026, 5, 1))[1] == ""
    assert risk_of_message("61016", "", told, ON)[0] > GRAVE
