"""Persons with a name spelled like one that was heard: first the words like it, which are few, then who bears them."""

from collections import defaultdict
from uuid import UUID

from django.db import connection
from django.db.models import BooleanField, ExpressionWrapper, Q
from django.db.models.functions import Length

from lineside.pole.models import Person
from lineside.pole.rules import Parts, alike_of, given_forms, parts_of, what_is_left

# One look for each, so that the index is read: the planner takes many at once for half the table.
WORDS_LIKE = """
SELECT DISTINCT part.word, known.word FROM unnest(%s::text[], %s::text[]) AS part (word, rest),
LATERAL (SELECT word FROM pole_nameword WHERE near @> ARRAY[part.rest]::varchar[] OFFSET 0) known
"""


def spelled_like(name: str, most: int) -> set[UUID]:
    """Persons of whom both parts of the name are like these, in either order: at most so many, the nearest of them.

    One word alone is a surname; those with the shortest given name come first, for of theirs it is the larger part.
    """
    asked = parts_of(name)
    if not asked.surname:
        return set()
    like = _words_like(asked.words)
    if asked.given:
        same = ExpressionWrapper(Q(surname=asked.surname) | Q(given=asked.given), BooleanField())
        found = Person.objects.filter(_of_both(asked, like)).order_by(same.desc())
    else:
        found = Person.objects.filter(surname__in=like[asked.surname]).order_by(Length("given"))
    return set(found.values_list("id", flat=True)[:most])


def _of_both(asked: Parts, like: dict[str, set[str]]) -> Q:
    givens, surnames = like[asked.given], like[asked.surname]
    either = Q(surname__in=surnames, given__in=givens | given_forms(asked.given))
    if len(asked.given) == 1:
        either |= Q(surname__in=surnames, given__startswith=asked.given)
    return either | Q(surname__in=givens, given__in=surnames)


def _words_like(words: list[str]) -> dict[str, set[str]]:
    """For each word those of the register that the rule takes for it."""
    known: dict[str, set[str]] = defaultdict(set)
    sought = [(word, rest) for word in words for rest in what_is_left(word)]
    with connection.cursor() as cursor:
        cursor.execute(WORDS_LIKE, [[word for word, _ in sought], [rest for _, rest in sought]])
        for word, found in cursor.fetchall():
            known[word].add(found)
    return {word: alike_of(word, known[word]) for word in words}
