const chosen = new Set(), MOST_CHOSEN = 4, collator = new Intl.Collator(D.lang);
let visibleRows = [];
function sortable(table) {
  const heads = table.querySelectorAll("th[data-sort]"), arrow = {ascending: "\u00a0↑", descending: "\u00a0↓"};
  const value = (row, at, kind) => {
    const c = row.children[at];
    if (!c || c.colSpan > 1) return null;
    if (kind === "text") return c.textContent.trim().toLowerCase();
    const n = parseFloat((c.dataset.value || c.textContent).replace(",", "."));
    return Number.isNaN(n) ? null : n;
  };
  for (const head of heads) {
    const at = [...head.parentNode.children].indexOf(head), kind = head.dataset.sort, label = head.textContent;
    const button = el("button", {type: "button"}, label + (arrow[head.getAttribute("aria-sort")] || ""));
    head.dataset.label = label; head.replaceChildren(button);
    button.addEventListener("click", () => {
      const first = kind === "number" ? "descending" : "ascending", other = kind === "number" ? "ascending" : "descending";
      const order = head.getAttribute("aria-sort") === first ? other : first, way = order === "ascending" ? 1 : -1;
      for (const h of heads) { h.removeAttribute("aria-sort"); h.querySelector("button").textContent = h.dataset.label; }
      head.setAttribute("aria-sort", order); button.textContent = label + arrow[order];
      const body = table.tBodies[0], rows = [...body.rows].map(r => [value(r, at, kind), r]);
      rows.sort(([a], [b]) => a === null ? (b === null ? 0 : 1) : b === null ? -1 : way * (kind === "text" ? collator.compare(a, b) : a - b));
      body.append(...rows.map(r => r[1]));
    });
  }
}
/* All documents together: the numbers come from the tables, through Python. */
function together() {
  const o = D.overall; if (!o) return null;
  const of = n => whole(n) + " " + W.of + " " + whole(o.goals) + " " + W.goals.toLowerCase();
  const share = key => el("div", {}, el("span", {class: "big", "data-field": "all_share_" + key}, pct(o["share_" + key])), el("div", {}, W[key]), el("div", {class: "soft"}, of(o[key])));
  const bar = el("div", {class: "stack", "aria-hidden": "true"}, o.levels.map(([name, n], i) => n ? el("i", {class: "l" + i, style: "flex-grow:" + n}) : null));
  return el("div", {class: "hero"},
    el("div", {}, el("span", {class: "big"}, el("span", {"data-field": "median"}, num(o.median)), " ", el("small", {}, "/ 100 · " + fill(W.middle_half, {low: num(o.low), high: num(o.high)}))),
      el("div", {}, fill(W.median_of, {n: o.n})), bar, el("ul", {class: "legend"}, o.levels.map(([name, n], i) => el("li", {}, el("i", {class: "l" + i}), name + " ", el("b", {"data-level": name}, String(n)))))),
    share("explicit"), share("implicit"));
}
/* The same rule as analyzer.scoring.ranking: Goldstein & Spiegelhalter 1996. */
const surely = (a, b) => a.score - b.score > Math.hypot(Math.max(a.score - a.score_low, 1e-9), Math.max(b.score_high - b.score, 1e-9));
const span = d => num(d.score_low) + "–" + num(d.score_high);
const ranks = d => d.rank_low === d.rank_high ? String(d.rank) : d.rank_low + "–" + d.rank_high;
const fileOf = d => d.path.split(/[\\/]/).pop();
const labelOf = d => d.organisation ? [d.organisation, d.kind, d.year].filter(Boolean).join(", ") : fileOf(d).replace(/\.\w+$/, "");
function ranking(box) {
  const taken = visibleRows.filter(d => d.status === "ok" && !d.duplicate_of).sort((a, b) => a.rank - b.rank);
  if (taken.length < 2) { box.replaceChildren(el("p", {class: "soft"}, W.too_few)); return; }
  const ref = taken.find(d => d.document_id === box.dataset.ref) || taken[0];
  const select = el("select", {id: "ref"}, taken.map(d => el("option", {value: d.document_id, selected: d === ref}, d.rank + ". " + nameOf(d))));
  select.addEventListener("change", () => { box.dataset.ref = select.value; ranking(box); $("ref").focus(); });
  const most = 40, at = taken.indexOf(ref), from = Math.max(0, Math.min(at - most / 2, taken.length - most)), few = taken.slice(from, from + most);
  const apart = d => d === ref ? 2 : surely(d, ref) || surely(ref, d) ? 0 : 1, told = [W.apart, W.alike, W.chosen_one];
  const values = few.map(d => ({id: d.rank + ". " + labelOf(d), score: d.score, low: d.score_low, high: d.score_high, same: apart(d), tip: nameOf(d) + ": " + num(d.score) + " (" + span(d) + ")"}));
  const same = range => ({field: "same", type: "nominal", legend: null, scale: {domain: [0, 1, 2], range}});
  box.replaceChildren(el("div", {class: "row"}, el("label", {class: "field", for: "ref"}, W.reference, select)),
    figure("rangorde", fill(W.ranking_about, {title: nameOf(ref)}) + (few.length < taken.length ? " " + fill(W.first_40, {n: few.length, all: taken.length}) : ""), width => ({height: {step: 24}, data: {values},
      encoding: {y: {field: "id", type: "nominal", sort: values.map(v => v.id), title: null, axis: {domain: false, ticks: false, labelPadding: 10, labelLimit: width * .45}}, tooltip: {field: "tip"}},
      layer: [{mark: {type: "rule", strokeWidth: 3, opacity: .4}, encoding: {x: {field: "low", type: "quantitative", scale: {domain: [0, 100]}, title: W.score, axis: {tickCount: 5}}, x2: {field: "high"}, color: same([C.fill, C.fill, C.accent])}},
        {mark: {type: "point", size: 90, opacity: 1, strokeWidth: 2}, encoding: {x: {field: "score", type: "quantitative"}, stroke: same([C.fill, C.fill, C.accent]), fill: same([C.fill, "#ffffff", C.accent])}}]}),
      [W.rank, W.document, W.score, W.interval, W.level, W.apart_from], taken.map(d => [ranks(d), nameOf(d), num(d.score), span(d), levels(d.border), told[apart(d)]]), [0, 2, 3],
      [["●", C.fill, W.apart], ["○", C.fill, W.alike], ["●", C.accent, W.chosen_one]]));
}
function compare(box) {
  const some = scored.filter(d => chosen.has(d.document_id));
  if (some.length < 2) { box.replaceChildren(el("p", {class: "soft"}, W.compare_about)); return; }
  const line = (name, cells) => el("tr", {}, el("th", {scope: "row"}, name), cells.map(c => el("td", {class: "n"}, c)));
  const body = el("tbody", {}, line(W.score, some.map(d => el("b", {}, num(d.score)))), line(W.interval, some.map(span)), line(W.level, some.map(d => levels(d.border))),
    line(W.explicit, some.map(d => pct(d.share_explicit))), line(W.implicit, some.map(d => pct(d.share_implicit))), Object.keys(D.questions).map(k => line(k, some.map(d => num(d[k], 2)))));
  let at = 0;
  for (const g of D.groups) {
    body.append(el("tr", {}, el("th", {scope: "rowgroup", colspan: some.length + 1, class: "group"}, g.name)));
    for (const t of g.themes) { const k = at++; body.append(el("tr", {}, el("th", {scope: "row"}, t.name), some.map(d => el("td", {class: "n lv l" + d.levels[k]}, d.levels[k] + "/4")))); }
  }
  box.replaceChildren(levelLegend(), el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": W.compare},
    el("table", {class: "small"}, el("thead", {}, el("tr", {}, el("th", {scope: "col"}, el("span", {class: "hide"}, W.indicator)), some.map(d => el("th", {scope: "col", class: "n"}, el("a", {href: "#d" + d.document_id}, bdi(nameOf(d))))))), body)));
}
const steeped = r => r.doordrenkt === null ? "–" : r.doordrenkt + (r.doordrenkt_low === r.doordrenkt_high ? "" : " (" + r.doordrenkt_low + "–" + r.doordrenkt_high + ")");
const LAYERS = [["●", "circle", "#0b6478"], ["■", "square", "#a8430c"], ["◆", "diamond", "#6b4f9e"], ["▲", "triangle-up", "#4d7a1f"], ["▼", "triangle-down", "#333333"], ["✚", "cross", "#9b2d6f"]];
function landscapeSection() {
  if (!D.landscape.length) return null;
  const names = [...new Set(scored.map(d => d.layer || W.unknown))].sort(), look = i => LAYERS[i % LAYERS.length];
  const values = scored.filter(d => d.year !== null).map(d => ({year: d.year, layer: d.layer || W.unknown, score: d.score, tip: labelOf(d) + ": " + num(d.score)}));
  const heads = [W.layer, W.year, W.organisations, W.with_agreement, W.with_vision, W.vision_up_to_date, "doordrenkt", W.share_digital_goals];
  const row = r => [r.layer === "alle" ? W.all : r.layer === "onbekend" ? W.unknown : r.layer, r.year === null ? W.all : r.year, r.organisations, r.with_agreement, r.with_vision, r.vision_up_to_date, steeped(r), pct(r.share_digital_goals)];
  const few = D.landscape.filter(r => r.year === null).map(r => row(r).filter((_, i) => i !== 1)), scale = (at, kind) => ({domain: names, range: names.map((_, i) => look(i)[at])});
  return section("landscape", W.landscape, el("p", {class: "soft read"}, W.landscape_about),
    D.landscape.some(r => r.with_agreement || r.with_vision) ? el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": W.landscape}, tableOf(heads.filter((_, i) => i !== 1), few, [1, 2, 3, 4, 5, 6])) : null,
    figure("landschap", W.landscape_chart, () => ({height: 280, data: {values}, mark: {type: "point", filled: true, size: 80, opacity: .85},
      encoding: {x: {field: "year", type: "quantitative", title: W.year, axis: {format: "d", tickMinStep: 1, grid: false}, scale: {zero: false, nice: false, padding: 14}}, y: {field: "score", type: "quantitative", title: W.score, scale: {domain: [0, 100]}, axis: {tickCount: 5}},
        color: {field: "layer", type: "nominal", legend: null, scale: scale(2)}, shape: {field: "layer", type: "nominal", legend: null, scale: scale(1)}, tooltip: {field: "tip"}}}),
    heads, D.landscape.map(row), [1, 2, 3, 4, 5, 6, 7], names.map((n, i) => [look(i)[0], look(i)[2], n])));
}
/* Of all organisations of a register: how many have what, and who lacks what. */
function registerSection() {
  if (!D.shares.length) return null;
  const lines = layer => D.shares.filter(r => r.layer === layer).map(r => [W["q_" + r.what], r.number + " " + W.of + " " + r.organisations, pct(r.share), pct(r.low) + "–" + pct(r.high)]);
  const names = [...new Set(D.shares.map(r => r.layer))], heads = [W.question, W.count, W.share, W.interval];
  const shown = names.length === 2 ? names.filter(n => n !== "alle") : names;
  const lacking = D.missing.map(r => [r.organisation, r.layer, r.missing.split(";").map(m => W["m_" + m] || m).join(", ")]), missing = [W.organisation, W.layer, W.lacking];
  return section("register", W.register, el("p", {class: "soft read"}, W.register_about),
    shown.map(layer => [el("h3", {}, layer === "alle" ? W.all : layer), el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": layer === "alle" ? W.all : layer}, tableOf(heads, lines(layer), [1, 2, 3]))]),
    lacking.length ? folded(fill(W.lacking_n, {n: lacking.length}), "ontbreekt", missing, lacking) : null);
}
function gapSection() {
  if (!D.gaps.length) return null;
  const group = Object.fromEntries(D.groups.map(g => [g.code, g.name])), names = [...new Set(D.gaps.map(g => g.organisation))], few = names.slice(0, D.most_gaps), values = [], order = [];
  for (const name of few) {
    order.push(name);
    for (const r of D.gaps.filter(g => g.organisation === name)) {
      const id = name + "\n" + group[r.heading]; order.push(id);
      for (const [which, level] of [[W.agreement, r.agreement], [W.vision, r.vision]]) values.push({id, which, level, a: r.agreement, v: r.vision, tip: name + ", " + group[r.heading] + ": " + num(r.agreement, 2) + " / " + num(r.vision, 2)});
    }
  }
  const which = range => ({field: "which", type: "nominal", legend: null, scale: {domain: [W.agreement, W.vision], range}});
  const about = W.gap_about + (few.length < names.length ? " " + fill(W.gap_some, {n: few.length, all: names.length}) : "");
  return section("gap", W.gap, el("p", {class: "soft read"}, about), figure("kloof", W.gap_chart, width => ({height: {step: 22}, data: {values},
    encoding: {y: {field: "id", type: "nominal", scale: {domain: order}, title: null, axis: {domain: false, ticks: false, labelPadding: 10, labelLimit: width * .5,
      labelExpr: "indexof(datum.value, '\\n') < 0 ? datum.label : split(datum.value, '\\n')[1]", labelFontWeight: {condition: {test: "indexof(datum.value, '\\n') < 0", value: 700}, value: 400}, labelColor: {condition: {test: "indexof(datum.value, '\\n') < 0", value: C.ink}, value: C.soft}}}, tooltip: {field: "tip"}},
    layer: [{mark: {type: "rule", strokeWidth: 3, color: C.mid}, encoding: {x: {field: "a", type: "quantitative", scale: {domain: [0, 4]}, title: W.evidence_level, axis: {values: [0, 1, 2, 3, 4], format: "d"}}, x2: {field: "v"}}},
      {mark: {type: "point", filled: true, opacity: 1}, encoding: {x: {field: "level", type: "quantitative"}, color: which([C.fill, C.accent]), shape: which(["circle", "diamond"]), size: which([150, 70])}}]}),
    [W.organisation, W.heading, W.agreement, W.vision, W.gap], D.gaps.map(r => [r.organisation, group[r.heading], num(r.agreement, 2), num(r.vision, 2), num(r.gap, 2)]), [2, 3, 4], [["●", C.fill, W.agreement], ["◆", C.accent, W.vision]]));
}
const LEVEL_FILL = ["#ffffff", "#cfe0e5", "#8fbcc8", "#1f7388", "#0a4657"];
function mapSection() {
  if (!D.map.length) return null;
  const kinds = ["agreement", "vision", "other"].filter(k => D.map.some(r => r[k])), box = el("div");
  if (!kinds.length) return null;
  const named = D.cuts.map(c => c[0]), most = kinds.map(k => D.map.filter(r => r[k]).length), start = kinds[most.indexOf(Math.max(...most))];
  const select = el("select", {id: "f-map"}, kinds.map(k => el("option", {value: k, selected: k === start}, W["map_" + k])));
  function draw() {
    const kind = select.value, point = r => [r.longitude, r.latitude], few = D.map.length <= 30;
    const values = D.map.map(r => ({name: r.organisation, lon: r.longitude, lat: r.latitude, level: r[kind] ? r[kind].level : W.no_document, tip: r.organisation + ": " + (r[kind] ? num(r[kind].score) + ", " + r[kind].level : W.no_document)}));
    const lons = values.map(v => v.lon), lats = values.map(v => v.lat), wide = Math.max(...lons) - Math.min(...lons), high = Math.max(...lats) - Math.min(...lats);
    const zoomed = wide < 1.6 && high < 1.1, pad = Math.max(.12, wide * .25, high * .2);
    const frame = {type: "Feature", geometry: {type: "MultiPoint", coordinates: zoomed ? [[Math.min(...lons) - pad, Math.min(...lats) - pad / 2], [Math.max(...lons) + pad, Math.max(...lats) + pad / 2]] : [[3.3, 50.72], [7.25, 53.6]]}};
    const where = {longitude: {field: "lon", type: "quantitative"}, latitude: {field: "lat", type: "quantitative"}};
    box.replaceChildren(figure("kaart", W.map_about, width => {
      const side = Math.min(width, 560);
      return {autosize: "none", width: side, height: side * (zoomed ? .8 : 1.18), projection: {type: "mercator", fit: frame}, layer: [
        {data: {values: [{type: "Feature", geometry: D.outline}]}, mark: {type: "geoshape", fill: "#eef2f4", stroke: "#8a9aa3", strokeWidth: 1}},
        {data: {values}, mark: {type: "circle", size: 150, opacity: 1, strokeWidth: 1.5}, encoding: {...where, fill: {field: "level", type: "nominal", legend: null, scale: {domain: [...named, W.no_document], range: [...LEVEL_FILL, "#eef2f4"]}}, stroke: {field: "level", type: "nominal", legend: null, scale: {domain: [...named, W.no_document], range: [...named.map(() => C.ink), C.soft]}}, strokeDash: {condition: {test: {field: "level", equal: W.no_document}, value: [2, 2]}, value: [1, 0]}, tooltip: {field: "tip"}}},
        few ? {data: {values}, mark: {type: "text", dy: -14, fontSize: 11, color: C.ink}, encoding: {...where, text: {field: "name"}}} : null].filter(Boolean)};
    }, [W.organisation, W.latitude, W.longitude, W.score, W.level], D.map.map(r => [r.organisation, num(r.latitude, 3), num(r.longitude, 3), r[kind] ? num(r[kind].score) : W.no_document, r[kind] ? r[kind].level : "–"]), [1, 2, 3],
      [...named.map((n, i) => [null, LEVEL_FILL[i], n]), ...(D.map.every(r => r[kind]) ? [] : [["◌", C.soft, W.no_document]])]));
  }
  select.addEventListener("change", draw); draw();
  return section("map", W.map, kinds.length > 1 ? el("div", {class: "row"}, el("label", {class: "field", for: "f-map"}, W.filter, select)) : null, box);
}
function startOverview() {
  const table = $("table"), rows = [...table.tBodies[0].rows], docs = rows.map(r => D.documents[+r.dataset.row]), ranked = el("div"), beside = el("div");
  const picked = el("button", {class: "btn main", type: "button", hidden: true, onclick: () => jump($("compare"))});
  const tick = event => {
    const id = docs[+event.target.dataset.at].document_id;
    if (event.target.checked && chosen.size >= MOST_CHOSEN) { event.target.checked = false; $("picked").textContent = W.compare_most; return; }
    chosen[event.target.checked ? "add" : "delete"](id); $("picked").textContent = "";
    picked.hidden = chosen.size < 2; picked.textContent = fill(W.compare_n, {n: chosen.size});
    compare(beside);
  };
  rows.forEach((row, i) => {
    const d = docs[i];
    if (d.status === "ok" && !d.duplicate_of) row.cells[0].append(el("input", {type: "checkbox", "data-at": i, "aria-label": W.choose + ": " + nameOf(d), onchange: tick}));
  });
  sortable(table);
  if (rows.length > 25) table.parentNode.classList.add("long");
  const hay = docs.map(d => [d.title, d.path, d.organisation].join(" ").toLowerCase());
  const values = key => [...new Set(docs.map(d => d[key]).filter(v => v !== null && v !== undefined && v !== ""))].sort();
  const search = el("input", {type: "search", id: "f-text"}), picks = {};
  $("filters").append(el("label", {for: "f-text"}, W.search, search));
  for (const [key, title] of [["layer", W.layer], ["kind", W.kind], ["level", W.level], ["year", W.year]]) {
    const some = key === "level" ? D.cuts.map(c => c[0]).filter(n => docs.some(d => d.level === n)) : values(key);
    if (some.length < 2) continue;
    picks[key] = el("select", {id: "f-" + key}, el("option", {value: ""}, W.all), some.map(v => el("option", {value: v}, v)));
    $("filters").append(el("label", {for: "f-" + key}, title, picks[key]));
  }
  $("picks").append(el("span", {id: "picked", role: "status"}), picked);
  let later = 0;
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean); visibleRows = [];
    rows.forEach((row, i) => {
      const fine = words.every(w => hay[i].includes(w)) && Object.entries(picks).every(([k, s]) => !s.value || String(docs[i][k]) === s.value);
      row.hidden = !fine; if (fine) visibleRows.push(docs[i]);
    });
    $("shown").textContent = fill(W.shown, {n: visibleRows.length, all: rows.length});
    clearTimeout(later); later = setTimeout(() => ranking(ranked), 120);
  };
  for (const input of [search, ...Object.values(picks)]) input.addEventListener("input", apply);
  const all = together(); if (all) $("overview").prepend(all);
  $("overview").append(...[section("ranking", W.ranking, ranked), section("compare", W.compare, beside), registerSection(), landscapeSection(), gapSection(), mapSection()].filter(Boolean));
  compare(beside); apply();
}
