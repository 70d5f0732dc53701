"""Contacts: everybody who spoke to us, by e-mail, telephone, text or social media, from the first sign.

Owns contacts, their messages and call moments, replies and their delivery, gaps in which we could not hear, and dead
letters. Announces ContactOpened, ContactChanged, ContactNoted, MessageReceived, MessageQueued, MessageDelivered,
CallAbandoned, HearingChanged and LetterDied.
It does not know incidents: what a contact led to is triage's business.
"""
