// The files of the page and their checks, one after another.
//
// A file: {name, data, edits, columns, result, error, comparison}. `edits` are what was typed on the page, by key and
// field; `columns` what somebody said its columns are; `result` the answer of the linter.

const files = [];
const leftOut = [];
let current = null;
let working = Promise.resolve(); // the work that has been begun; what comes waits for it
const configuration = { text: "", name: "" };

function settingsFor(file) {
  const settings = { profile: memory.profile, columns: (file && file.columns) || {} };
  if (configuration.text) {
    settings.configuration = configuration.text;
    settings.configuration_name = configuration.name;
    // What the file says of the profile counts, unless somebody chose another.
    if (memory.profile === "recommended") { settings.profile = ""; }
  }
  return settings;
}
function tableOf(file) {
  const edits = Object.entries(file.edits).map(([key, text]) => {
    const [at, field] = key.split(" ");
    return { at, field, text };
  });
  return { name: file.name, edits };
}

async function check(file) {
  if (!file.data) { return; }
  try {
    let [result] = await backend.ask({ call: "check", table: tableOf(file), settings: settingsFor(file) }, [file.data]);
    const answers = answersFor(result);
    if (Object.entries(answers).some(([title, role]) => file.columns[title] !== role)) {
      file.columns = { ...file.columns, ...answers };
      [result] = await backend.ask({ call: "check", table: tableOf(file), settings: settingsFor(file) }, [file.data]);
    }
    file.result = result;
    file.error = result.failure;
  } catch (error) {
    file.result = null;
    file.error = error.message;
  }
}

// Checks some files, and shows each as it is done.
function checkAll(some) {
  working = working.then(async () => {
    for (let at = 0; at < some.length; at += 1) {
      say(`正在检查第 ${at + 1} 个，共 ${some.length} 个：${some[at].name}`, at / some.length);
      await check(some[at]);
      showList();
      if (some[at] === current) { showOne(); }
    }
    say(some.length ? summary() : "没有能检查的文件。");
  });
  return working;
}
function summary() {
  const sums = totals();
  const bad = files.filter((file) => file.error).length;
  return `检查完了：${files.length} 个文件，错误 ${sums.error}，警告 ${sums.warning}，提示 ${sums.info}。` +
    (bad ? `有 ${bad} 个文件没能检查。` : "");
}
function totals() {
  const sums = { error: 0, warning: 0, info: 0 };
  for (const file of files) {
    for (const name of Object.keys(sums)) { sums[name] += file.result ? file.result.counts[name] : 0; }
  }
  return sums;
}

async function take(found) {
  say("正在读取……", 0);
  const { tables, leftOut: others } = await tablesAmong(found);
  const taken = tables.map((table) => ({ edits: {}, columns: {}, result: null, ...table }));
  for (const one of taken) { // the same name again is the next draft of it
    const at = files.findIndex((file) => file.name === one.name);
    if (at < 0) { files.push(one); } else { files[at] = one; }
  }
  leftOut.push(...others);
  showList();
  await checkAll(taken);
  const first = taken.find((file) => file.result) || taken[0];
  if (first) { open(first); }
}

function edit(file, key, field, text, original) {
  const name = `${key} ${field}`;
  if (text === original) { delete file.edits[name]; } else { file.edits[name] = text; }
  return checkAll([file]);
}
