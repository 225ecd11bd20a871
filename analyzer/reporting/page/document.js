const themeName = code => D.names[code] || code;
const openDetails = {};
async function detail(id) { return openDetails[id] = openDetails[id] || JSON.parse(await inflate("z" + id)); }
function whereIs(x, u) {
  const path = x.sections[u[2]].filter(Boolean);
  return [x.pages > 1 ? W.page + " " + u[1] : null, path.slice(-2).join(" › ")].filter(Boolean).join(" · ");
}
function unitText(x, u) { return u[5] === null ? x.text.slice(u[3], u[4]) : u[5]; }
function quotes(x, places) {
  return el("ul", {class: "quotes"}, places.map(i => {
    const u = x.units[i], link = el("button", {class: "btn link", type: "button", onclick: () => x.reader.go(i, true)}, W.read_here);
    return el("li", {class: "quote", "data-unit": u[0]}, bdi(unitText(x, u)), el("small", {}, bdi(whereIs(x, u)), " · ", D.names[u[6]], " · ", D.names[u[8]]), link);
  }));
}
function hero(d) {
  const at = x => "left:" + Math.max(0, Math.min(100, x)) + "%", cuts = D.cuts.filter(c => c[1] > 0);
  const scale = el("div", {class: "scale", role: "img", "aria-label": W.score + " " + num(d.score) + ", " + W.interval + " " + num(d.score_low) + "–" + num(d.score_high)},
    el("div", {class: "track"}), el("div", {class: "range", style: at(d.score_low) + ";width:" + Math.max(.5, d.score_high - d.score_low) + "%"}), el("div", {class: "dot", style: at(d.score)}),
    cuts.map((c, i) => el("span", {style: at(c[1]), class: i % 2 ? "" : i ? "mid" : ""}, c[0])));
  const share = (key, title) => el("div", {}, el("span", {class: "big", "data-field": "share_" + key}, pct(d["share_" + key])), el("div", {}, title),
    el("div", {class: "soft"}, el("span", {"data-field": "goals_" + key}, String(d["goals_" + key])), " " + W.of + " " + d.goals + " " + W.goals.toLowerCase()), el("div", {class: "soft"}, W.interval + " " + pct(d["share_" + key + "_low"]) + "–" + pct(d["share_" + key + "_high"])));
  return el("div", {class: "hero"},
    el("div", {}, el("span", {class: "big"}, el("span", {"data-field": "score"}, num(d.score)), " ", el("small", {}, "/ 100 · " + W.interval + " " + num(d.score_low) + "–" + num(d.score_high))), el("div", {class: "level", "data-field": "border"}, levels(d.border)), scale, D.levels[d.level] ? el("div", {class: "soft small"}, el("b", {}, d.level), ": " + D.levels[d.level]) : null),
    share("explicit", W.explicit), share("implicit", W.implicit));
}
function indicatorBars(d) {
  return el("div", {class: "bars"}, Object.keys(D.questions).map(name => [el("span", {}, name), el("div", {class: "t"}, el("i", {style: "width:" + 100 * d[name] + "%"})), el("b", {"data-field": name}, num(d[name], 2)), el("small", {}, D.questions[name])]));
}
function matrix(x) {
  const out = el("div", {class: "matrix"}), box = el("div", {id: "evidence", "aria-live": "polite"});
  const open = (event, t, [level, units, digital, measures, best]) => {
    const cell = event.currentTarget, was = cell.getAttribute("aria-expanded") === "true";
    for (const other of out.querySelectorAll(".cell")) other.setAttribute("aria-expanded", "false");
    box.replaceChildren();
    if (was) return;
    cell.setAttribute("aria-expanded", "true");
    const counts = [[W.units, units, "units"], [W.digital_units, digital, "units_digital"], [W.measures, measures, "measures"]];
    box.append(el("div", {class: "evidence"}, el("h3", {}, t.name),
      el("p", {class: "soft"}, W["level" + level] + " (" + level + "/4)", counts.map(([name, n, field]) => [" · " + name.toLowerCase() + ": ", el("span", {"data-field": field}, String(n))])),
      best.length ? quotes(x, best) : el("p", {}, W.nothing_here)));
    /* On a narrow screen the sentences come right below their cell, else below the whole matrix. */
    if (getComputedStyle(out).gridTemplateColumns.split(" ").length === 1) cell.after(box); else out.after(box);
    box.scrollIntoView({block: "nearest"});
  };
  for (const group of D.groups) out.append(el("div", {}, el("h3", {}, group.name), group.themes.map(t => {
    const row = x.themes[t.code];
    return el("button", {class: "cell l" + row[0], type: "button", "aria-expanded": "false", "aria-controls": "evidence", "data-theme": t.code, onclick: event => open(event, t, row)}, el("span", {}, t.name), el("b", {}, row[0] + "/4"));
  })));
  return [el("p", {class: "soft read"}, W.themes_about), levelLegend(), out, box];
}
function strip(x) {
  const rows = x.strip.map(([at, code, page, section]) => ({at: 100 * at, code: D.names[code], page, section: x.sections[section].filter(Boolean).slice(-2).join(" › ")}));
  return figure("doelen-in-de-tekst", W.digital_goals + ": " + rows.length + ".", () => ({height: 44, data: {values: rows}, mark: {type: "tick", thickness: 3, size: 40, opacity: 1},
    encoding: {x: {field: "at", type: "quantitative", scale: {domain: [0, 100]}, title: W.place + " (%)", axis: {grid: false, tickCount: 5}}, tooltip: {field: "section"},
      color: {field: "code", type: "nominal", legend: null, scale: {domain: [D.names.E, D.names.I], range: [C.fill, C.accent]}}}}),
    [W.place + " (%)", W.digital, W.page_long, W.section], rows.map(r => [num(r.at, 1), r.code, r.page, r.section]), [0, 2], [["▮", C.fill, D.names.E], ["▮", C.accent, D.names.I]]);
}
function domains(x) {
  const parts = [[W.explicit, 2, C.fill], [W.implicit, 3, C.accent], [W.neither, 4, C.light]], values = [], name = row => D.names[row[0]] || row[0];
  for (const row of x.domains) parts.forEach(([part, at], order) => values.push({domain: name(row), part, order, n: row[at], tip: name(row) + ", " + part.toLowerCase() + ": " + row[at]}));
  return figure("beleidsvelden", W.domains_about, () => ({height: {step: 22}, data: {values}, mark: {type: "bar", height: 14},
    encoding: {y: {field: "domain", type: "nominal", sort: x.domains.map(name), title: null, axis: {domain: false, ticks: false}}, x: {field: "n", type: "quantitative", title: W.goals, axis: {tickMinStep: 1, format: "d", tickCount: 6}},
      order: {field: "order"}, tooltip: {field: "tip"}, color: {field: "part", type: "nominal", legend: null, scale: {domain: parts.map(p => p[0]), range: parts.map(p => p[2])}}}}),
    [W.domain, W.goals, W.explicit, W.implicit, W.neither], x.domains.map(r => [name(r), ...r.slice(1)]), [1, 2, 3, 4], parts.map(p => [null, p[2], p[0]]));
}
function raises(d, x) {
  const [level, steps] = x.next, without = D.groups.flatMap(g => g.themes).filter(t => x.themes[t.code][0] < 2).map(t => t.name);
  return [level ? [el("p", {class: "read"}, fill(steps.some(s => s[2] !== null) ? W.raise_about : W.raise_none, {level, cut: num(D.cuts.find(c => c[0] === level)[1])})),
    el("div", {class: "scroll", tabindex: 0, role: "region", "aria-label": W.raise}, tableOf([W.indicator, W.now, W.needed], steps.map(s => [s[0], num(s[1], 2), s[2] === null ? W.alone_not : num(s[2], 2)]), [1, 2]))] : el("p", {}, W.raise_top),
    without.length ? el("p", {class: "read"}, el("b", {}, W.raise_themes), " " + without.join(" · ")) : null].flat();
}
function howSure(d) {
  const share = key => fill(W.sure_share, {name: W[key].toLowerCase(), share: pct(d["share_" + key]), low: pct(d["share_" + key + "_low"]), high: pct(d["share_" + key + "_high"])});
  return [el("p", {class: "read"}, fill(W.sure_text, {low: num(d.score_low), high: num(d.score_high), border: levels(d.border)})),
    d.goals ? el("p", {class: "read"}, share("explicit") + " " + share("implicit")) : null,
    d.percentile === null ? null : el("p", {class: "read", "data-field": "percentile"}, fill(W.percentile_text, {p: num(d.percentile)}))];
}
async function showDocument(id) {
  const d = D.documents.find(row => row.document_id === id && !row.duplicate_of), x = await detail(id), many = D.documents.length > 1;
  x.pages = d.pages; x.id = id;
  const article = el("article", {id: "d" + id});
  if (many) article.append(el("p", {}, el("a", {href: "#documents"}, "← " + W.back)), el("h2", {id: "h-doc"}, bdi(nameOf(d))));
  article.append(el("p", {class: "meta"}, bdi([d.organisation, d.kind, d.year, d.words + " " + W.words, W.up_to_date + ": " + W[d.actueel]].filter(Boolean).join(" · ")), many && d.rank ? [el("br"), fill(d.rank_low === d.rank_high ? W.rank_one : W.rank_text, {rank: d.rank, low: d.rank_low, high: d.rank_high, n: scored.length})] : null, d.notes ? [el("br"), W.notes + ": ", bdi(d.notes)] : null), hero(d));
  x.reader = reader(d, x);
  article.append(section("themes", W.themes, matrix(x)), section("strip", W.in_text, strip(x)), section("domains", W.by_domain, domains(x)),
    section("chances", W.chances, el("p", {class: "soft read"}, W.chances_about), x.chances.length ? quotes(x, x.chances) : el("p", {}, W.no_chances)),
    section("raise", W.raise, raises(d, x)), section("indicators", W.indicators_title, el("p", {class: "soft read"}, W.indicators_about), indicatorBars(d)), section("sure", W.sure, howSure(d)),
    section("reader", W.reader, x.reader.node));
  $("document").replaceChildren(article);
}
