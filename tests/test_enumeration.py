"""Lists of places, however the sentence builds them: each gives just these places."""

import pytest

from tests.conftest import Tell

LISTS = [
    ("Kharkiv, Ukraine's second-largest city, and Mykolaiv were shelled, officials said.", {"Kharkiv", "Mykolaiv"}),
    ("Not only Kharkiv but also Poltava was hit by missiles.", {"Kharkiv", "Poltava"}),
    ("A hospital in Volnovakha and another in Vuhledar were hit by shells.", {"Volnovakha", "Vuhledar"}),
    ("Two schools were destroyed by shells, one in Lysychansk, another in Kramatorsk.", {"Lysychansk", "Kramatorsk"}),
    ("Shelling damaged a hospital in Beryslav, a market in Kakhovka and several houses in Hola Prystan.",
     {"Beryslav", "Kakhovka", "Hola Prystan"}),
    ("Three rockets landed in the centre of Kramatorsk, two on the outskirts of Druzhkivka.",
     {"Kramatorsk", "Druzhkivka"}),
    ("Missiles were fired at Odesa, Mykolaiv - where a hotel burned - and Kryvyi Rih.",
     {"Odesa", "Mykolaiv", "Kryvyi Rih"}),
    ("Explosions were reported in Kyiv, the capital; in Kharkiv, the second city; and in Odesa, the main port.",
     {"Kyiv", "Kharkiv", "Odesa"}),
    ("It downed four drones: two over the Mykolaiv region, two over the Dnipropetrovsk region.",
     {"Mykolaiv Oblast", "Dnipropetrovsk Oblast"}),
]  # fmt: skip
LISTS += [
    ("Mykolaiv was hit by missiles and Ochakiv by artillery.", {"Mykolaiv", "Ochakiv"}),
    ("Rockets struck Pavlohrad, a rail hub in the east, and Kryvyi Rih.", {"Pavlohrad", "Kryvyi Rih"}),
    ("The missile fell not in Lviv but in Rivne.", {"Rivne"}),
    ("A drone was shot down over Sumy on Thursday and another over Poltava.", {"Sumy", "Poltava"}),
    ("Blasts shook Melitopol on Thursday, and others were heard in Berdiansk.", {"Melitopol", "Berdiansk"}),
    ("Clashes broke out at Vuhledar, near Donetsk, and at Debaltseve.", {"Vuhledar", "Debaltseve"}),
]
LISTS += [
    ("Russian troops crossed the border and captured Strilecha, Pylna and Ohirtseve, the ministry in Moscow said.",
     {"Strilecha", "Pylna", "Ohirtseve"}),
    ("Soldiers crossed the river and occupied Hlukhiv, Krolevets and Putyvl.", {"Hlukhiv", "Krolevets", "Putyvl"}),
]  # fmt: skip
LISTS += [
    ("Airports in Poltava, Lubny and Myrhorod were bombed.", {"Poltava", "Lubny", "Myrhorod"}),
    ("Power stations in Lviv, Rivne and Khmelnytskyi were hit by missiles.", {"Lviv", "Rivne", "Khmelnytskyi"}),
    ("Izium and Balakliia, already cut off, were bombed.", {"Izium", "Balakliia"}),
    ("Bakhmut was hit by 20 shells and the town of Siversk by two bombs.", {"Bakhmut", "Siversk"}),
    ("Troops captured Kakhovka along with the village of Hornostaivka.", {"Kakhovka", "Hornostaivka"}),
    ("They have taken Kupiansk, a rail hub, together with a factory at Kivsharivka.", {"Kupiansk", "Kivsharivka"}),
    ("He comes from Pavlohrad, whose market was shelled on Monday.", {"Pavlohrad"}),
    ("The raids reached new towns: Lutsk, whose airfield was struck, and Rivne.", {"Lutsk"}),
    ("Drones struck Sumy, Kharkiv's Saltivka district and Izium.", {"Sumy", "Saltivka", "Izium"}),
    ("Blasts were heard in Odesa, Kyiv's Obolon district and Lviv.", {"Odesa", "Obolon", "Lviv"}),
    ("Missiles hit Dnipro, the Saltivka district of Kharkiv and Odesa.", {"Dnipro", "Saltivka", "Odesa"}),
]
LISTS += [
    ("Ground attacks went on northwest of Bakhmut near Bohdanivka; west of Bakhmut near Klishchiivka.",
     {"Bohdanivka", "Klishchiivka"}),
    ("Troops attacked northeast of Kupiansk near Synkivka and southeast of Kupiansk near Tabaivka.",
     {"Synkivka", "Tabaivka"}),
]  # fmt: skip
NO_LISTS = [
    ("Shells fell near Lyptsi; east of Kharkiv in Chuhuiv the mayor spoke to reporters.", {"Lyptsi"}),
    ("Rockets hit Brovary, a suburb of Kyiv, and Irpin.", {"Brovary", "Irpin"}),
    ("In the Kharkiv direction, two attacks near Vovchansk were beaten back.", {"Vovchansk"}),
    ("Troops captured Kupiansk together with allies from Luhansk.", {"Kupiansk"}),
    ("Missiles struck Odesa together with drones fired from Crimea.", {"Odesa"}),
    ("Sumy was hit by rockets and the mayor of Konotop by shrapnel.", {"Sumy"}),
    ("She wrote to a friend in Lviv, whose house in Kharkiv had been hit by a missile.", {"Kharkiv"}),
    ("When Sumy was bombed, Konotop was shelled.", {"Sumy", "Konotop"}),
    ("Rockets hit Irpin, a town on the edge of Kyiv, and the mayor of Bucha spoke to reporters.", {"Irpin"}),
    ("Missiles struck Dubno, west of Rivne, and Lutsk.", {"Dubno", "Lutsk"}),
    ("Officials mourned the dead and bombed Kharkiv slept.", set()),
    ("The minister visited Kharkiv, the second city, and Mykolaiv was shelled.", {"Mykolaiv"}),
]
LISTS += [
    ("Troops retook three towns south of Kharkiv, the governor said: Balakliia, Savyntsi and Chuhuiv.",
     {"Balakliia", "Savyntsi", "Chuhuiv"}),
    ("Two cities in the east were hit by missiles, officials said: Kramatorsk and Sloviansk.",
     {"Kramatorsk", "Sloviansk"}),
    ("Four towns near Donetsk were recaptured, a minister said: Marinka, Krasnohorivka, Avdiivka and Ilovaisk.",
     {"Marinka", "Krasnohorivka", "Avdiivka", "Ilovaisk"}),
    ("Missiles hit two ports, the ministry said: Odesa and Chornomorsk.", {"Odesa", "Chornomorsk"}),
    ("Two villages in the Kharkiv region have been captured, the ministry in Moscow said: Strilecha and Pylna.",
     {"Strilecha", "Pylna"}),
]  # fmt: skip
LISTS += [
    ("Officials reported that attacks near Bakhmut, Soledar and within Siversk were repelled on Friday.",
     {"Bakhmut", "Soledar", "Siversk"}),
    ("Clashes near Donetsk, Horlivka and inside Debaltseve killed nine.", {"Donetsk", "Horlivka", "Debaltseve"}),
    ("Troops have pulled out of Bucha and from Irpin.", {"Bucha", "Irpin"}),
    ("Russian troops have moved out of Hostomel, whose airfield was in ruins, and from Borodianka.",
     {"Hostomel", "Borodianka"}),
]  # fmt: skip
NO_LISTS += [
    ("Troops pulled out of Sumy, where they had come from Belgorod.", {"Sumy"}),
    ("Three villages were shelled, said two mayors in the west: Lviv and Rivne sent help.", set()),
    ("After missiles hit a town near Kyiv, people fled to three places: Lviv, Rivne and Lutsk.", {"Kyiv"}),
    ("Sirens sounded in two cities after the shelling, the governor said: Lviv and Lutsk.", set()),
    ("Troops may take two towns next, analysts said: Lyman and Kreminna.", set()),
    ("Soldiers took three villages west of Donetsk.", set()),
    ("Troops withdrew from two towns east of Kyiv.", set()),
]
ROADS = [
    ("The villages of Kyselivka and Posad-Pokrovske, on the road from Kherson to Mykolaiv, were shelled.",
     {"Kyselivka", "Posad-Pokrovske"}),
    ("Shells fell on Ilovaisk, on the road from Donetsk to Taganrog.", {"Ilovaisk"}),
    ("Rebels stormed Popasna, which lies on the road from Luhansk to Bakhmut.", {"Popasna"}),
    ("A convoy was shelled on the road from Luhansk to Kyiv.", set()),
    ("Rockets hit a village on the road from Kherson to Mykolaiv.", set()),
    ("He took the road from Odesa to Mykolaiv and heard that Kherson had been shelled.", {"Kherson"}),
]  # fmt: skip
ROADS += [
    ("Kupiansk is theirs again, and so is Qwertivka, between Kharkiv and Izium.", {"Kupiansk"}),
    ("Rockets hit Pavlohrad, between Dnipro and Donetsk.", {"Pavlohrad"}),
    ("Fighting raged in Rubizhne, a town between Lysychansk and Kreminna.", {"Rubizhne"}),
    ("Rebels shelled Saraqib, midway between Aleppo and Hama.", {"Saraqib"}),
    ("In the Donbas, between Marinka and Krasnohorivka, tanks attacked.", {"Marinka"}),
    ("On Friday, between Marinka and Krasnohorivka, shells fell on a column.", {"Marinka"}),
]


def test_on_the_road_from_one_town_to_another_is_between_the_two(tell: Tell) -> None:
    for text in (
        "Two reporters were killed by a shell on the road from Makiivka to Khartsyzk.",
        "Fighting went on along the highway from Makiivka to Khartsyzk.",
        "A mine exploded on the road from Makiivka to Khartsyzk, killing two.",
    ):
        (event,) = tell(text).events
        assert event.location is not None, text
        assert (event.location.precision, event.location.words) == ("near", "between Makiivka and Khartsyzk")


@pytest.mark.parametrize(("text", "places"), LISTS + NO_LISTS + ROADS, ids=[row[0] for row in LISTS + NO_LISTS + ROADS])
def test_each_member_of_a_list_is_told_and_nothing_else(text: str, places: set[str], tell: Tell) -> None:
    assert {e.location.name for e in tell(text).events if e.location is not None} == places


def test_what_is_named_as_where_it_was_not_takes_no_marker(tell: Tell) -> None:
    told = tell("Missiles struck Ternopil, not Lviv. They hit neither Lutsk nor Rivne, but fell on Dubno.")
    assert {e.location.name for e in told.events if e.location is not None} == {"Ternopil", "Dubno"}


def test_a_clause_of_its_own_is_no_member_of_the_list_before(tell: Tell) -> None:
    told = tell("Rockets fell on Kharkiv and Izium was captured.").events
    assert [(e.kind, e.location and e.location.name) for e in told] == [("strike", "Kharkiv"), ("capture", "Izium")]


def test_a_bullet_is_no_part_of_the_sentence_behind_it(tell: Tell) -> None:
    (event,) = tell("- Missiles fired from the sea destroyed depots in the Odesa region.").events
    assert event.location is not None
    assert event.location.name == "Odesa Oblast"
    assert event.reports[0].quote.startswith("Missiles")


def test_villages_of_a_list_lie_where_the_list_is_said_to(tell: Tell) -> None:
    told = tell("Troops have retaken the villages of Sloboda and Lukashivka, south of Chernihiv.").events
    assert [e.location and e.location.admin1 for e in told] == ["Chernihiv Oblast"] * 2


def test_districts_in_a_list_are_each_told(tell: Tell) -> None:
    told = tell("Artillery shelled the districts of Synelnykove, Nikopol and Kryvyi Rih.").events
    assert [e.location and e.location.name for e in told] == ["Synelnykove", "Nikopol", "Kryvyi Rih"]


MORE = [
    ("Sloviansk was shelled, as were Lyman and Kramatorsk.", {"Sloviansk", "Lyman", "Kramatorsk"}),
    ("Kharkiv was hit by rockets, as was expected in Kyiv.", {"Kharkiv"}),
    ("Several towns, among them Bakhmut and Kostiantynivka, were shelled.", {"Bakhmut", "Kostiantynivka"}),
    ("Settlements shelled on Monday:\n\n• Nikopol\n• Orikhiv\n• Kurakhove, Donetsk region",
     {"Nikopol", "Orikhiv", "Kurakhove"}),
    ("Key points:\n- Missiles hit Odesa\n- Rockets fell on Kharkiv", {"Odesa", "Kharkiv"}),
]  # fmt: skip


@pytest.mark.parametrize(("text", "places"), MORE, ids=[row[0] for row in MORE])
def test_names_told_after_or_below_what_happened_are_told(text: str, places: set[str], tell: Tell) -> None:
    assert {e.location.name for e in tell(text).events if e.location is not None} == places


@pytest.mark.parametrize(
    "text",
    [
        "Drones struck Sumy on Wednesday, Poltava on Thursday and Lubny on Friday.",
        "Shells fell on Sumy on Wednesday, on Poltava on Thursday and on Lubny on Friday.",
    ],
)
def test_each_of_a_list_has_the_day_that_follows_its_name(text: str, tell: Tell) -> None:
    told = {e.location and e.location.name: e.when.first.day for e in tell(text).events}
    assert told == {"Sumy": 23, "Poltava": 24, "Lubny": 25}
