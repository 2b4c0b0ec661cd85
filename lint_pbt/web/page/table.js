// What was read of a table: each column with its role, and every project with its indicators, findings at their places.
// A cell is a button; pressed it becomes a field to type in.

const FIELDS = [["name", "指标名称"], ["cycle_value", "实施周期指标值"], ["annual_value", "年度指标值"], ["weight", "权重"]];
const SHOWN_AT_ONCE = 30; // projects
const view = { all: false, most: SHOWN_AT_ONCE };

function showRead(file) {
  const { table, findings } = file.result;
  const by = new Map();
  for (const finding of findings) {
    if (!by.has(finding.at)) { by.set(finding.at, []); }
    by.get(finding.at).push(finding);
  }
  const projects = table.units.flatMap((unit) => unit.projects.map((project) => ({ unit, project })));
  const faulty = projects.filter(({ project }) => [project, ...project.rows].some((part) => by.has(part.key)));
  if (!faulty.length) { view.all = true; }
  const listed = view.all ? projects : faulty;
  get("read").replaceChildren(
    make("p", { class: "about" }, `按“${table.layout}”读的：${projects.length} 个项目，${projects.reduce((sum, { project }) => sum + project.rows.length, 0)} 个指标。点一格就能改，改了马上重新检查。`),
    ...table.taken.map((taken) => columnsTaken(file, taken)),
    findingList(file, by.get("") || []),
    faulty.length < projects.length && faulty.length > 0
      ? make("p", null, button(view.all ? `只看有问题的 ${faulty.length} 个项目` : `看全部 ${projects.length} 个项目`, () => { view.all = !view.all; showRead(file); }))
      : "",
    ...listed.slice(0, view.most).map(({ unit, project }) => projectPart(file, table, unit, project, by)),
    listed.length > view.most
      ? make("p", null, button(`再显示 ${Math.min(SHOWN_AT_ONCE, listed.length - view.most)} 个项目（还有 ${listed.length - view.most} 个）`, () => { view.most += SHOWN_AT_ONCE; showRead(file); }))
      : ""
  );
}

function columnsTaken(file, taken) {
  const asked = taken.columns.filter((column) =>
    column.title && (!column.by_title || (column.doubt && column.doubt !== column.role)) && !(column.title in file.columns));
  return make("div", { class: "taken" },
    asked.length ? make("div", { class: "question" },
      make("p", null, "有的列光看标题定不下来，是看内容认的。请您看一眼，答过的下次不再问："),
      ...asked.map((column) => make("p", null,
        `“${column.title}”这一列（第 ${column.number} 列）是${column.role}吗？`,
        column.doubt && column.doubt !== column.role ? `也可能是${column.doubt}。` : "",
        button("是", () => settle(file, taken, { [column.title]: column.role }), { "aria-label": `“${column.title}”这一列是${column.role}` }),
        roleChoice(file, taken, column, "不是，是……"))),
      asked.length > 1
        ? make("p", null, button("都对", () => settle(file, taken, Object.fromEntries(asked.map((column) => [column.title, column.role])))))
        : "") : "",
    make("details", null,
      make("summary", null, `各列读作什么（${taken.where}起）`),
      make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "各列读作什么" }, make("table", null,
        make("thead", null, make("tr", null, ...["列", "标题", "读作", "凭什么", "不对的改这里"].map((text) => make("th", { scope: "col" }, text)))),
        make("tbody", null, ...taken.columns.map((column) => make("tr", null,
          make("td", null, `第 ${column.number} 列`),
          make("td", null, column.title || "（没有标题）"),
          make("td", null, column.role + (column.doubt ? `（也可能是${column.doubt}）` : "")),
          make("td", null, column.title in file.columns ? "您说的" : column.by_title ? "标题" : "内容"),
          make("td", null, column.title ? roleChoice(file, taken, column, "改成……") : ""))))))));
}
function roleChoice(file, taken, column, first) {
  return make("select", { "aria-label": `“${column.title}”这一列是什么`, change: (event) => settle(file, taken, event.target.value ? { [column.title]: event.target.value } : {}) },
    make("option", { value: "" }, first),
    ...known.roles.map((role) => make("option", { value: role }, role)));
}
// What somebody says of columns: their roles by title.
function settle(file, taken, said) {
  answer(taken, said);
  file.columns = { ...file.columns, ...said };
  showSettings();
  checkAll([file]);
}

function projectPart(file, table, unit, project, by) {
  const fields = FIELDS.filter(([name]) => project.rows.some((row) => row[name] !== null) || (name === "annual_value"));
  const titles = { annual_value: table.has_cycle ? "年度指标值" : "指标值" };
  return make("article", { class: "project" },
    make("h3", null, `${project.number}. `, project.name || "（没有名称）"),
    make("p", { class: "about" }, unit.name ? `${unit.name} · ` : "", project.where),
    project.has_goal ? make("div", { class: "goal" }, make("b", null, "绩效目标"), cell(file, project, "goal", "绩效目标", project.name)) : "",
    findingList(file, by.get(project.key) || [], project),
    make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": `${project.name}的绩效指标` }, make("table", null,
      make("thead", null, make("tr", null,
        ...["一级指标", "二级指标"].map((text) => make("th", { scope: "col" }, text)),
        ...fields.map(([name, title]) => make("th", { scope: "col", class: name }, titles[name] || title)))),
      ...project.rows.map((row) => make("tbody", null,
        make("tr", null,
          make("td", { "data-title": "一级指标" }, row.level1), make("td", { "data-title": "二级指标" }, row.level2),
          ...fields.map(([name, title]) => make("td", { class: name, "data-title": titles[name] || title }, cell(file, row, name, titles[name] || title, row.name)))),
        by.has(row.key) ? make("tr", null, make("td", { colspan: 2 + fields.length, class: "found" }, findingList(file, by.get(row.key), row))) : "")))));
}

function findingList(file, findings, part) {
  if (!findings.length) { return ""; }
  return make("ul", { class: "findings" }, ...findings.map((one) => make("li", { class: one.severity, "data-fingerprint": one.fingerprint },
    make("b", null, one.word), ` ${one.rule} ${one.message}。`,
    make("span", { class: "advice" }, one.advice), make("span", { class: "where" }, `（${one.where}）`),
    one.better && part && one.field in part
      ? make("span", { class: "better" }, `可写“${one.better}”`, button("采用", () => adopt(file, part, one), { "aria-label": `把“${part[one.field] || ""}”改成“${one.better}”` }))
      : "")));
}

function cell(file, part, field, title, of) {
  const key = `${part.key} ${field}`, changed = key in file.edits;
  return make("span", { class: changed ? "cell changed" : "cell" },
    button(part[field] || "（空）", (event) => typing(event.currentTarget, file, part, field, title, of), {
      "data-key": key, "aria-label": `${of}，${title}：${part[field] || "空"}。按一下修改`,
    }),
    changed ? make("span", { class: "was" }, `原来：${original(file, part, field) || "空"}`) : "");
}
// The texts of fields as they were read, kept when somebody first types something else.
function original(file, part, field) {
  file.originals = file.originals || {};
  const key = `${part.key} ${field}`;
  if (!(key in file.originals)) { file.originals[key] = part[field] || ""; }
  return file.originals[key];
}
function put(file, part, field, text) {
  const before = original(file, part, field), key = `${part.key} ${field}`;
  return edit(file, part.key, field, text.trim(), before).then(() => {
    const again = document.querySelector(`[data-key="${CSS.escape(key)}"]`);
    if (again) { again.focus(); }
  });
}
// What is told of two values that read alike is told once, and holds for both.
function adopt(file, part, { field, better }) {
  const values = ["cycle_value", "annual_value"], other = values[1 - values.indexOf(field)];
  if (values.includes(field) && part[other] === part[field]) {
    original(file, part, other);
    file.edits[`${part.key} ${other}`] = better;
  }
  return put(file, part, field, better);
}
function typing(pressed, file, part, field, title, of) {
  const area = make("textarea", { rows: field === "goal" ? 4 : 2, "aria-label": `${of}，${title}` });
  area.value = part[field] || "";
  let done = false;
  const end = (text) => {
    if (done) { return; }
    done = true;
    if (text === null || text.trim() === (part[field] || "")) { area.replaceWith(pressed); pressed.focus(); }
    else { put(file, part, field, text); }
  };
  area.addEventListener("keydown", (event) => {
    if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); end(area.value); }
    if (event.key === "Escape") { event.stopPropagation(); end(null); }
  });
  area.addEventListener("blur", () => end(area.value));
  pressed.replaceWith(area);
  area.focus();
  area.select();
}
