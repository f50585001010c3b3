// 总览: reports by period, figures that moved most.
"use strict";

(() => {
  const charts = [];
  const family = getComputedStyle(document.body).fontFamily;
  const read = (id) => JSON.parse(document.getElementById(id)?.dataset.rows || "[]");

  function draw(id, option) {
    const place = document.getElementById(id);
    if (!place) return;
    const chart = echarts.init(place, null, { renderer: "svg" });
    chart.setOption({ animation: false, textStyle: { fontFamily: family }, ...option });
    charts.push(chart);
  }

  const periods = read("by-period");
  if (periods.length) {
    draw("by-period", {
      grid: { left: 8, right: 8, top: 16, bottom: 8, containLabel: true },
      tooltip: { trigger: "axis", textStyle: { fontFamily: family }, confine: true },
      xAxis: { type: "category", data: periods.map((row) => row.period) },
      yAxis: { type: "value", minInterval: 1 },
      series: [{ name: "报告", type: "bar", barMaxWidth: 36, itemStyle: { color: "#1f5a94" }, data: periods.map((row) => row.count) }],
    });
  }

  document.addEventListener("htmx:afterSettle", () => {
    const rows = read("moved").slice().reverse();
    const place = document.getElementById("moved");
    if (!rows.length || !place || place.hasChildNodes()) return;
    const tones = ["#b3261e", "#8a96a3", "#1f7a4d"];
    const short = (name) => (name.length > 12 ? `${name.slice(0, 11)}…` : name);
    draw("moved", {
      grid: { left: 8, right: 32, top: 8, bottom: 8, containLabel: true },
      tooltip: { textStyle: { fontFamily: family }, confine: true, valueFormatter: (value) => `${value}%` },
      xAxis: { type: "value", axisLabel: { formatter: "{value}%" } },
      yAxis: { type: "category", data: rows.map((row) => short(row.indicator)) },
      series: [{
        name: "增速", type: "bar", barMaxWidth: 14,
        data: rows.map((row) => ({ value: row.percent, itemStyle: { color: tones[row.good + 1] } })),
      }],
    });
  });
  addEventListener("resize", () => charts.forEach((chart) => chart.resize()));
})();
