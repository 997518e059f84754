"""Where an event is put, how precisely and why; and where it is not put at all."""

import datetime as dt
from dataclasses import replace

import pytest
from geopy.distance import great_circle

from gazetteer.place import Place
from pipeline import geometry, placing
from pipeline.models import Event, Location
from tests.conftest import Tell


def located(tell: Tell, text: str, kind: str | None = None) -> list[Location]:
    return [e.location for e in tell(text).events if e.location is not None and kind in (None, e.kind)]


def names(tell: Tell, text: str, kind: str | None = None) -> set[str]:
    return {place.name for place in located(tell, text, kind)}


def only(tell: Tell, text: str) -> Event:
    (event,) = tell(text).events
    return event


def place(tell: Tell, text: str) -> Location:
    location = only(tell, text).location
    assert location is not None, only(tell, text).unplaced_reason
    return location


ONE_PLACE = [
    ("Drones hit a column of lorries near Orikhiv on Monday.", "Orikhiv"),
    ("Drones hit a group of soldiers at Robotyne.", "Robotyne"),
    ("Soldiers stopped nine attempts to move towards Siversk, the brigade said.", "Siversk"),
    ("Fighters drove without resistance into Sloviansk on Sunday.", "Sloviansk"),
    ("Oil spilled from a ruined depot in Sumy after a drone damaged a tank on Tuesday.", "Sumy"),
    ("Sievierodonetsk, north of Lysychansk, lost its last bridge in the shelling.", "Sievierodonetsk"),
    ("A shell landed among people who were fleeing Popasna on foot.", "Popasna"),
    ("Firemen in Dnipro were still digging on Monday, hours after a rocket tore through a hall on Sunday.", "Dnipro"),
    ("Down the coast in Odesa, a drone hit a grain silo.", "Odesa"),
    ("Clashes broke out at the entrance to Marinka.", "Marinka"),
    ("A blast of what is thought to be a mine near Nyrkove killed a farmer.", "Nyrkove"),
    ("Rockets hit a bakery in Sumy.", "Sumy"),
    ("A bomb hit Maternity Hospital No 3 in Mariupol.", "Mariupol"),
    ("Missiles struck the Saltivka district of Kharkiv.", "Saltivka"),
    ("Shells hit the Kyivskyi district of Kharkiv.", "Kyivskyi district, Kharkiv"),
    ("Missiles fired from the Black Sea struck Odesa.", "Odesa"),
    ("Warships in the Sea of Azov fired shells at Mariupol.", "Mariupol"),
    ("The mayor of Lviv said a missile had hit a school in Stryi.", "Stryi"),
    ("The governor said in Lviv that rockets had struck Drohobych.", "Drohobych"),
    ("Moscow said that its missiles had hit Kremenchuk.", "Kremenchuk"),
    ("Shells fell on Fastiv, 40 miles southwest of Kyiv.", "Fastiv"),
    ("Speaking in Warsaw, the minister said that Lutsk had been shelled.", "Lutsk"),
    ("A convoy from Kharkiv was shelled near Chuhuiv.", "Chuhuiv"),
    ("Ukraine's forces repelled an assault on Avdiivka, the general staff in Kyiv said.", "Avdiivka"),
    ("Russian forces took control of Melitopol, Interfax reported from Moscow.", "Melitopol"),
    ("A drone crashed into an apartment block in Zaporizhzhia, killing two.", "Zaporizhzhia"),
    ("Heavy fighting raged in the streets of Bakhmut on Friday.", "Bakhmut"),
    ("Troops withdrew from Lyman towards Kreminna.", "Lyman"),
    ("A helicopter was shot down over Izium, a source in London said.", "Izium"),
    ("A drone was shot down as it approached Kryvyi Rih on Thursday.", "Kryvyi Rih"),
    ("In Sumy region two people were killed by a drone which hit a house in Hlukhiv.", "Hlukhiv"),
    ("While in Popasna (government-controlled, 69km west of Luhansk), the mission heard 34 explosions.", "Popasna"),
    ("Firemen were working in a market in Kharkiv when it was shelled again.", "Kharkiv"),
    ("A bakery in Sumy was burning on Saturday after being hit for the third time.", "Sumy"),
    ("In Kyiv, two people died when a missile hit a power station.", "Kyiv"),
    ("In Lyman, in the east, two people died and six were hurt when a rocket hit a house.", "Lyman"),
    ("Residents of Lviv reported a series of blasts shortly before midnight.", "Lviv"),
    ("People in Rivne reported loud explosions.", "Rivne"),
    ("Residents of Luhansk reported explosions in Alchevsk.", "Alchevsk"),
    ("Rescuers searched beneath a school in Toretsk that was flattened by an airstrike on Wednesday.", "Toretsk"),
    ("A counterattack has pushed Russian troops back from Voznesensk by several kilometres.", "Voznesensk"),
    ("Explosions shook the security ministry in Tiraspol, the capital of the region of Transnistria.", "Tiraspol"),
    ("Trains have stood still since an air strike on the railway at Barvinkove on Thursday.", "Barvinkove"),
]


@pytest.mark.parametrize(("text", "name"), ONE_PLACE, ids=[row[0] for row in ONE_PLACE])
def test_an_event_lies_where_the_syntax_puts_it_and_nowhere_else(text: str, name: str, tell: Tell) -> None:
    assert names(tell, text) == {name}
    assert all(location.basis == "sentence" for location in located(tell, text))


ELSEWHERE = [  # text, where its events are; () where no marker can be defended
    ("Russians who hold Tokmak were trying on Thursday to storm Orikhiv.", ["Orikhiv"]),
    ("Troops that man the posts at Enerhodar shelled Nikopol on Thursday.", ["Nikopol"]),
    ("The minister came to Kyiv and saw Borodianka, a town which aircraft had bombed in January.", ["Borodianka"]),
    ("He spoke in Zaporizhzhia to people from Polohy, which was shelled on Thursday.", ["Polohy"]),
    ("Moscow said it had foiled an attempt by Kyiv to land and had shot down a drone there on Thursday.", []),
    ("Moscow accused Kyiv of a drone attack on Thursday that had killed two.", []),
    ("A bomb was dropped on the village on Thursday to draw Minsk into the war.", []),
    ("Fighting goes on at Bakhmut. The command in Kyiv counted 30 attacks there on Thursday.", ["Bakhmut"]),
    ("Toretsk burns. A spokesman, speaking in Kyiv, said 14 attacks had been repelled there.", ["Toretsk"]),
    ("Shells hit Avdiivka. Leaders met in a hotel in Munich. The town was stormed on Thursday.", ["Avdiivka"]),
    ("Shells hit Sumy. Explosions were heard near the village of Kvitkodub later that day.", ["Sumy"]),
    ("Snake Island was quiet. Two helicopters were shot down there on Thursday.", ["Snake Island"]),
]


ELSEWHERE += [
    ("Shells fell on Sumy. Others remembered that the town was stormed three days after the truce.", ["Sumy"]),
]
ELSEWHERE += [  # what is beside it, part of it, or one of a list
    ("A hospital in the small town of Oskil, near Izium, was struck by an aircraft.", ["Oskil"]),
    ("Clashes took place in Rubizhne and near Popasna.", ["Rubizhne", "Popasna"]),
    ("A missile tore through all five floors of a house in Mykolaiv.", ["Mykolaiv"]),
    ("Artillery hit a command post of the 59th Brigade near Kurakhove.", ["Kurakhove"]),
    ("A food store in the township of Brovary was hit by shells.", ["Brovary"]),
    ("Drones hit bombers at Belaya, in Irkutsk Oblast, and at Olenya.", ["Belaya air base"]),
    (
        "Attacks on three bases -- Ivanovo, Dyagilevo near Ryazan, and Ukrainka in the Amur region -- were repelled.",
        ["Ivanovo", "Dyagilevo air base", "Ukrainka air base"],
    ),
]


@pytest.mark.parametrize(("text", "where"), ELSEWHERE, ids=[row[0] for row in ELSEWHERE])
def test_a_place_of_speech_of_rule_or_of_power_lends_no_marker(text: str, where: list[str], tell: Tell) -> None:
    assert names(tell, text) == set(where)


@pytest.mark.parametrize(
    ("text", "day", "where", "admin1"),
    [
        ("Troops dug in behind Avdiivka. Shells fell on Orlivka.", "2024-02-20", "Orlivka", "Donetsk Oblast"),
        (
            "The army left posts in the Luhansk region. Troitske was shelled.",
            "2015-01-25",
            "Troitske",
            "Luhansk Oblast",
        ),
        ("The staff said attacks near Pavlivka were repelled.", "2022-11-12", "Pavlivka", "Donetsk Oblast"),
    ],
)
def test_the_line_of_contact_and_the_paragraphs_region_tell_which_village_is_meant(
    text: str, day: str, where: str, admin1: str, tell: Tell
) -> None:
    told = [e.location for e in tell(text, day=dt.date.fromisoformat(day)).events if e.location is not None]
    assert (where, admin1) in [(place.name, place.admin1) for place in told]


def test_an_unknown_village_takes_no_marker_of_the_sentence_before(tell: Tell) -> None:
    told = tell("Shells hit Sumy. Explosions were heard near the village of Kvitkodub later that day.")
    assert [e.unplaced_reason for e in told.events][1:] == ["the gazetteer has no place called Kvitkodub"]


def test_a_weapons_origin_is_kept_and_never_plotted(tell: Tell) -> None:
    text = "Cruise missiles launched from the Black Sea struck Odesa."
    assert {event.origin for event in tell(text).events} == {"Black Sea"}
    assert names(tell, text) == {"Odesa"}


def test_targets_in_a_list_are_each_an_event(tell: Tell) -> None:
    text = "Ships fired cruise missiles from the Black Sea at the cities of Sumy, Poltava and Mariupol."
    told = tell(text)
    assert {e.location.name for e in told.events if e.location} == {"Sumy", "Poltava", "Mariupol"}
    assert {e.origin for e in told.events} == {"Black Sea"}


@pytest.mark.parametrize(
    "text",
    [
        "Missiles fired from the Black Sea hit a depot in Nikopol on Friday.",
        "Rockets fired at Nikopol struck a school.",
        "One of the two drones launched overnight struck a bakery in Nikopol.",
        "Bombs dropped on Nikopol destroyed a library.",
    ],
)
def test_a_weapon_and_what_it_hit_are_one_event(text: str, tell: Tell) -> None:
    assert place(tell, text).name == "Nikopol"


def test_a_place_on_either_side_of_and_is_each_an_event(tell: Tell) -> None:
    assert names(tell, "Explosions were heard in Dnipro and in Kryvyi Rih.") == {"Dnipro", "Kryvyi Rih"}


@pytest.mark.parametrize(
    "text",
    [
        "Missiles were launched from the Black Sea.",
        "In Washington, a spokesman said that there had been an explosion on board.",
        "In Moscow the talk was of a different strike.",
        "The ministers met in Warsaw, and fighting went on.",
        "The battle over the budget moved to Brussels.",
        "President Zelensky, speaking from Kyiv, said that the strikes would be answered.",
        "Missiles fell somewhere in Ukraine.",
        "Aircraft supported the attack, according to the general staff in Kyiv.",
    ],
)
def test_a_place_that_is_only_spoken_in_or_from_gets_no_marker(text: str, tell: Tell) -> None:
    assert names(tell, text) == set()


def test_what_is_not_placed_says_why(tell: Tell) -> None:
    event = only(tell, "A missile hit a warehouse in Ukraine on Friday.")
    assert event.location is None
    assert event.unplaced_reason == "only a country is named: Ukraine"


def test_what_falls_over_a_sea_without_a_name_is_in_no_tellers_town(tell: Tell) -> None:
    event = only(tell, "A helicopter was shot down over the sea on Thursday, Donetsk's separatist authorities said.")
    assert (event.location, event.unplaced_reason) == (None, "the text says only 'over the sea'")


def test_a_village_said_to_be_abroad_is_no_namesake_at_home(tell: Tell) -> None:
    assert "Lypske" not in names(
        tell, "A depot blew up at the village of Krasny Oktyabr in the Belgorod region of Russia."
    )


@pytest.mark.parametrize(
    "text",
    [
        "Hundreds gathered in Lviv for the funeral of three soldiers who were killed by shelling.",
        "Thousands marched in Kharkiv behind the coffins of two firemen killed when a missile hit their station.",
    ],
)
def test_those_who_bury_the_dead_are_not_where_they_died(text: str, tell: Tell) -> None:
    assert names(tell, text) == set()


@pytest.mark.parametrize(
    ("text", "name", "basis"),
    [
        ("Queues formed in Sumy. Shells had hit the market, the city council said.", "Sumy", "coreference"),
        ("A rocket hit the regional administration building, the governor of Mykolaiv said.", "Mykolaiv", "inferred"),
        ("It struck a ship with two missiles 100 km off Odesa on Thursday.", "Odesa", "offset"),
    ],
)
def test_a_seat_or_a_shore_is_as_near_as_the_words_come(text: str, name: str, basis: str, tell: Tell) -> None:
    assert (place(tell, text).name, place(tell, text).basis) == (name, basis)


@pytest.mark.parametrize(
    ("whose", "name"),
    [("Ukraine's second-largest", {"Kharkiv"}), ("Russia's second", {"Saint Petersburg"}), ("Poland's second", set())],
)
def test_the_second_city_is_that_of_the_country_named(whose: str, name: set[str], tell: Tell) -> None:
    assert names(tell, f"Rockets hit {whose} city on Monday.") == name


def test_the_country_is_never_a_marker(tell: Tell) -> None:
    assert names(tell, "Russia shelled Ukraine on Friday, and rockets hit Poland.") == set()


@pytest.mark.parametrize(
    "text",
    [
        "The institute, which follows the fighting, said that Russia may be able to seize Lyman.",
        "Guns opened fire on positions in the south amid claims over whether troops were trying to storm Lyman.",
        "The focus has shifted towards Lyman and there are two drivers of the attacks on bridges, he said.",
        "Ministers met in Warsaw on Friday, hours after missiles hit a railway depot.",
        "Parliament voted in Kyiv on Friday after a missile hit a school.",
        "Word leaked from Moscow that a general was killed by a strike on Monday.",
        "The brigade halted an assault as reporters travelled to Siversk.",
        "A missile landed among families who had fled from Kherson to Zaporizhzhia.",
        "The clashes on Tuesday cut the road to Marinka.",
    ],
)
def test_the_place_of_something_else_in_the_sentence_is_no_scene(text: str, tell: Tell) -> None:
    assert names(tell, text) == set()


def test_a_name_unknown_to_the_gazetteer_is_named_and_not_guessed(tell: Tell) -> None:
    event = only(tell, "The army said that its troops had captured the village of Qwertynivka.")
    assert event.location is None
    assert "Qwertynivka" in (event.unplaced_reason or "")


def test_a_distance_from_a_town_puts_the_event_there_and_not_in_the_town(tell: Tell) -> None:
    location = place(tell, "A jet was shot down 60 km south of Kyiv.")
    apart = great_circle((location.latitude, location.longitude), (50.45, 30.52)).km
    assert apart == pytest.approx(60, abs=8)
    assert location.latitude < 50.45
    assert (location.precision, location.basis) == ("near", "offset")
    assert location.uncertainty_km >= 5


@pytest.mark.parametrize(
    "text",
    [
        "A tanker was hit by a sea drone on Monday, 40 km south of Novorossiysk.",
        "Rockets hit a freighter on Friday, 27 km to the south of the Kerch Strait.",
    ],
)
def test_a_day_before_a_distance_is_no_place_that_it_tells(text: str, tell: Tell) -> None:
    assert place(tell, text).basis == "offset"


def test_near_widens_the_place(tell: Tell) -> None:
    inside, near = place(tell, "Troops clashed in Fastiv."), place(tell, "Troops clashed near Fastiv.")
    assert (inside.precision, near.precision) == ("settlement", "near")
    assert near.uncertainty_km > inside.uncertainty_km


def test_a_part_of_a_city_is_narrower_and_off_its_centre(tell: Tell) -> None:
    whole, part = (
        place(tell, "Shells fell on Kharkiv."),
        place(tell, "Shells fell on the northern outskirts of Kharkiv."),
    )
    assert part.precision == "part"
    assert part.uncertainty_km < whole.uncertainty_km
    assert part.latitude > whole.latitude


def test_a_facility_with_its_town_is_a_site_and_not_the_town(tell: Tell) -> None:
    site, town = place(tell, "Missiles hit the airport in Dnipro."), place(tell, "Missiles hit Dnipro.")
    assert site.precision == "site"
    assert site.place_id != town.place_id
    assert "Dnipro" in site.name


def test_a_nuclear_plant_is_not_the_city_it_is_named_for(tell: Tell) -> None:
    location = place(tell, "Troops seized the Zaporizhzhia nuclear power plant.")
    assert location.precision == "site"
    assert great_circle((location.latitude, location.longitude), (47.51, 34.59)).km < 5


@pytest.mark.parametrize("region", ["Kherson", "Kharkiv", "Sumy", "Chernihiv", "Zaporizhzhia", "Donetsk"])
def test_a_region_is_a_region_and_not_its_capital(region: str, tell: Tell) -> None:
    location = place(tell, f"Heavy shelling was reported in the {region} region.")
    assert location.precision == "region"
    assert location.uncertainty_km > 40


def test_an_ambiguous_name_stays_unplaced_with_its_reason(tell: Tell) -> None:
    event = only(tell, "Shells fell on Ivanivka.")
    assert event.location is None
    assert "Ivanivka" in (event.unplaced_reason or "")


@pytest.mark.parametrize(
    ("text", "admin1"),
    [
        ("Shells fell on Kostiantynivka in the Donetsk region.", "Donetsk"),
        ("Shells fell on Pokrovsk, and troops clashed near Avdiivka.", "Donetsk"),
    ],
)
def test_the_region_beside_a_name_tells_which_namesake(text: str, admin1: str, tell: Tell) -> None:
    assert all((location.admin1 or "").startswith(admin1) for location in located(tell, text))
    assert located(tell, text)


@pytest.mark.parametrize("name", ["Mykolaiv", "Odesa", "Kherson", "Sumy", "Lviv", "Poltava", "Rivne", "Zhytomyr"])
def test_a_regional_capital_needs_no_context(name: str, tell: Tell) -> None:
    location = place(tell, f"A missile hit a warehouse in {name}.")
    assert (location.name, location.country, location.precision) == (name, "UA", "settlement")


@pytest.mark.parametrize(
    ("text", "name", "words"),
    [
        ("Kharkiv woke to smoke. Rockets had hit the city at dawn.", "Kharkiv", "the city"),
        ("The Azovstal works is a maze. Bombs had been dropped on it, an officer said.", "Azovstal", "it"),
        ("A siren wailed in Malyn. Lutsk's mayor said a bomb had hit the city at dawn.", "Lutsk", "the city"),
        ("Shelling of the city went on, the mayor of Chernihiv, Vladyslav Atroshenko, said.", "Chernihiv", "the city"),
        ("Lviv was dark. Mayor Anatoliy Fedoruk of Bucha said the town had been shelled.", "Bucha", "the town"),
        ("The mayor of Melitopol told reporters in Lviv that his city had been shelled.", "Melitopol", "his city"),
        ("Izium is a railway town. Shells fell on the town all night.", "Izium", "the town"),
        ("Nikopol lies across the river. Heavy shelling was reported there on Friday.", "Nikopol", "there"),
        ("Shops in Kyiv stayed shut. Explosions were heard in the capital.", "Kyiv", "the capital"),
    ],
)
def test_a_description_means_what_was_named_before(text: str, name: str, words: str, tell: Tell) -> None:
    location = place(tell, text)
    assert (location.name, location.basis) == (name, "coreference")
    assert words in location.words.lower()


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Columns had come as far as Kherson, and the aide said there was hard fighting in the city.", "Kherson"),
        ("Soldiers are inside the maze of the Azovstal works, and there is fighting there.", "Azovstal"),
        ("Residents of Kharkiv told of blasts in the city.", "Kharkiv"),
        ("Confirming losses in Rubizhne, the Luhansk regional governor said shells had hit the town.", "Rubizhne"),
        ("Another column appeared bound for Sumy. Clashes in the district went on until noon.", "Sumy"),
    ],
)
def test_a_description_means_what_its_own_sentence_or_the_one_before_named(text: str, name: str, tell: Tell) -> None:
    location = place(tell, f"Lviv was quiet on Friday, and no shell hit Poltava.\n\n{text}")
    assert (location.name, location.precision) == (name, "near" if "district" in text else location.precision)


def test_the_site_of_the_latest_event_is_meant_whatever_towns_were_reached_since(tell: Tell) -> None:
    text = (
        "Shells rained on the Azovstal works in Mariupol.\n\nThe buses came to Zaporizhzhia.\n\n"
        "The ministry said that its aircraft were bombing the steelworks."
    )
    assert names(tell, text) == {"Azovstal"}
    assert len(tell(text).events) == 2


TAKEN_UP = [  # text, what its last event's place is; None where nothing may be taken over
    ("Kharkiv had a quiet day. The Drama Theatre in Mariupol lay in ruins. The city was shelled.", "Mariupol"),
    ("Kherson had a quiet day. The Zaporizhzhia nuclear plant was off. The city was shelled.", "Kherson"),
    ("In Ilovaisk the trains have stopped. Rockets had fallen on the depot, a driver said.", "Ilovaisk"),
    ("In Enerhodar, soldiers broke up a rally. Blasts shook the main street, a witness said.", "Enerhodar"),
    ("In Chernihiv, people stood in line for bread. Police said troops had fired on the queue.", "Chernihiv"),
    ("Ilovaisk was besieged for days. The rebels fled when they were driven from the town.", "Ilovaisk"),
    ("The Antonivka bridge lay in the water. Its spans were blown up before dawn.", "Antonivskyi Bridge"),
    ("At the Zaporizhzhia nuclear plant, a reactor is off. Shelling near the site had cut a cable.", "Zaporizhzhia"),
    ("A drone struck the Engels air base on Monday.\n\nRussia said the site was hit by debris.", "Engels air base"),
    ("Traders in Kramatorsk packed up.\n\nThe city council said a rocket had destroyed a market.", "Kramatorsk"),
    ("DONETSK (Reuters) - Shops shut as this eastern city buried five people killed by shells.", "Donetsk"),
    ('In Ilovaisk the trains have stopped. "They hit the depot yesterday," a driver said.', None),
    ("Lysychansk and Rubizhne are empty. Its windows were shattered by blasts on Friday.", None),
    ("Traders in Kramatorsk and Sloviansk packed up.\n\nThe city council said a rocket hit a market.", None),
    ("Traders in Kramatorsk packed up.\n\nThe general staff said a rocket had destroyed a market.", None),
    ("A drone struck the Engels air base.\n\nThe ministry said the hospital complex was hit.", None),
    ("A train from Sumy reached Lviv.\n\nThe mayor said a bomb had hit a school.", None),
    ("He left Poltava and was killed when troops were driven from the village.", None),
    ("DNIPRO (Reuters) - This eastern city treats soldiers wounded by shells at the front.", None),
    ("LVIV (Reuters) - People who fled the shelling sleep in gyms in this western city.", None),
]


@pytest.mark.parametrize(("text", "name"), TAKEN_UP, ids=[row[0] for row in TAKEN_UP])
def test_a_definite_noun_takes_up_the_one_place_told_of(text: str, name: str | None, tell: Tell) -> None:
    told = [e.location.name for e in tell(text).events if e.location is not None and e.location.basis != "sentence"]
    assert [each for each in told if name is None or name in each] == told
    assert bool(told) == (name is not None)


def test_the_city_after_a_site_is_the_town_of_the_site(tell: Tell) -> None:
    told = tell(
        "In Mariupol people waited. In Kharkiv a market was shelled. The drama theatre in Mariupol was bombed. "
        "The ministry said that there was fighting in the centre of the city."
    ).events
    assert [e.location and e.location.name for e in told if e.kind == "battle"] == ["Mariupol"]


def test_who_fights_for_a_place_points_back_to_it(tell: Tell) -> None:
    text = "Rockets hit Nikopol on Friday.\n\nAn officer of the garrison said that an assault was under way."
    assert [e.location.name if e.location else None for e in tell(text).events] == ["Nikopol", "Nikopol"]


def test_officials_of_another_town_are_not_where_the_shell_before_fell(tell: Tell) -> None:
    text = (
        "In Kharkiv a shell hit a school. Officials in Odesa reported deaths at a barracks which was hit by a missile."
    )
    assert [(e.location.name, e.location.basis) for e in tell(text).events if e.location] == [
        ("Kharkiv", "sentence"),
        ("Odesa", "inferred"),
    ]


def test_officials_in_the_capital_speak_of_the_whole_country(tell: Tell) -> None:
    assert names(tell, "Officials in Kyiv reported deaths at a barracks which was hit by a missile.") == set()


def test_the_sentence_before_lends_its_place_and_says_so(tell: Tell) -> None:
    _, second = tell("Rockets hit Nikopol on Friday. Shells then struck a hospital.").events
    assert second.location is not None
    assert second.location.name == "Nikopol"
    assert second.location.basis == "paragraph"


@pytest.mark.parametrize("opening", ["Elsewhere", "Meanwhile", "In a separate incident"])
def test_a_change_of_scene_lends_no_place(opening: str, tell: Tell) -> None:
    assert names(tell, f"Rockets hit Nikopol on Friday.\n\n{opening}, a missile struck a hospital.") == {"Nikopol"}


def test_a_named_but_unknown_district_takes_no_other_place(tell: Tell) -> None:
    text = "Rockets hit Nikopol on Friday. A missile struck a block in the Qwertynivskyi district."
    assert [e.location.name if e.location else None for e in tell(text).events] == ["Nikopol", None]


def test_a_governor_who_names_no_place_speaks_of_the_region_and_it_is_marked_inferred(tell: Tell) -> None:
    location = place(tell, "The governor of the Sumy region said that a missile had destroyed a warehouse.")
    assert location.basis == "inferred"
    assert location.precision == "region"


@pytest.mark.parametrize("text", ["The ship was hit by missiles, the governor of Odesa said."])
def test_a_ship_at_sea_is_not_in_the_governors_city(text: str, tell: Tell) -> None:
    assert names(tell, text) == set()


def test_no_marker_lies_at_the_origin_of_the_grid(extractions: tuple) -> None:
    for told in extractions:
        for event in told.events:
            assert (event.location is None) == (event.unplaced_reason is not None)
            if event.location is not None:
                assert abs(event.location.latitude) > 1
                assert abs(event.location.longitude) > 1
                assert event.location.uncertainty_km > 0


FACILITIES = [
    ("The runway of the airport at Kherson is full of holes after it was shelled.", "Kherson International Airport"),
    ("Rockets struck the airport of Kherson.", "Kherson International Airport"),
    ("Missiles hit an oil depot near Vasylkiv.", "Vasylkiv oil depot"),
    ("Shells hit Kyiv's hydroelectric power plant.", "Kyiv hydroelectric power plant"),
    ("A missile hit a major power plant on Kyiv's eastern outskirts.", "Kyiv CHP-6"),
    ("A strike hit an oil depot in Belgorod.", "Belgorod oil depot"),
    ("Shelling struck a thermal power plant near Luhansk.", "Luhansk thermal power plant"),
    ("Missiles hit a dam in the city of Nova Kakhovka.", "Kakhovka dam"),
]


@pytest.mark.parametrize(("text", "site"), FACILITIES, ids=[row[0] for row in FACILITIES])
def test_a_facility_beside_a_name_is_the_site_that_it_means_marked_as_inferred(
    text: str, site: str, tell: Tell
) -> None:
    found = place(tell, text)
    assert (found.name, found.precision, found.basis) == (site, "site", "inferred")


def test_what_else_a_facility_may_be_is_kept_and_covered_by_the_uncertainty(tell: Tell) -> None:
    found = place(tell, "A missile hit a major power plant on Kyiv's eastern outskirts.")
    others = [each for each in found.alternatives if "CHP" in each.name]
    assert others
    for other in others:
        apart = great_circle((found.latitude, found.longitude), (other.latitude, other.longitude)).km
        assert apart <= found.uncertainty_km + 0.01


def test_one_of_several_sites_with_nothing_to_choose_by_is_the_town_and_the_sites_are_kept(tell: Tell) -> None:
    found = place(tell, "A steel plant in Mariupol was shelled.")
    assert (found.name, found.precision) == ("Mariupol", "settlement")
    assert {"Azovstal", "Ilyich Iron and Steel Works"} <= {each.name for each in found.alternatives}


def test_a_site_that_goes_by_another_town_is_not_taken_for_this_ones(tell: Tell) -> None:
    """Azot stands across the river, in Sievierodonetsk."""
    assert place(tell, "Shells hit a chemical plant in Lysychansk.").name == "Lysychansk"


def test_a_facility_of_no_known_kind_leaves_the_town(tell: Tell) -> None:
    found = place(tell, "Rockets struck a bakery in Sumy.")
    assert (found.name, found.precision, found.alternatives) == ("Sumy", "settlement", ())


EXTENTS = [
    ("Shells fell on the eastern outskirts of Kharkiv.", "part", "sector", 90.0),
    ("Explosions were heard in the centre of Odesa.", "part", "disk", None),
    ("A missile fell 25 miles south of Kyiv.", "near", "sector", 180.0),
    ("Shells fell 30 km from Kharkiv.", "near", "disk", None),
    ("Fighting raged near Debaltseve.", "near", "disk", None),
    ("Missiles struck the Kherson region.", "region", "area", None),
    ("Heavy shelling hit the Donbas.", "region", "area", None),
    ("A missile hit Poltava.", "settlement", "disk", None),
]


@pytest.mark.parametrize(("text", "precision", "kind", "bearing"), EXTENTS, ids=[row[0] for row in EXTENTS])
def test_the_words_leave_open_a_ground_of_their_own(
    text: str, precision: str, kind: str, bearing: float | None, tell: Tell
) -> None:
    found = place(tell, text)
    assert found.extent is not None
    assert (found.precision, found.extent.kind, found.extent.bearing) == (precision, kind, bearing)
    assert (found.latitude, found.longitude) == geometry.middle(found.extent)


def test_a_region_stands_inside_its_outline_and_on_no_city(tell: Tell) -> None:
    """Kyiv region is all around Kyiv, and no pin on Kyiv."""
    found = place(tell, "A missile hit the Kyiv region.")
    assert found.extent is not None
    assert geometry.contains(found.extent, found.latitude, found.longitude)
    assert great_circle((found.latitude, found.longitude), (50.45, 30.52)).km > 20


def test_a_place_known_by_the_middle_of_its_district_is_no_more_precise_than_that() -> None:
    hamlet = Place("katottg:UA1", "Dacha", 48.7, 38.1, "P", "PPL", "UA", "Donetsk Oblast", None, 9.0, "katottg")
    found = placing.as_location(replace(hamlet, middle_of="Soledar hromada"), "sentence", "Dacha")
    assert (found.precision, found.uncertainty_km, found.middle_of) == ("district", 9.0, "Soledar hromada")


@pytest.mark.parametrize(
    "text",
    [
        "Drones struck the Shebekino district of the Belgorod region.",
        "Drones struck the Dyatkovo district.",  # of which only the town is known
    ],
)
def test_a_district_is_no_pin_on_its_town(text: str, tell: Tell) -> None:
    (location,) = located(tell, text)
    assert location.precision == "district"
    assert location.uncertainty_km >= 15


def test_a_direction_of_the_front_is_a_wide_stretch_and_no_pin_on_its_town(tell: Tell) -> None:
    (location,) = located(tell, "Russian troops attacked in the Kupiansk direction.")
    assert (location.precision, location.uncertainty_km) == ("near", 25.0)


@pytest.mark.parametrize(
    "text",
    [
        "Columns rolled on, making for Kyiv in the north, Kharkiv in the east and Kherson, and fighting began.",
        "Fighting began as armour was heading on for Kramatorsk.",
    ],
)
def test_the_goal_of_an_advance_is_no_scene(text: str, tell: Tell) -> None:
    assert [event.location for event in tell(text).events] == [None]


def test_the_name_singled_out_is_the_only_scene(tell: Tell) -> None:
    events = tell("Luhansk was shelled more heavily too, Popasna worst of all.").events
    assert [event.location.name for event in events if event.location] == ["Popasna"]


def test_a_second_object_has_its_own_place(tell: Tell) -> None:
    text = "Missiles destroyed a hangar on the airfield of Kherson, and a large store of ammunition in Mykolaiv."
    names = [event.location.name for event in tell(text).events if event.location]
    assert len(names) == 2
    assert "Mykolaiv" in names


@pytest.mark.parametrize(
    ("text", "kinds"),
    [
        ("Helicopters circled over Hostomel. Two of them were brought down, the army said.", ["shootdown"]),
        ("Officers met in Hostomel. Two of them were brought down to the cellar, the army said.", []),
    ],
)
def test_what_a_pronoun_means_stands_in_the_text_before(text: str, kinds: list[str], tell: Tell) -> None:
    assert [event.kind for event in tell(text).events] == kinds


def test_a_denial_after_a_semicolon_is_not_of_the_one_who_spoke_before_it(tell: Tell) -> None:
    text = (
        "Berdiansk has been lost. The defence ministry in Moscow claimed Berdiansk; the operator of the plant at"
        " Enerhodar denied that the plant had been captured."
    )
    assert "denies" not in {report.stance for event in tell(text).events[:1] for report in event.reports}


def test_a_film_shows_the_place_that_it_names(tell: Tell) -> None:
    (event,) = tell("Video showing fire at Irpin Bible Seminary after shelling").events
    assert event.location is not None
    assert event.location.name == "Irpin"


def test_between_two_towns_is_half_way_and_reaches_both(tell: Tell) -> None:
    amid = place(tell, "Heavy fighting was reported between Rubizhne and Popasna.")
    assert amid.precision == "near"
    for town in ((49.01, 38.38), (48.63, 38.37)):
        assert great_circle((amid.latitude, amid.longitude), town).km <= amid.extent.outer_km + 1 if amid.extent else 0


@pytest.mark.parametrize(
    "text", ["Missiles hit targets between Kyiv and Odesa.", "The battle between Kyiv and Moscow goes on."]
)
def test_between_two_cities_far_apart_is_nowhere(text: str, tell: Tell) -> None:
    event = only(tell, text)
    assert event.location is None
    assert (event.unplaced_reason or "").startswith("the text says only 'between")


def test_a_member_of_a_list_that_nobody_knows_is_listed_and_not_lost(tell: Tell) -> None:
    found = {
        e.location.name if e.location else e.unplaced_reason
        for e in tell("Rockets hit Lyman, Bakhmut and Qwertivka.").events
    }
    assert found == {"Lyman", "Bakhmut", "the gazetteer has no place called Qwertivka"}


def test_a_direction_of_a_town_only_tells_which_village_is_meant(tell: Tell) -> None:
    text = "Russian forces attacked northeast of Kupiansk near Synkivka and were repelled."
    assert names(tell, text) == {"Synkivka"}


@pytest.mark.parametrize("text", ["in the centre and west of the country", "in the south of the country"])
def test_a_part_of_the_country_is_not_the_town_before(text: str, tell: Tell) -> None:
    assert names(tell, f"Officials met in Bryansk. Five stations {text} came under fire.") == set()


def test_a_region_with_the_word_for_a_town_is_not_the_region(tell: Tell) -> None:
    text = "Forces in Sievierodonetsk regrouped. The governor of Luhansk said shells had hit the Donbas city."
    assert names(tell, text) == {"Sievierodonetsk"}


LISTS = [
    ("Its missiles destroyed jets at the Kanatove airfield and a large depot in the city of Mykolaiv.",
     {"Kanatove air base", "Mykolaiv"}),
    ("Missiles fell on towns from Lviv to Kharkiv.", {"Lviv", "Kharkiv"}),
    ("Strikes on cities in the west, from Uman to Lutsk and Ivano-Frankivsk, killed ten.",
     {"Uman", "Lutsk", "Ivano-Frankivsk"}),
    ("The staff expects an offensive from Izium, which fell on Friday, towards Sloviansk.", {"Izium"}),
    ("Russia cut the lines from Kyiv to the east, where both sides are locked in a fierce battle.", set()),
    ("Missiles hit Poltava, officials said, as Kyiv reported small advances in its counteroffensive.", {"Poltava"}),
    ("Two tankers were hit by drones on Thursday, and a third ship ran into trouble near Odesa on Friday.", set()),
    ("Missiles hit Kyiv.\n\nMoscow's mayor said drones heading for the capital were downed.", {"Kyiv", "Moscow"}),
    ("Shells hit Lyman. Some other areas of Donetsk were under constant fire.", {"Lyman", "Donetsk Oblast"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), LISTS, ids=[row[0] for row in LISTS])
def test_each_thing_hit_has_its_own_place(text: str, places: set[str], tell: Tell) -> None:
    assert names(tell, text) == places


def test_a_town_said_to_be_in_another_country_is_never_the_namesake_here(tell: Tell) -> None:
    assert names(tell, "Shells hit the rebel city of Donetsk.") == {"Donetsk"}
    assert names(tell, "A shell killed a man in Donetsk, a small Russian town.") <= {"Donetsk"}
    for text in ("A shell hit Donetsk, a small Russian town.", "Shells hit the Russian town of Donetsk."):
        assert all(location.country == "RU" for location in located(tell, text))


def test_the_division_right_behind_a_name_tells_which_namesake_whatever_else_is_named(tell: Tell) -> None:
    text = "Kyiv was hit. Debris hit a plant in Novomoskovsk, in the Tula region, and a depot in the Saratov region."
    assert "Novomoskovsk" not in names(tell, text)  # which is in Ukraine
    assert all(p.country == "RU" for p in located(tell, text) if "Novomoskovsk" in p.name)


def test_where_a_speaker_sits_is_no_scene_though_he_only_counts(tell: Tell) -> None:
    assert "Kyiv" not in names(tell, "A spokesman for the operation in Kyiv counted 115 attacks in a day.")


def test_a_village_of_which_the_region_named_has_several_is_somewhere_in_the_region(tell: Tell) -> None:
    day = dt.date(2013, 8, 25)  # when no front ran by any of them
    (event,) = tell("Missiles hit a fuel store near Kostiantynivka in the Mykolaiv region.", day=day).events
    spot = event.location
    assert spot is not None
    assert (spot.name, spot.precision) == ("Mykolaiv Oblast", "region")
    assert {other.admin1 for other in spot.alternatives[:4]} == {"Mykolaiv Oblast"}


def test_what_the_capital_owns_stands_in_the_capital(tell: Tell) -> None:
    told = tell("Fighting raged in Kharkiv. Missiles struck the Ukrainian capital's television tower.")
    assert [e.location.name for e in told.events if e.location is not None] == ["Kharkiv", "Kyiv"]


def test_a_direction_in_a_list_of_places_is_a_place_of_its_own(tell: Tell) -> None:
    told = tell("Attacks were repelled near Velyka Novosilka and south of Orikhiv.")
    assert [(e.location.name, e.location.basis) for e in told.events if e.location is not None] == [
        ("Velyka Novosilka", "sentence"),
        ("Orikhiv", "offset"),
    ]


def test_a_small_town_abroad_is_believed_of_its_own_governor(tell: Tell) -> None:
    told = tell("Fighting raged in Kharkiv. The governor of Belgorod said shells had hit Shebekino 40 times in a day.")
    assert [e.location.name for e in told.events if e.location is not None] == ["Kharkiv", "Shebekino"]


TELLERS = [
    ("Police in Lviv said a rocket hit a depot, while the mayor of Rivne said two missiles had struck a barracks."),
    ("The mayor of Lviv said that a depot was hit, and authorities in Rivne said a shell struck a house."),
    ("Shells hit a depot, officials in Lviv said; emergency services in Rivne said a rocket had struck a farm."),
]


@pytest.mark.parametrize("text", TELLERS)
def test_each_of_two_tellers_speaks_of_the_town_where_they_sit(text: str, tell: Tell) -> None:
    assert [event.location and event.location.name for event in tell(text).events] == ["Lviv", "Rivne"]


ELSEWHERE = [  # text, where its last event is
    ("Units were in most of Irpin, from where rockets were fired on the town.", None),
    ("Troops left Lyman, from which shells were fired at Sloviansk.", "Lyman"),
    ("Bucha, from where civilians were being evacuated, was shelled.", "Bucha"),
    ("Shells fell on Lyman. The governor of Poltava region said missiles struck two cities there.", "Poltava Oblast"),
    ("Rebels stormed Sumy. The general staff in Kiev confirmed losses. Fighting broke out in the town.", "Sumy"),
    ("A drone hit a car in the Belgorod region village of Murom.", None),
    ("A shell hit a house in the Kursk region village of Tetkino.", "Tëtkino"),
    ("Eight people died in the Ukrainian capital after the biggest blast to hit the city.", "Kyiv"),
    ("In the capital, blasts were heard. Troops had driven the Russians back to 55 km east of Kyiv.", None),
    ("Missiles hit a depot near Odesa.\n\n'They are storming us'", None),
]


@pytest.mark.parametrize(("text", "where"), ELSEWHERE, ids=[row[0] for row in ELSEWHERE])
def test_a_place_that_fires_speaks_or_bears_the_same_name_is_not_where_it_fell(
    text: str, where: str | None, tell: Tell
) -> None:
    location = tell(text).events[-1].location
    assert (location and location.name) == where


LISTS = [  # text, where its events are
    ("Explosions were reported in Sumy, Kharkiv and Odesa, and air raid sirens sounded in Lviv.", "Kharkiv Odesa Sumy"),
    ("Rockets hit Sumy, killing nine, and Lutsk, where a depot was destroyed.", "Lutsk Sumy"),
    ("Blasts were also heard in Lutsk, in the northwest, and Sumy, a stronghold on the border.", "Lutsk Sumy"),
    ("Missiles struck Sumy and Lutsk overnight, as well as a depot near Konotop.", "Konotop Lutsk Sumy"),
    ("Shelling killed two people in Nikopol, three in Marhanets and one in Sumy.", "Marhanets Nikopol Sumy"),
    ("Troops repelled attacks at Bakhmut, Soledar and, further south, Avdiivka.", "Avdiivka Bakhmut Soledar"),
    ("Missiles hit Sumy, and Lutsk said it would take in those who fled.", "Sumy"),
    ("The army shelled Sumy, home of the plant, and volunteers in Lutsk packed parcels.", "Sumy"),
    ("Shells fell on Sumy, the mayor and officials in Lutsk said.", "Sumy"),
    ("Troops took Sumy on Thursday and Lutsk a day later.", "Lutsk Sumy"),
    ("Rockets hit Sumy on Thursday and Lutsk celebrated on Friday.", "Sumy"),
    ("Rockets were used on Sumy soil, a spokesman said in Lutsk.", ""),
]


@pytest.mark.parametrize(("text", "where"), LISTS, ids=[row[0] for row in LISTS])
def test_a_list_is_read_as_the_text_has_it_and_ends_where_another_clause_begins(
    text: str, where: str, tell: Tell
) -> None:
    assert names(tell, text) == set(where.split())


OBSERVERS = [  # text, where its event is
    ("A Reuters witness in Kyiv heard two blasts.", "Kyiv"),
    ("Reporters in Sumy heard heavy shelling overnight.", "Sumy"),
    ("A journalist in Odesa saw a drone hit a hotel.", "Odesa"),
    ("Reporters in Lutsk heard the minister say that Ukraine had shelled Donetsk.", "Donetsk"),
    ("A correspondent in Lutsk heard that rockets had hit a depot.", ""),
    ("A reporter in Washington saw a map of the strikes on Friday.", ""),
    ("Residents of Lutsk heard rumours of a strike.", ""),
]


@pytest.mark.parametrize(("text", "where"), OBSERVERS, ids=[row[0] for row in OBSERVERS])
def test_what_is_heard_or_seen_happens_where_they_are_who_tell_of_it_and_hearsay_does_not(
    text: str, where: str, tell: Tell
) -> None:
    assert names(tell, text) == set(where.split())


TELLERS = [  # text, where its events are: the clinic or cellar "there" is that of who runs the town
    ("Shells fell on Izium. Local authorities in Lozova said shelling had killed a man there.", "Izium Lozova"),
    ("Shells fell on Izium. The city council of Lozova said a missile had struck a depot there.", "Izium Lozova"),
    ("Shells fell on Kupiansk. The mayor of Kharkiv said a missile had hit a clinic there.", "Kharkiv Kupiansk"),
    ("Shells fell on Kupiansk. Police in Kharkiv said a missile had killed two people there.", "Kupiansk"),
    ("Shells fell on Izium. Officials in Kyiv said that a school had been shelled there.", "Izium"),
]


@pytest.mark.parametrize(("text", "where"), TELLERS, ids=[row[0] for row in TELLERS])
def test_there_is_the_town_of_those_who_run_it_whatever_was_told_before(text: str, where: str, tell: Tell) -> None:
    assert names(tell, text) == set(where.split())


BESIDE_A_REPORT = [  # text, kinds and places: what is told of two clauses, the second of them reported
    ("Shells killed two people in Nikopol while the army said that fighting had flared near Izium.", "Izium Nikopol"),
    ("Bombs killed four people in Sumy, as the army announced advances in its offensive.", "Sumy"),
    ("A drone killed a man in Lutsk, while the ministry said that it had pushed forward in its assault.", "Lutsk"),
    ("Rockets hit Mykolaiv overnight as the mayor reported explosions in several districts.", "Mykolaiv"),
]


@pytest.mark.parametrize(("text", "where"), BESIDE_A_REPORT, ids=[row[0] for row in BESIDE_A_REPORT])
def test_a_report_of_fighting_beside_a_strike_takes_neither_its_place_nor_its_marker(
    text: str, where: str, tell: Tell
) -> None:
    assert names(tell, text) == set(where.split())
    assert names(tell, text, "battle") <= {"Izium"}


IN_ONE_BREATH = [  # text, where the battle is, where the strike is
    ("Troops fought in several villages on Friday and shells killed two people in Sumy.", "", "Sumy"),
    ("Heavy fighting raged in the east on Friday and missiles struck a depot in Lviv.", "", "Lviv"),
    ("Rebels attacked army positions in two towns and a bomb hit a clinic in Lutsk.", "", "Lutsk"),
    ("Troops fought in the streets and shells hit houses in Bakhmut.", "Bakhmut", "Bakhmut"),
    ("In Bakhmut, troops fought in the streets on Friday and shells fell on the market.", "Bakhmut", "Bakhmut"),
]


@pytest.mark.parametrize(("text", "battle", "strike"), IN_ONE_BREATH, ids=[row[0] for row in IN_ONE_BREATH])
def test_what_is_told_in_the_same_breath_is_elsewhere(text: str, battle: str, strike: str, tell: Tell) -> None:
    assert names(tell, text, "battle") == set(battle.split())
    assert names(tell, text, "strike") == {strike}
