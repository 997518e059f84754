"""`python -m gazetteer lookup`: what it prints, where, and its exit status."""

import sqlite3

import pytest

from gazetteer import __main__ as command
from gazetteer import fallback
from tests.gazetteer_fixtures import real_gazetteer


@pytest.fixture(autouse=True)
def _real(monkeypatch: pytest.MonkeyPatch) -> None:
    gazetteer = real_gazetteer()
    monkeypatch.setattr(command.Lookup, "open", lambda **_: gazetteer)


def test_a_known_name_is_printed_with_its_reasons(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["lookup", "Bila Tserkva", "--near", "Kyiv", "--day", "2022-02-26"]) == 0
    printed = capsys.readouterr()
    assert "Bila Tserkva, Kyiv Oblast, UA" in printed.out.splitlines()[0]
    assert printed.err == ""


@pytest.mark.parametrize("arguments", [["Mariopol"], ["Kyiv", "--near", "Mariopol"]])
def test_an_unknown_name_is_asked_back(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["lookup", *arguments]) == 1
    printed = capsys.readouterr()
    assert printed.out == ""
    assert "No place called 'Mariopol' is known." in printed.err
    assert "Did you mean\n    Mariupol: spelled like" in printed.err


def test_a_name_like_no_other_is_not_asked_back(capsys: pytest.CaptureFixture[str]) -> None:
    assert command.main(["lookup", "Qwrtzplkjh"]) == 1
    assert "Did you mean" not in capsys.readouterr().err


@pytest.mark.parametrize(
    ("options", "said"),
    [
        (["--day", "yesterday"], "found 'yesterday', but a day as YYYY-MM-DD is needed"),
        (["--online", "nominatim"], "--online nominatim needs --user-agent"),
        (["--online", "google", "--user-agent", "tests"], "invalid choice"),
    ],
)
def test_wrong_usage_says_what_is_needed(options: list[str], said: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        command.main(["lookup", "Kyiv", *options])
    assert stopped.value.code == 2
    assert said in capsys.readouterr().err


def test_an_online_service_that_is_not_there_is_a_message(
    monkeypatch: pytest.MonkeyPatch, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    def nowhere(service: str, *, user_agent: str) -> fallback.Fallback:
        options = {"domain": "127.0.0.1:9", "scheme": "http", "proxies": {}}
        return fallback.online(service, user_agent=user_agent, cache=tmp_path / "answers.sqlite", **options)

    monkeypatch.setattr(command, "online", nowhere)
    assert command.main(["lookup", "Qwrtzplkjh", "--online", "photon", "--user-agent", "tests"]) == 1
    assert "photon gave no answer" in capsys.readouterr().err


def test_a_kept_online_answer_is_printed_with_its_service_and_day(
    monkeypatch: pytest.MonkeyPatch, tmp_path, capsys: pytest.CaptureFixture[str]
) -> None:
    cache = tmp_path / "answers.sqlite"
    file = sqlite3.connect(cache)
    file.execute(fallback._TABLE)
    kept = '[["Qwrtzplkjh, Ukraine", 49.5, 31.5, {"day": "2024-05-01"}]]'
    file.execute("INSERT INTO answer VALUES ('photon', 'qwrtzplkjh', '2024-05-01', ?)", (kept,))
    file.commit()
    file.close()
    monkeypatch.setattr(
        command, "online", lambda service, *, user_agent: fallback.online(service, user_agent=user_agent, cache=cache)
    )
    assert command.main(["lookup", "Qwrtzplkjh", "--online", "photon", "--user-agent", "tests"]) == 0
    assert capsys.readouterr().out == "Qwrtzplkjh, Ukraine  49.5000, 31.5000  photon, 2024-05-01\n"
