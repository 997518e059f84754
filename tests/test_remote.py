"""A Dask cluster gives what one process gives, and a worker that dies there costs no item."""

from contextlib import ExitStack
from importlib.util import find_spec
from pathlib import Path

import pytest

from pipeline import build, remote
from pipeline.errors import WorkerError
from pipeline.readers import Reading
from tests import dask_cluster, tasks
from tests.conftest import story
from tests.test_store import canonical


@pytest.fixture(scope="module")
def address(tmp_path_factory):
    if find_spec("distributed") is None:
        pytest.skip("Dask is not installed (pip install -r requirements-dask.txt)")
    with dask_cluster.cluster(tmp_path_factory.mktemp("dask")) as found:
        yield found


def test_an_item_that_ends_its_worker_is_given_up_and_costs_no_other(address):
    items = [1, 2, tasks.FATAL, 4, 5, 6, 7, 8]
    found = dict(remote.spread(tasks.double_or_die, items, address=address, version=tasks.version))
    assert found == {k: None if item == tasks.FATAL else 2 * item for k, item in enumerate(items)}


def test_an_error_of_the_task_is_raised_here(address):
    with pytest.raises(ValueError, match="no such article"):
        list(remote.spread(tasks.fail, [1, 2], address=address, version=tasks.version))


def test_a_cluster_that_loses_its_last_worker_is_told_and_not_waited_for(address, monkeypatch, tmp_path):
    with dask_cluster.cluster(tmp_path, workers=0) as deserted, dask_cluster.worker(deserted, tmp_path):
        found = remote.spread(tasks.double_or_die, [1, 2, tasks.FATAL], address=deserted, version=tasks.version)
        assert next(found) in {(0, 2), (1, 4)}
        monkeypatch.setattr(remote, "PATIENCE_S", 0.5)
        with pytest.raises(WorkerError, match="no workers"):
            list(found)


def test_a_result_that_died_with_the_last_worker_is_not_waited_for(address, monkeypatch, tmp_path):
    with dask_cluster.cluster(tmp_path, workers=0) as deserted, ExitStack() as stack:
        with dask_cluster.worker(deserted, tmp_path):
            client = stack.enter_context(remote._client(deserted))
            future = client.submit(tasks.double, [1], pure=False)
            assert remote._done(client, [future], deserted) == {future}
        monkeypatch.setattr(remote, "PATIENCE_S", 0.5)
        with pytest.raises(WorkerError, match="no workers"):
            remote._result(client, future, deserted)


def test_a_task_that_ran_out_of_time_is_not_taken_for_a_lost_worker(address):
    with pytest.raises(TimeoutError, match="of its own"):
        list(remote.spread(tasks.run_out_of_time, [1], address=address, version=tasks.version))


def test_a_worker_of_another_version_is_told(address):
    with pytest.raises(WorkerError, match="another version"):
        list(remote.spread(tasks.double, [1, 2], address=address, version=tasks.process))


def test_a_cluster_makes_the_store_that_one_process_makes(address, tmp_path: Path):
    articles = (
        story("Rockets hit a bakery in Sumy on Friday.", name="a"),
        story("Shells fell on Nikopol on Friday, the mayor said.", name="b"),
        story("Nothing happened.", name="c"),
    )
    build.build(Reading(articles, ()), tmp_path / "alone")
    build.build(Reading(articles, ()), tmp_path / "cluster", dask=address)
    assert canonical(tmp_path / "cluster") == canonical(tmp_path / "alone")


def test_an_address_where_nobody_answers_is_told(monkeypatch):
    if find_spec("distributed") is None:
        pytest.skip("Dask is not installed (pip install -r requirements-dask.txt)")
    monkeypatch.setattr(remote, "PATIENCE_S", 0.3)
    with pytest.raises(WorkerError, match="no Dask scheduler answers"):
        list(remote.spread(tasks.double, [1], address="tcp://127.0.0.1:1", version=tasks.version))
