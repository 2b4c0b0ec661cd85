// What the page remembers from one time to the next: the profile, and what columns are, by the kind of table (all its
// titles together). A browser may keep nothing for pages from disk; then it is remembered until the page is closed.

const memory = { profile: "recommended", columns: {} };
const KEPT = "pbt-lint";

function recall() {
  try {
    const kept = JSON.parse(localStorage.getItem(KEPT) || "{}");
    if (typeof kept.profile === "string") { memory.profile = kept.profile; }
    if (kept.columns && typeof kept.columns === "object") { memory.columns = kept.columns; }
  } catch (error) { /* nothing is kept */ }
}
function remember() {
  try { localStorage.setItem(KEPT, JSON.stringify(memory)); } catch (error) { /* nothing is kept */ }
}
function kindOf(taken) {
  return taken.columns.map((column) => column.title).join("|");
}
// What was answered for the tables of a file, by title.
function answersFor(result) {
  const tables = result.table ? result.table.taken : [];
  return Object.assign({}, ...tables.map((taken) => memory.columns[kindOf(taken)] || {}));
}
function answer(taken, said) {
  const kind = kindOf(taken);
  memory.columns[kind] = { ...memory.columns[kind], ...said };
  remember();
}
