"""A page with functions that behave, and some that do not; run as a program, it is served as the tests ask."""

from __future__ import annotations

import json
import os
import sys
import time

PAGE = "<!DOCTYPE html><title>page</title>"


def work(request: bytes) -> bytes:
    """What the first line of the request asks for, with the rest of it."""
    asked, _, body = request.partition(b"\n")
    function = asked.decode()
    if function == "hang":
        while True:
            time.sleep(1)
    if function == "crash":
        os._exit(9)
    if function == "grow":
        kept = []
        while True:
            kept.append(bytearray(64 << 20))
    if function == "length":
        return str(len(body)).encode()
    if function == "where":
        import tempfile

        with tempfile.NamedTemporaryFile(prefix="secret-", delete=False) as file:
            file.write(body)
        return json.dumps({"file": file.name, "process": os.getpid()}).encode()
    return body


def main() -> None:
    """Serve with the options and bounds in the first argument, as JSON."""
    from lint_pbt.session.workers.child import Bounds as Work
    from lint_pbt.web.serve.bounds import Bounds
    from lint_pbt.web.serve.running import Options, Page, serve

    asked = json.loads(sys.argv[1])
    bounds = asked.pop("bounds", {})
    if "work" in bounds:
        bounds["work"] = Work(*bounds["work"])
    serve(
        Page(PAGE, "default-src 'none'", work),
        Options(**asked),
        lambda text: print(text, file=sys.stderr, flush=True),
        Bounds(**bounds),
    )


if __name__ == "__main__":
    # The worker imports this module by its name.
    from tests.unit.web.serve.working import main as run

    run()
