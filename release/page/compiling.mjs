// Compiles Python for the interpreter of the page, by that interpreter: sources in a pack come in on standard input,
// the same pack with compiled modules goes out. See packing.py for packs.
import { loadPyodide } from "pyodide";

const chunks = [];
for await (const chunk of process.stdin) chunks.push(chunk);
const python = await loadPyodide();
python.FS.writeFile("/in", Buffer.concat(chunks));
python.FS.writeFile("/packing.py", process.env.PACKING);
python.runPython(`
import sys
sys.path.insert(0, "/")
from importlib._bootstrap_external import _code_to_timestamp_pyc
import packing

files = packing.unpacked(open("/in", "rb").read())
compiled = {}
for name, data in files.items():
    if name.endswith(".py"):
        code = compile(data, name, "exec", dont_inherit=True)
        name, data = name + "c", bytes(_code_to_timestamp_pyc(code))
    compiled[name] = data
open("/out", "wb").write(packing.packed(compiled))
`);
await new Promise((done) => process.stdout.write(python.FS.readFile("/out"), done));
process.exit(0);
