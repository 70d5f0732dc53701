"""Reading contacts: the queue, one contact, its conversation, who wrote before, what is still to be sent."""

from lineside.contacts.queries.delivery import (
    message_to_send,
    open_hearing_gap,
    overdue_answers,
    received_before,
    sent_message,
    text_as_sent,
    unsent_messages,
)
from lineside.contacts.queries.figures import AnswerFigures, answer_figures
from lineside.contacts.queries.finding import find_contacts
from lineside.contacts.queries.reading import (
    call_moments,
    contact,
    conversation,
    earlier_page,
    is_call_taken,
    queue,
    queue_page,
)
from lineside.contacts.queries.rows import ContactRow, DeadLetterRow, GapRow, MessageRow, MomentRow
from lineside.contacts.queries.supervising import (
    choices,
    dead_letter,
    dead_letter_row,
    dead_letters,
    dead_letters_page,
    gap_row,
    hearing_gaps,
    hearing_gaps_page,
)
from lineside.contacts.queries.who import History, history

__all__ = [
    "AnswerFigures",
    "ContactRow",
    "DeadLetterRow",
    "GapRow",
    "History",
    "MessageRow",
    "MomentRow",
    "answer_figures",
    "call_moments",
    "choices",
    "contact",
    "conversation",
    "dead_letter",
    "dead_letter_row",
    "dead_letters",
    "dead_letters_page",
    "earlier_page",
    "find_contacts",
    "gap_row",
    "hearing_gaps",
    "hearing_gaps_page",
    "history",
    "is_call_taken",
    "message_to_send",
    "open_hearing_gap",
    "overdue_answers",
    "queue",
    "queue_page",
    "received_before",
    "sent_message",
    "text_as_sent",
    "unsent_messages",
]
