// The worker of the page: Python starts in it with the linter, and answers one message after another.
// Blocks come as text (base64 of gzip of a pack, see packing.py); nothing is fetched from anywhere. `loader` and
// `machine`, which run Python's own modules, stand behind this script (see loader.py).

// A page from disk may start no worker that is a module; Python's loader takes one without this for such a one.
self.importScripts = undefined;

const HOME = "https://pbt-lint.invalid/"; // a name for what Python asks for; see `fetch` below
const decoder = new TextDecoder();

async function unpacked(text) {
  const binary = Uint8Array.fromBase64 ? Uint8Array.fromBase64(text) : Uint8Array.from(atob(text), (one) => one.charCodeAt(0));
  // By a response, for a worker of a page from disk may not read blobs in every browser.
  const stream = new Response(binary).body.pipeThrough(new DecompressionStream("gzip"));
  const bytes = new Uint8Array(await new Response(stream).arrayBuffer());
  let at = 4 + new DataView(bytes.buffer).getUint32(0);
  const files = new Map();
  for (const [name, size] of JSON.parse(decoder.decode(bytes.subarray(4, at)))) {
    files.set(name, bytes.subarray(at, (at += size)));
  }
  return files;
}

function install(python, files) {
  const folders = new Set();
  for (const [name, bytes] of files) {
    const path = `${python.site}/${name}`;
    const folder = path.slice(0, path.lastIndexOf("/"));
    if (!folders.has(folder)) {
      python.FS.mkdirTree(folder);
      folders.add(folder);
    }
    python.FS.writeFile(path, bytes);
  }
}

async function start({ python: interpreter, linter, pdf }) {
  const tell = (step, text) => postMessage({ step, text });
  tell(0.05, "正在解开检查程序……");
  const parts = await unpacked(interpreter);
  // Python's loader asks for its parts by address: it gets those that are here, and nothing else is ever asked for.
  self.fetch = async (address) => {
    const bytes = parts.get(String(address).replace(HOME, ""));
    if (!bytes) throw new Error(`没有 ${address}`);
    const type = String(address).endsWith(".wasm") ? "application/wasm" : "application/octet-stream";
    return new Response(bytes, { headers: { "Content-Type": type } });
  };
  tell(0.2, "正在启动……");
  const python = await loader().loadPyodide({
    indexURL: HOME,
    createPyodideModule: machine().default,
    lockFileContents: { ...JSON.parse(decoder.decode(parts.get("pyodide-lock.json"))), packages: {} },
    env: { HOME: "/home/pbt-lint", PYTHONDONTWRITEBYTECODE: "1" },
  });
  parts.clear();
  tell(0.6, "正在装入规则……");
  python.site = python.runPython("import sysconfig; sysconfig.get_path('purelib')");
  install(python, await unpacked(linter));
  tell(0.8, "正在准备……");
  const answer = python.runPython("from lint_pbt.web.page.bridge import answer, warm\nwarm()\nlambda message: answer(message.to_bytes())");
  let rest = async () => {
    rest = async () => {};
    install(python, await unpacked(pdf));
    python.runPython("import importlib; importlib.invalidate_caches()");
  };
  self.onmessage = async ({ data: { id, message } }) => {
    try {
      if (mayHoldPdf(message)) await rest();
      const made = answer(message);
      const told = made.toJs();
      made.destroy();
      postMessage({ id, message: told }, [told.buffer]);
    } catch (error) { // Python itself has failed, for want of memory or stack: nothing more can be asked of it
      postMessage({ id, broken: lastLine(error) });
    }
  };
  tell(1, "准备好了");
}

// The library for PDF files is large, and is unpacked when the first comes.
function mayHoldPdf(bytes) {
  for (let at = bytes.indexOf(0x25); at >= 0; at = bytes.indexOf(0x25, at + 1)) {
    if (bytes[at + 1] === 0x50 && bytes[at + 2] === 0x44 && bytes[at + 3] === 0x46) return true;
  }
  return false;
}

function lastLine(error) {
  return String(error.message || error).trim().split("\n").pop();
}

self.onmessage = ({ data }) => {
  start(data).catch((error) => postMessage({ failed: lastLine(error) }));
};
