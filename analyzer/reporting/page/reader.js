/* Corrections: kept in this browser where it lets us, in memory otherwise. */
const KEY = "gdogh-corrections";
let kept = {}, volatile = false;
try { kept = JSON.parse(localStorage.getItem(KEY) || "{}"); } catch (error) { volatile = true; }
if (typeof kept !== "object" || kept === null || Array.isArray(kept)) kept = {};
function keep() { try { localStorage.setItem(KEY, JSON.stringify(kept)); } catch (error) { volatile = true; } }
const FIELDS = ["document_id", "unit_id", "action", "statement", "digital", "themes", "domain"];
const here = () => Object.values(kept).filter(c => D.documents.some(d => d.document_id === c.document_id));
function saveCorrections(kind) {
  const rows = here();
  if (kind === "csv") save("correcties.csv", "text/csv", csv(FIELDS, rows.map(c => FIELDS.map(f => f === "themes" ? c.themes.join(";") : c[f]))));
  else save("correcties.jsonl", "application/x-ndjson", rows.map(c => JSON.stringify(c)).join("\n") + "\n");
}
/* The coder gives its reasons in Dutch. */
function reasonOf(text) {
  const start = D.reasons[0].find(([dutch]) => text.startsWith(dutch)), known = D.reasons[1][text];
  if (D.lang === "nl") return text;
  return start ? [start[1], el("bdi", {lang: "nl"}, text.slice(start[0].length))] : known || el("bdi", {lang: "nl"}, text);
}
function reader(d, x) {
  const text = el("div", {class: "text", id: "text", role: "group", "aria-label": W.reader}), panel = el("aside", {class: "panel", "aria-label": W.correct});
  const status = el("p", {role: "status", class: "soft"}), spans = [], order = x.units.map((_, i) => i);
  const choice = el("select", {id: "reader-filter"}, [["coded", W.all_digital], ["goals", W.only_goals], ["all", W.all_units]].map(([v, t]) => el("option", {value: v}, t)),
    D.groups.map(g => el("optgroup", {label: g.name}, g.themes.map(t => el("option", {value: t.code}, t.name)))));
  let now = -1;
  const codeOf = i => { const u = x.units[i], c = kept[u[0]]; return c ? c : {statement: u[6], digital: u[8], themes: u[10].map(t => t[0]), domain: u[11]}; };
  const marked = i => {
    const c = codeOf(i), f = choice.value, goal = c.statement !== "O";
    if (f === "all") return true;
    if (f === "goals") return goal && c.digital !== "G";
    if (f === "coded") return c.digital !== "G" || c.themes.length > 0;
    return c.themes.includes(f);
  };
  function dress(i) {
    const c = codeOf(i);
    spans[i].className = "u " + c.digital + (marked(i) ? " on" : "") + (kept[x.units[i][0]] ? " fixed" : "") + (i === now ? " now" : "");
  }
  function dressAll() { order.forEach(dress); const first = order.find(marked) ?? 0; if (now < 0 || !marked(now)) spans.forEach((s, i) => { s.tabIndex = i === first ? 0 : -1; }); }
  function count() { const n = here().length; status.textContent = (n === 1 ? W.corrections_one : n ? fill(W.corrections_n, {n}) : W.corrections_none) + (volatile ? " " + W.volatile : ""); }
  function show(i) {
    const u = x.units[i], c = codeOf(i), selects = {};
    const pick = (name, codes) => selects[name] = el("select", {id: "c-" + name}, codes.map(code => el("option", {value: code, selected: code === c[name]}, D.names[code])));
    const boxes = D.groups.flatMap(g => g.themes).map(t => el("label", {}, el("input", {type: "checkbox", value: t.code, checked: c.themes.includes(t.code)}), t.name));
    const domainCodes = D.domains;
    panel.replaceChildren(el("h3", {}, bdi(whereIs(x, u) || W.sentence || "")), el("dl", {},
      el("dt", {}, W.statement), el("dd", {"data-code": "statement"}, D.names[u[6]] + " (" + W.chance + " " + num(u[7], 2) + ")"),
      el("dt", {}, W.digital), el("dd", {"data-code": "digital"}, D.names[u[8]] + " (" + W.chance + " " + num(u[9], 2) + ")" + (u[12] ? ", " + W.negated : "")),
      u[10].length ? [el("dt", {}, W.themes), el("dd", {}, u[10].map(t => el("div", {}, themeName(t[0]) + " (" + num(t[1], 2) + ")")))] : null,
      el("dt", {}, W.domain), el("dd", {}, D.names[u[11]])),
      el("b", {}, W.why), u[13].length ? el("ul", {}, u[13].map(e => el("li", {}, (D.names[e[0]] || e[0]) + ": ", e[1] ? bdi("“" + e[1] + "” ") : null, e[2] ? reasonOf(e[2]) : null))) : el("p", {class: "soft"}, W.why_none),
      el("div", {class: "row"}, el("button", {class: "btn main", type: "button", id: "accept", onclick: () => set(i, "accept", codeOf(i))}, W.accept),
        el("button", {class: "btn", type: "button", id: "undo", onclick: () => { delete kept[u[0]]; keep(); dress(i); show(i); count(); }}, W.undo)),
      el("details", {}, el("summary", {}, W.correct), el("div", {class: "row"},
        el("label", {class: "field", for: "c-statement"}, W.statement, pick("statement", ["M", "A", "O"])), el("label", {class: "field", for: "c-digital"}, W.digital, pick("digital", ["E", "I", "G"])),
        el("label", {class: "field", for: "c-domain"}, W.domain, pick("domain", domainCodes))), el("div", {class: "picks", role: "group", "aria-label": W.themes}, boxes),
        el("div", {class: "row"}, el("button", {class: "btn main", type: "button", id: "change", onclick: () => {
          let digital = selects.digital.value; const statement = selects.statement.value;
          if (digital === "I" && statement === "O") digital = "G";
          const dagger = new Set(D.groups.flatMap(g => g.themes).filter(t => t.dagger).map(t => t.code));
          const themes = boxes.map(b => b.querySelector("input")).filter(b => b.checked && (digital !== "G" || !dagger.has(b.value))).map(b => b.value);
          set(i, "change", {statement, digital, themes, domain: selects.domain.value});
        }}, W.save))));
  }
  function set(i, action, c) {
    const id = x.units[i][0];
    if (action === "accept" && kept[id]) action = kept[id].action;
    kept[id] = {document_id: d.document_id, unit_id: id, action, statement: c.statement, digital: c.digital, themes: c.themes, domain: c.domain};
    keep(); dress(i); show(i); count();
  }
  function go(i, move) {
    const before = now; now = i;
    if (before >= 0) { dress(before); }
    spans.forEach((s, k) => { s.tabIndex = k === i ? 0 : -1; });
    dress(i); show(i);
    if (move) { $("reader").scrollIntoView(); spans[i].scrollIntoView({block: "center"}); spans[i].focus({preventScroll: true}); }
  }
  function onkey(event) {
    const step = {ArrowDown: 1, ArrowRight: 1, ArrowUp: -1, ArrowLeft: -1}[event.key];
    if (!step) return;
    event.preventDefault();
    for (let i = now + step; i >= 0 && i < spans.length; i += step) if (marked(i)) { go(i); spans[i].focus(); spans[i].scrollIntoView({block: "nearest"}); return; }
  }
  const known = new Set(x.sections.flat());
  function plain(piece) { for (const line of piece.split(/(\n)/)) text.append(line.trim() && known.has(line.trim()) ? el("strong", {}, line) : line); }
  let at = 0;
  x.units.forEach((u, i) => {
    const span = spans[i] = el("span", {class: "u", role: "button", tabindex: -1, "data-unit": u[0], onclick: () => go(i), onfocus: () => { if (now !== i) go(i); }, onmouseenter: () => { if (!panel.querySelector("details[open]")) show(i); },
      onkeydown: event => { if (event.key === "Enter" || event.key === " ") { event.preventDefault(); go(i); (panel.querySelector("#accept") || panel).focus(); } }}, bdi(unitText(x, u)));
    if (x.text !== null) { plain(x.text.slice(at, u[3])); at = u[4]; text.append(span); }
    else text.append(el("p", {}, span));
  });
  if (x.text !== null) plain(x.text.slice(at));
  text.addEventListener("keydown", onkey);
  text.addEventListener("mouseleave", () => { if (now >= 0 && !panel.querySelector("details[open]")) show(now); });
  choice.addEventListener("change", dressAll);
  panel.append(el("p", {class: "soft"}, W.pick));
  dressAll(); count();
  const node = el("div", {}, el("p", {class: "soft read"}, x.text === null ? [W.reader_part, D.texts_beside ? [" ", el("a", {href: "texts/" + d.document_id + ".txt"}, W.whole_text)] : null] : W.reader_about),
    el("div", {class: "row"}, el("label", {class: "field", for: "reader-filter"}, W.filter, choice)),
    el("ul", {class: "legend"}, [["E", D.names.E], ["I", D.names.I], ["", W.theme_only]].map(([code, name]) => el("li", {}, el("span", {class: "sample " + code}, "abc"), " " + name))), el("div", {class: "reader"}, text, panel),
    el("div", {id: "corrections"}, el("h3", {}, W.corrections), status, el("p", {class: "soft"}, W.corrections_about),
    el("div", {class: "row"}, el("button", {class: "btn", type: "button", id: "corrections-csv", onclick: () => saveCorrections("csv")}, W.csv), el("button", {class: "btn", type: "button", id: "corrections-jsonl", onclick: () => saveCorrections("jsonl")}, W.jsonl))));
  return {node, go};
}
