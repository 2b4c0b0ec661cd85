"""The same batch on a Ray cluster, from folders and from object storage; and Parquet by department."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from lint_pbt.bureau.batch.journal import NAME, Journal
from tests.carriers import write_tabs
from tests.inbox import gbk_zip, sheet
from tests.unit.bureau.batch.running import batch, environment, files, install, states

ray = pytest.importorskip("ray", reason="needs pbt-lint[cluster]")
pytest.importorskip("pyarrow", reason="needs pbt-lint[cluster]")


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return install(tmp_path_factory.mktemp("site"))


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    """A cluster of two machines with a processor each, as far as Ray can tell."""
    from ray.cluster_utils import Cluster

    before = dict(os.environ)
    os.environ.update(environment(site))
    cluster = Cluster(initialize_head=True, head_node_args={"num_cpus": 1, "include_dashboard": False})
    try:
        cluster.add_node(num_cpus=1)
        yield cluster.address
    finally:
        cluster.shutdown()
        os.environ.clear()
        os.environ.update(before)


def _fill(inbox: Path) -> dict[str, str]:
    inbox.mkdir()
    truth = {}
    for number in range(8):
        write_tabs(inbox / f"{number}.txt", [sheet("云州市水务局" if number % 2 else "云州市教育局", number)])
        truth[f"{number}.txt"] = "checked"
    data = (inbox / "1.txt").read_bytes()
    (inbox / "包.zip").write_bytes(gbk_zip({"一/表.txt": data, "内.zip": gbk_zip({"表.txt": data})}))
    truth |= {"包.zip": "left out", "包.zip › 一/表.txt": "checked", "包.zip › 内.zip": "left out"}
    truth["包.zip › 内.zip › 表.txt"] = "checked"
    for name, state in (("卡住.hangs", "late"), ("出错.crashes", "crashed")):
        (inbox / name).write_bytes(data)
        truth[name] = state
    return truth


def test_two_machines_with_a_crashing_and_a_hanging_file(tmp_path: Path, address: str, site: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    truth = _fill(inbox)
    options = ("--engine", "ray", "--address", address, "--timeout", "5")
    done = batch(inbox, output, *options, "--data", str(tmp_path / "数据"), site=site)
    assert done.returncode == 3, done.stderr
    assert states(output) == truth
    for name in ("卡住.hangs：查了 5 秒", "出错.crashes：检查它的程序意外退出了（退出码 9）"):
        assert name in done.stderr
    assert "Traceback" not in done.stderr
    assert batch(inbox, tmp_path / "这里", "--timeout", "5", site=site).returncode == 3
    alone = {path: (one.department, one.errors, one.warnings) for path, one in files(tmp_path / "这里").items()}
    assert {path: (one.department, one.errors, one.warnings) for path, one in files(output).items()} == alone

    import pyarrow.dataset

    table = pyarrow.dataset.dataset(tmp_path / "数据/问题", partitioning="hive").to_table()
    with Journal(str(output / NAME)) as journal:
        assert sorted(table["指纹"].to_pylist()) == sorted(one.fingerprint for one in journal.findings())
    assert set(table["部门"].to_pylist()) == {"云州市教育局", "云州市水务局"}


def test_from_object_storage_and_back(tmp_path: Path, address: str, site: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    truth = _fill(inbox)
    options = ("--engine", "ray", "--address", address, "--timeout", "5", "--shared", f"file://{tmp_path}/shared")
    (tmp_path / "shared").mkdir()
    done = batch(f"file://{inbox}", output, *options, "--data", f"file://{tmp_path}/数据", site=site)
    assert done.returncode == 3, done.stderr
    assert states(output) == truth
    assert len(list((tmp_path / "数据/问题").glob("部门=*"))) == 2
    assert list((tmp_path / "shared").rglob("*.*")) == []


def test_a_cluster_that_is_not_there_is_told(tmp_path: Path) -> None:
    inbox, output = tmp_path / "收件", tmp_path / "审核"
    _fill(inbox)
    done = batch(inbox, output, "--engine", "ray", "--address", "127.0.0.1:1")
    assert done.returncode == 2
    assert "连不上 Ray 集群“127.0.0.1:1”" in done.stderr and "Traceback" not in done.stderr
