// What the buttons do. What goes wrong is told in a dialog.

const actions = {
  async annotate(file) {
    const [told, [bytes]] = await backend.ask({ call: "annotate", table: tableOf(file), settings: settingsFor(file) }, [file.data]);
    handOver(told.name, bytes);
    if (told.said.length) { tellOf("存好了", told.said.join("；")); }
  },
  opinions: (file) => reportOn([file], "xlsx"),
  report: (file) => reportOn([file], "html"),
  async print() {
    const made = await choose("report");
    if (made) { made.contentWindow.focus(); made.contentWindow.print(); }
  },
  async fix(file) {
    const [told, [bytes]] = await backend.ask({ call: "fix", table: tableOf(file), settings: settingsFor(file) }, [file.data]);
    const close = () => get("dialog").close();
    if (told.remark || !bytes) {
      tellOf("改好稿", told.remark || (told.refused.length ? told.refused.join("；") : "没有能放心替您改的问题。其余的请照报告自己改。"));
      return;
    }
    ask(`会改 ${told.changes.length} 处`,
      make("p", null, "只改有把握的写法，别的字一个不动。改好的另存一份，原来的文件不变。"),
      make("div", { class: "scroll", tabindex: 0, role: "region", "aria-label": "会改的地方" }, make("table", null,
        make("thead", null, make("tr", null, ...["在哪里", "原来", "改成"].map((text) => make("th", { scope: "col" }, text)))),
        make("tbody", null, ...told.changes.map((one) => make("tr", null, make("td", null, one.where), make("td", null, one.before), make("td", null, one.after)))))),
      told.refused.length ? make("p", null, `有 ${told.refused.length} 处没有改：${told.refused.slice(0, 5).join("；")}`) : "",
      make("p", { class: "buttons" },
        button("存改好稿", () => { close(); handOver(told.name, bytes); }, { class: "main" }), button("不改", close)));
  },
  async compare(file) {
    const others = files.filter((one) => one !== file && one.data && !one.error);
    const input = make("input", { type: "file", id: "old-draft" });
    const choice = make("select", { id: "old-listed" }, make("option", { value: "" }, "从电脑里选……"), ...others.map((one, at) => make("option", { value: at }, one.name)));
    const start = async () => {
      const old = choice.value !== "" ? others[Number(choice.value)] : input.files[0] && { name: input.files[0].name, edits: {}, data: new Uint8Array(await input.files[0].arrayBuffer()) };
      if (!old) { input.focus(); return; }
      get("dialog").close();
      await doing("正在比较……", async () => {
        const [, [bytes]] = await backend.ask({ call: "compare", old: tableOf(old), new: tableOf(file), settings: settingsFor(file) }, [old.data, file.data]);
        file.comparison = bytes;
        get("tab-compared").hidden = false;
        await choose("compared");
        get("tab-compared").focus();
      });
    };
    ask("与上一稿比较",
      make("p", null, `“${file.name}”是后一稿。前一稿（或者上年的表）是：`),
      others.length ? make("p", null, make("label", { for: "old-listed" }, "已经打开的 "), choice) : "",
      make("p", null, make("label", { for: "old-draft" }, "电脑里的 "), input),
      make("p", { class: "buttons" }, button("比较", start, { class: "main" }), button("算了", () => get("dialog").close())));
  },
};

// The report on some files, as a download.
async function reportOn(some, format) {
  const read = some.filter((file) => file.data);
  const [told, [bytes]] = await backend.ask({ call: "report", format, tables: read.map(tableOf), settings: settingsFor(some.length === 1 ? some[0] : null) }, read.map((file) => file.data));
  const [stem, suffix] = [told.name.replace(/\.[^.]*$/, ""), suffixOf(told.name)];
  const of = some.length === 1 ? `${some[0].name.split("/").pop().replace(/\.[^.]*$/, "")}.` : "";
  handOver(of + stem + suffix, bytes);
}

async function doing(text, work) {
  say(text);
  try {
    await work();
    if (get("state").textContent === text) { say(files.length ? summary() : ""); }
  } catch (error) {
    say("没有做成。");
    tellOf("没有做成", error.message || String(error));
  }
}

async function saveEdits(file) {
  const [told, [bytes]] = await backend.ask({ call: "save", table: tableOf(file), settings: settingsFor(file) }, [file.data]);
  handOver(told.name.replace(/(\.[^.]*)?$/, ".改过$1"), bytes);
  if (told.said.length) { tellOf("存好了，有的没有改成", told.said.join("；")); }
}
// What was edited, a line a place, as a spreadsheet takes it.
function changesAsText(file) {
  const parts = new Map(file.result.table.units.flatMap((unit) => unit.projects.flatMap((project) =>
    [[project.key, [project, project]], ...project.rows.map((row) => [row.key, [project, row]])])));
  const titles = { ...Object.fromEntries(FIELDS), goal: "绩效目标" };
  const lines = Object.entries(file.edits).map(([name, text]) => {
    const [key, field] = name.split(" "), [project, part] = parts.get(key);
    return [project.name, part.where, part === project ? "" : part.name, titles[field], file.originals[name], text];
  });
  return [["项目", "位置", "指标", "哪一栏", "原来", "改成"], ...lines].map((line) => line.map((text) => harmless(text || "")).join("\t")).join("\n");
}
// A spreadsheet takes what begins like this for a formula.
const harmless = (text) => (/^[=+\-@]/.test(text) ? "'" : "") + text.replace(/\s+/g, " ");

async function copyChanges(file) {
  const text = changesAsText(file);
  try {
    await navigator.clipboard.writeText(text);
    say("改动已复制，可以粘贴到 Excel 或聊天窗口。");
  } catch (error) {
    const area = make("textarea", { rows: 10, readonly: true, "aria-label": "改动" });
    area.value = text;
    ask("复制改动", make("p", null, "请按 Ctrl+C 复制："), area, make("p", { class: "buttons" }, button("好了", () => get("dialog").close())));
    area.select();
  }
}
