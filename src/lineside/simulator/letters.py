"""A contact of the stream as the message that its sender would have written."""

import os
from email.message import EmailMessage
from email.utils import format_datetime
from zlib import crc32

from lineside.gateways.web.peer import Answers
from lineside.simulator.demand import Contact
from lineside.simulator.tables import kinds

DOMAIN = os.environ.get("LINESIDE_MAIL_DOMAIN", "lineside.example")


def letter(contact: Contact) -> EmailMessage:
    """The same contact gives the same bytes, so that a second sending is the same message."""
    person = contact.person
    message = EmailMessage()
    message["To"] = f"{contact.lands}@{DOMAIN}"
    message["Date"] = format_datetime(contact.at)
    message["Message-ID"] = f"<{contact.key}@senders.example>"
    label = kinds()[contact.kind].label.split(" / ")[0].lower()
    if contact.channel == "web_form":
        message["From"] = "Report form <form@lineside.example>"
        message["Reply-To"] = f"{person.name} <{person.address}>"
        message["Subject"] = f"Report form: {label}"
        message.set_content(
            f"Name: {person.name}\nTelephone: {person.number}\nE-mail: {person.address}\n"
            f"Where: {contact.station.name}\nTrain: {contact.headcode}\n\nWhat happened:\n{contact.text}\n"
        )
    elif contact.channel == "camera":
        message["From"] = "Lineside cameras <cameras@control.example>"
        message["Subject"] = f"Camera activation: {contact.station.name}"
        camera = f"{contact.station.crs}-CAM-{crc32(contact.key.encode()) % 2 + 1}"
        where = f"Camera: {camera}\nSite: {contact.station.crs}\nClip: https://clips.cameras.example/{contact.key}\n"
        message.set_content(f"{contact.text}\n\n{where}Sent by the camera system.\n")
    else:
        message["From"] = f"{person.name} <{person.address}>"
        message["Subject"] = f"{label.capitalize()} at {contact.station.name}"
        message.set_content(f"Hello,\n\n{contact.text}\n\n{person.name}\n{person.number}\n")
    return message


def answers(contact: Contact) -> Answers:
    """The same as its reporter would fill it into the form."""
    person = contact.person
    return {
        "what": {"kind": "other", "text": contact.text},
        "where": {"place": contact.station.name, "train": contact.headcode},
        "when": {"when": "unknown"},
        "people": {"role": "witness", "hurt": "unknown"},
        "you": {"how": "email", "name": person.name, "email": person.address, "phone": person.number},
    }
