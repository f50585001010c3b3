// 报告库: files that are dropped or chosen are sent at once, with their progress.
"use strict";

(() => {
  const drop = document.getElementById("drop");
  if (!drop) return;
  const files = document.getElementById("files");
  const sent = document.getElementById("sent");

  for (const name of ["dragenter", "dragover"]) {
    drop.addEventListener(name, (event) => {
      event.preventDefault();
      drop.classList.add("over");
    });
  }
  for (const name of ["dragleave", "drop"]) drop.addEventListener(name, () => drop.classList.remove("over"));
  drop.addEventListener("drop", (event) => {
    event.preventDefault();
    if (event.dataTransfer.files.length) {
      files.files = event.dataTransfer.files;
      htmx.trigger(drop, "submit");
    }
  });
  files.addEventListener("change", () => {
    if (files.files.length) htmx.trigger(drop, "submit");
  });
  drop.addEventListener("htmx:xhr:progress", (event) => {
    sent.hidden = false;
    sent.value = event.detail.total ? (100 * event.detail.loaded) / event.detail.total : 0;
  });
  drop.addEventListener("htmx:afterRequest", () => {
    sent.hidden = true;
    drop.reset();
  });
})();
