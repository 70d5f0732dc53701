"""Web report gateway: the public form, and the page on which its reporter follows and adds.

Owns what the form told as facts, the digest of its secret link, and how much came lately; a process of its own, so that
a flood of it slows no desk. It announces nothing itself: a report becomes a contact by the commands of contacts. It
has a reporter told that an answer waits, by the way they chose. It does not know what a report is worth.
"""
