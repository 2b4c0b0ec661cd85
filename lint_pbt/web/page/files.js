// Files that somebody drops or chooses: folders walked through, archives opened, tables told from all else.

const known = { suffixes: [], most: 0, roles: [] }; // as the linter says at the start
const ARCHIVE = ".zip";
const MOST_FILES = 2000;

const suffixOf = (name) => (name.match(/\.[^./\\]*$/) || [""])[0].toLowerCase();
const isTable = (name) => known.suffixes.includes(suffixOf(name));
const isHidden = (path) => path.split("/").some((part) => part.startsWith(".") || part.startsWith("~$"));

// Everything that was dropped, as [{path, file}]. Entries must be asked for before the first wait.
async function dropped(transfer) {
  const items = [...transfer.items].map((item) => (item.webkitGetAsEntry ? item.webkitGetAsEntry() : null));
  const files = [...transfer.files];
  const found = [];
  for (let at = 0; at < items.length; at += 1) {
    if (items[at]) { await walk(items[at], found); }
  }
  return found.length ? found : files.map((file) => ({ path: file.name, file }));
}
async function walk(entry, found) {
  if (found.length >= MOST_FILES) { return; }
  if (entry.isFile) {
    const file = await new Promise((done, failed) => entry.file(done, failed));
    found.push({ path: entry.fullPath.replace(/^\//, ""), file });
    return;
  }
  const reader = entry.createReader();
  for (;;) { // it gives a hundred at a time
    const entries = await new Promise((done, failed) => reader.readEntries(done, failed));
    if (!entries.length) { return; }
    for (const one of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) { await walk(one, found); }
  }
}
function chosen(input) {
  return [...input.files].map((file) => ({ path: file.webkitRelativePath || file.name, file }));
}

// The tables among files, as [{name, data} or {name, error}], and the names of what is none.
async function tablesAmong(found) {
  const tables = [], leftOut = [];
  for (const { path, file } of found) {
    const inFolder = path.includes("/");
    if (inFolder && (isHidden(path) || !isTable(path))) {
      if (!isHidden(path)) { leftOut.push(path); }
      continue;
    }
    if (file.size > known.most) {
      tables.push({ name: path, error: `文件有 ${Math.ceil(file.size / 1048576)} MB，超过了 ${known.most >> 20} MB 的上限，绩效目标表不会这么大。请确认选对了文件` });
      continue;
    }
    try {
      const data = new Uint8Array(await file.arrayBuffer());
      if (suffixOf(path) !== ARCHIVE) {
        tables.push({ name: path, data });
        continue;
      }
      const [told, inside] = await backend.ask({ call: "open", name: path }, [data]);
      told.names.forEach((name, at) => tables.push({ name, data: inside[at] }));
      leftOut.push(...told.left_out.map((name) => `${path}/${name}`));
    } catch (error) {
      tables.push({ name: path, error: error.message || "读不出这个文件，它可能正被别的程序占用。请关掉那个程序再试" });
    }
  }
  return { tables, leftOut };
}
