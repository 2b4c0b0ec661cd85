// The list of the files, and one of them: what was read of it, its report, and the comparison with an earlier draft.

function showList() {
  get("list").hidden = !files.length;
  get("rows").replaceChildren(...files.map((file) => {
    const counts = file.result && !file.error ? file.result.counts : null;
    const state = file.error || (!file.result ? "等着检查" : file.result.unchecked ? "有内容没能检查" : counts.error + counts.warning + counts.info ? "" : "没有问题");
    return make("tr", { class: file === current ? "current" : "" },
      make("th", { scope: "row" }, button(file.name, () => open(file), { "aria-current": file === current ? "true" : null })),
      ...["error", "warning", "info"].map((name) => make("td", { class: counts && counts[name] ? name : "" }, counts ? String(counts[name]) : "")),
      make("td", { class: file.error || (file.result && file.result.unchecked) ? "unchecked" : "" }, state));
  }));
  const sums = totals();
  get("totals").replaceChildren(files.length > 1 ? make("tr", null,
    make("th", { scope: "row" }, `合计 ${files.length} 个文件`),
    ...["error", "warning", "info"].map((name) => make("td", null, String(sums[name]))), make("td")) : "");
  get("left-out").textContent = leftOut.length ? `另有 ${leftOut.length} 个文件不是表格，没有检查：${leftOut.slice(0, 5).join("、")}${leftOut.length > 5 ? " 等" : ""}` : "";
}

function open(file) {
  current = file;
  view.all = false;
  view.most = SHOWN_AT_ONCE;
  showList();
  showOne();
  choose("read");
  get("one-title").focus();
}

function showOne() {
  const file = current;
  get("one").hidden = !file;
  get("changed").hidden = true;
  if (!file) { return; }
  get("one-title").textContent = file.name;
  const result = file.error ? null : file.result;
  const worst = !result ? "error" : ["error", "warning", "info"].find((name) => result.counts[name]) || "good";
  get("verdict").className = `verdict ${worst}`;
  get("verdict").textContent = result ? result.verdict.join("") : file.error || "等着检查";
  get("remarks").replaceChildren(...(result ? result.remarks.map((one) =>
    make("li", { class: one.unchecked ? "unchecked" : "" }, one.unchecked ? make("b", null, "没能检查：") : "", one.where ? `${one.where}：` : "", one.text)) : []));
  for (const name of ["actions", "read"]) { get(name).hidden = !result; }
  document.querySelector(".tabs").hidden = !result;
  get("tab-compared").hidden = !file.comparison;
  if (!result) {
    get("report").hidden = get("compared").hidden = true;
    return;
  }
  showRead(file);
  showChanges(file);
  file.page = null; // the report is that of before
  if (get("tab-report").getAttribute("aria-selected") === "true") { showReport(); }
}

const TABS = ["read", "report", "compared"];
function choose(name) {
  for (const one of TABS) {
    const chosen = one === name;
    get(`tab-${one}`).setAttribute("aria-selected", String(chosen));
    get(`tab-${one}`).tabIndex = chosen ? 0 : -1;
    get(one).hidden = !chosen || !current || !current.result || Boolean(current.error);
  }
  if (name === "report") { return showReport(); }
  if (name === "compared" && current.comparison) { frame("compared", "与上一稿比较", current.comparison); }
  return Promise.resolve();
}
function tabKeys(event) {
  const shown = TABS.filter((name) => !get(`tab-${name}`).hidden);
  const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
  if (!step) { return; }
  const at = shown.indexOf(event.target.id.slice(4));
  const next = shown[(at + step + shown.length) % shown.length];
  choose(next);
  get(`tab-${next}`).focus();
}

// A report in a frame of its own. It is the page that `check --output 报告.html` writes; its links lead to places in it,
// which in a frame without an address of its own takes a word from outside.
const framed = {}; // what each shows, and when it was there
function frame(id, title, bytes) {
  if (framed[id] && framed[id].bytes === bytes && get(id).contains(framed[id].made)) { return framed[id].loaded; }
  const made = make("iframe", { title, srcdoc: new TextDecoder().decode(bytes) });
  const loaded = new Promise((done) => made.addEventListener("load", () => {
    made.contentDocument.addEventListener("click", (event) => {
      const link = event.target.closest("a[href^='#']");
      if (!link || event.defaultPrevented) { return; }
      event.preventDefault();
      made.contentWindow.location.hash = link.getAttribute("href");
    });
    done(made);
  }));
  framed[id] = { bytes, made, loaded };
  get(id).replaceChildren(made);
  return loaded;
}
async function showReport() {
  const file = current;
  if (!file.page) {
    get("report").replaceChildren(make("p", { role: "status" }, "正在写报告……"));
    const [, [bytes]] = await backend.ask({ call: "report", format: "html", tables: [tableOf(file)], settings: settingsFor(file) }, [file.data]);
    if (file !== current) { return null; }
    file.page = bytes;
  }
  return frame("report", `检查报告：${file.name}`, file.page);
}

function showChanges(file) {
  const count = Object.keys(file.edits).length;
  get("changed").hidden = !count;
  get("changes").textContent = `改了 ${count} 处，还没有存。`;
}

function showSettings() {
  const kinds = Object.keys(memory.columns).length;
  get("remembered").textContent = kinds ? `记住了 ${kinds} 种表的列，下次遇到同样的表照着读。` : "您回答过的列会记住，下次遇到同样的表照着读。";
  get("forget").hidden = !kinds;
  get("configured").replaceChildren(configuration.text
    ? make("span", null, `用着“${configuration.name}”`, button("不用它", () => { configuration.text = ""; showSettings(); checkAll([...files]); }))
    : "");
}
