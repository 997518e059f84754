"""Who says it, on whose side they are, and what stance they take."""

import re
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from pipeline import blame, claimants, reporting_clause, voices
from pipeline.models import Report
from pipeline.voices import side_of
from tests.conftest import Tell


def reports(tell: Tell, text: str) -> tuple[Report, ...]:
    return tuple(report for event in tell(text).events for report in event.reports)


def only(tell: Tell, text: str) -> Report:
    (report,) = reports(tell, text)
    return report


SIDES = [
    ("the Ukrainian military", "ukraine"),
    ("the general staff", "ukraine"),
    ("the mayor of Kharkiv", "ukraine"),
    ("governor Vitaliy Kim", "ukraine"),
    ("the regional emergency service", "ukraine"),
    ("Kyiv", "ukraine"),
    ("President Volodymyr Zelensky", "ukraine"),
    ("Yuriy Pohuliaiko, head of the Volyn region", "ukraine"),
    ("the Russian defence ministry", "russia"),
    ("the defence ministry in Moscow", "russia"),
    ("a spokesman for the Kremlin", "russia"),
    ("Interfax", "russia"),
    ("Moscow-backed separatists", "russia"),
    ("the rebels' defence ministry", "russia"),
    ("the governor of Belgorod", "russia"),
    ("an official installed by Russia", "russia"),
    ("the Russian-appointed governor of Kherson", "russia"),
    ("a senior US defence official", "third"),
    ("British intelligence", "third"),
    ("the International Atomic Energy Agency", "third"),
    ("Moldova's foreign minister", "third"),
    ("Human Rights Watch", "third"),
    ("a Reuters witness", "outlet"),
    ("a woman in the queue", "unknown"),
]


@pytest.mark.parametrize(("words", "side"), SIDES, ids=[row[0] for row in SIDES])
def test_a_claimants_words_tell_the_side(words: str, side: str) -> None:
    assert side_of(words) == side


STANCES = [
    ("Rockets hit a bakery in Sumy.", None, "outlet", "states"),
    ("Ukraine did not say how it had carried out the drone attack on Sumy.", None, "outlet", "states"),
    ("No group has claimed responsibility for the explosion in Sumy.", None, "outlet", "states"),
    (
        "Ukraine said that rockets had hit a bakery in Sumy; Moscow says nothing of the kind.",
        "Ukraine",
        "ukraine",
        "claims",
    ),
    ("Rockets hit a bakery in Sumy, the mayor said; Moscow speaks of a barracks.", "the mayor", "ukraine", "claims"),
    ("The mayor put the toll of the rocket strike on Sumy at ten.", "The mayor", "ukraine", "claims"),
    (
        "The mayor said that rockets had hit a bakery in Sumy; trains weren't affected.",
        "The mayor",
        "ukraine",
        "claims",
    ),
    ("Governor of Sumy: rockets hit a bakery in Sumy", "Governor of Sumy", "ukraine", "claims"),
    ("Bakery in Sumy hit by rockets, two hurt – mayor", "mayor", "ukraine", "claims"),
    (
        "Rockets hit a bakery in Sumy, the Institute for the Study of War, a think-tank, assessed.",
        "the Institute for the Study of War, a think-tank",
        "third",
        "claims",
    ),
    (
        "Shelling of Sumy resumed, the police chief, Oleh Moroz, said, and the streets were empty.",
        "the police chief, Oleh Moroz",
        "ukraine",
        "claims",
    ),
    (
        "The governor gave this account of the night: rockets hit a bakery in Sumy.",
        "The governor",
        "ukraine",
        "claims",
    ),
    ("Russia's defence ministry claimed to have taken Lyman.", "Russia's defence ministry", "russia", "claims"),
    ("Rockets hit a bakery in Sumy, the mayor said.", "the mayor", "ukraine", "claims"),
    ("The mayor said that rockets had hit a bakery in Sumy.", "The mayor", "ukraine", "claims"),
    ("According to the mayor, rockets hit a bakery in Sumy.", "the mayor", "ukraine", "claims"),
    ("Rockets, the mayor said, hit a bakery in Sumy.", "the mayor", "ukraine", "claims"),
    ("Russia's defence ministry said it had captured Melitopol.", "Russia's defence ministry", "russia", "claims"),
    (
        "The defence ministry in Moscow said that its missiles had hit Sumy.",
        "The defence ministry in Moscow",
        "russia",
        "claims",
    ),
    ("In Moscow, the defence ministry said its troops had taken Sumy.", "the defence ministry", "russia", "claims"),
    ("The deputy mayor told the Herald that shells had hit Sumy.", "The deputy mayor", "ukraine", "claims"),
    ("The US said it believed Russia launched rockets at Sumy.", "The US", "third", "claims"),
    (
        "The general staff said its men held, adding that clashes went on in Sumy.",
        "The general staff",
        "ukraine",
        "claims",
    ),
    ("Ukraine's army confirmed that a missile had hit Sumy.", "Ukraine's army", "ukraine", "confirms"),
    ("The governor acknowledged that Lyman had been captured.", "The governor", "ukraine", "confirms"),
    ("A US official said a jet had been shot down near Sumy.", "A US official", "third", "claims"),
    ("A Reuters witness heard explosions in Kharkiv.", "A Reuters witness", "outlet", "witnesses"),
    ("AP journalists saw a missile hit a school in Sumy.", "AP journalists", "outlet", "witnesses"),
    ("Two missiles heard over the road to Konotop hit Sumy.", None, "outlet", "states"),
    ("The OSCE mission said its monitors heard explosions in Sumy.", "The OSCE mission", "third", "claims"),
    ("Explosions were heard in Kharkiv, a Reuters witness said.", "a Reuters witness", "outlet", "witnesses"),
    ("Residents of Izium said that shells had hit the town.", "Residents of Izium", "ukraine", "claims"),
    # the office with the name, and where a body sits
    ("The mayor, Ihor Koval, said that rockets had hit Sumy.", "The mayor, Ihor Koval", "ukraine", "claims"),
    ("Ihor Koval, mayor of Sumy, said shells hit a bakery there.", "Ihor Koval, mayor of Sumy", "ukraine", "claims"),
    ("A source in the SBU told the Herald that drones had hit Tuapse.", "A source in the SBU", "ukraine", "claims"),
    ("A resident named Olha said a missile had hit Sumy.", "A resident named Olha", "ukraine", "claims"),
    ("Officials in Kyiv on Friday said a missile had hit Sumy.", "Officials in Kyiv", "ukraine", "claims"),
    (
        "Denys Mirny, an official installed by Moscow, said shells hit Tokmak.",
        "Denys Mirny, an official installed by Moscow",
        "russia",
        "claims",
    ),
    # who is cited speaks, not who cites
    ("Troops have taken Sumy, TASS reported, citing the defence ministry.", "the defence ministry", "russia", "claims"),
    ("Citing the mayor, Suspilne reported that a missile had hit Sumy.", "the mayor", "ukraine", "claims"),
    ("A missile hit a school in Sumy, per the regional governor.", "the regional governor", "ukraine", "claims"),
    ("Ten shells per hour hit Sumy.", None, "outlet", "states"),
    # other outlets, and what is no speaker
    ("Reuters reported that a missile had hit Sumy.", "Reuters", "outlet", "states"),
    ("A missile hit a hotel in Sumy, reports said.", None, "outlet", "states"),
    ("One unnamed official said a missile had hit Sumy.", "One unnamed official", "unknown", "claims"),
    ("The Wagner chief claimed his men had captured Bakhmut.", "The Wagner chief", "russia", "claims"),
    ("Rescuers said a missile had hit a school in Sumy.", "Rescuers", "ukraine", "claims"),
    ("Two houses in Klimovo, as Governor Ihor Koval wrote, were shelled.", "Governor Ihor Koval", "russia", "claims"),
    (
        "The army's briefing has it that two attacks near Vilshana were repelled.",
        "The army's briefing",
        "ukraine",
        "claims",
    ),
    (
        "Enemy troops mounted nine assaults near Chasiv Yar, according to the morning report.",
        "the morning report",
        "unknown",
        "claims",
    ),
    ("Shells hit Sumy, according to reports.", None, "outlet", "states"),
    ("Shells hit Sumy, said Ihor Koval, who governs the region.", "Ihor Koval", "ukraine", "claims"),
    ("Ukraine's military said it had hit an oil depot in Sumy.", "Ukraine's military", "ukraine", "claims"),
    (
        "A drone hit a depot in Sumy, the Russian army was quoted as saying by TASS.",
        "the Russian army",
        "russia",
        "claims",
    ),
    # a name beside the office, before or after it, at the sentence's end too
    (
        "General Ihor Koval, Ukraine's top commander, announced that troops left Sumy.",
        "General Ihor Koval, Ukraine's top commander",
        "ukraine",
        "claims",
    ),
    (
        "Two people died in a shelling of Sumy, Ihor Koval, the head of its administration, said on television.",
        "Ihor Koval, the head of its administration",
        "ukraine",
        "claims",
    ),
    (
        "Russian forces have withdrawn from Lyman, a senior U.S. official told reporters on condition of anonymity.",
        "a senior U.S. official",
        "third",
        "claims",
    ),
    ("A shell hit Sumy on Friday, medics report.", "medics", "ukraine", "claims"),
    ("Two died in Sumy in what the governor called a drone strike.", "the governor", "ukraine", "claims"),
    ("A drone hit Odesa, RIA quoted the fire service as saying.", "the fire service", "russia", "claims"),
    ("Ihor Koval, the mayor, has moved; rockets hit Sumy, he said.", "Ihor Koval, the mayor", "ukraine", "claims"),
    (
        "Sumy was bombed, said Ihor Koval, a captain there, in a message, and ships had joined in.",
        "Ihor Koval, a captain there",
        "unknown",
        "claims",
    ),
    ("The Azov corps claimed to have cleared Vesele.", "The Azov corps", "ukraine", "claims"),
    (
        "The defence ministry in Kyiv spoke of fierce fighting near Kharkiv.",
        "The defence ministry in Kyiv",
        "ukraine",
        "claims",
    ),
]


@pytest.mark.parametrize(("text", "claimant", "side", "stance"), STANCES, ids=[row[0] for row in STANCES])
def test_a_sentence_tells_its_voice(text: str, claimant: str | None, side: str, stance: str, tell: Tell) -> None:
    report = only(tell, text)
    assert (report.claimant, report.claimant_side, report.stance) == (claimant, side, stance)


@pytest.mark.parametrize(
    ("after", "claimant"),
    [
        (" The mayor, Oleh Moroz, said two people had died.", "The mayor, Oleh Moroz"),
        ("\n\nPolice said the strike was carried out with a cluster bomb.", "Police"),
        (" The mayor said 30 people had died since April.", None),
        (" The mayor said that schools would reopen.", None),
        (" The mayor said two people had died in Konotop.", None),
    ],
)
def test_who_says_more_of_what_was_just_told_is_a_voice_of_it(after: str, claimant: str | None, tell: Tell) -> None:
    """Their dead are the event's; a sum, another town or another matter are not."""
    event = tell(f"Rockets hit a bakery in Sumy.{after}").events[0]
    assert next((report.claimant for report in event.reports if report.claimant), None) == claimant
    assert [figure.value for figure in event.figures] == ([2] if claimant and "two" in after else [])


@pytest.mark.parametrize(
    ("opening", "claimant"),
    [
        ("Oleh Moroz, the governor, visited the town. Rockets, he said, hit", "Oleh Moroz, the governor"),
        ("The general staff listed the day's attacks as follows. Rockets hit", "The general staff"),
    ],
)
def test_who_opens_what_follows_tells_it(opening: str, claimant: str, tell: Tell) -> None:
    assert reports(tell, f"{opening} a bakery in Sumy.")[-1].claimant == claimant


@pytest.mark.parametrize(
    "text",
    [
        "Rockets hit a bakery in Sumy after the president spoke on television.",
        "Footage showed rockets hitting a bakery in Sumy.",
        "Rockets hit a bakery in Sumy minutes after President Vladimir Putin announced an operation.",
    ],
)
def test_who_speaks_of_something_else_is_no_claimant(text: str, tell: Tell) -> None:
    assert only(tell, text).claimant is None


@pytest.mark.parametrize(
    ("opening", "claimant"),
    [
        ("Further west, the governor said that", "the governor"),
        ("In the evening, the mayor said that", "the mayor"),
        ("Late on Friday Ukraine's army said that", "Ukraine's army"),
    ],
)
def test_what_opens_the_sentence_is_no_claimant(opening: str, claimant: str, tell: Tell) -> None:
    assert only(tell, f"{opening} rockets had hit a bakery in Sumy.").claimant == claimant


@pytest.mark.parametrize(
    ("text", "claimant"),
    [
        (
            "In the region of Luhansk, the governor, Oleh Moroz, said two died after shells hit Popasna.",
            "the governor, Oleh Moroz",
        ),
        ("A port said to be vital, Odesa was hit by rockets.", None),
        ("A port said to be vital, Odesa remains under the army's control despite the shelling of its docks.", None),
        ("Ukraine's president Olha Moroz has said that rockets hit Odesa.", "Ukraine's president Olha Moroz"),
    ],
)
def test_an_office_with_its_name_speaks_and_a_thing_spoken_of_does_not(
    text: str, claimant: str | None, tell: Tell
) -> None:
    assert only(tell, text).claimant == claimant


def test_a_pronoun_takes_the_speaker_before(tell: Tell) -> None:
    text = "Mayor Ihor Koval said rockets had hit Sumy on Friday. He said that shells had also hit Konotop."
    assert {r.claimant for r in reports(tell, text)} == {"Mayor Ihor Koval"}


@pytest.mark.parametrize(
    "text",
    [
        "Its missiles, the ministry went on, had also destroyed a depot in Konotop.",
        "Its men held the road, the ministry added; there was fierce combat around Konotop.",
    ],
)
def test_a_speaker_named_in_passing_is_the_body_that_spoke_before(text: str, tell: Tell) -> None:
    before = "Rockets had hit Sumy, the defence ministry in Moscow said on Thursday."
    (report,) = (r for r in reports(tell, f"{before} {text}") if "Konotop" in r.quote)
    assert (report.claimant, report.claimant_side, report.stance) == ("the ministry", "russia", "claims")


@pytest.mark.parametrize(
    ("end", "claimants"),
    [
        (
            "regional governor Ihor Koval and mayor Oleh Moroz said",
            ["regional governor Ihor Koval", "mayor Oleh Moroz"],
        ),
        ("according to Ukrainian and Russian officials", ["Ukrainian and Russian officials"] * 2),
    ],
)
def test_two_who_speak_together_are_two_voices(end: str, claimants: list[str], tell: Tell) -> None:
    assert [r.claimant for r in reports(tell, f"A drone struck a clinic in Sumy, {end}.")] == claimants


def test_two_claimants_are_two_voices(tell: Tell) -> None:
    text = "Explosions were heard in Kharkiv, military officials and a Reuters witness said."
    assert [(r.claimant_side, r.stance) for r in reports(tell, text)] == [
        ("ukraine", "claims"),
        ("outlet", "witnesses"),
    ]


def test_a_denial_in_the_next_sentence_joins_the_event(tell: Tell) -> None:
    text = "Ukraine's army said that Russian forces had shelled a school in Sumy. Moscow denied the attack."
    assert [(r.claimant, r.stance) for r in reports(tell, text)][-1] == ("Moscow", "denies")


@pytest.mark.parametrize(
    "denial", ["denied that they had gone in", "denies that they went in", "denied that it did so"]
)
def test_a_denial_that_only_points_back_joins_the_event(denial: str, tell: Tell) -> None:
    text = f"Ukraine's army said that Russian troops were storming a plant in Sumy. The Kremlin {denial}."
    assert [(r.claimant, r.stance) for r in reports(tell, text)][-1] == ("The Kremlin", "denies")


def test_a_silence_joins_the_event(tell: Tell) -> None:
    text = "Ukraine's army said that it had shot down a plane near Sumy. The Russian military has not commented."
    assert [(r.claimant, r.stance) for r in reports(tell, text)][-1] == ("The Russian military", "no_comment")


def test_what_could_not_be_verified_says_so(tell: Tell) -> None:
    text = "Ukraine's army said that it had shot down a plane near Sumy. The claim could not be independently verified."
    (event,) = tell(text).events
    assert event.unverified
    assert event.reports[-1].stance == "could_not_verify"


def test_could_not_verify_in_the_same_sentence(tell: Tell) -> None:
    text = "Moscow said it had captured Melitopol, but this could not be independently verified."
    (event,) = tell(text).events
    assert event.unverified


def test_a_contradiction_in_the_same_sentence_is_a_denial(tell: Tell) -> None:
    text = (
        "Interfax said Russian troops had captured the power station, but Ukraine said Melitopol was under its control."
    )
    event = next(e for e in tell(text).events if e.kind == "capture")
    assert "denies" in {r.stance for r in event.reports}


@pytest.mark.parametrize(
    "answer",
    [
        "Belarus denied that its pilots had crossed the border.",
        "The minister rejected calls to resign.",
        "The Kremlin dismissed the idea of talks.",
    ],
)
def test_a_denial_of_something_else_disputes_nothing(answer: str, tell: Tell) -> None:
    text = f"Rockets hit a bakery in Sumy, the mayor said. {answer}"
    assert "denies" not in {r.stance for r in reports(tell, text)}


def test_a_confirmation_in_the_same_sentence_is_a_second_voice(tell: Tell) -> None:
    text = "Ukraine's army said it had shot down a plane near Sumy, an account confirmed by a senior American official."
    assert [(r.claimant_side, r.stance) for r in reports(tell, text)] == [("ukraine", "claims"), ("third", "confirms")]


GOES_ON = [
    ("Governor Ihor Koval said shells hit Sumy on Friday. In Konotop a house was damaged by rockets.", True),
    ("Russia's defence ministry said troops took Marinka. Near Lyman an attack was repelled.", True),
    ("Governor Ihor Koval said shells hit Sumy on Friday.\n\nIn Konotop a house was damaged by rockets.", False),
    ("Governor Ihor Koval said shells hit Sumy on Friday. In Lviv a house was damaged by rockets.", False),
    ("Governor Ihor Koval said shells hit Sumy on Friday. Meanwhile rockets hit a house in Konotop.", False),
    ("Governor Ihor Koval said shells hit Sumy on Friday. Explosions were also reported in Konotop.", False),
    ("Governor Ihor Koval said shells hit Sumy on Friday. Rockets hit a house in Konotop on 1 February.", False),
    ("A woman in the queue said shells hit Sumy on Friday. Rockets hit a house in Konotop.", False),
]


@pytest.mark.parametrize(("text", "same"), GOES_ON, ids=[row[0][-60:] for row in GOES_ON])
def test_who_told_of_the_sentence_before_goes_on_telling_of_what_they_may_speak_for(
    text: str, same: bool, tell: Tell
) -> None:
    first, *_, last = reports(tell, text)
    assert (last.claimant == first.claimant) is same


@pytest.mark.parametrize(
    ("dateline", "who", "side"),
    [
        ("MOSCOW, February 25. /TASS/. ", "the defence ministry", "russia"),
        ("MOSCOW, February 25. /TASS/. ", "Ukraine's defence ministry", "ukraine"),
        ("", "the defence ministry", "ukraine"),
    ],
)
def test_the_ministry_of_an_agency_is_its_own_country_s(dateline: str, who: str, side: str, tell: Tell) -> None:
    assert only(tell, f"{dateline}A drone hit a depot in Sumy, {who} said.").claimant_side == side


@pytest.mark.parametrize("word", ["a" * 20_000, "a’" * 10_000, "A a " * 5_000, ", A" * 5_000])
def test_a_word_without_end_is_no_speaker(word: str) -> None:
    """Patterns that try each letter of it anew would never come back."""
    assert reporting_clause.speakers(f"Shells hit it, {word}, he told {word}!", None, "ukraine") == ()
    assert len(blame.each_other(f"{word} blamed {word} and {word} traded blame", [])) <= 2


STRUCK = "A strike on a prison in Olenivka killed 50 people on Friday."
BLAMED = [
    ("Russia and Ukraine traded blame on Friday for a strike on a prison in Olenivka.", ["Russia", "Ukraine"]),
    (f"{STRUCK} Kyiv and Moscow accused each other of the attack.", ["Kyiv", "Moscow"]),
    (f"{STRUCK} Each side blamed the other.", ["Each side"]),
    (f"{STRUCK} Moscow accused Kyiv of shelling the prison; Kyiv accused Moscow of doing it.", ["Moscow", "Kyiv"]),
    (f"{STRUCK} Kyiv and Moscow accused each other of breaking the truce.", []),
    (f"{STRUCK} Kyiv blamed Russia's army for it.", []),
    ("Troops fought at Marinka on Friday. Each side blamed the other.", []),
]


@pytest.mark.parametrize(("text", "claimants"), BLAMED, ids=[row[0][-50:] for row in BLAMED])
def test_sides_that_blame_each_other_for_it_both_deny_it(text: str, claimants: list[str], tell: Tell) -> None:
    assert [r.claimant for r in reports(tell, text) if r.stance == "denies"] == claimants


@pytest.mark.parametrize(
    "denial", ["its aircraft flew no sorties that day", "no missions were planned there", "it had fired no shells"]
)
def test_who_says_that_nothing_was_flown_or_fired_denies_the_strike(denial: str, tell: Tell) -> None:
    told = tell(f"Bombs hit a theatre in Mariupol, the council said. Russia said that {denial}.")
    assert [r.stance for r in told.events[0].reports] == ["claims", "denies"]


def test_refusing_to_deny_is_no_denial(tell: Tell) -> None:
    text = "Rockets hit a shopping centre in Sumy, the mayor said. Moscow did not deny having fired."
    assert "denies" not in {r.stance for r in reports(tell, text)}


def test_the_hurt_side_that_blames_the_other_denies_nothing(tell: Tell) -> None:
    """Two ships were struck and Kyiv blames Moscow: told, and not disputed."""
    told = tell("Two vessels were struck near Odesa on Friday. The Ukrainian authorities blamed Russia's navy.")
    assert [report.stance for event in told.events for report in event.reports] == ["states"]


@pytest.mark.parametrize(
    "name", ["could_not_verify", "no_comment", "holds", "denial", "confirmation", "mutual", "present"]
)
@given(data=st.data())
def test_what_a_cue_matches_holds_one_of_the_bits_that_it_is_tried_for(name, data) -> None:
    pattern = data.draw(st.sampled_from(claimants.tables()["voices"][name]))
    text = data.draw(st.from_regex(re.compile(pattern, re.IGNORECASE)))
    assert voices.cue(name, text)


ANSWERS = [
    # what confirms
    ("Russia said it had captured Marinka. Kyiv confirmed the loss.", {("Kyiv", "confirms")}),
    (
        "Russia said it had captured Marinka. Ukraine's military later confirmed this.",
        {("Ukraine's military", "confirms")},
    ),
    (
        "Ukraine said it shot down a jet near Bakhmut. A US official confirmed the report.",
        {("A US official", "confirms")},
    ),
    ("Drones hit a refinery in Tuapse. Ukraine's SBU claimed responsibility.", {("Ukraine's SBU", "claims")}),
    (
        "Russia said it had captured Marinka. Kyiv confirmed that its troops had withdrawn from Marinka.",
        {("Kyiv", "confirms")},
    ),
    ("Russia said it had captured Marinka. Kyiv has not confirmed the loss.", {("Kyiv", "no_comment")}),
    ("Russia said it had captured Marinka. The Herald could not verify this.", {(None, "could_not_verify")}),
    ("Russia said it had captured Marinka. Its claim could not be verified.", {(None, "could_not_verify")}),
    ("Russia said it had captured Marinka. Kyiv declined to confirm the report.", set()),
    ("Russia said it had captured Marinka. Kyiv confirmed the dates of the talks.", set()),
    # what denies
    ("Russia said it had captured Marinka, but Kyiv denied it.", {("Kyiv", "denies")}),
    ("Russia said it had captured Marinka, a claim that Kyiv denied.", {("Kyiv", "denies")}),
    ("Russia said it had captured Marinka. Ukraine denied that the town had fallen.", {("Ukraine", "denies")}),
    ('Russia said it had captured Marinka. "That is not true," Kyiv said.', {("Kyiv", "denies")}),
    ("Russia said it had captured Marinka. Kyiv called the claim fake.", {("Kyiv", "denies")}),
    (
        "Rockets hit a market in Donetsk, rebels said. Ukraine said it had not carried out any strikes.",
        {("Ukraine", "denies")},
    ),
    ("Rockets hit a market in Donetsk, rebels said. Ukraine denied a rumour about grain.", set()),
    ("Troops fought at Hostomel. Moscow said that it had cut off the capital. Kyiv denied it.", set()),
    (
        "Russia said it had captured Marinka. Zelensky shrugged, before his office said he was denying its fall.",
        {("Zelensky", "denies")},
    ),
    ("Russia said it had captured Marinka. Kyiv disputed that.", {("Kyiv", "denies")}),
    ("A missile hit a theatre in Sumy, the mayor said. Moscow said the pictures were staged.", {("Moscow", "denies")}),
    (
        "A missile hit a mall in Sumy, the mayor said. Moscow said it struck only military sites.",
        {("Moscow", "denies")},
    ),
    ("A missile hit a mall in Sumy, the mayor said. Moscow says it attacks only military sites.", set()),
    (
        "Russia said it had captured Marinka. A military spokesman in Kyiv said its men were still holding the town.",
        {("A military spokesman in Kyiv", "denies")},
    ),
    (
        "Russia said it had captured Marinka. Officials in Kyiv insisted that their troops were still in the town.",
        {("Officials in Kyiv", "denies")},
    ),
    # who is silent
    ("Russia said it had captured Marinka. Kyiv has yet to comment.", {("Kyiv", "no_comment")}),
    ("Russia said it had captured Marinka. There was no immediate confirmation from Kyiv.", {("Kyiv", "no_comment")}),
    ("A drone hit a depot in Tuapse. The Kremlin said it had no information.", {("The Kremlin", "no_comment")}),
    ("A drone hit a depot in Tuapse. Moscow made no mention of the attack.", {("Moscow", "no_comment")}),
    ("A drone hit a depot in Tuapse. Moscow made no mention of talks.", set()),
    (
        "Rockets hit a market in Donetsk, rebels said.\n\nTanks moved, Kyiv said. Moscow called that a fake.",
        set(),
    ),
]


@pytest.mark.parametrize(("text", "voiced"), ANSWERS, ids=[row[0] for row in ANSWERS])
def test_an_answer_joins_what_it_answers(text: str, voiced: set[tuple[str, str]], tell: Tell) -> None:
    (event, *_) = tell(text).events
    assert {(r.claimant, r.stance) for r in event.reports[1:]} == voiced


def test_who_says_that_fighting_goes_on_in_a_town_denies_its_capture_and_is_not_the_town(tell: Tell) -> None:
    captured, fought = tell("Russia said it had captured Marinka. Kyiv said fighting continued in the town.").events
    assert [(r.claimant, r.stance) for r in captured.reports] == [("Russia", "claims"), ("Kyiv", "denies")]
    assert fought.location is not None
    assert fought.location.name == "Marinka"


@pytest.mark.parametrize(
    "text",
    [
        '"A missile hit a school in Sumy," said the mayor. "No child was hurt. A shell hit a bakery in Konotop."',
        '"A missile hit a school in Sumy. A shell hit a bakery in Konotop," said the mayor.',
        "“A missile hit a school in Sumy. A shell hit a bakery in Konotop,” the mayor said.",
    ],
)
def test_a_quotation_of_several_sentences_has_one_speaker(text: str, tell: Tell) -> None:
    told = tell(text).events
    assert len(told) == 2
    assert {report.claimant for event in told for report in event.reports} == {"the mayor"}


def test_after_a_quotation_the_outlet_speaks_again(tell: Tell) -> None:
    text = '"A missile hit a school in Sumy," said the mayor. A shell hit a bakery in Konotop.'
    assert [event.reports[0].claimant for event in tell(text).events] == ["the mayor", None]


def test_officials_of_the_place_that_was_hit_are_of_its_side(tell: Tell) -> None:
    """A Russian governor confirms what the other side claims: the one that it hurt."""
    told = tell("Drones hit a refinery in Ryazan, Kyiv said. Governor Pavel Malkin confirmed the attack.")
    (event,) = told.events
    assert [(r.claimant_side, r.stance) for r in event.reports] == [("ukraine", "claims"), ("russia", "confirms")]


def test_its_ministry_is_that_of_whom_the_sentence_speaks(tell: Tell) -> None:
    (event,) = tell("Russia was pleased; its defence ministry said a missile had hit Sumy.").events
    assert [(r.claimant, r.claimant_side) for r in event.reports] == [("its defence ministry", "russia")]


NO_SPEAKERS = [
    "A port city said to be vital, Mykolaiv was shelled again.",
    "The bridge, said to be the oldest in town, was hit by a missile in Mykolaiv.",
    "Missiles thought to be Iskanders hit a bakery in Sumy.",
]


@pytest.mark.parametrize("text", NO_SPEAKERS)
def test_what_something_is_said_to_be_has_no_speaker(text: str, tell: Tell) -> None:
    assert {(r.claimant, r.stance) for r in reports(tell, text)} == {(None, "states")}


SHOWN = [
    ("The army released footage of the strike on a bridge in Kherson.", "The army"),
    ("Kyiv's navy gave more details about the strike on Saky.", "Kyiv's navy"),
    ("On Tuesday, Oleh Koval, the regional governor, said that shells hit a farm in Sumy.", "Oleh Koval"),
]


@pytest.mark.parametrize(("text", "name"), SHOWN, ids=[row[1] for row in SHOWN])
def test_a_speakers_name_is_theirs_alone_and_who_shows_a_strike_tells_of_it(text: str, name: str, tell: Tell) -> None:
    report = only(tell, text)
    assert ((report.claimant or "").split(",")[0], report.stance) == (name, "claims")


def test_a_quotation_goes_on_to_whoever_closes_it_with_age_and_trade(tell: Tell) -> None:
    text = (
        "The mayor, Ihor Koval, said three people were hurt in Sumy.\n\n"
        "“It was dark. A rocket hit our house,” Olha Bondar, 41, a baker, told a reporter."
    )
    assert {r.claimant for r in reports(tell, text) if r.trigger == "hit"} == {"Olha Bondar, 41, a baker"}


def test_an_accusation_in_the_passive_is_a_claim_of_somebody_unnamed(tell: Tell) -> None:
    report = only(tell, "Russian forces were accused of shelling a bus in Chuhuiv.")
    assert (report.claimant, report.claimant_side, report.stance) == (None, "unknown", "claims")


OTHER_CLAIMS = [
    "The ministry in Moscow said it had lost ten men elsewhere, a figure that could not be verified.",
    "Moscow had offered a truce, according to accounts that could not be independently confirmed.",
    "Both armies' claims of enemy losses were impossible to verify.",
]


@pytest.mark.parametrize("text", OTHER_CLAIMS)
def test_what_could_not_be_verified_of_a_claim_of_its_own_bears_on_no_earlier_strike(text: str, tell: Tell) -> None:
    (event,) = tell(f"A missile hit a depot in Odesa, the mayor said.\n\n{text}").events
    assert not event.unverified


SEEDS = Path(__file__).resolve().parent.parent / "seeds"


@pytest.mark.parametrize("name", ["could_not_verify", "no_comment", "holds", "denial", "confirmation", "mutual"])
def test_a_cue_passed_over_by_its_bits_stands_in_no_sentence_of_the_seeds(name: str) -> None:
    lines = [line for path in SEEDS.glob("*.txt") for line in re.split(r"(?<=\.) ", path.read_text(encoding="utf-8"))]
    found = [line for line in lines if voices._cue(name).search(line)]
    assert found or name == "mutual"
    assert [line for line in found if voices.cue(name, line) is None] == []


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("denial", "It had nothing to do with it, there was no truth in it, and it did not correspond to reality."),
        ("denial", "They called that story a lie."),
        ("denial", "The reports were lies."),
        ("denial", "The report was not true."),
        ("denial", "Its planes hit only military targets."),
        ("denial", "He said that nobody had been near and that the army hadn't fired."),
        ("denial", "The ministry blamed Ukraine."),
        ("holds", "The city was under full control."),
        ("holds", "It remains in Ukrainian hands."),
        ("holds", "The battle for the town was far from over."),
        ("holds", "Troops are still in the city."),
        ("holds", "Our men are still standing."),
        ("holds", "They hold their positions."),
        ("holds", "The town is ours."),
        ("holds", "Vesele has not been captured."),
        ("holds", "They continue to defend it."),
        ("holds", "Fighting in the suburb is still continuing."),
        ("holds", "The battle was raging."),
        ("holds", "They were still defending it."),
    ],
)
def test_a_cue_is_found_where_one_of_its_patterns_stands(name: str, text: str) -> None:
    assert voices.cue(name, text) is not None
