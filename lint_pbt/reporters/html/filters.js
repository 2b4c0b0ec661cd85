// What is shown and what not, which is a matter of `hidden`; and the words on it.

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

function showWithEntry(element, wanted) {
  show(element, wanted);
  if (entries[element.id]) { show(entries[element.id], wanted); }
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
      var leftInUnit = inUnit && terms.length ? missing(terms, textOf(unit)) : terms;
      var foundHere = sift(unit.findings, leftInUnit, inUnit);
      shown += foundHere;
      var unitShown = foundHere > 0 || (!filtered && !unit.projects.length);
      unit.projects.forEach(function (project) {
        var visible = false;
        if (inUnit) {
          var left = leftInUnit.length ? missing(leftInUnit, headOf(project)) : leftInUnit;
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
        showWithEntry(project.element, visible);
        unitShown = unitShown || visible;
      });
      showWithEntry(unit.element, unitShown);
      tableShown = tableShown || unitShown;
    });
    showWithEntry(table.element, tableShown);
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
