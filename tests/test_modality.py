"""Only what happened is an event; the rest is set aside with a reason that a reader understands."""

import pytest

from tests.conftest import Tell

UNREAL = [
    "Ukraine could use drones for the first time to strike a depot near Sumy.",
    "The train reached Sumy without being hit by a missile.",
    "An assault on Odesa looks improbable for now.",
    "A strike on Rivne is out of the question, the minister said.",
    "The capture of Sloviansk is still some way off.",
    "Russia's focus remains the battle for Bakhmut.",
    "Moscow threatened to bombard Odesa.",
    "Russian troops plan to capture Mykolaiv.",
    "Officials fear that missiles will hit Lviv.",
    "If rockets hit Lutsk, the school will close.",
    "The army may shell Sumy again.",
    "Crews failed to shoot down a drone over Chernihiv.",
    "No missiles hit Rivne on Friday.",
    "Rockets did not hit Uzhhorod.",
    "Russia denied that it had shelled Izium.",
    "There was no fighting in Lviv.",
    "The truce stopped the shelling of Nikopol.",
    "Soldiers trained to repel an assault on Odesa.",
    "Would rockets strike Kyiv again?",
    "The mayor called on the army not to shell Kherson.",
    "An attack on Odesa is expected within days.",
    "Odesa has so far been spared a bombardment.",
    "Moscow has not said that its troops have left Irpin.",
    "A convoy will leave on Friday if the shelling of Mariupol stops.",
    "The mayor spoke of the risk of an airstrike on Sumy.",
    "The mayor knew nothing of an explosion in Sumy.",
    "Moscow did not carry out the strike on Odesa.",
    "Parents were told to leave Sumy before the bombing starts.",
    "Buses came to Lyman because there was going to be shelling.",
    "Sumy was going to be shelled.",
    "Drones could have been used to strike a depot in Belgorod.",
    "People in Odesa waited for a landing.",
    "Donetsk, a city infamous for the shelling of its suburbs, was quiet on Monday.",
    "The general, notorious for the bombing of Aleppo, took over the army on Saturday.",
    "The gains are small, meaning capturing the remainder of the Donetsk region would take years.",
    "The general, whom many blame for the bombing of Kherson, arrived.",
    "Had Russian troops taken Voznesensk, the road to the plant would have been open.",
    "Jets bombed a mock convoy near Zhytomyr.",
    "The bombardment of Nikopol has become routine.",
    "Volunteers collected drones for troops who are fighting near Bakhmut.",
    "A net protects the school in Nikopol from attacks by drones.",
    "The plan would have Ukraine withdraw from Kramatorsk.",
    "Crews fired howitzers near Rivne as part of an exercise.",
    "Her novel describes how soldiers captured a village near Donetsk.",
    "A gallery shows paintings of the shelling of Kharkiv.",
    "Their next target is the capture of Siversk.",
    "News of explosions in Ternopil turned out to be false.",
    "Nikopol is under daily shelling from the other bank.",
    "The pope prayed for the victims of the bombing of Mariupol.",
    "The ambassador visited Izium, where graves were found after the Russian retreat.",
]
REAL = [
    ("Kherson, known for its melons, was shelled on Monday.", "strike"),
    ("Moscow was blamed for the shelling of Sumy on Monday.", "strike"),
    ("Half of Sumy was left without heating by a missile strike.", "strike"),
    ("The army used drones for the first time to strike a depot near Sumy.", "strike"),
    ("By Thursday the Russians were gone from Snihurivka.", "withdrawal"),
    ("The missiles hit not Donetsk but Makiivka.", "strike"),
    ("The explosion in Kherson was a long way off but shook the windows.", "explosion"),
    ("Rockets hit Lutsk, and the school will close.", "strike"),
    ("Troops managed to capture Lyman.", "capture"),
    ("Troops began to shell Nikopol.", "strike"),
    ("Explosions could be heard in Odesa.", "explosion"),
    ("People there told of blasts near Odesa.", "explosion"),
    ("Russian forces continued to shell Chernihiv.", "strike"),
    ("The mayor did not say who had shelled Sumy.", "strike"),
    ("Rockets hit Sumy as the ministers planned to meet.", "strike"),
    ("Missiles hit Lviv before the truce could begin.", "strike"),
    ("Artillery was still hitting Nikopol, so residents were told to wait.", "strike"),
    ("Nobody was killed when a missile hit a depot in Lutsk.", "strike"),
    ("Troops who had tried to take the airfield at Vasylkiv were beaten back.", "battle"),
    ("Gunners used howitzers to shell Nikopol.", "strike"),
    ("Drones were used to strike a depot in Belgorod.", "strike"),
    ("Nobody was hurt in a drone strike on a depot in Lutsk.", "strike"),
    ("There were no casualties in the missile strike on Lutsk.", "strike"),
    ("Kyiv has not commented on the explosions in Belgorod.", "explosion"),
    ("No group has claimed responsibility for the explosion in Sumy.", "explosion"),
    ("The cause of the explosion in Sumy was not known.", "explosion"),
    ("A car exploded in Sumy on Monday; nobody claimed responsibility.", "explosion"),
    ("Kyiv had no comment after the drone strike on Belgorod.", "strike"),
    ("Artillery hit Russian troops attacking Avdiivka.", "strike"),
    ("Had they slept there, more would have died when drones hit the port of Izmail.", "strike"),
    ("Asked about the strike on Dnipro, the spokesman named a factory.", "strike"),
    ("Moscow denied responsibility for the strike on a school in Sumy.", "strike"),
    ("Moscow denied hitting a school in Sumy on Tuesday, where nine pupils died.", "strike"),
    ("The alarm sounded two minutes before missiles hit a depot in Lviv on Friday.", "strike"),
    ("Missiles hit a base near Lviv where soldiers were holding an exercise.", "strike"),
    ("A bomb hit a theatre in Kharkiv during a performance of a play.", "strike"),
]
PAST = [
    "The city of Sloviansk was shelled in 2014.",
    "A reactor exploded at Chornobyl in April 1986.",
    "In 2015, fighting raged in Debaltseve.",
]
FIGURATIVE = [
    "The new film was a bombshell in Kyiv.",
    "A different kind of battle began in Brussels.",
    "A political battle looms in Washington.",
    "The minister came under fire in Kyiv over the budget.",
    "The singer captured the hearts of Lviv.",
    "Envoys clashed over gas prices in Brussels.",
    "The bank in Kyiv was hit by a cyber attack.",
    "Deputies fought for the bill in Kyiv.",
    "A chess player from Lviv retreated from Poland with a bronze medal.",
]


@pytest.mark.parametrize("text", UNREAL)
def test_what_did_not_happen_is_no_event_and_says_why(text: str, tell: Tell) -> None:
    told = tell(text)
    assert told.events == ()
    assert any(r.stage == "modality" and len(r.reason) > 10 for r in told.rejections)


@pytest.mark.parametrize(("text", "kind"), REAL, ids=[row[0] for row in REAL])
def test_what_happened_stays_an_event_beside_a_plan_or_a_negation(text: str, kind: str, tell: Tell) -> None:
    assert kind in {event.kind for event in tell(text).events}


@pytest.mark.parametrize("text", PAST)
def test_history_is_set_aside_as_background(text: str, tell: Tell) -> None:
    told = tell(text)
    assert told.events == ()
    assert [r.stage for r in told.rejections] == ["time"]


@pytest.mark.parametrize("text", FIGURATIVE)
def test_a_figure_of_speech_is_no_event(text: str, tell: Tell) -> None:
    assert tell(text).events == ()


def test_a_rejection_quotes_its_sentence(tell: Tell) -> None:
    text = "Shops opened. Moscow threatened to bombard Odesa. People stayed calm."
    (rejection,) = tell(text).rejections
    assert rejection.quote == "Moscow threatened to bombard Odesa."
    assert text[rejection.start : rejection.end] == rejection.quote


STEPS = [
    "The brigade keeps Dvorichna as a foothold for the offensive.",
    "Moscow is close to capturing all of Popasna.",
    "Moscow made a similar claim after the shelling of Sumy.",
]


@pytest.mark.parametrize("text", STEPS)
def test_what_something_else_leads_to_or_likens_itself_to_is_no_event(text: str, tell: Tell) -> None:
    told = tell(text)
    assert told.events == ()
    assert [r.stage for r in told.rejections] == ["modality"]


def test_the_focus_of_an_assault_tells_of_the_assault(tell: Tell) -> None:
    assert [event.kind for event in tell("The focus of the assault is Popasna, the general staff said.").events] == [
        "battle"
    ]


@pytest.mark.parametrize(
    "text",
    ["Monday's key events: missiles hit Sumy and Lviv.", "A market in Sumy, hit by rockets overnight, has no water."],
)
def test_a_label_or_what_a_place_lacks_now_takes_nothing_back(text: str, tell: Tell) -> None:
    assert "Sumy" in {event.location.name for event in tell(text).events if event.location}
