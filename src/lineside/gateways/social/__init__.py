"""The social gateway: Mastodon and Bluesky, which we ask, and X and Meta, which call us; live in both directions.

Owns what the platform needs: how far each account has been read, and which version of which post was kept. A post is
committed before we read on. Announces nothing itself: what came becomes a contact by the commands of contacts. It does
not know what a post means or whom it concerns.
"""
