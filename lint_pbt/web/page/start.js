// What the user does, and the start.

const backend = document.documentElement.dataset.backend === "http" ? httpBackend : workerBackend;

function taking(found) {
  return ready.then(() => doing("正在读取……", () => found.then(take)));
}
for (const id of ["files", "folder"]) {
  get(id).addEventListener("change", (event) => {
    const found = chosen(event.target);
    event.target.value = ""; // the same file may be chosen again
    if (found.length) { taking(Promise.resolve(found)); }
  });
}
for (const name of ["dragenter", "dragover"]) {
  document.addEventListener(name, (event) => { event.preventDefault(); document.body.classList.add("over"); });
}
document.addEventListener("dragleave", (event) => { if (!event.relatedTarget) { document.body.classList.remove("over"); } });
document.addEventListener("drop", (event) => {
  event.preventDefault();
  document.body.classList.remove("over");
  taking(dropped(event.dataTransfer));
});

get("profile").addEventListener("change", (event) => { memory.profile = event.target.value; remember(); checkAll([...files]); });
get("configuration").addEventListener("change", async (event) => {
  const [file] = event.target.files;
  if (!file) { return; }
  configuration.text = await file.text();
  configuration.name = file.name;
  event.target.value = ""; // the same file may be chosen again, changed
  showSettings();
  checkAll([...files]);
});
get("forget").addEventListener("click", () => {
  memory.columns = {};
  remember();
  for (const file of files) { file.columns = {}; }
  showSettings();
  checkAll([...files]);
});
get("actions").addEventListener("click", (event) => {
  const name = event.target.dataset.do;
  if (name && current) { doing("请稍候……", () => actions[name](current)); }
});
get("all-opinions").addEventListener("click", () => doing("正在写审核意见表……", () => reportOn(files, "xlsx")));
get("all-report").addEventListener("click", () => doing("正在写报告……", () => reportOn(files, "html")));
get("clear").addEventListener("click", () => {
  files.length = leftOut.length = 0;
  current = null;
  showList();
  showOne();
  say("可以选文件了。");
});
for (const name of TABS) {
  get(`tab-${name}`).addEventListener("click", () => doing("请稍候……", () => choose(name)));
  get(`tab-${name}`).addEventListener("keydown", tabKeys);
}
get("copy").addEventListener("click", () => copyChanges(current));
get("save").addEventListener("click", () => doing("请稍候……", () => saveEdits(current)));
get("restore").addEventListener("click", () => { current.edits = {}; checkAll([current]); });
window.addEventListener("beforeunload", (event) => {
  if (files.some((file) => Object.keys(file.edits).length)) { event.preventDefault(); }
});

window.pbtLint = backend; // for scripts that drive the page

recall();
// The blocks of the page stand behind this script.
const ready = new Promise((done) => document.addEventListener("DOMContentLoaded", done))
  .then(() => backend.start(say))
  .then(() => backend.ask({ call: "hello" }, []))
  .then(([told]) => {
    Object.assign(known, told);
    get("profile").append(...told.profiles.map((one) => make("option", { value: one.name }, one.title)));
    if (!told.profiles.some((one) => one.name === memory.profile)) { memory.profile = "recommended"; }
    get("profile").value = memory.profile;
    showSettings();
    say("准备好了，可以选文件了。");
  });
say("正在打开……", 0.01);
ready.catch((error) => say(`没能启动：${error.message || error}。请换成 Edge、Chrome 97 以上，Firefox 114 以上，或者 Safari 16.4 以上，再打开这个网页。`));
