"""Names that are not the station of that name: people, clubs, companies, streets, hospitals, and towns elsewhere."""

# ruff: noqa: SIM905 - lists of words read best as words

from lineside.gazetteer.rules.plain_words import GENERIC, INCIDENT, PLACEWORDS, PLAIN
from lineside.gazetteer.rules.said import AT, AWAY, LOOSE, MAIN, QUIET, STATION, TUBE, Text

TITLES = frozenset(
    """mr mrs ms miss mx dr sir lord lady cllr rev prof pc wpc ps sgt sergeant dc ds di dci det insp inspector pcso
    constable superintendent supt named surname friend daughter son wife husband sister brother mother father mum dad
    partner girlfriend boyfriend colleague""".split()
)
CLUBS = frozenset(
    "wanderers rovers orient wednesday hotspur argyle athletic albion fc afc rfc rlfc fans supporters".split()
)
OTHER_THINGS = frozenset(
    """hospital infirmary university school college academy prison pub hotel inn tavern rd ave ln drive crescent terrace
    stadium express minster cathedral racecourse theatre cinema""".split()
)
CLUB_WORDS = frozenset("united city county town rangers".split())
MAKES = frozenset("ford vauxhall bentley morris lincoln singer".split())
COLOURS = frozenset("red blue silver black white grey gray green yellow orange brown gold dark light old a".split())
MODELS = frozenset(
    """focus fiesta transit corsa astra mondeo ka galaxy vectra zafira insignia mokka kuga puma escort vivaro car van
    estate hatchback saloon pickup""".split()
)
MONTH_LED = frozenset("of in last next this every since until by early late mid mon tue wed thu fri sat sun".split())
FIRST_HALVES = frozenset("new great little market fort mount castle royal bishops saint long nether".split())
JOINED = frozenset("under upon on in le by de next cum juxta".split())
NEVER_ALONE = frozenset(("upon", "juxta", "cum"))
COUNTIES = frozenset(
    """kent essex sussex surrey devon dorset cornwall somerset avon norfolk suffolk cumbria cleveland merseyside
    humberside rutland powys gwent dyfed clwyd gwynedd fife lothian grampian tayside strathclyde borders highland
    highlands anglia england scotland wales ireland britain kingdom cymru europe anglesey northumberland durham
    hampshire wiltshire yorkshire lancashire cheshire derbyshire leicestershire lincolnshire nottinghamshire
    shropshire staffordshire warwickshire worcestershire herefordshire gloucestershire oxfordshire berkshire
    buckinghamshire bedfordshire hertfordshire cambridgeshire northamptonshire midlands midland""".split()
)
COMPANIES = frozenset(
    """thameslink avanti crosscountry grand hull lumo lner gwr swr tpe eurostar merseyrail scotrail southeastern railway
    railways trains rail express western eastern southern northern district metropolitan""".split()
)
# Towns whose first word is a station's name and that lie elsewhere, without a station; from general knowledge.
TOWNS = frozenset(
    tuple(name.split())
    for name in (
        "newport pagnell|newcastle under lyme|stow on the wold|sutton in ashfield|sutton on sea|burton latimer|"
        "new york|new orleans|kirkby lonsdale|kirkby malham|preston bissett|milton abbas|stoke by nayland|"
        "walton on trent|barton under needwood|ashby de la zouch|newton longville|hope cove|bentley heath|"
        "ashford hill|hayes end|bramley green|brampton bryan|bolton abbey|castle donington|chester zoo|"
        "carlton colville|clifton campville|dalton in furness|denton burn|easton on the hill|eccles on sea|"
        "hatton garden|hutton rudby|kingston bagpuize|kingston maurward|leigh delamere|"
        "milton of campsie|moreton pinkney|newbridge on wye|newport on tay|newton ferrers|"
        "newton mearns|norton st philip|sandwich bay|stoke poges|stoke prior|stone cross|sutton bridge|"
        "sutton courtenay|swanley village|walton cardiff|wellington heath|weston underwood|whitchurch canonicorum|"
        "winchester cathedral|woodhouse eaves|york minster|perth australia|boston massachusetts|lincoln nebraska|"
        "richmond virginia|durham north carolina|wakefield massachusetts"
    ).split("|")
)
LONGEST_TOWN = max(len(town) for town in TOWNS)
KNOWN = PLAIN | INCIDENT | GENERIC | PLACEWORDS | QUIET | STATION | TUBE | AT | AWAY | LOOSE | MAIN | COUNTIES


def is_something_else(said: Text, first: int, last: int) -> bool:
    """Whether the words around a name make it the name of something that is not the station."""
    if said.after(last) in STATION | TUBE or said.at_platform(first, last):
        return False
    if first > 0 and said.words[first - 1].key in TITLES and said.joined(first - 1, last):
        return True
    if said.words[first].key in MAKES and (said.after(last) in MODELS or said.word_before(first) in COLOURS):
        return True
    if said.words[first].key == "march" and _is_the_month(said, first, last):
        return True
    return _more_is_named(said, first, last) or _town_elsewhere(said, first, last) or _longer_name(said, first, last)


def _is_the_month(said: Text, first: int, last: int) -> bool:
    before = said.word_before(first)
    return before[:1].isdigit() or before in MONTH_LED or said.after(last)[:1].isdigit()


def _more_is_named(said: Text, first: int, last: int) -> bool:
    """`Hammersmith hospital`, `Leyton Orient`, `Stoke City fans`, `Oxford Street`."""
    if not said.joined(first, min(last + 1, len(said.words))):
        return False
    after, later = said.after(last), said.after(last + 1)
    if after in CLUBS or (after in CLUB_WORDS and later in CLUBS):
        return True
    street = after == "st" and not (last + 1 < len(said.words) and said.words[last + 1].raw.istitle())
    return (after in OTHER_THINGS or street) and later not in STATION


def _town_elsewhere(said: Text, first: int, last: int) -> bool:
    for start in range(max(0, first - 1), first + 1):
        for end in range(last, min(len(said.words), start + LONGEST_TOWN) + 1):
            if tuple(word.key for word in said.words[start:end]) in TOWNS and end - start > last - first:
                return True
    return False


def _longer_name(said: Text, first: int, last: int) -> bool:
    """One word of a longer name that nobody here knows: `Stow-on-the-Wold`, `New Crewe`, `Kirkby Somewhere`."""
    if last - first > 1:
        return False
    if said.after(last) in NEVER_ALONE or (said.hyphened(last) and said.after(last) in JOINED):
        return True
    if first > 0 and said.hyphened(first) and said.word_before(first) in JOINED:
        return True
    if first > 0 and said.words[first - 1].key in FIRST_HALVES and said.words[first - 1].raw.istitle():
        return said.joined(first - 1, last)
    others = (*said.words[:first], *said.words[last + 1 :])
    alone = all(word.key in QUIET for word in others) and last < len(said.words) and said.joined(first, last + 1)
    return alone and said.words[last].raw.istitle() and said.words[last].key not in KNOWN and said.mixed
