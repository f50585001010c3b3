// 报告库: files and folders that are dropped or chosen are sent at once, with their progress.
"use strict";

(() => {
  const drop = document.getElementById("drop");
  if (!drop) return;
  const files = document.getElementById("files");
  const folder = document.getElementById("folder");
  const paths = document.getElementById("paths");
  const sent = document.getElementById("sent");

  // found: [[file, path], …]. A form sends the names of files only; their paths go beside them.
  function send(found) {
    if (!found.length) return;
    const all = new DataTransfer();
    found.forEach(([file]) => all.items.add(file));
    files.files = all.files;
    paths.value = JSON.stringify(found.map(([, path]) => path));
    htmx.trigger(drop, "submit");
  }
  const passedOver = (path) => path.split("/").some((name) => /^(\.|~\$)/.test(name)); // hidden files, locks of Word

  async function within(entry) {
    if (entry.isFile) return [[await new Promise((give, fail) => entry.file(give, fail)), entry.fullPath.slice(1)]];
    const reader = entry.createReader();
    const found = [];
    for (;;) {
      const some = await new Promise((give, fail) => reader.readEntries(give, fail)); // a hundred at a time
      if (!some.length) return found.filter(([, path]) => !passedOver(path));
      for (const each of some) found.push(...(await within(each)));
    }
  }

  // What comes from another program, such as a mail, stands in no folder.
  function dropped(item) {
    const entry = item.webkitGetAsEntry();
    const file = item.getAsFile();
    return entry ? within(entry) : [[file, file.name]];
  }

  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    const items = [...event.dataTransfer.items].filter((item) => item.kind === "file");
    Promise.all(items.map(dropped)).then(
      (found) => send(found.flat()),
      () => say("有文件读不出来，没有上传；请检查后再拖一次", true),
    );
  });
  files.addEventListener("change", () => send([...files.files].map((file) => [file, file.name])));
  folder.addEventListener("change", () => {
    const found = [...folder.files].map((file) => [file, file.webkitRelativePath]);
    send(found.filter(([, path]) => !passedOver(path)));
  });
  drop.addEventListener("htmx:xhr:progress", (event) => {
    sent.hidden = false;
    sent.value = event.detail.total ? (100 * event.detail.loaded) / event.detail.total : 0;
  });
  drop.addEventListener("htmx:afterRequest", () => {
    sent.hidden = true;
    drop.reset();
    paths.value = "";
  });
})();
