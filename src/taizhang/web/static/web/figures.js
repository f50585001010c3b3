// 数据: names while they are written; one indicator across as a table and a chart.
"use strict";

(() => {
  const form = document.getElementById("asked");
  if (!form) return;

  if (matchMedia("(max-width: 900px)").matches) document.querySelector(".filters").open = false;

  let waiting = 0;
  for (const [id, kind] of [["indicator", "indicator"], ["org", "org"]]) {
    const input = document.getElementById(id);
    const list = document.getElementById(`${id}-names`);
    input.addEventListener("input", () => {
      clearTimeout(waiting);
      if (!input.value.trim()) return;
      waiting = setTimeout(async () => {
        const last = input.value.split("、").pop();
        const answer = await fetch(`${form.dataset.names}?kind=${kind}&q=${encodeURIComponent(last)}`);
        if (!answer.ok) return;
        const { names } = await answer.json();
        list.replaceChildren(...names.map((name) => new Option(name, name)));
      }, 150);
    });
  }

  function across() {
    const place = document.getElementById("pivot");
    if (!place) return;
    const { periods, rows, series } = JSON.parse(place.dataset.across);
    draw(series);
    const number = (cell) => (cell && cell.number !== null ? cell.number : null);
    const table = new Tabulator("#pivot", {
      data: rows.map((row, id) => ({ id, ...row })),
      layout: "fitDataFill",
      height: rows.length > 30 ? 640 : undefined,
      columnDefaults: { titleFormatter: "plaintext" }, // without it a title is taken as HTML
      columns: [
        { title: "单位", field: "name", frozen: true, minWidth: 140 },
        { title: "类别", field: "what" },
        { title: "计量单位", field: "unit" },
        ...periods.map((title, at) => ({
          title,
          field: `cells.${at}`,
          hozAlign: "right",
          headerHozAlign: "right",
          sorter: (one, other) => (number(one) ?? -Infinity) - (number(other) ?? -Infinity),
          formatter: (shown) => cell(shown, shown.getRow().getData().cells[at]),
        })),
      ],
    });
    // Its own roles leave the part that scrolls without one.
    table.on("tableBuilt", () => {
      place.querySelector(".tabulator-tableholder").setAttribute("role", "rowgroup");
      place.querySelector(".tabulator-table").setAttribute("role", "presentation");
    });
  }

  function cell(shown, value) {
    if (!value) return "";
    const link = document.createElement("a");
    link.href = `/facts/${value.facts[0]}/`;
    link.textContent = value.text;
    if (!value.agrees) {
      shown.getElement().classList.add("differs");
      link.title = "各处说法不一";
    }
    return link;
  }

  let chart = null;
  function draw(series, kind = "line") {
    const place = document.getElementById("chart");
    if (!place) return;
    if (chart) chart.dispose();
    document.querySelectorAll("[data-chart]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.chart === kind));
      button.onclick = () => draw(series, button.dataset.chart);
    });
    chart = null;
    const onMap = kind === "map";
    document.getElementById("geo").hidden = !onMap;
    document.getElementById("geo-said").textContent = "";
    place.hidden = onMap ? !ownMap.ready() : series.lines.length === 0;
    if (onMap) chooseMap(series);
    if (place.hidden) return;
    const family = getComputedStyle(document.body).fontFamily;
    chart = echarts.init(place, null, { renderer: "svg" });
    if (onMap) {
      const drawn = ownMap.option(series, family);
      document.getElementById("geo-said").textContent = drawn.said;
      chart.setOption(drawn.option);
      return;
    }
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: family },
      tooltip: { trigger: "axis", textStyle: { fontFamily: family }, confine: true },
      legend: { type: "scroll", bottom: 0 },
      grid: { left: 8, right: 16, top: 32, bottom: 40, containLabel: true },
      xAxis: { type: "category", data: series.periods },
      yAxis: { type: "value", name: series.unit, scale: kind === "line" },
      series: series.lines.map(({ name, data }) => ({ name, data, type: kind, connectNulls: false, symbolSize: 7 })),
    });
  }
  function chooseMap(series) {
    const input = document.getElementById("geo-file");
    input.onchange = async () => {
      const problem = await ownMap.load(input.files[0]);
      document.getElementById("geo-problem").textContent = problem;
      if (!problem) draw(series, "map");
    };
  }
  addEventListener("resize", () => chart && chart.resize());
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.target.id === "found") across();
  });
  across();
})();
