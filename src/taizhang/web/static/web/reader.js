// 阅读: choose a fact or a finding by mouse or keyboard, mark a missed one by selecting it, draw changed blocks anew.
"use strict";

(() => {
  const reader = document.querySelector(".reader");
  if (!reader) return;
  const text = document.getElementById("text");
  const side = document.getElementById("card");
  const add = document.getElementById("add");
  const help = document.getElementById("help");

  const get = (url) => htmx.ajax("GET", url, { target: "#card", swap: "innerHTML" });
  const anchors = () => [...text.querySelectorAll("a.fact[id]")];
  const chosen = () => text.querySelector("a.fact.chosen");

  function choose(fact, open) {
    text.querySelectorAll("a.fact.chosen").forEach((each) => each.classList.remove("chosen"));
    if (!fact) return;
    const id = fact.dataset.fact;
    text.querySelectorAll(`a.fact[data-fact="${id}"]`).forEach((each) => each.classList.add("chosen"));
    if (open) {
      get(`/facts/${id}/`);
      const url = new URL(location.href);
      ["part", "at", "finding"].forEach((name) => url.searchParams.delete(name));
      url.searchParams.set("fact", id);
      url.hash = "";
      history.replaceState(null, "", url);
    }
  }

  function step(list, current, forward) {
    if (!list.length) return null;
    const at = list.indexOf(current);
    if (at >= 0) return list[at + (forward ? 1 : -1)] || current;
    const below = list.findIndex((each) => each.getBoundingClientRect().top > 60);
    if (forward) return below < 0 ? list[list.length - 1] : list[below];
    return below < 0 ? list[list.length - 1] : list[Math.max(0, below - 1)];
  }

  function show(element) {
    element.scrollIntoView({ block: "center" });
    element.focus({ preventScroll: true });
  }

  text.addEventListener("click", (event) => {
    const fact = event.target.closest("a.fact");
    if (fact) {
      event.preventDefault();
      choose(fact, true);
      return;
    }
    const finding = event.target.closest(".finding");
    const note = finding && document.getElementById(`n${finding.dataset.finding}`);
    if (note) show(note);
  });

  side.addEventListener("click", (event) => {
    if (event.target.closest("[data-close]")) close();
  });
  document.querySelector("[data-help]").addEventListener("click", () => help.showModal());

  function close() {
    side.innerHTML = '<div class="card none"></div>';
    const before = chosen();
    choose(null);
    if (before) before.focus({ preventScroll: true });
  }

  const keys = {
    j: () => { const fact = step(anchors(), chosen(), true); if (fact) { choose(fact); show(fact); } },
    k: () => { const fact = step(anchors(), chosen(), false); if (fact) { choose(fact); show(fact); } },
    n: () => move(true),
    p: () => move(false),
    Enter: () => { if (chosen() && document.activeElement === chosen()) choose(chosen(), true); },
    e: () => { if (chosen()) get(`/facts/${chosen().dataset.fact}/correct/`); },
    m: () => { if (!add.hidden) add.click(); },
    a: () => {
      const note = document.activeElement.closest(".note:not(.accepted)");
      if (note) note.querySelector("button").click();
    },
    Escape: () => close(),
    "?": () => help.showModal(),
  };
  function move(forward) {
    const notes = [...text.querySelectorAll(".note")];
    const note = step(notes, document.activeElement.closest(".note"), forward);
    if (note) show(note);
  }
  document.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.metaKey || event.altKey || help.open) return;
    const writing = event.target.closest("input, textarea, select");
    if (writing && event.key !== "Escape") return;
    if (event.key === "Enter" && event.target.closest("button")) return;
    const deed = keys[event.key];
    if (deed) {
      if (event.key !== "Escape") event.preventDefault();
      deed();
    }
  });

  // A selection within one block becomes a stretch of the source: where the block begins, and the code points before it.
  const points = (string) => [...string].length;
  function stretch() {
    const selection = getSelection();
    if (!selection.rangeCount || selection.isCollapsed) return null;
    const range = selection.getRangeAt(0);
    const from = range.startContainer.parentElement?.closest("[data-start]");
    const to = range.endContainer.parentElement?.closest("[data-start]");
    if (!from || from !== to || !text.contains(from)) return null;
    const before = document.createRange();
    before.selectNodeContents(from);
    before.setEnd(range.startContainer, range.startOffset);
    const chosenText = range.toString();
    const lead = chosenText.length - chosenText.trimStart().length;
    const start = Number(from.dataset.start) + points(before.toString()) + points(chosenText.slice(0, lead));
    const end = start + points(chosenText.trim());
    return end > start ? { start, end, box: range.getBoundingClientRect() } : null;
  }
  document.addEventListener("selectionchange", () => {
    const found = stretch();
    add.hidden = !found;
    if (found) {
      add.style.left = `${Math.min(found.box.left + scrollX, scrollX + innerWidth - 130)}px`;
      add.style.top = `${found.box.bottom + scrollY + 6}px`;
      add.dataset.start = found.start;
      add.dataset.end = found.end;
    }
  });
  add.addEventListener("mousedown", (event) => event.preventDefault());
  add.addEventListener("click", () => {
    get(`${reader.dataset.add}?start=${add.dataset.start}&end=${add.dataset.end}`);
    getSelection().removeAllRanges();
  });

  // The server names an offset whose block has changed.
  document.addEventListener("redraw", async (event) => {
    const at = event.detail.value;
    const blocks = [...text.querySelectorAll(".block")];
    const begin = (block) => Number(block.dataset.start ?? block.dataset.from);
    const old = blocks.filter((block) => begin(block) <= at).pop();
    if (!old) return;
    const answer = await fetch(`${reader.dataset.block}?at=${at}`, { headers: { "HX-Request": "true" } });
    if (!answer.ok) return;
    const fresh = document.createElement("template");
    fresh.innerHTML = await answer.text();
    const focused = document.activeElement.closest(".note")?.id;
    const beside = text.querySelector(`.notes[data-beside="${begin(old)}"]`);
    if (beside) beside.remove();
    const kept = [...fresh.content.children];
    old.replaceWith(...kept);
    kept.forEach((element) => htmx.process(element));
    if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
    const open = side.querySelector("[data-card]");
    if (open) choose(document.getElementById(`f${open.dataset.card}`));
  });

  if (matchMedia("(max-width: 1280px)").matches) document.querySelector(".outline details").open = false;

  const wanted = new URL(location.href).searchParams;
  const first = wanted.get("fact") ? document.getElementById(`f${wanted.get("fact")}`)
    : wanted.get("finding") ? document.getElementById(`n${wanted.get("finding")}`) : null;
  if (first) {
    if (first.matches("a.fact")) choose(first);
    show(first);
  }
  if (wanted.get("at")) {
    const before = [...text.querySelectorAll(".block")].filter(
      (block) => Number(block.dataset.start ?? block.dataset.from) <= Number(wanted.get("at")),
    );
    const block = before.pop();
    if (block) {
      block.classList.add("sought");
      block.scrollIntoView({ block: "center" });
    }
  }
})();
