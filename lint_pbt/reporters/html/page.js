// The filters of the page. What is shown or not is a matter of `hidden`; the texts are those of the document itself.
(function () {
  "use strict";
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

  // The parts of the page as a tree: texts are taken from the document when somebody searches.
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
  function ownHeader(element) { return children(element, "header")[0]; }
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
      findings: findingsOf(ownHeader(element)),
      units: children(element, ".unit").map(function (unit) {
        return {
          element: unit,
          findings: findingsOf(ownHeader(unit)),
          projects: children(unit, ".project").map(function (project) {
            var table = children(project, "table")[0];
            return {
              element: project,
              words: ownHeader(project),
              findings: findingsOf(ownHeader(project)),
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

  function asked() {
    return {
      severities: SEVERITIES.filter(function (one, at) { return fields.severity[at].checked; }),
      rule: fields.rule.value,
      file: fields.file ? fields.file.value : "",
      unit: fields.unit ? fields.unit.value : "",
      words: fields.words.value.trim(),
      only: fields.only.checked
    };
  }
  function show(element, wanted) {
    if (element.hidden === wanted) { element.hidden = !wanted; }
  }

  function apply() {
    var wish = asked();
    var terms = wish.words.split(/\s+/).map(folded).filter(Boolean);
    var some = wish.severities.length < SEVERITIES.length || wish.rule !== "";
    var filtered = some || terms.length > 0 || wish.file !== "" || wish.unit !== "" || wish.only;
    var shown = 0, projects = 0, anything = false;
    build();

    function missing(left, text) {
      return left.length ? left.filter(function (term) { return text.indexOf(term) < 0; }) : left;
    }
    // Shows those of the findings that are asked for; `left` are the words that must still be found in each.
    function sift(findings, left, inside) {
      var any = 0;
      findings.forEach(function (one) {
        var fits = inside && (!some || (wish.severities.indexOf(one.severity) >= 0 && (!wish.rule || one.rule === wish.rule)));
        if (fits && left.length) { fits = missing(left, textOf(one)).length === 0; }
        show(one.item, fits);
        if (fits) { any += 1; }
      });
      return any;
    }

    documents.forEach(function (table) {
      var inFile = !wish.file || table.element.id === wish.file;
      var found = sift(table.findings, terms, inFile && !wish.unit);
      shown += found;
      var tableShown = found > 0 || (!filtered && !table.units.length);
      table.units.forEach(function (unit) {
        var inUnit = inFile && (!wish.unit || unit.element.id === wish.unit);
        var foundHere = sift(unit.findings, terms, inUnit);
        shown += foundHere;
        var unitShown = foundHere > 0 || (!filtered && !unit.projects.length);
        unit.projects.forEach(function (project) {
          var visible = false;
          if (inUnit) {
            var left = terms.length ? missing(terms, headOf(project)) : terms;
            var here = sift(project.findings, left, true);
            var rowsShown = 0;
            project.rows.forEach(function (row) {
              var leftHere = left.length ? missing(left, textOf(row)) : left;
              var inRow = sift(row.findings, leftHere, true);
              var rowShown = inRow > 0 || (!some && !leftHere.length);
              show(row.body, rowShown);
              here += inRow;
              if (rowShown) { rowsShown += 1; }
            });
            visible = here > 0 || (!some && !wish.only && (!left.length || rowsShown > 0));
            if (visible) {
              shown += here;
              if (here) { projects += 1; }
            }
          }
          show(project.element, visible);
          if (entries[project.element.id]) { show(entries[project.element.id], visible); }
          unitShown = unitShown || visible;
        });
        show(unit.element, unitShown);
        tableShown = tableShown || unitShown;
      });
      show(table.element, tableShown);
      anything = anything || tableShown;
    });
    tell(filtered, shown, projects, anything, wish);
  }

  function tell(filtered, shown, projects, anything, wish) {
    var told = !filtered ? texts.all : anything ? texts.some : texts.none;
    told = told.replace("{shown}", shown).replace("{projects}", projects);
    if (count.textContent !== told) { count.textContent = told; }
    printed.hidden = !filtered;
    if (filtered) {
      var chosen = PLAIN.map(function (name) {
        var field = fields[name];
        return wish[name] && field ? field.options[field.selectedIndex].text : "";
      });
      if (wish.severities.length < SEVERITIES.length) {
        chosen.unshift(wish.severities.map(function (one) { return bar.querySelector(".toggle." + one).textContent.trim().split(" ")[0]; }).join("\u3001"));
      }
      if (wish.words) { chosen.push("\u201c" + wish.words + "\u201d"); }
      if (wish.only) { chosen.push(fields.only.parentNode.textContent.trim()); }
      printed.textContent = texts.printed + chosen.filter(Boolean).join("\uff0c") + "\u3002" + told + "\u3002";
    }
  }

  // The address: `#?severity=error&rule=V101&words=...`; anything else behind # is a place on the page.
  function address() {
    var wish = asked(), parts = [];
    if (wish.severities.length < SEVERITIES.length) { parts.push("severity=" + wish.severities.join(",")); }
    PLAIN.concat("words").forEach(function (name) {
      if (wish[name]) { parts.push(name + "=" + encodeURIComponent(wish[name])); }
    });
    if (wish.only) { parts.push("only=1"); }
    return parts.length ? "#?" + parts.join("&") : "";
  }
  function keep() {
    var base = location.href.split("#")[0];
    try { history.replaceState(null, "", base + address()); } catch (error) { location.hash = address(); }
  }
  function set(state) {
    SEVERITIES.forEach(function (one, at) {
      fields.severity[at].checked = state.severity === undefined || state.severity.split(",").indexOf(one) >= 0;
    });
    PLAIN.forEach(function (name) {
      var field = fields[name];
      if (!field) { return; }
      field.value = state[name] || "";
      // A choice that this page does not have is none.
      if (field.selectedIndex < 0) { field.value = ""; }
    });
    fields.words.value = state.words || "";
    fields.only.checked = state.only === "1";
  }
  function fromAddress() {
    var hash = location.hash;
    if (hash.slice(0, 2) === "#?") {
      var state = {};
      hash.slice(2).split("&").forEach(function (part) {
        var at = part.indexOf("=");
        if (at < 1) { return; }
        var value = part.slice(at + 1);
        try { value = decodeURIComponent(value); } catch (error) { /* as it stands */ }
        state[part.slice(0, at)] = value;
      });
      set(state);
      apply();
      return;
    }
    var name = hash.slice(1);
    try { name = decodeURIComponent(name); } catch (error) { /* as it stands */ }
    var target = name && document.getElementById(name);
    if (!target) { return; }
    if (target.closest("[hidden]")) {
      set({});
      apply();
    }
    var fold = target.closest("details");
    if (fold) { fold.open = true; }
    goTo(target);
  }
  // What lies between is laid out on the way, and turns out higher or lower than it was taken for: so again.
  function goTo(target) {
    var left = 6, stood = null;
    (function again() {
      target.scrollIntoView();
      var stands = Math.round(target.getBoundingClientRect().top);
      left -= stands === stood ? 3 : 1;
      stood = stands;
      if (left > 0) { requestAnimationFrame(again); }
    })();
  }
  // Sets one filter, and goes to what it leaves.
  function choose(name, value) {
    var state = {};
    state[name] = value;
    set(state);
    apply();
    keep();
    goTo(bar);
  }

  // Events.
  var waiting = 0;
  form.addEventListener("input", function (event) {
    clearTimeout(waiting);
    if (event.target.name === "words") {
      waiting = setTimeout(function () { apply(); keep(); }, 120);
    } else {
      // A unit stands in one file: of the two the later choice counts.
      if (event.target.name === "file" && fields.unit) { fields.unit.value = ""; }
      if (event.target.name === "unit" && fields.file) { fields.file.value = ""; }
      apply();
      keep();
    }
  });
  form.addEventListener("submit", function (event) { event.preventDefault(); clearTimeout(waiting); apply(); keep(); });
  form.addEventListener("reset", function (event) { event.preventDefault(); clearTimeout(waiting); set({}); apply(); keep(); });
  fields.copy.addEventListener("click", function () {
    keep();
    copy(location.href, function (done) { count.textContent = done ? texts.copied : texts.uncopied; });
  });
  document.addEventListener("click", function (event) {
    var chosen = event.target.closest && event.target.closest("[data-choice]");
    var by = chosen && chosen.closest("[data-filter]");
    if (!by || !chosen.dataset.choice || event.ctrlKey || event.metaKey || event.shiftKey) { return; }
    event.preventDefault();
    choose(by.dataset.filter, chosen.dataset.choice);
  });
  window.addEventListener("hashchange", fromAddress);

  function copy(text, done) {
    function byHand() {
      var field = document.createElement("textarea");
      field.value = text;
      document.body.appendChild(field);
      field.select();
      var copied = false;
      try { copied = document.execCommand("copy"); } catch (error) { copied = false; }
      field.remove();
      fields.copy.focus();
      done(copied);
    }
    if (navigator.clipboard && navigator.clipboard.writeText) {
      navigator.clipboard.writeText(text).then(function () { done(true); }, byHand);
    } else {
      byHand();
    }
  }

  // On paper all that is folded is open.
  var opened = [];
  window.addEventListener("beforeprint", function () {
    opened = list(document, "details:not([open])");
    opened.forEach(function (one) { one.open = true; });
  });
  window.addEventListener("afterprint", function () {
    opened.forEach(function (one) { one.open = false; });
    opened = [];
  });

  if (window.matchMedia("(min-width: 1180px)").matches && document.getElementById("contents")) {
    document.getElementById("contents").open = true;
  }
  list(document, "a[data-choice]").forEach(function (link) {
    var by = link.closest("[data-filter]");
    if (by && link.dataset.choice) { link.setAttribute("href", "#?" + by.dataset.filter + "=" + link.dataset.choice); }
  });
  fromAddress();
  window.addEventListener("load", function () { setTimeout(build, 200); });
})();
