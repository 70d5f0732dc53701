"""Compile the NSIR categories and qualifiers; the standard has names and no codes, so the codes here are ours."""

from tools.edition_file import SOURCE_TREE, write_edition

HEAD = {
    "source": "National Standard for Incident Recording 2011 with its National Incident Category List, chapter 2",
    "publisher": "National Policing Improvement Agency and Home Office",
    "licence": "Open Government Licence v3.0",
    "in_force_from": "2011-04-01",
    "retrieved_on": "2026-11-24",
}
TRANSPORT, ASB, PSW, ADMIN, CRIME = (
    "Transport",
    "Anti-social behaviour",
    "Public safety and welfare",
    "Administration",
    "Crime",
)
CATEGORIES = """
TR1|RTC - Death/Injury|A vehicle on a road causes death or injury, no-contact avoidance and falls among them
TR2|RTC - Damage Only|The default for other collisions, car parks and private roads among them
TR3|Highway Disruption|Anything but a collision that does or may disrupt road users
TR4|Road Related Offence|Alleged driving or vehicle offences, confirmed or not
TR5|Rail/Air/Marine Incident Not Recorded Elsewhere|An event of a transport system off the road; no other fits
ASB1|Personal|Seen by anyone as aimed at, or hitting, a person or group rather than the wider public
ASB2|Nuisance|Trouble, annoyance or suffering to the local community in general
ASB3|Environmental|People affecting their surroundings: space and place
PS01|Abandoned Call to Emergency Services|Silent, dropped or misdialled and nothing wrong; with doubt or noise use PS06
PS02|Absconder/AWOL/Wanted Persons/Police and Court Orders/Bail|Short of a notifiable crime; a walk-out is PS12
PS03|Alarm|Activation, fault or test with no crime shown
PS04|Animals/Wildlife|The animals themselves; an owner who makes a nuisance with one is ASB
PS05|Civil Disputes|Rights between private parties; within a relationship use PS07
PS06|Concern for Safety|Also collapse, injury, illness and people trapped; a disappearance is PS12
PS07|Domestic Incident|Below notifiable crime, in public or private
PS08|Firearms|Not notifiable: lawful use, imitations, BB guns
PS09|Hoax Calls|False calls to the emergency services; a bomb hoax is a notifiable crime
PS10|Immigration|Not notifiable
PS11|Industrial Incident/Accident|Workplace accident, gas leak, power; a death is PS15, a strike PS14
PS12|Missing Person|Whereabouts unknown until located and well-being known
PS13|Natural Disaster|Flood, wind, lightning, weather warnings; not utilities or human cause
PS14|Protest/Demonstration|No notifiable crime; strikes and marches among them
PS15|Sudden Death|Also where first treated as suspicious; not deaths by crime
PS16|Suspicious Circumstances/Insecure premises or vehicles|Person, vehicle or event; insecure buildings and vehicles
PS17|Suspicious Package or Object|Package, powder, munitions; apart because the response differs
PS18|Licensing|Premises, gaming, age-restricted sales below crime
AD1|Cancel/Exit/Error|
AD2|Complaints Against Police|And dissatisfaction
AD3|Contact Record|General advice only; never for an ASB, PSW or transport matter
AD4|Duplicate|
AD5|Lost/Found Property/Person|A person found goes on a new log
AD6|Messages|Circulations, future events, faults
AD7|Police Generated Resource Activity|Escorts and child logs
AD8|Pre-Planned Event|
AD9|Test/Training|
CRIME|Crime|Closes with a crime reference; without one the log is in error
"""
GROUPS = {"TR": TRANSPORT, "AS": ASB, "PS": PSW, "AD": ADMIN, "CR": CRIME}
QUALIFIERS = """
prejudice_disability|Prejudice - Disability|core|
prejudice_racial|Prejudice - Racial|core|
prejudice_religion|Prejudice - Religion or Belief|core|
prejudice_sexual_orientation|Prejudice - Sexual Orientation|core|
prejudice_transgender|Prejudice - Transgender|core|
alcohol|Alcohol|core|Only when more than incidental
drugs|Drugs|core|Only when more than incidental; solvents are other intoxicants
mental_health|Mental Health|core|Never inferred from an odd or silent call
olympics|Olympics|retired|Served the Games of 2012
youth_related|Youth Related|core|About age: a protagonist perceived or known to be under 18
assistance_to_agency|Assistance to Other Public Agency|other|
good_intent|Call Made with Good Intent|other|Replaces any dismissive wording
cold_calling|Cold Calling|other|
critical_incident|Critical Incident|other|
domestic_abuse|Domestic Abuse|other|
firearms|Firearms|other|
honour_based|Honour Based Incident|other|
lamping|Lamping|other|
major_incident|Major Incident|other|
other_intoxicants|Other Intoxicants|other|
other_force_dealing|Other Police Force Dealing|other|
other_agency_dealing|Other Public Agency Dealing|other|
persistent_caller|Persistent Caller|other|Every call still gets its own risk assessment
vulnerable_adult|Vulnerable Adult|other|
vulnerable_child|Vulnerable Child / Young Person|other|About risk: 17 or under, and a factor or risk
weapons|Weapons|other|
wildlife|Wildlife|other|
level_crossing|Level crossing|local|A proposal of ours
lineside|Lineside|local|A proposal of ours
repeat_victim|Repeat victim|local|A proposal of ours
suicidal_behaviour|Suicidal behaviour|local|A proposal of ours
trespass|Trespass|local|A proposal of ours
violence_women_girls|Violence against women and girls|local|A proposal of ours
"""


def cells(text: str, *columns: str) -> list[dict[str, str]]:
    return [dict(zip(columns, line.split("|"), strict=True)) for line in text.strip().splitlines()]


def main() -> None:
    categories = [{**row, "group": GROUPS[row["code"][:2]]} for row in cells(CATEGORIES, "code", "name", "note")]
    note = {
        "note": "Codes and notes are ours. The group Crime is ours too: the standard sends crimes to the crime rules."
    }
    folder = SOURCE_TREE / "incidents" / "data"
    write_edition(folder / "nsir_categories/2011-04.csv", HEAD | note, ("code", "group", "name", "note"), categories)
    note = {"note": "Codes and notes are ours. national: core, other (nationally used), local (our proposal), retired."}
    rows = cells(QUALIFIERS, "code", "name", "national", "note")
    write_edition(folder / "nsir_qualifiers/2011-04.csv", HEAD | note, ("code", "name", "national", "note"), rows)


if __name__ == "__main__":
    main()
