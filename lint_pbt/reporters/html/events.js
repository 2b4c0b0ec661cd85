// What the user does.

var waiting = 0;
form.addEventListener("input", function (event) {
  if (event.target.name === "whole") { // what paper shows, and no filter
    root.classList.toggle("whole", event.target.checked);
    return;
  }
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

// What stays below the filters must know how high they are, in as many lines as they take.
function measure() { root.style.setProperty("--bar", bar.offsetHeight + "px"); }
window.addEventListener("resize", measure);

// On paper all that is folded is open, where the whole is printed.
var opened = [];
window.addEventListener("beforeprint", function () {
  opened = root.classList.contains("whole") ? list(document, "details:not([open])") : [];
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
measure();
fromAddress();
window.addEventListener("load", function () { setTimeout(build, 200); });
