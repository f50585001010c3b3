// 数据: names while they are written; one indicator across as a table and a chart.
"use strict";

(() => {
  const form = document.getElementById("asked");
  if (!form) return;

  const filters = document.querySelector(".filters");
  if (matchMedia("(max-width: 900px)").matches) filters.open = false;

  // What most facts are about takes long to count: only who asks for it, once, has it counted for each question.
  let choosing = false;
  function count() {
    const counting = document.querySelector("#choosing:not([data-asked])");
    if (!choosing || !filters.open || !counting) return;
    counting.dataset.asked = "";
    htmx.trigger(counting, "open");
  }
  filters.addEventListener("toggle", count);
  document.addEventListener("htmx:afterSettle", count); // what is new listens only then
  form.addEventListener("click", (event) => {
    const link = event.target.closest("a[data-field], #choose");
    if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
    event.preventDefault();
    if (link.id === "choose") {
      choosing = true;
      link.textContent = "正在数…";
      count();
      return;
    }
    form.elements[link.dataset.field].value = link.dataset.value;
    form.requestSubmit();
  });

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
    const { periods, rows, series, subjects } = JSON.parse(place.dataset.across);
    draw(series, form.elements.chart.value);
    const number = (cell) => (cell && cell.number !== null ? cell.number : null);
    const table = new Tabulator("#pivot", {
      data: rows.map((row, id) => ({ id, ...row })),
      layout: "fitDataFill",
      height: rows.length > 30 ? 640 : undefined,
      columnDefaults: { titleFormatter: "plaintext" }, // without it a title is taken as HTML
      columns: [
        { title: "单位", field: "name", frozen: true, minWidth: 140 },
        ...(subjects ? [{ title: "对象", field: "subject" }] : []),
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
  function draw(series, kind) {
    const place = document.getElementById("chart");
    if (!place) return;
    if (chart) chart.dispose();
    document.querySelectorAll("[data-chart]").forEach((button) => {
      button.setAttribute("aria-pressed", String(button.dataset.chart === kind));
      button.onclick = () => {
        keep(button.dataset.chart);
        draw(series, button.dataset.chart);
      };
    });
    chart = null;
    const onMap = kind === "map";
    document.getElementById("geo").hidden = !onMap;
    document.getElementById("geo-said").textContent = "";
    document.getElementById("geo-list").replaceChildren();
    place.hidden = onMap ? !ownMap.ready() : series.lines.length === 0;
    if (onMap) chooseMap(series);
    if (place.hidden) return;
    const family = getComputedStyle(document.body).fontFamily;
    chart = echarts.init(place, null, { renderer: "svg" });
    if (onMap) {
      const drawn = ownMap.option(series, family);
      document.getElementById("geo-said").textContent = drawn.said;
      document.getElementById("geo-list").replaceChildren(...drawn.list);
      chart.setOption(drawn.option);
      return;
    }
    chart.setOption({
      animation: false,
      textStyle: { fontFamily: family },
      tooltip: { trigger: "axis", textStyle: { fontFamily: family }, confine: true, formatter: told },
      legend: { type: "scroll", bottom: 0 },
      grid: { left: 8, right: 16, top: 32, bottom: 40, containLabel: true },
      xAxis: { type: "category", data: series.periods },
      yAxis: { type: "value", name: series.unit, scale: kind === "line" },
      series: kind === "line" ? comparable(series) : series.lines.map((line) => ({ ...line, type: "bar" })),
    });
  }

  // A line joins periods that are equally long: what half a year brought is no step on the way to a year's.
  function comparable({ lines, months }) {
    const lengths = [...new Set(months)];
    return lines.flatMap(({ name, data }) => lengths.map((length) => ({
      name,
      type: "line",
      symbolSize: 7,
      connectNulls: lengths.length > 1,
      data: data.map((number, at) => (months[at] === length ? number : null)),
    })));
  }

  function told(points) {
    const said = document.createElement("div");
    said.append(points[0].axisValueLabel);
    for (const { seriesName, value } of points) {
      if (value === null || value === undefined) continue;
      const line = document.createElement("div");
      line.textContent = `${seriesName}　${value.toLocaleString("zh-CN", { maximumFractionDigits: 10 })}`;
      said.append(line);
    }
    return said;
  }

  // The address says how it is drawn, and so do the links to the other views.
  function keep(kind) {
    const drawnSo = (address) => {
      const url = new URL(address, location);
      if (kind === "line") url.searchParams.delete("chart");
      else url.searchParams.set("chart", kind);
      return url.href;
    };
    form.elements.chart.value = kind;
    history.replaceState(history.state, "", drawnSo(location));
    document.querySelectorAll(".tabs > a, a.choice").forEach((link) => { link.href = drawnSo(link.href); });
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
