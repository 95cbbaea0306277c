"""The ledger on SQLite and PostgreSQL: legal moves only, nobody claimed twice, the dead found out, no addresses."""

from __future__ import annotations

import datetime
import fcntl
import stat
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from sqlalchemy import select, update

from policytool.config import LedgerSettings, Settings
from policytool.errors import LedgerError, NoticeRefused
from policytool.notices.ledger.database import transaction
from policytool.notices.ledger.ledger import Ledger, open_ledger
from policytool.notices.ledger.model import Answer, Campaign, Plan, Recipient, Totals
from policytool.notices.ledger.schema import about, attempts, deliveries
from policytool.notices.ledger.states import STATES, sources
from tests.notices_postgres import postgres

ADDRESS = "ann@shop.example"


@pytest.fixture(scope="module")
def databases() -> Iterator[Callable[[], str]]:
    with postgres() as new:
        yield new


@pytest.fixture(params=["sqlite", "postgresql"])
def settings(request: pytest.FixtureRequest, tmp_path: Path) -> Settings:
    if request.param == "sqlite":
        return Settings(root=tmp_path)
    url = request.getfixturevalue("databases")()
    return Settings(root=tmp_path, ledger=LedgerSettings(url=url))


@pytest.fixture
def ledger(settings: Settings) -> Iterator[Ledger]:
    with open_ledger(settings) as opened:
        yield opened


def wanted(audience: str = "a" * 64, channel: str = "smtp") -> Plan:
    return Plan(
        policy="privacy-policy",
        version="2.0",
        channel=channel,
        significance="significant",
        effective=datetime.date(2026, 12, 23),
        record_sha256="b" * 64,
        audience_path="people.csv",
        audience_sha256=audience,
        contents={"zh": b"nihao", "en": b"hello"},
    )


def planned(ledger: Ledger, count: int = 5, *, again: str = "", plan: Plan | None = None) -> Campaign:
    people = [
        Recipient(number=n, recipient=f"c{n}", address=ledger.secret.address(f"user{n}@shop.example"))
        for n in range(2, count + 2)
    ]
    totals = Totals(total=count, rejected=1, languages={"en": count, "zh": 0})
    return ledger.plan(plan or wanted(), people, lambda: totals, again=again)


def accepted(numbers: list[int]) -> list[Answer]:
    return [Answer(number=number, state="accepted", detail="250 ok") for number in numbers]


def test_what_is_planned_is_queued_and_kept(ledger: Ledger) -> None:
    campaign = planned(ledger)
    standing = ledger.standing(campaign)
    assert campaign.id == "privacy-policy-2.0-smtp"
    assert standing.state == "planned"
    assert standing.counts["queued"] == campaign.total == 5
    assert list(ledger.contents(campaign).items()) == [("zh", b"nihao"), ("en", b"hello")]
    assert ledger.campaign(campaign.id) == ledger.campaign(str(campaign.number)) == ledger.campaigns()[0] == campaign


def test_postgresql_knows_the_length_of_a_new_queue(databases: Callable[[], str], tmp_path: Path) -> None:
    """Else it would sort the whole queue for every batch until it happens to look."""
    with open_ledger(Settings(root=tmp_path, ledger=LedgerSettings(url=databases()))) as ledger:
        planned(ledger, 300)
        with transaction(ledger.engine) as connection:
            known = connection.exec_driver_sql("SELECT reltuples FROM pg_class WHERE relname = 'deliveries'")
            assert known.scalar_one() == 300


def test_the_same_is_planned_once(ledger: Ledger) -> None:
    first = planned(ledger)
    with pytest.raises(NoticeRefused, match=first.id):
        planned(ledger)
    other = planned(ledger, plan=wanted(audience="c" * 64))
    again = planned(ledger, again="the first went to the wrong server")
    assert len({first.id, other.id, again.id}) == 3
    assert again.reason == "the first went to the wrong server"


def test_two_plans_at_once_make_one_campaign(settings: Settings) -> None:
    outcomes: list[str] = []
    start = threading.Barrier(4)

    def attempt() -> None:
        with open_ledger(settings) as mine:
            start.wait()
            try:
                outcomes.append(planned(mine).id)
            except NoticeRefused:
                outcomes.append("refused")

    with open_ledger(settings):
        threads = [threading.Thread(target=attempt) for _ in range(4)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert sorted(outcomes) == ["privacy-policy-2.0-smtp", "refused", "refused", "refused"]


def test_a_plan_that_fails_leaves_nothing(ledger: Ledger) -> None:
    def broken() -> Totals:
        raise NoticeRefused("the file changed")

    with pytest.raises(NoticeRefused, match="changed"):
        ledger.plan(wanted(), [Recipient(number=2, recipient="c", address=b"")], broken)
    assert ledger.campaigns() == ()


def test_claims_are_sending_and_go_on_after_the_last(ledger: Ledger) -> None:
    campaign = planned(ledger)
    with ledger.running(campaign) as runner:
        first = ledger.claim(runner, campaign, after=-1, size=3)
        second = ledger.claim(runner, campaign, after=first[-1].number, size=3)
        assert [row.number for row in first + second] == [2, 3, 4, 5, 6]
        assert ledger.claim(runner, campaign, after=6, size=3) == []
        standing = ledger.standing(campaign)
        assert (standing.state, standing.counts["sending"]) == ("sending", 5)
        ledger.record(campaign, accepted([2, 3]), by="runner", source="smtp")
        ledger.step(runner, campaign, [], [4, 5, 6], after=0, size=0)
    standing = ledger.standing(campaign)
    assert (standing.state, standing.counts["accepted"], standing.counts["queued"]) == ("paused", 2, 3)


def test_two_senders_never_get_the_same_delivery(settings: Settings) -> None:
    got: list[int] = []
    with open_ledger(settings) as ledger:
        campaign = planned(ledger, 400)

    def work() -> None:
        with open_ledger(settings) as mine, mine.running(campaign) as runner:
            while rows := mine.claim(runner, campaign, after=-1, size=7):
                got.extend(row.number for row in rows)
                mine.record(campaign, accepted([row.number for row in rows]), by="runner", source="smtp")

    threads = [threading.Thread(target=work) for _ in range(3)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == list(range(2, 402))


def test_a_live_runner_keeps_what_it_has_in_hand(ledger: Ledger, settings: Settings) -> None:
    campaign = planned(ledger)
    with ledger.running(campaign) as runner, open_ledger(settings) as other:
        ledger.claim(runner, campaign, after=-1, size=2)
        assert other.standing(campaign).counts["unknown"] == 0
        assert other.standing(campaign).running


def test_what_a_dead_runner_had_in_hand_is_unknown_and_stays_so(ledger: Ledger) -> None:
    campaign = planned(ledger)
    _die_with(ledger, campaign, 2)
    for _ in range(2):
        standing = ledger.standing(campaign)
        assert (standing.counts["unknown"], standing.counts["queued"]) == (2, 3)
        assert not standing.running
    with ledger.running(campaign) as runner:
        rest = ledger.claim(runner, campaign, after=-1, size=10)
        assert [row.number for row in rest] == [4, 5, 6]
        ledger.record(campaign, accepted([4, 5, 6]), by="runner", source="smtp")
    standing = ledger.standing(campaign)
    assert (standing.state, standing.needs_person) == ("unsettled", True)
    assert ledger.listed(campaign, "unknown", 5)[0] == (2, "c2", "the sending program died before the answer came")


@pytest.mark.parametrize(("to", "state"), [("queued", "paused"), ("accepted", "finished")])
def test_a_person_settles_what_is_unknown(ledger: Ledger, to: str, state: str) -> None:
    campaign = planned(ledger, 2)
    _die_with(ledger, campaign, 2)
    ledger.standing(campaign)
    assert ledger.settle(campaign, state="unknown", to=to, source="ada", detail="asked the server") == 2  # type: ignore[arg-type]
    assert ledger.standing(campaign).state == state
    with transaction(ledger.engine) as connection:
        log = connection.execute(select(attempts.c.state, attempts.c.source).order_by(attempts.c.serial)).all()
    assert {tuple(row) for row in log} == {("unknown", "policytool"), (to, "ada")}


def test_every_delivery_has_its_own_entry_however_many_share_the_words(ledger: Ledger) -> None:
    campaign = planned(ledger, 200)
    words = {n: "202 first" if n % 3 else "202 second" for n in range(2, 202)} | {7: "250 alone", 8: "202 third"}
    with ledger.running(campaign) as runner:
        taken = [row.number for row in ledger.claim(runner, campaign, after=-1, size=150)]
        assert taken == list(range(2, 152))
        answers = [Answer(number=n, state="accepted", detail=words[n]) for n in taken]
        following = ledger.step(runner, campaign, answers, [], after=151, size=200)
        assert [row.number for row in following] == list(range(152, 202))
        ledger.step(runner, campaign, [], [row.number for row in following], after=201, size=0)
    assert ledger.record(campaign, accepted([*taken, 160]), by="runner", source="smtp") == 0
    with transaction(ledger.engine) as connection:
        log = attempts.c
        found = connection.execute(select(log.number, log.serial, log.state, log.source, log.detail)).all()
    assert sorted(tuple(row) for row in found) == [(n, 1, "accepted", "smtp", words[n]) for n in taken]


def test_an_answer_that_comes_late_is_a_fact_but_never_queues_again(ledger: Ledger) -> None:
    campaign = planned(ledger, 2)
    _die_with(ledger, campaign, 2)
    ledger.standing(campaign)
    late = [Answer(number=2, state="accepted"), Answer(number=3, state="queued")]
    assert ledger.record(campaign, late, by="runner", source="smtp") == 1
    counts = ledger.standing(campaign).counts
    assert (counts["accepted"], counts["unknown"], counts["queued"]) == (1, 1, 0)


def test_illegal_moves_change_nothing(ledger: Ledger) -> None:
    campaign = planned(ledger, 1)
    assert ledger.record(campaign, accepted([2]), by="runner", source="smtp") == 0
    with ledger.running(campaign) as runner:
        ledger.claim(runner, campaign, after=-1, size=1)
        ledger.record(campaign, accepted([2]), by="runner", source="smtp")
        assert ledger.record(campaign, [Answer(number=2, state="queued")], by="runner", source="smtp") == 0
        assert ledger.record(campaign, [Answer(number=2, state="failed")], by="runner", source="smtp") == 0
    with pytest.raises(LedgerError):
        ledger.settle(campaign, state="accepted", to="queued", source="ada", detail="")
    assert ledger.standing(campaign).counts["accepted"] == 1


def test_only_a_person_queues_again() -> None:
    assert sources("queued", "runner") == ("sending",)
    assert sources("queued", "person") == ("failed", "unknown")
    assert sources("queued", "recovery") == sources("queued", "provider") == ()
    assert sources("unknown", "recovery") == ("sending",)
    assert all("accepted" not in sources(state, "runner") for state in STATES)


def test_numbers_that_do_not_add_up_are_never_finished(ledger: Ledger) -> None:
    campaign = planned(ledger, 3)
    with transaction(ledger.engine) as connection:
        connection.execute(update(deliveries).values(state="accepted"))
        connection.execute(deliveries.delete().where(deliveries.c.number == 2))
    standing = ledger.standing(campaign)
    assert not standing.adds_up
    assert standing.state != "finished"
    assert standing.needs_person


def test_the_ledger_holds_no_address(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path)
    with open_ledger(settings) as ledger:
        key = ledger.secret.recipient(ADDRESS)
        one = Recipient(number=2, recipient=key, address=ledger.secret.address(ADDRESS))
        ledger.plan(wanted(), [one], lambda: Totals(total=1, rejected=0, languages={}))
        assert ledger.secret.address(ADDRESS.upper()) == one.address
    for file in (tmp_path / ".policytool").rglob("*"):
        if file.is_file():
            assert b"shop.example" not in file.read_bytes()
    assert stat.S_IMODE((tmp_path / ".policytool/ledger.key").stat().st_mode) == 0o600


def test_a_recipient_costs_a_short_row(tmp_path: Path) -> None:
    people = 5000
    file = tmp_path / ".policytool/ledger.db"
    with open_ledger(Settings(root=tmp_path)):
        empty = file.stat().st_size
    with open_ledger(Settings(root=tmp_path)) as ledger:
        secret = ledger.secret
        rows = (
            Recipient(number=n, recipient=f"{1000000 + n}", address=secret.address(f"u{n}@x.example"))
            for n in range(2, people + 2)
        )
        campaign = ledger.plan(wanted(), rows, lambda: Totals(total=people, rejected=0, languages={}))
        with ledger.running(campaign) as runner:
            found = ledger.claim(runner, campaign, after=-1, size=300)
            while found:
                told = "250 2.0.0 Ok: queued as 4dJx5k2Q3bz1A"
                answers = [Answer(number=row.number, state="accepted", detail=told) for row in found]
                found = ledger.step(runner, campaign, answers, [], after=found[-1].number, size=300)
    assert not file.with_name("ledger.db-wal").exists()
    assert (file.stat().st_size - empty) / people < 150


def test_a_power_cut_does_not_lose_what_was_stored(tmp_path: Path) -> None:
    with open_ledger(Settings(root=tmp_path)) as ledger, ledger.engine.connect() as connection:
        assert connection.exec_driver_sql("PRAGMA journal_mode").scalar() == "wal"
        assert connection.exec_driver_sql("PRAGMA synchronous").scalar() == 2


def test_a_ledger_without_its_key_is_refused(tmp_path: Path) -> None:
    settings = Settings(root=tmp_path)
    with open_ledger(settings):
        pass
    key = tmp_path / ".policytool/ledger.key"
    key.rename(tmp_path / "kept")
    with pytest.raises(LedgerError, match="key cannot be read"), open_ledger(settings):
        pass
    key.write_bytes(b"x" * 32)
    with pytest.raises(LedgerError, match="another ledger"), open_ledger(settings):
        pass
    (tmp_path / "kept").replace(key)
    with open_ledger(settings):
        pass


def test_a_newer_ledger_is_refused(settings: Settings) -> None:
    with open_ledger(settings) as ledger, transaction(ledger.engine) as connection:
        connection.execute(update(about).where(about.c.name == "schema").values(value="99"))
    with pytest.raises(LedgerError, match="format 99"), open_ledger(settings):
        pass


@pytest.mark.parametrize("url", ["", "sqlite://", "sqlite:///:memory:", "mysql://db/x", "nonsense", "oracle+x://y"])
def test_other_places_are_refused(tmp_path: Path, url: str) -> None:
    settings = Settings(root=tmp_path, ledger=LedgerSettings(url=url))
    with pytest.raises(LedgerError), open_ledger(settings):
        pass


def test_a_file_that_is_no_ledger_is_refused_in_words(tmp_path: Path) -> None:
    (tmp_path / "ledger.db").write_bytes(b"not a database at all" * 100)
    settings = Settings(root=tmp_path, ledger=LedgerSettings(url="sqlite:///ledger.db"))
    with pytest.raises(LedgerError, match="not a database"), open_ledger(settings):
        pass


def _die_with(ledger: Ledger, campaign: Campaign, size: int) -> object:
    """A runner that claims and then dies as by kill -9: its lock is gone, its file and its row are not."""
    with ledger.running(campaign) as runner:
        ledger.claim(runner, campaign, after=-1, size=size)
        (lock,) = (ledger.folder / "runners").iterdir()
        kept = lock.with_suffix(".kept")
        lock.rename(kept)
    kept.rename(lock)
    from policytool.notices.ledger.schema import runners

    with transaction(ledger.engine) as connection:
        connection.execute(update(runners).values(ended=None))
    with lock.open() as file:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    return runner
