"""What a contact is found by."""

from django.db import migrations

from lineside.finding.queries import gin_index, trigram_index

SAID = (
    "lower(contacts_contact.reference || ' ' || "
    "contacts_contact.sender_name || ' ' || "
    "contacts_contact.sender_address || ' ' || "
    "contacts_contact.subject || ' ' || "
    "contacts_contact.gist)"
)
WORDS = "to_tsvector('english', left(contacts_message.text, 20000))"


class Migration(migrations.Migration):
    atomic = False
    dependencies = [("contacts", "0004_notes")]
    operations = [
        *trigram_index("contacts_said", "contacts_contact", SAID),
        gin_index("contacts_words", "contacts_message", f"({WORDS})"),
    ]
