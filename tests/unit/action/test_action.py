"""The GitHub Action: the steps of action.yml as a runner takes them, in a temporary repository."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Any, NamedTuple

import pytest
import yaml

from tests.places import ROOT
from tests.unit.cli.test_cli import BAD, CLEAN

ACTION = yaml.safe_load((ROOT / "action.yml").read_text("utf-8"))
STEPS = ACTION["runs"]["steps"]

_installed = subprocess.run([sys.executable, "-I", "-c", "import lint_pbt"], capture_output=True, check=False)
pytestmark = pytest.mark.skipif(
    _installed.returncode != 0 or shutil.which("bash") is None or shutil.which("git") is None,
    reason="needs bash, git and an installed pbt-lint (pip install -e .)",
)


class Done(NamedTuple):
    """What a run of the action came to; `used` are the steps of other actions that would have run."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str
    used: dict[str, dict[str, str]]

    @property
    def annotations(self) -> list[str]:
        """The commands the runner would obey: none of those printed while commands are stopped."""
        found, token = [], ""
        for line in self.log.splitlines():
            if token:
                token = "" if line == f"::{token}::" else token
            elif line.startswith("::stop-commands::"):
                token = line.removeprefix("::stop-commands::")
            elif line.lstrip().startswith("::") or "##[" in line:
                found.append(line)
        assert not token
        return found


class Runner:
    """Runs the steps in a workspace as GitHub's runner does."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.workspace = home / "work space"
        self.temp = home / "temp"
        self.temp.mkdir()
        self.event_name = "workflow_dispatch"
        self.event: Any = {}
        self.environment: dict[str, str] = {}

    def run(self, **inputs: str) -> Done:
        values = {name: str(one.get("default", "")) for name, one in ACTION["inputs"].items()}
        values |= {"python": sys.executable} | {name.replace("_", "-"): value for name, value in inputs.items()}
        outputs: dict[str, dict[str, str]] = {}
        log, used, code = "", {}, 0
        (self.home / "summary.md").write_text("", "utf-8")
        for number, step in enumerate(STEPS):
            if not self._wanted(step.get("if"), values, outputs):
                continue
            if "uses" in step:
                used[step["uses"]] = {key: self._filled(text, values, outputs) for key, text in step["with"].items()}
                continue
            file = self.home / f"output-{number}"
            file.write_text("", "utf-8")
            done = subprocess.run(
                ["bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", step["run"]],
                cwd=self.workspace,
                env=self._environment(file)
                | {key: self._filled(text, values, outputs) for key, text in step.get("env", {}).items()},
                stdout=subprocess.PIPE,
                stderr=subprocess.STDOUT,
                check=False,
            )
            log += done.stdout.decode("utf-8")
            outputs[step.get("id", str(number))] = _read_outputs(file.read_text("utf-8"))
            code = done.returncode
            if code:
                break
        assert "Traceback" not in log
        own = {name: self._filled(one["value"], values, outputs) for name, one in ACTION["outputs"].items()}
        return Done(code, log, own, (self.home / "summary.md").read_text("utf-8"), used)

    def _environment(self, output: Path) -> dict[str, str]:
        (self.home / "event.json").write_text(json.dumps(self.event), "utf-8")
        return {
            "PATH": os.environ["PATH"],
            "HOME": str(self.home),
            "LC_ALL": "C.UTF-8",
            "GITHUB_ACTIONS": "true",
            "GITHUB_WORKSPACE": str(self.workspace),
            "GITHUB_ACTION_PATH": str(ROOT),
            "GITHUB_EVENT_NAME": self.event_name,
            "GITHUB_EVENT_PATH": str(self.home / "event.json"),
            "GITHUB_OUTPUT": str(output),
            "GITHUB_STEP_SUMMARY": str(self.home / "summary.md"),
            "RUNNER_TEMP": str(self.temp),
            **self.environment,
        }

    def _wanted(self, condition: str | None, inputs: dict[str, str], outputs: dict[str, dict[str, str]]) -> bool:
        """Conditions are comparisons with texts, joined by `&&`."""
        for part in (condition or "").split("&&") if condition else []:
            parsed = re.fullmatch(r"\s*(\S+) (==|!=) '([^']*)'\s*", part)
            assert parsed, condition
            value = self._filled("${{ " + parsed[1] + " }}", inputs, outputs)
            if (value == parsed[3]) != (parsed[2] == "=="):
                return False
        return True

    def _filled(self, text: str, inputs: dict[str, str], outputs: dict[str, dict[str, str]]) -> str:
        def value(found: re.Match[str]) -> str:
            first, *rest = found[1].split(".")
            return inputs[rest[0]] if first == "inputs" else outputs.get(rest[0], {}).get(rest[2], "")

        return re.sub(r"\$\{\{ (\S+) \}\}", value, text)


def _read_outputs(text: str) -> dict[str, str]:
    found, lines = {}, iter(text.splitlines())
    for line in lines:
        name, sign, end = line.partition("<<")
        if not sign:
            name, _, found[name] = line.partition("=")
            found[name] = line.partition("=")[2]
            continue
        value = []
        while (part := next(lines)) != end:
            value.append(part)
        found[name] = "\n".join(value)
    return found


def git(folder: Path, *arguments: str) -> str:
    settings = ["-c", "user.name=测试", "-c", "user.email=test@example.invalid", "-c", "commit.gpgsign=false"]
    done = subprocess.run(["git", *settings, *arguments], cwd=folder, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return done.stdout.strip()


def commit(folder: Path, message: str) -> str:
    git(folder, "add", "-A")
    git(folder, "commit", "-qm", message)
    return git(folder, "rev-parse", "HEAD")


@pytest.fixture
def runner(tmp_path: Path) -> Runner:
    runner = Runner(tmp_path)
    drafts = runner.workspace / "草案"
    drafts.mkdir(parents=True)
    git(runner.workspace, "init", "-q", "-b", "main")
    (drafts / "好.txt").write_text(CLEAN, "utf-8")
    return runner


@pytest.fixture
def request_runner(runner: Runner) -> Runner:
    """A pull request that changes, renames, adds and deletes drafts, while main moves on."""
    workspace, drafts = runner.workspace, runner.workspace / "草案"
    for name in ("旧坏.txt", "改名前.txt", "要删.txt"):
        (drafts / name).write_text(BAD.replace("云溪市文化局", f"云溪市{name[:2]}局"), "utf-8")
    (workspace / "README.md").write_text("说明", "utf-8")
    commit(workspace, "base")
    git(workspace, "switch", "-qc", "topic")
    (drafts / "改名前.txt").rename(drafts / '改名 后"$(x).txt')
    (drafts / "要删.txt").unlink()
    (drafts / "新的.txt").write_text(BAD, "utf-8")
    (workspace / "README.md").write_text("改了的说明", "utf-8")
    (workspace / "别处.txt").write_text(BAD, "utf-8")
    head = commit(workspace, "topic")
    git(workspace, "switch", "-q", "main")
    (drafts / "主干上的.txt").write_text(BAD, "utf-8")
    base = commit(workspace, "main goes on")
    git(workspace, "merge", "-q", "--no-ff", "-m", "merge", "topic")
    runner.event_name = "pull_request"
    runner.event = {"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}
    return runner


def checked(done: Done) -> set[str]:
    """The drafts that findings were annotated in."""
    return {found[1] for line in done.annotations if (found := re.search(r"file=([^,]*)", line))}


class TestRuns:
    def test_a_clean_draft_passes(self, runner: Runner) -> None:
        done = runner.run(paths="草案")
        assert done.code == 0, done.log
        assert done.outputs == {"exit-code": "0", "errors": "0", "warnings": "0", "sarif": ""}
        assert "没有发现问题" in done.summary
        assert done.annotations == []
        assert done.used == {}

    def test_a_draft_with_errors_fails_with_annotations_and_summary(self, runner: Runner) -> None:
        (runner.workspace / "草案" / "坏.txt").write_text(BAD, "utf-8")
        done = runner.run(paths="草案")
        assert done.code == 1
        assert done.outputs == {"exit-code": "1", "errors": "1", "warnings": "1", "sarif": ""}
        assert [line.split()[0] for line in done.annotations] == ["::error", "::warning"]
        assert checked(done) == {"草案/坏.txt"}
        assert "X101" in done.summary
        assert "【云溪市图书馆】" in done.log

    @pytest.mark.parametrize(("fail_on", "code"), [("never", 0), ("error", 1), ("nonsense", 2)])
    def test_it_fails_as_configured(self, runner: Runner, fail_on: str, code: int) -> None:
        (runner.workspace / "坏.txt").write_text(BAD, "utf-8")
        done = runner.run(paths="坏.txt", fail_on=fail_on)
        assert done.code == code
        assert done.outputs["exit-code"] == str(code)
        if code == 2:
            assert len(done.annotations) == 1
            assert "--fail-on 不能是“nonsense”" in done.annotations[0]

    def test_what_cannot_be_read_fails_with_3(self, runner: Runner) -> None:
        (runner.workspace / "草案" / "空.txt").write_text("", "utf-8")
        done = runner.run(paths="草案")
        assert done.code == 3
        assert "文件没有读成" in done.annotations[0]
        assert "### 没能检查的" in done.summary

    def test_configuration_and_baseline(self, runner: Runner) -> None:
        (runner.workspace / "坏.txt").write_text(BAD, "utf-8")
        (runner.workspace / "我的.yaml").write_text("rules: {X101: off, V101: off}\n", "utf-8")
        assert runner.run(paths="坏.txt", config="我的.yaml").code == 0
        assert runner.run(paths="坏.txt", profile="core").code == 1
        program = [sys.executable, "-m", "lint_pbt", "坏.txt", "--write-baseline", "--baseline", "基线.json"]
        subprocess.run(program, cwd=runner.workspace, check=True, capture_output=True)
        assert runner.run(paths="坏.txt", baseline="基线.json").code == 0
        assert runner.run(paths="坏.txt", baseline="没有.json").code == 2

    def test_several_paths_and_patterns(self, runner: Runner) -> None:
        for name in ("a b.txt", "草案/子/c.txt", "草案/d.txt"):
            (runner.workspace / name).parent.mkdir(exist_ok=True)
            (runner.workspace / name).write_text(BAD, "utf-8")
        assert checked(runner.run(paths="a b.txt\n\n  草案/子  \n")) == {"a b.txt", "草案/子/c.txt"}
        assert checked(runner.run(paths="草案/**/*.txt")) == {"草案/子/c.txt", "草案/d.txt"}

    def test_paths_must_be_said(self, runner: Runner) -> None:
        done = runner.run(paths=" \n ")
        assert done.code == 2
        assert "没有写 paths" in done.annotations[0]

    def test_annotations_and_summary_can_be_left_out(self, runner: Runner) -> None:
        (runner.workspace / "坏.txt").write_text(BAD, "utf-8")
        done = runner.run(paths="坏.txt", annotations="false", summary="false")
        assert (done.code, done.annotations, done.summary) == (1, [], "")
        assert runner.run(paths="坏.txt", summary="no").code == 2

    def test_sarif_is_written_and_uploaded_only_when_asked(self, runner: Runner) -> None:
        (runner.workspace / "坏.txt").write_text(BAD, "utf-8")
        done = runner.run(paths="坏.txt", sarif="结果/a.sarif")
        assert done.outputs["sarif"] == "结果/a.sarif"
        assert json.loads((runner.workspace / "结果" / "a.sarif").read_text("utf-8"))["version"] == "2.1.0"
        assert done.used == {}
        done = runner.run(paths="坏.txt", upload_sarif="true")
        (upload,) = done.used.values()
        assert upload["sarif_file"] == done.outputs["sarif"] == "pbt-lint.sarif"
        assert done.code == 1


CHANGED = {'草案/改名 后"$(x).txt', "草案/新的.txt"}


class TestChangedOnly:
    def test_only_what_the_request_touches_is_checked(self, request_runner: Runner) -> None:
        done = request_runner.run(paths="草案", changed_only="true")
        assert done.code == 1, done.log
        assert checked(done) == CHANGED
        everything = checked(request_runner.run(paths="草案"))
        assert everything == CHANGED | {"草案/旧坏.txt", "草案/主干上的.txt"}

    def test_in_a_shallow_checkout_the_history_is_fetched(self, request_runner: Runner, tmp_path: Path) -> None:
        origin = tmp_path / "origin"
        request_runner.workspace.rename(origin)
        git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), str(request_runner.workspace))
        done = request_runner.run(paths="草案", changed_only="true")
        assert done.code == 1, done.log
        assert checked(done) == CHANGED

    def test_history_that_cannot_be_had_is_said(self, request_runner: Runner, tmp_path: Path) -> None:
        origin = tmp_path / "origin"
        request_runner.workspace.rename(origin)
        git(tmp_path, "clone", "-q", "--depth=1", origin.as_uri(), str(request_runner.workspace))
        origin.rename(tmp_path / "gone")
        done = request_runner.run(paths="草案", changed_only="true")
        assert done.code == 2
        assert "fetch-depth: 0" in done.annotations[0]

    def test_a_request_without_drafts_passes_and_says_so(self, request_runner: Runner) -> None:
        (request_runner.workspace / "空的").mkdir()
        done = request_runner.run(paths="空的", changed_only="true", sarif="a.sarif", upload_sarif="true")
        assert done.code == 0
        assert "没有改动绩效目标表的草案" in done.log
        assert "没有改动绩效目标表的草案" in done.summary
        assert done.outputs == {"exit-code": "0", "errors": "0", "warnings": "0", "sarif": ""}
        assert done.used == {}

    def test_a_path_that_is_nowhere_does_not_pass_in_silence(self, request_runner: Runner) -> None:
        done = request_runner.run(paths="草安", changed_only="true")
        (warning,) = done.annotations
        assert warning.startswith("::warning ") and "没有找到 paths 里的“草安”" in warning
        assert done.code == 0

    def test_drafts_that_are_not_those_of_the_request_are_not_checked_for_them(self, request_runner: Runner) -> None:
        git(request_runner.workspace, "switch", "-q", "--detach", request_runner.event["pull_request"]["base"]["sha"])
        request_runner.event_name = "pull_request_target"
        done = request_runner.run(paths="草案", changed_only="true")
        assert done.code == 2
        assert "检出的不是合并请求的内容" in done.annotations[0]

    def test_a_push_is_compared_with_what_was_there(self, runner: Runner) -> None:
        before = commit(runner.workspace, "one")
        (runner.workspace / "草案" / "新的.txt").write_text(BAD, "utf-8")
        after = commit(runner.workspace, "two")
        runner.event_name, runner.event = "push", {"before": before, "after": after}
        assert checked(runner.run(paths="草案", changed_only="true")) == {"草案/新的.txt"}
        runner.event = {"before": "0" * 40, "after": after}
        done = runner.run(paths="草案", changed_only="true")
        assert done.code == 1
        assert "第一次推送" in done.annotations[0]

    def test_other_events_check_everything(self, runner: Runner) -> None:
        (runner.workspace / "草案" / "坏.txt").write_text(BAD, "utf-8")
        runner.event_name, runner.event = "schedule", {}
        done = runner.run(paths="草案", changed_only="true")
        assert done.code == 1
        assert "所以检查了 paths 里的全部草案" in done.annotations[0]

    @pytest.mark.parametrize("event", [{}, [], {"pull_request": {"base": {"sha": "--help"}, "head": {"sha": "x"}}}])
    def test_a_broken_event_is_said(self, runner: Runner, event: Any) -> None:
        runner.event_name, runner.event = "pull_request", event
        assert runner.run(paths="草案", changed_only="true").code == 2


class TestSafety:
    def test_no_expression_stands_in_a_script(self) -> None:
        for step in STEPS:
            assert "${{" not in step.get("run", "")

    def test_every_input_is_used(self) -> None:
        text = (ROOT / "action.yml").read_text("utf-8")
        for name in ACTION["inputs"]:
            assert f"inputs.{name}" in text

    def test_the_page_tells_of_every_input_and_no_other(self) -> None:
        page = (ROOT / "docs" / "action.md").read_text("utf-8")
        section = page.split("## 选项")[1].split("## ")[0]
        assert re.findall(r"^\| `([\w-]+)` \|", section, re.M) != []
        assert set(re.findall(r"^\| `([\w-]+)` \|", section, re.M)) == set(ACTION["inputs"])
        workflows = [yaml.safe_load(block) for block in re.findall(r"```yaml\n(name:.*?)```", page, re.S)]
        assert len(workflows) == 2
        for workflow in workflows:
            steps = workflow["jobs"]["check"]["steps"]
            (ours,) = [step for step in steps if "pbt-lint@" in step.get("uses", "")]
            assert set(ours["with"]) <= set(ACTION["inputs"])

    def test_inputs_and_names_are_never_run(self, runner: Runner) -> None:
        evil = '"; touch pwned; $(touch pwned) `touch pwned` #'
        (runner.workspace / f"草案/{evil}.txt").write_text(BAD, "utf-8")
        runner.run(paths=evil, config=evil, fail_on=evil, baseline=evil, sarif="a.sarif", changed_only=evil)
        runner.run(paths=f"草案\n{evil}\n--help", profile=evil)
        runner.run(paths="草案", version=evil, python="")
        assert runner.run(paths="草案").code == 1
        assert not list(runner.home.rglob("pwned"))

    def test_text_of_a_table_is_no_command(self, runner: Runner) -> None:
        evil = BAD.replace("云溪市图书馆", "::set-env name=x::y").replace("全民阅读活动经费", "##[error]假的")
        (runner.workspace / "草案" / "::add-mask::x.txt").write_text(evil, "utf-8")
        done = runner.run(paths="草案")
        assert "##[error]" in done.log
        for line in done.annotations:
            assert re.match("::(error|warning|notice) ", line)

    def test_modules_of_a_request_are_not_imported(self, runner: Runner) -> None:
        for name in ("yaml.py", "json.py", "lint_pbt.py"):
            (runner.workspace / name).write_text("open('pwned', 'w')\n", "utf-8")
        assert runner.run(paths="草案").code == 0
        assert not (runner.workspace / "pwned").exists()


@pytest.mark.skipif(not os.environ.get("PBT_LINT_TEST_INSTALL"), reason="slow; set PBT_LINT_TEST_INSTALL to run it")
def test_it_installs_itself(runner: Runner) -> None:
    runner.environment = {name: value for name, value in os.environ.items() if name.startswith("PIP_")}
    done = runner.run(paths="草案", python="")
    assert done.code == 0, done.log
    assert list(runner.temp.glob("pbt-lint-own/*/python*"))


class TestCompare:
    def test_a_request_is_compared_with_the_base(self, request_runner: Runner) -> None:
        workspace, drafts = request_runner.workspace, request_runner.workspace / "草案"
        git(workspace, "switch", "-q", "topic")
        (drafts / "旧坏.txt").write_text(CLEAN.replace("云溪市文化局", "云溪市旧坏局"), "utf-8")
        request_runner.event["pull_request"]["head"]["sha"] = commit(workspace, "mended")
        done = request_runner.run(paths="草案", changed_only="true", fail_on="never")
        assert done.code == 0, done.log
        checked_part, sign, told = done.summary.partition("## pbt-lint 两稿对照")
        assert sign and checked_part
        assert "改好了 2 条" in told
        assert "改名 后" in told
        assert "别处" not in told
        assert done.annotations == [line for line in done.annotations if "file=" in line]

    def test_it_can_be_left_out_and_other_events_have_none(self, request_runner: Runner) -> None:
        assert "两稿对照" not in request_runner.run(paths="草案", compare="false").summary
        request_runner.event_name = "workflow_dispatch"
        assert "两稿对照" not in request_runner.run(paths="草案").summary

    def test_new_drafts_alone_have_nothing_to_be_compared_with(self, runner: Runner) -> None:
        base = commit(runner.workspace, "one")
        (runner.workspace / "草案" / "新的.txt").write_text(BAD, "utf-8")
        head = commit(runner.workspace, "two")
        runner.event_name = "pull_request"
        runner.event = {"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}
        done = runner.run(paths="草案")
        assert done.code == 1
        assert "两稿对照" not in done.summary

    def test_links_lead_nowhere(self, runner: Runner, tmp_path: Path) -> None:
        draft = runner.workspace / "草案" / "好.txt"
        base = commit(runner.workspace, "one")
        (tmp_path / "secret.txt").write_text(BAD.replace("全民阅读活动经费", "不许看的项目"), "utf-8")
        draft.unlink()
        draft.symlink_to(tmp_path / "secret.txt")
        head = commit(runner.workspace, "two")
        runner.event_name = "pull_request"
        runner.event = {"pull_request": {"base": {"sha": base}, "head": {"sha": head}}}
        assert "不许看" not in runner.run(paths="草案").summary.partition("两稿对照")[2]
