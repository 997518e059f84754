"""Spelling keys and romanisations."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from gazetteer.names import key, script
from gazetteer.romanise import english_name, romanisations


@pytest.mark.parametrize(
    ("name", "same"),
    [
        ("Slov’yansk", "Slovyansk"),
        ("Ivano-Frankivsk", "ivano frankivsk"),
        ("Sighetu Marmaţiei", "Sighetu Marmației"),
        ("Łódź", "Lodz"),
        ("Київ", "КИЇВ"),
        ("Артёмовск", "Артемовск"),
        ("St. Petersburg", "St Petersburg"),
        ("  Kyiv\n Oblast ", "Kyiv Oblast"),
    ],
)
def test_spellings_of_one_name_share_a_key(name: str, same: str) -> None:
    assert key(name) == key(same) != ""


def test_two_names_of_one_city_have_two_keys() -> None:
    assert key("Kyiv") != key("Kiev")


@given(st.text(max_size=40))
def test_a_key_is_its_own_key(name: str) -> None:
    assert key(key(name)) == key(name)


@pytest.mark.parametrize(
    ("name", "expected"),
    [("Kyiv", "latin"), ("Київ", "cyrillic"), ("Kиїв", None), ("基輔", None), ("123", None)],
)
def test_script_is_told_only_where_all_letters_agree(name: str, expected: str | None) -> None:
    assert script(name) == expected


@pytest.mark.parametrize(
    ("cyrillic", "spelling"),
    [
        ("Васильків", "vasylkiv"),
        ("Васильків", "vasylkov"),
        ("Запоріжжя", "zaporizhia"),
        ("Сєвєродонецьк", "sievierodonetsk"),
        ("Бердянськ", "berdyansk"),
        ("Бердянськ", "berdiansk"),
        ("Гуляйполе", "huliaipole"),
        ("Миколаїв", "mykolaiv"),
        ("Северодонецк", "severodonetsk"),
        ("Дальнє", "dalne"),
        ("Середнє", "seredne"),
        ("Мала Рогань", "malaya rogan"),
        ("Старі Кодаки", "starye kodaki"),
        ("Біла Гора", "belaya gora"),
        ("Зелене Поле", "zelenoye pole"),
        ("Новоселівка Перша", "novoselovka pervaya"),
        ("Новоекономічне", "novoekonomicheskoye"),
    ],
)
def test_the_spellings_that_news_uses_are_generated(cyrillic: str, spelling: str) -> None:
    assert spelling in romanisations(cyrillic)


@pytest.mark.parametrize(
    ("name", "spellings", "shown"),
    [
        ("Zaporizhzhya", ["Запоріжжя", "Запорожье"], "Zaporizhzhia"),
        ("Kryvyy Rih", ["Кривий Ріг"], "Kryvyi Rih"),
        ("Olenevka", ["Оленевка"], "Olenevka"),
        ("Kyiv", [], "Kyiv"),
    ],
)
def test_ukrainian_places_are_shown_as_ukraine_spells_them(name: str, spellings: list[str], shown: str) -> None:
    assert english_name(name, spellings) == shown
