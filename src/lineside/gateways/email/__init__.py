"""E-mail gateway: boxes by SMTP and from the force's own IMAP server, and the way out for replies.

Owns only what the protocol needs: which IMAP message was taken in. Nothing is acknowledged before it is committed. It
announces nothing itself: what came becomes a contact by the commands of contacts. It does not know what mail means.
"""
