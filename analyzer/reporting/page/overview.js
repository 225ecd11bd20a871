const chosen = new Set();
let visibleRows = [];
function sortable(table) {
  for (const head of table.querySelectorAll("th[data-sort]")) {
    const at = [...head.parentNode.children].indexOf(head), kind = head.dataset.sort, label = head.textContent;
    const button = el("button", {type: "button"}, label);
    head.replaceChildren(button);
    button.addEventListener("click", () => {
      const down = head.getAttribute("aria-sort") === (kind === "number" ? "descending" : "ascending");
      const way = kind === "number" ? (down ? 1 : -1) : (down ? -1 : 1);
      for (const other of table.querySelectorAll("th[aria-sort]")) { other.removeAttribute("aria-sort"); other.querySelector("button").textContent = other.dataset.label; }
      head.dataset.label = label; head.setAttribute("aria-sort", way > 0 ? "ascending" : "descending");
      button.textContent = label + (way > 0 ? " ↑" : " ↓");
      const value = row => { const c = row.children[at]; if (!c || c.colSpan > 1) return null; if (kind === "text") return c.textContent.trim().toLowerCase(); const n = parseFloat((c.dataset.value || c.textContent).replace(",", ".")); return Number.isNaN(n) ? null : n; };
      const body = table.tBodies[0], rows = [...body.rows].map(r => [value(r), r]);
      rows.sort(([a], [b]) => a === null ? (b === null ? 0 : 1) : b === null ? -1 : way * (kind === "text" ? a.localeCompare(b, D.lang) : a - b));
      body.append(...rows.map(r => r[1]));
    });
  }
}
function ranking(box) {
  const taken = visibleRows.filter(d => d.status === "ok" && !d.duplicate_of).sort((a, b) => a.rank - b.rank);
  if (taken.length < 2) { box.replaceChildren(); return; }
  let ref = scored.find(d => d.document_id === box.dataset.ref); if (!ref) ref = taken[0];
  const surely = (a, b) => a.score - b.score > Math.hypot(Math.max(a.score - a.score_low, 1e-9), Math.max(b.score_high - b.score, 1e-9));
  const select = el("select", {id: "ref"}, taken.map(d => el("option", {value: d.document_id, selected: d === ref}, nameOf(d))));
  select.addEventListener("change", () => { box.dataset.ref = select.value; ranking(box); $("ref").focus(); });
  const few = taken.slice(0, 40), short = t => t.length > 44 ? t.slice(0, 42) + "…" : t;
  const values = few.map(d => ({id: d.rank + ". " + short(nameOf(d)), score: d.score, low: d.score_low, high: d.score_high, same: d === ref ? 2 : surely(d, ref) || surely(ref, d) ? 0 : 1}));
  const y = {field: "id", type: "nominal", sort: values.map(v => v.id), title: null, axis: {domain: false, ticks: false}};
  const color = {field: "same", type: "nominal", legend: null, scale: {domain: [0, 1, 2], range: [C.fill, C.mid, C.accent]}};
  box.replaceChildren(el("div", {class: "row"}, el("label", {class: "field", for: "ref"}, W.reference, select)),
    figure("rangorde", fill(W.ranking_about, {title: nameOf(ref)}) + (few.length < taken.length ? " " + fill(W.first_40, {n: few.length}) : ""), width => ({height: {step: 22}, data: {values}, encoding: {y: {...y, axis: {...y.axis, labelLimit: width * .45}}},
      layer: [{mark: {type: "rule", strokeWidth: 3, opacity: .45}, encoding: {x: {field: "low", type: "quantitative", scale: {domain: [0, 100]}, title: W.score}, x2: {field: "high"}, color}}, {mark: {type: "circle", size: 90, opacity: 1}, encoding: {x: {field: "score", type: "quantitative"}, color}}]}),
      [W.rank, W.document, W.score, W.interval, W.level], taken.map(d => [d.rank_low === d.rank_high ? d.rank : d.rank_low + "–" + d.rank_high, nameOf(d), num(d.score), num(d.score_low) + "–" + num(d.score_high), levels(d.border)]), [0, 2, 3]));
}
function compare(box) {
  const some = scored.filter(d => chosen.has(d.document_id));
  if (some.length < 2) { box.replaceChildren(el("p", {class: "soft"}, W.compare_about)); return; }
  const rows = [[W.score, ...some.map(d => num(d.score))], [W.interval, ...some.map(d => num(d.score_low) + "–" + num(d.score_high))], [W.level, ...some.map(d => levels(d.border))],
    [W.explicit, ...some.map(d => pct(d.share_explicit))], [W.implicit, ...some.map(d => pct(d.share_implicit))], ...Object.keys(D.questions).map(k => [k, ...some.map(d => num(d[k], 2))])];
  let at = 0;
  for (const g of D.groups) for (const t of g.themes) { const k = at++; rows.push([g.name + ": " + t.name, ...some.map(d => d.levels[k] + "/4")]); }
  box.replaceChildren(el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": W.compare}, tableOf(["", ...some.map(nameOf)], rows)));
  box.querySelector("th").replaceChildren(el("span", {class: "hide"}, W.indicator));
}
function landscapeSection() {
  const rows = D.landscape.filter(r => r.year !== null && r.layer !== "alle"), all = D.landscape;
  const values = scored.filter(d => d.year !== null).map(d => ({year: d.year, layer: d.layer || W.unknown, score: d.score}));
  const heads = [W.layer, W.year, W.organisations, W.with_agreement, W.with_vision, W.vision_up_to_date, "doordrenkt", W.share_digital_goals];
  return section("landscape", W.landscape, figure("landschap", W.landscape + ".", () => ({height: 260, data: {values}, layer: [
    {mark: {type: "circle", size: 70, opacity: .8}, encoding: {x: {field: "year", type: "quantitative", title: W.year, axis: {format: "d", tickMinStep: 1, grid: false}, scale: {zero: false, nice: false, padding: 14}}, y: {field: "score", type: "quantitative", title: W.score, scale: {domain: [0, 100]}}, color: {field: "layer", type: "nominal", scale: {range: ["#0b6478", "#a8430c", "#6b5b95", "#5f7f3f", "#333"]}}}}]}),
    heads, all.map(r => [r.layer, r.year, r.organisations, r.with_agreement, r.with_vision, r.vision_up_to_date, r.doordrenkt + (r.doordrenkt_low === r.doordrenkt_high ? "" : " (" + r.doordrenkt_low + "–" + r.doordrenkt_high + ")"), pct(r.share_digital_goals)]), [1, 2, 3, 4, 5, 6, 7]));
}
function gapSection() {
  if (!D.gaps.length) return null;
  const mean = xs => xs.reduce((a, b) => a + b, 0) / xs.length, rows = [];
  for (const org of [...new Set(D.gaps.map(g => g.organisation))]) for (const g of D.groups) {
    const some = D.gaps.filter(r => r.organisation === org && g.themes.some(t => t.code === r.theme));
    rows.push({org, group: g.name, label: org + ": " + g.name, agreement: mean(some.map(r => r.agreement_level)), vision: mean(some.map(r => r.vision_level))});
  }
  const values = rows.flatMap(r => [{...r, which: W.agreement, level: r.agreement}, {...r, which: W.vision, level: r.vision}]);
  return section("gap", W.gap, el("p", {class: "soft read"}, W.gap_about), figure("kloof", W.gap_about, width => ({height: {step: 22}, data: {values}, encoding: {y: {field: "label", type: "nominal", sort: null, title: null, axis: {domain: false, ticks: false, labelLimit: width * .5}}},
    layer: [{mark: {type: "rule", strokeWidth: 3, color: C.light}, encoding: {x: {field: "agreement", type: "quantitative", scale: {domain: [0, 4]}, title: W.level}, x2: {field: "vision"}}}, {mark: {type: "circle", size: 90, opacity: 1}, encoding: {x: {field: "level", type: "quantitative"}, color: {field: "which", type: "nominal", scale: {domain: [W.agreement, W.vision], range: [C.fill, C.accent]}}}}]}),
    [W.organisation, W.heading, W.agreement, W.vision, W.gap], rows.map(r => [r.org, r.group, num(r.agreement, 2), num(r.vision, 2), num(r.agreement - r.vision, 2)]), [2, 3, 4]));
}
function mapSection() {
  const some = scored.filter(d => d.organisation && D.places[d.organisation]).map(d => ({name: d.organisation, lat: D.places[d.organisation][0], lon: D.places[d.organisation][1], score: d.score}));
  if (!some.length) return null;
  return section("map", W.map, figure("kaart", W.map + ": " + W.score + ".", width => ({width: Math.min(width, 560), height: Math.min(width, 560) * 1.18, data: {values: some}, projection: {type: "mercator"}, mark: {type: "circle", size: 130, opacity: .85, stroke: "#fff"},
    encoding: {longitude: {field: "lon", type: "quantitative"}, latitude: {field: "lat", type: "quantitative"}, color: {field: "score", type: "quantitative", scale: {domain: [0, 100], range: ["#cfe3e8", "#0a4657"]}}}}),
    [W.organisation, W.latitude, W.longitude, W.score], some.map(r => [r.name, num(r.lat, 3), num(r.lon, 3), num(r.score)]), [1, 2, 3]));
}
function startOverview() {
  const table = $("table"), rows = [...table.tBodies[0].rows], docs = rows.map(r => D.documents[+r.dataset.row]), ranks = el("div"), beside = el("div");
  rows.forEach((row, i) => { const d = docs[i]; if (d.status === "ok" && !d.duplicate_of) row.cells[0].append(el("input", {type: "checkbox", "aria-label": W.choose + ": " + nameOf(d), onchange: event => {
    if (event.target.checked && chosen.size >= 4) { event.target.checked = false; return; }
    chosen[event.target.checked ? "add" : "delete"](d.document_id); compare(beside); }})); });
  sortable(table);
  const hay = docs.map(d => [d.title, d.path, d.organisation].join(" ").toLowerCase());
  const values = key => [...new Set(docs.map(d => d[key]).filter(v => v !== null && v !== undefined && v !== ""))].sort();
  const search = el("input", {type: "search", id: "f-text"}), picks = {};
  $("filters").append(el("label", {for: "f-text"}, W.search, search));
  for (const [key, title] of [["layer", W.layer], ["kind", W.kind], ["level", W.level], ["year", W.year]]) {
    const some = values(key); if (some.length < 2) continue;
    picks[key] = el("select", {id: "f-" + key}, el("option", {value: ""}, W.all), some.map(v => el("option", {value: v}, v)));
    $("filters").append(el("label", {for: "f-" + key}, title, picks[key]));
  }
  let later = 0;
  const apply = () => {
    const words = search.value.toLowerCase().split(/\s+/).filter(Boolean); visibleRows = [];
    rows.forEach((row, i) => { const fine = words.every(w => hay[i].includes(w)) && Object.entries(picks).every(([k, s]) => !s.value || String(docs[i][k]) === s.value); row.hidden = !fine; if (fine) visibleRows.push(docs[i]); });
    $("shown").textContent = fill(W.shown, {n: visibleRows.length, all: rows.length});
    clearTimeout(later); later = setTimeout(() => ranking(ranks), 120);
  };
  for (const input of [search, ...Object.values(picks)]) input.addEventListener("input", apply);
  $("overview").append(...[section("ranking", W.ranking, ranks), section("compare", W.compare, beside), D.landscape.length ? landscapeSection() : null, gapSection(), mapSection()].filter(Boolean));
  compare(beside); apply();
}
