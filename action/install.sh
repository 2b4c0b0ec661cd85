#!/usr/bin/env bash
# Installs pbt-lint into an environment of its own and tells the later steps where its Python is.
set -euo pipefail

# Nothing that pip prints is a command for the runner.
token=$(od -An -N16 -tx1 /dev/urandom | tr -d ' \n')
echo "::stop-commands::$token"

fail() {
  echo "::$token::"
  echo "::error title=pbt-lint::$1"
  exit 2
}

tell() { # the path of a Python that has pbt-lint
  echo "::$token::"
  echo "python=$1" >>"$GITHUB_OUTPUT"
}

if [ -n "${PBT_LINT_PYTHON:-}" ]; then
  "$PBT_LINT_PYTHON" -I -c 'import lint_pbt' || fail "python 所写的 Python 里没有装 pbt-lint，或者它不在那里"
  tell "$PBT_LINT_PYTHON"
  exit
fi

version=${PBT_LINT_VERSION:-}
if [ -z "$version" ]; then
  package=$GITHUB_ACTION_PATH
elif [[ $version =~ ^[0-9][0-9A-Za-z.+!-]*$ ]]; then
  package="pbt-lint==$version"
else
  fail "version 要写成 0.1.0 这样的版本号"
fi

python=$(command -v python3 || command -v python) || fail "运行环境里没有 Python，请写上 python-version: '3.12'"
"$python" -I -c 'import sys; sys.exit(sys.version_info < (3, 10))' ||
  fail "运行环境里的 Python 太旧，要 3.10 或更新，请写上 python-version: '3.12'"

home="$RUNNER_TEMP/pbt-lint-${version:-own}"
"$python" -I -m venv "$home" || fail "建不了 Python 环境（venv），请写上 python-version: '3.12'"
own="$home/bin/python"
[ -x "$own" ] || own="$home/Scripts/python.exe"
"$own" -I -m pip install --quiet --disable-pip-version-check "$package" ||
  fail "pbt-lint 没有装成，原因见上面的日志；运行环境不能上网的，请先装好，再用 python 指明那个 Python"
tell "$own"
