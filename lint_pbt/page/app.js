var backend = document.documentElement.dataset.backend === "http" ? httpBackend : workerBackend;
function el(id) { return document.getElementById(id); }
backend.start(function (text, share) { el("state").textContent = text; el("progress").value = share; })
  .then(function () { el("state").textContent = "准备好了"; }, function (e) { el("state").textContent = "失败：" + e.message; });
window.pbt = { ask: function (told, files) { return backend.ask(told, files); } };
