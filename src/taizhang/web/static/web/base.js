// What every page does: "/" goes to the search, messages of the server are shown and fade.
"use strict";

document.addEventListener("keydown", (event) => {
  const writing = event.target.closest("input, textarea, select, [contenteditable]");
  if (event.key === "/" && !writing && !event.ctrlKey && !event.metaKey && !event.altKey) {
    const find = document.getElementById("find");
    if (find) {
      event.preventDefault();
      find.focus();
      find.select();
    }
  }
});

// The server says something by the header HX-Trigger: {"said": "…"}; errors of the way there are said here.
let fading = 0;
function say(text, bad) {
  const said = document.getElementById("said");
  said.textContent = text;
  said.classList.toggle("bad", Boolean(bad));
  said.classList.add("shown");
  clearTimeout(fading);
  fading = setTimeout(() => said.classList.remove("shown"), bad ? 8000 : 4000);
}
document.addEventListener("said", (event) => say(event.detail.value));
document.addEventListener("refused", (event) => say(event.detail.value, true));
document.addEventListener("htmx:sendError", () => say("连不上服务；请检查台账是否还在运行", true));
document.addEventListener("htmx:timeout", () => say("等得太久，没有回应；请再试一次", true));
