// The seam between the page and the linter. A backend is an object with
//
//   start(tell)         Promise; `tell(text, share)` says how far it has come, in words and from 0 to 1
//   ask(told, files)    Promise of [told, files]: a request of lint_pbt/web/page/asked.py (`{call: "check", ...}`) with its
//                       files (Uint8Array), and the answer of bridge.answer. Rejected with a sentence where the answer
//                       is `error`, or where there is none
//
// There are two: `worker` asks Python in a worker of this browser; `http` sends the same bytes to the server the page
// came from (POST ask, `application/octet-stream` both ways) and gets the bytes of the answer.

var SECONDS = 180; // what takes longer will not end

function answered(bytes) {
  var message = unpacked(bytes);
  if (message[0].error) { throw new Error(message[0].error); }
  return message;
}

var httpBackend = {
  start: function () {
    this.window = new EventSource("window"); // kept open as long as this window is: the server ends with the last
    return Promise.resolve();
  },
  ask: function (told, files) {
    return fetch("ask", { method: "POST", body: packed(told, files), headers: { "Content-Type": "application/octet-stream" } })
      .then(function (response) {
        // What is refused is refused in a sentence.
        if (!response.ok) { return response.text().then(function (text) { throw new Error(text); }); }
        return response.arrayBuffer();
      }, function () { throw new Error("连不上本机的检查程序，它可能已经关掉了。请重新启动程序"); })
      .then(function (buffer) { return answered(new Uint8Array(buffer)); });
  }
};

// What the page holds packed (see release/page/packing.py), each block in a script element of its own.
function block(name) {
  var element = document.getElementById("block-" + name);
  var text = element.textContent;
  element.remove();
  return text;
}

var workerBackend = {
  waiting: {}, last: 0, started: null, worker: null, tell: null, blocks: null,

  start: function (tell) {
    this.tell = tell || this.tell;
    this.blocks = this.blocks || { worker: block("worker"), python: block("python"), linter: block("linter"), pdf: block("pdf") };
    var self = this;
    this.started = new Promise(function (done, failed) {
      var address = URL.createObjectURL(new Blob([self.blocks.worker], { type: "text/javascript" }));
      var worker = self.worker = new Worker(address);
      worker.onerror = function (event) { // before it has begun; what comes later is `broken`
        failed(new Error("浏览器运行不了检查程序（" + (event.message || "不支持") + "）"));
      };
      worker.onmessage = function (event) {
        var said = event.data;
        if (said.step !== undefined) {
          self.tell(said.text, said.step);
          if (said.step === 1) { done(); }
        } else if (said.failed) {
          failed(new Error(said.failed));
        } else if (said.broken) {
          self.end(said.id, "这个文件让检查程序出了错（" + said.broken + "），多半是太大了。请只留下绩效目标表再检查，或者用命令行检查");
        } else {
          var one = self.waiting[said.id];
          delete self.waiting[said.id];
          clearTimeout(one.clock);
          try { one.done(answered(said.message)); } catch (error) { one.failed(error); }
        }
      };
      worker.postMessage({ python: self.blocks.python, linter: self.blocks.linter, pdf: self.blocks.pdf });
    });
    return this.started;
  },

  ask: function (told, files) {
    var self = this;
    return this.started.then(function () {
      return new Promise(function (done, failed) {
        var id = ++self.last, message = packed(told, files);
        var clock = setTimeout(function () {
          self.end(id, "检查这个文件超过 " + SECONDS + " 秒，已停止。请只留下绩效目标表再检查，或者用命令行检查");
        }, SECONDS * 1000);
        self.waiting[id] = { done: done, failed: failed, clock: clock };
        self.worker.postMessage({ id: id, message: message }, [message.buffer]);
      });
    });
  },

  // Ends a worker that does not answer a request; another takes its place.
  end: function (id, reason) {
    this.worker.terminate();
    var waiting = this.waiting;
    this.waiting = {};
    this.start();
    Object.keys(waiting).forEach(function (one) {
      clearTimeout(waiting[one].clock);
      waiting[one].failed(new Error(Number(one) === id ? reason : "检查程序重新启动了，请再检查一次"));
    });
  }
};
