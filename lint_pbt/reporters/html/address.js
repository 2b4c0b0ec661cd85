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
    goToResults();
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
  goToResults();
}
// The tables, below the filters where these stay in sight; else the filters with the tables below.
function goToResults() {
  goTo(getComputedStyle(bar).position === "sticky" ? document.getElementById("tables") : bar);
}
