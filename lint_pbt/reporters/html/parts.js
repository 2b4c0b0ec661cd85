// What the page consists of. All its scripts share one scope: they are set one behind another (parts, filters,
// address, events), in the language of 2017, without a framework.

var root = document.documentElement;
var bar = document.getElementById("filters");
var form = bar.querySelector("form");
var fields = form.elements;
var count = document.getElementById("count");
var printed = document.getElementById("printed");
var texts = bar.dataset;
var SEVERITIES = ["error", "warning", "info"];
// What the address holds, by the name of the control; severities and `only` are told by themselves.
var PLAIN = ["rule", "file", "unit"];

root.classList.add("js");
bar.hidden = false;

function list(parent, selector) {
  return Array.prototype.slice.call(parent.querySelectorAll(selector));
}
function children(parent, selector) {
  return Array.prototype.filter.call(parent.children, function (one) { return one.matches(selector); });
}
function findingsOf(holder) {
  return holder ? list(holder, "li.f").map(function (item) {
    return { item: item, severity: item.classList[1], rule: item.dataset.rule, words: item.firstElementChild };
  }) : [];
}
function headerOf(element) { return children(element, "header")[0]; }

// The tables as a tree of parts, and the entries of the contents by the part they lead to; texts are taken from the
// document when somebody searches.
var documents = null, entries = {};
// Built when it is first needed, or when there is time: a page of thousands of rows is read before it is filtered.
function build() {
  if (documents) { return; }
  documents = list(document, "#tables > .document").map(partsOf);
  list(document, "#contents [data-for]").forEach(function (entry) { entries[entry.dataset.for] = entry; });
}
function partsOf(element) {
  return {
    element: element,
    findings: findingsOf(headerOf(element)),
    units: children(element, ".unit").map(function (unit) {
      return {
        element: unit,
        words: headerOf(unit).querySelector("h3"),
        findings: findingsOf(headerOf(unit)),
        projects: children(unit, ".project").map(function (project) {
          var table = children(project, "table")[0];
          return {
            element: project,
            words: headerOf(project),
            findings: findingsOf(headerOf(project)),
            rows: table ? Array.prototype.map.call(table.tBodies, function (body) {
              return { body: body, words: body.rows[0], findings: body.rows[1] ? findingsOf(body.rows[1]) : [] };
            }) : []
          };
        })
      };
    })
  };
}

// Full width and half width, capitals and small letters are alike; spaces do not count.
function folded(text) {
  return text.normalize("NFKC").toLowerCase().replace(/\s+/g, "");
}
function textOf(part) {
  if (part.folded === undefined) {
    part.folded = folded(part.words ? part.words.textContent : "");
  }
  return part.folded;
}
function headOf(project) {
  if (project.folded === undefined) {
    // What is found about the project stands in its head too, but is asked by itself.
    var head = project.words.cloneNode(true);
    list(head, ".fs").forEach(function (found) { found.remove(); });
    project.folded = folded(head.textContent);
  }
  return project.folded;
}
