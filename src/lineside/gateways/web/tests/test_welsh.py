"""The form in Welsh: every word of it, the choice kept in the address, and nothing typed lost by choosing."""

import ast
import gettext
import re
from datetime import date
from pathlib import Path
from types import SimpleNamespace

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import translation

from lineside.contacts.models import Contact, Message
from lineside.gateways.web import rules, sentences, views
from lineside.gateways.web.catalogue import LOCALE, compiled, messages
from lineside.gateways.web.commands import add_to_report
from lineside.gateways.web.forms import AddStep
from lineside.gateways.web.peer import ANSWERS, Reporter, hidden
from lineside.gateways.web.queries import followed
from lineside.kernel.errors import RuleBroken

ROOM = Path(rules.__file__).parent
SOURCE = LOCALE / "cy" / "LC_MESSAGES" / "django.po"
WELSH = {key: said for key, said in messages(SOURCE.read_text()).items() if key}
PLACES = re.compile(r"%\(\w+\)[ds]")
CALLED = ("_", "gettext")


def is_word(call):
    return getattr(call.func, "id", "") in CALLED


def words_of_the_form():
    """Every word that a page, a form or a refusal of this room hands to gettext, and the kinds of an edition."""
    for path in ROOM.glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and node.args and isinstance(node.args[0], ast.Constant) and is_word(node):
                yield node.args[0].value
    for path in ROOM.glob("templates/**/*.html"):
        yield from re.findall(r'_\("((?:[^"\\]|\\.)*)"\)', path.read_text())
    yield from (str(row["label"]) for row in rules.kinds(date(2026, 11, 27)).rows)


def test_every_word_of_the_form_has_its_welsh_and_none_is_left_over():
    asked = set(words_of_the_form())
    assert len(asked) > 140
    assert asked - set(WELSH) == set()
    assert set(WELSH) - asked == set()


def test_each_is_translated_and_says_the_same_figures():
    assert [key for key, said in WELSH.items() if not said.strip()] == []
    assert [key for key, said in WELSH.items() if sorted(PLACES.findall(key)) != sorted(PLACES.findall(said))] == []
    figures = re.compile(r"\d+")
    wrong = {key for key, said in WELSH.items() if sorted(figures.findall(key)) != sorted(figures.findall(said))}
    assert wrong == set()


def test_the_compiled_catalogue_is_what_its_source_makes():
    path = SOURCE.with_suffix(".mo")
    assert path.read_bytes() == compiled(messages(SOURCE.read_text()))
    with path.open("rb") as file:
        assert gettext.GNUTranslations(file).gettext("Send report") == WELSH["Send report"]


@pytest.fixture
def welsh(browser):
    return Reporter(client=browser.client, root="/cy")


@pytest.mark.django_db(transaction=True)
def test_who_begins_in_welsh_goes_on_in_welsh_to_their_own_page(welsh):
    page = welsh.client.get("/cy/")
    assert '<html lang="cy">' in page.text
    assert page.headers["Content-Language"] == "cy"
    assert "Dechrau adroddiad" in page.text
    assert 'href="/cy/report/"' in page.text
    path = welsh.send(welsh.fill(ANSWERS))
    assert path.startswith("/cy/follow/")
    page = welsh.client.get(path).text
    assert "Mae&#39;n aros i gael ei ddarllen." in page
    assert f'href="{path.removeprefix("/cy")}">English</a>' in page
    assert "Language: Welsh" in Message.objects.get().text
    assert Contact.objects.get().subject == "Something was stolen"
    assert welsh.add(path, "Roedd yn las.").headers["Location"] == f"{path}?added=yes"


@pytest.mark.django_db(transaction=True)
def test_english_stays_english_whatever_the_browser_says(browser):
    page = browser.client.get("/", headers={"Accept-Language": "cy"})
    assert '<html lang="en-GB">' in page.text
    assert 'lang="cy" hreflang="cy" href="/cy/">Cymraeg</a>' in page.text
    assert 'href="/report/"' in page.text
    browser.client.get("/cy/")
    assert 'href="/report/"' in browser.client.get("/").text


@pytest.mark.django_db(transaction=True)
def test_a_refusal_is_in_the_language_of_the_page(public):
    page = public.post("/cy/report/", {"step": "what", "draft": draft(public), "text": ""}).content.decode()
    assert "Dewiswch un o&#39;r atebion." in page
    assert "Dywedwch wrthym beth ddigwyddodd, yn eich geiriau eich hun." in page
    assert "Nid yw&#39;r dudalen hon yma" in public.get("/cy/nowhere/").content.decode()
    assert "Nid yw&#39;r ddolen hon yn gweithio" in public.get("/cy/follow/none/").content.decode()
    large = public.post("/cy/report/", {"step": "what"}, headers={"Content-Length": str(rules.LARGEST_REQUEST + 1)})
    assert "Rhy fawr" in large.content.decode()
    assert (
        "Too large"
        in public.post(
            "/report/", {"step": "what"}, headers={"Content-Length": str(rules.LARGEST_REQUEST + 1)}
        ).content.decode()
    )


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("path", ["//evil.example/cy/", "/\\evil.example/", "/nowhere/"])
def test_the_other_language_is_never_somebody_elses_site(public, path):
    page = public.get("/", PATH_INFO=path)
    assert page.status_code == 404
    assert 'hreflang="cy" href="/cy/">' in page.content.decode()


@pytest.mark.django_db(transaction=True)
def test_choosing_the_other_language_keeps_what_was_typed_and_asks_nothing(public):
    typed = {"step": "what", "draft": draft(public), "kind": "theft", "text": "Fy mag glas", "go": "language"}
    page = public.post("/report/", typed).content.decode()
    assert 'formaction="/cy/report/"' in page
    page = public.post("/cy/report/", typed).content.decode()
    assert "Fy mag glas" in page
    assert '<html lang="cy">' in page
    assert 'role="alert"' not in page
    assert "Beth ddigwyddodd?" in page


@pytest.mark.django_db(transaction=True)
def test_the_answers_as_a_whole_are_seen_in_the_other_language_too(browser):
    filled = browser.fill(ANSWERS)
    whole = {"csrfmiddlewaretoken": filled.mark, "draft": filled.draft, "step": "check", "go": "language"}
    page = browser.client.post("/cy/report/", data=whole).text
    assert "Cafodd rhywbeth ei ddwyn" in page
    assert "Somebody took my blue rucksack" in page
    assert not Contact.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_an_addition_half_written_is_kept_too(browser):
    path = browser.send(browser.fill(ANSWERS))
    page = browser.client.get(path).text
    facts = {name: hidden(page, name) for name in ("csrfmiddlewaretoken", "key")}
    page = browser.client.post(f"/cy{path}", data={**facts, "text": "Half a line", "go": "language"}).text
    assert "Half a line" in page
    assert '<html lang="cy">' in page
    assert Message.objects.count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_the_rooms_below_refuse_is_told_in_welsh_too(welsh, rf):
    link = welsh.send(welsh.fill(ANSWERS)).split("/")[3]
    stale = followed(link)
    assert stale
    held = tuple(rules.Held(name=f"{place}.pdf", media_type="", content=b"%PDF") for place in range(rules.MOST_FILES))
    add_to_report(actor=views.ACTOR, report_id=stale.id, key="k", text="", content=held)
    more = rf.post("/", {"key": "l", "files": SimpleUploadedFile("more.pdf", b"%PDF-1")})
    more.resolver_match = SimpleNamespace(kwargs={"link": link})
    form = AddStep({"text": "Mwy"})
    assert form.is_valid()
    with translation.override("cy"):
        page = views._added(more, stale, form, link)
        assert "Gall adroddiad gynnwys 20 ffeil; anfonwch lai." in page.content.decode()
        assert "Ni allem dderbyn hyn." in sentences.refused_words(RuleBroken("Something in it cannot be stored."))


def draft(public):
    return hidden(public.get("/report/").content.decode(), "draft")
