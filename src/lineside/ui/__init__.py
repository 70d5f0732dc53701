"""Ui: the page frame, its components, and what a page needs.

Owns `@page`, the base of every form, the Jinja2 environment, the style sheet and the browser's small scripts. It knows
no room and no rule: the desks hang their own names on its rail.
"""
