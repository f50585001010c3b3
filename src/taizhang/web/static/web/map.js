// 数据: the newest figures of one indicator on a map, once the user has loaded a GeoJSON file of its own.
// The file stays in this browser; its features carry a name (name, 名称 …) or a region code (adcode, code …).
// Where several organisations of a place have the figure, the place has the colour of the one that stands above all the
// others, else none: their figures may hold each other, so that no sum of them is drawn.
"use strict";

const ownMap = (() => {
  const KEPT = "taizhang-map";
  const MOST = 30 * 1024 * 1024;
  const MOST_TOLD = 12; // organisations in a tooltip
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
    const features = areas.map((each, at) => ({
      type: "Feature",
      geometry: each.geometry,
      properties: {
        key: String(at), // two places may have one name
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

  const isPlace = (name, place) => name === place || (place.startsWith(name) && place.length === name.length + 1); // 松河, 松河县

  // Give the feature that an organisation belongs to: by its code, or by its place; one whose place is not known by the
  // longest name that it begins with. What lies within a place is not the place, and of two with one name it is neither.
  function featureOf({ org, place, code }) {
    const own = shapes.features.map((each) => each.properties);
    const coded = own.find((each) => bare(each.code) && bare(each.code) === bare(code));
    if (coded) return coded;
    const called = own.filter(({ name }) => name && (place ? isPlace(name, place) : org.startsWith(name)));
    const longest = Math.max(...called.map(({ name }) => name.length));
    const best = called.filter(({ name }) => name.length === longest);
    return best.length === 1 ? best[0] : undefined;
  }

  // Give the organisation whose figure is the place's: the only one, or the one above all the others.
  const headOf = (regions) => (regions.length === 1 ? regions[0]
    : regions.find((head) => head.path && regions.every((each) => each.path.startsWith(head.path))));

  const saying = (region) => `${region.text}（${region.period}${region.agrees ? "" : "，各处说法不一"}）`;

  function line(head, regions) {
    const item = document.createElement("li");
    item.append(head);
    regions.forEach((region, at) => {
      const link = document.createElement("a");
      link.href = `/facts/${region.fact}/`;
      link.textContent = saying(region);
      item.append(at ? "；" : "", `${region.org} `, link);
    });
    return item;
  }

  function tooltip({ properties, regions, head }, family) {
    const shown = document.createElement("div");
    const named = document.createElement("strong");
    named.textContent = properties.name;
    const lines = regions.map((region) => `${region.org} ${saying(region)}${region === head && head.value !== null && regions.length > 1 ? " ← 着色" : ""}`);
    if (lines.length > MOST_TOLD) lines.splice(MOST_TOLD, lines.length, `等 ${lines.length} 个单位，全部列在图下`);
    shown.append(named, ...lines.map((text) => {
      const each = document.createElement("div");
      each.textContent = text;
      return each;
    }));
    shown.style.fontFamily = family;
    return shown;
  }

  // Give ECharts' option for the regions of the page, what a reader should know of it, and what it cannot show, as a list.
  function option(series, family) {
    const places = new Map();
    const lost = [];
    for (const region of series.regions) {
      const properties = featureOf(region);
      if (!properties) lost.push(region);
      else if (places.has(properties.key)) places.get(properties.key).regions.push(region);
      else places.set(properties.key, { properties, regions: [region] });
    }
    const several = [];
    const uncertain = [];
    for (const place of places.values()) {
      place.head = headOf(place.regions);
      if (place.regions.length > 1) several.push(place);
      else if (place.head.value === null) uncertain.push(place.head);
    }
    const coloured = [...places.values()].filter(({ head }) => head && head.value !== null);
    const values = coloured.map(({ head }) => head.value);
    const periods = new Set(coloured.map(({ head }) => head.period));
    const why = (head) => {
      if (!head) return "没有一个在其余之上，不着色";
      return head.value === null ? `${head.org}的不是一个确定的数，不着色` : `按${head.org}着色`;
    };
    const list = several.map(({ properties, regions, head }) => (
      line(`${properties.name}有 ${regions.length} 个单位，${why(head)}：`, regions)));
    if (uncertain.length) list.push(line("不是一个确定的数，不着色：", uncertain));
    if (lost.length) list.push(line(`${lost.length} 个单位在地图上没有对上名称或区划代码：`, lost));
    return {
      list,
      said: `${coloured.length} 个地区各取期间最新的一个数（${series.what}，${series.unit || "没有单位"}）`
        + (periods.size > 1 ? `，期间不全相同：${[...periods].join("、")}` : "")
        + (series.apart ? `；另有 ${series.apart} 行只说其中一个对象的，没有画在地图上` : ""),
      option: drawn([...places.values()], values, series, family),
    };
  }

  function drawn(places, values, series, family) {
    const byKey = new Map(places.map((place) => [place.properties.key, place]));
    const names = new Map(shapes.features.map(({ properties }) => [properties.key, properties.name]));
    const label = ({ name }) => {
      const several = byKey.get(name)?.regions.length > 1 ? `\n${byKey.get(name).regions.length} 个单位` : "";
      return names.get(name) + several;
    };
    return {
      animation: false,
      textStyle: { fontFamily: family },
      tooltip: { trigger: "item", textStyle: { fontFamily: family }, confine: true, extraCssText: "white-space: normal",
        formatter: ({ name }) => (byKey.has(name) ? tooltip(byKey.get(name), family)
          : tooltip({ properties: { name: `${names.get(name) ?? ""} 没有数据` }, regions: [] }, family)) },
      ...(values.length && { visualMap: { min: Math.min(...values, 0), max: Math.max(...values, 0) || 1, left: 8, bottom: 8,
        calculable: true, formatter: (value) => String(Number(value.toPrecision(3))), text: [series.unit, ""], inRange: { color: ["#e7f0f9", "#1f5a94"] } } }),
      series: [{ name: series.what, type: "map", map: "own", nameProperty: "key",
        data: places.map(({ properties, head }) => ({ name: properties.key, value: head?.value ?? NaN })),
        label: { show: byKey.size < 40, formatter: label, color: "#1c2530", textBorderColor: "#fff", textBorderWidth: 2 },
        itemStyle: { areaColor: "#eceff3", borderColor: "#8a96a3" }, emphasis: { itemStyle: { areaColor: "#fff1b8" } },
        select: { disabled: true } }],
    };
  }

  return { load, ready, option };
})();
