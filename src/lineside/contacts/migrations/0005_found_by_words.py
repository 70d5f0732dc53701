"""What a contact is found by."""

from django.db import migrations

from lineside.kernel.finding import trigram_index

SAID = (
    "lower(contacts_contact.reference || ' ' || "
    "contacts_contact.sender_name || ' ' || "
    "contacts_contact.sender_address || ' ' || "
    "contacts_contact.subject || ' ' || "
    "contacts_contact.gist)"
)
WORDS = "to_tsvector('english', left(contacts_message.text, 20000))"


class Migration(migrations.Migration):
    dependencies = [("contacts", "0004_notes")]
    operations = [
        *trigram_index("contacts_said", "contacts_contact", SAID),
        migrations.RunSQL(
            f"CREATE INDEX contacts_words ON contacts_message USING gin (({WORDS}))", "DROP INDEX contacts_words"
        ),
    ]
