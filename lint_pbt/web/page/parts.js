// What all scripts of the page share. They are set one behind another into one scope (messages, backend, parts, memory,
// files, checking, table, views, actions, start), without a framework. Texts of tables only ever become text nodes.

const get = (id) => document.getElementById(id);

// An element: attributes by name, listeners as functions by the name of the event.
function make(tag, attributes, ...children) {
  const element = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes || {})) {
    if (typeof value === "function") { element.addEventListener(name, value); }
    else if (value === true) { element.setAttribute(name, ""); }
    else if (value !== false && value !== null && value !== undefined) { element.setAttribute(name, value); }
  }
  element.append(...children.flat().filter((one) => one !== null && one !== undefined && one !== false));
  return element;
}
function button(text, click, attributes) {
  return make("button", { type: "button", click, ...attributes }, text);
}

function say(text, share) {
  get("state").textContent = text;
  get("share").hidden = share === undefined || share >= 1;
  if (share !== undefined) { get("share").value = share; }
}

// Gives somebody a file as a download.
function handOver(name, bytes) {
  const address = URL.createObjectURL(new Blob([bytes]));
  const link = make("a", { href: address, download: name });
  document.body.append(link);
  link.click();
  link.remove();
  setTimeout(() => URL.revokeObjectURL(address), 60000);
  say(`已存成“${name}”，在浏览器的下载里。`);
}

// Asks something in a dialog; `body` is what stands in it, the buttons included.
function ask(title, ...body) {
  get("dialog-title").textContent = title;
  get("dialog-body").replaceChildren(...body);
  if (!get("dialog").open) { get("dialog").showModal(); }
}
function tellOf(title, text) {
  ask(title, make("p", null, text), make("p", { class: "buttons" }, button("知道了", () => get("dialog").close())));
}
