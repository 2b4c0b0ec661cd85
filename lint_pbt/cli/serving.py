"""`serve`: the page in a browser, from a server on this machine."""

from __future__ import annotations

import click

from lint_pbt.cli.chinese import ChineseCommand, Number

_NEEDED = ("starlette", "uvicorn")
_MISSING = "网页服务还没有装（少了 {names}）。请运行 pip install 'pbt-lint[serve]'，或者用 pbt-lint.html，它不用服务"
_EXAMPLES = """例子：
  pbt-lint serve                     打开网页，拖文件进去检查；关掉网页就结束
  pbt-lint serve --no-browser        不打开浏览器，只给出地址
  pbt-lint serve --port 8700 --proxy https://jixiao.example.gov.cn/ --key-file 密钥
                                     给全单位用，前面放自己的代理（见 docs/serve.md）"""


@click.command(
    cls=ChineseCommand,
    help="在浏览器里检查：打开一个网页，把文件、文件夹或压缩包拖进去。\n\n"
    "网页由这台电脑上的程序给出，只有这台电脑能用；文件不传出去，查完不留。关掉网页或者按 Ctrl-C 就结束。",
    short_help="在浏览器里检查（本机的网页）",
    epilog=_EXAMPLES,
)
@click.option("--port", type=Number(1, 65535), metavar="端口", help="用哪个端口（默认找一个空的）")
@click.option("--no-browser", is_flag=True, help="不打开浏览器")
@click.option("--stay", is_flag=True, help="关掉网页也不结束，按 Ctrl-C 才结束")
@click.option("--jobs", type=Number(1, 64), metavar="个数", help="同时检查几个文件（默认看有几个处理器）")
@click.option("--proxy", metavar="网址", help="前面代理的地址，同事打开的就是它；要同时写 --port 和 --key-file")
@click.option("--key-file", metavar="文件", help="代理转来的请求里要带的密钥，写在这个文件里")
@click.option("--desktop", is_flag=True, hidden=True)
def serve(
    port: int | None,
    no_browser: bool,
    stay: bool,
    jobs: int | None,
    proxy: str | None,
    key_file: str | None,
    desktop: bool,
) -> None:
    from importlib.util import find_spec

    from lint_pbt.errors import ConfigError

    missing = [name for name in _NEEDED if find_spec(name) is None]
    if missing:
        raise ConfigError(_MISSING.format(names="、".join(missing)))
    from lint_pbt.cli.messages import say
    from lint_pbt.web.serve.running import Options, run

    options = Options(
        port, browser=not no_browser, stay=stay, proxy=proxy, key_file=key_file, workers=jobs, terminal=not desktop
    )
    run(options, lambda text: say(text, lines=True))
