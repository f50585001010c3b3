// 数据: the newest figures of one indicator on a map, once the user has loaded a GeoJSON file of its own.
// The file stays in this browser; its features carry a name (name, 名称 …) or a region code (adcode, code …).
"use strict";

const ownMap = (() => {
  const KEPT = "taizhang-map";
  const MOST = 30 * 1024 * 1024;
  let shapes = null;

  const property = (feature, names) => {
    const found = names.map((name) => feature.properties?.[name]).find((value) => value !== undefined && value !== null);
    return found === undefined ? "" : String(found);
  };

  // Give what is wrong with the text of a file, or "" when it is a map now.
  function read(text) {
    let file;
    try {
      file = JSON.parse(text);
    } catch {
      return "这不是 GeoJSON 文件，里面不是 JSON；请换一个";
    }
    const areas = (Array.isArray(file?.features) ? file.features : []).filter((each) => /Polygon$/.test(each?.geometry?.type));
    const features = areas.map((each) => ({
      type: "Feature",
      geometry: each.geometry,
      properties: {
        name: property(each, ["name", "NAME", "名称", "Name", "NAME_CHN"]) || property(each, ["adcode", "code"]),
        code: property(each, ["adcode", "code", "CODE", "区划代码", "gb", "id"]).slice(-6),
      },
    }));
    if (!features.some((each) => each.properties.name)) return "文件里没有带名称（name）或区划代码（adcode）的区域；请换一个";
    shapes = { type: "FeatureCollection", features };
    echarts.registerMap("own", shapes);
    return "";
  }

  // Read a file that the user chose; keep it for the next time where the browser has room.
  async function load(file) {
    if (file.size > MOST) return `地图文件超过 ${MOST / 1024 / 1024} MB；请换一个简化过的`;
    const text = await file.text();
    const problem = read(text);
    if (!problem) {
      try {
        localStorage.setItem(KEPT, text);
      } catch {
        localStorage.removeItem(KEPT); // too large to keep: it lasts as long as the page
      }
    }
    return problem;
  }

  function ready() {
    if (!shapes) {
      const kept = localStorage.getItem(KEPT);
      if (kept) read(kept);
    }
    return Boolean(shapes);
  }

  const bare = (code) => String(code || "").replace(/(00)+$/, "");
  const lies = (region, { name, code }) =>
    (bare(code) && bare(code) === bare(region.code)) || (name && (name === region.place || region.org.startsWith(name)));

  // Give ECharts' option for the regions of the page, and what a reader should know of it.
  function option(series, family) {
    const found = new Map();
    let lost = 0;
    for (const region of series.regions) {
      const feature = shapes.features.find((each) => lies(region, each.properties));
      if (!feature) lost += 1;
      else if (!found.has(feature.properties.name)) found.set(feature.properties.name, region);
    }
    const data = [...found].map(([name, region]) => ({ name, value: region.value, region }));
    const values = data.map((each) => each.value);
    const said = `${data.length} 个地区各取期间最新的一个数（${series.what}，${series.unit || "没有单位"}）`
      + (lost ? `；${lost} 个单位在地图上没有对上名称或区划代码` : "");
    return {
      said,
      option: {
        animation: false,
        textStyle: { fontFamily: family },
        tooltip: { trigger: "item", textStyle: { fontFamily: family }, confine: true,
          valueFormatter: (value) => (Number.isFinite(value) ? `${value} ${series.unit}` : "没有数据") },
        visualMap: { min: Math.min(...values, 0), max: Math.max(...values, 1), left: 8, bottom: 8, calculable: true,
          inRange: { color: ["#e7f0f9", "#1f5a94"] } },
        series: [{ name: series.what, type: "map", map: "own", data, label: { show: data.length < 40, color: "#1c2530", textBorderColor: "#fff", textBorderWidth: 2 },
          itemStyle: { areaColor: "#eceff3", borderColor: "#8a96a3" }, emphasis: { itemStyle: { areaColor: "#fff1b8" } } }],
      },
    };
  }

  return { load, ready, option };
})();
