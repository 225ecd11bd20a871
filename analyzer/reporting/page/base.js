const D = JSON.parse(document.getElementById("data").textContent), W = D.words;
const $ = id => document.getElementById(id);
/* Every text of a document goes through a text node or an attribute that cannot run: never through HTML. */
function el(tag, props, ...kids) {
  const node = document.createElement(tag);
  for (const [key, value] of Object.entries(props || {})) {
    if (value === null || value === undefined || value === false) continue;
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else node.setAttribute(key, value === true ? "" : value);
  }
  for (const kid of kids.flat(Infinity)) if (kid !== null && kid !== undefined) node.append(kid);
  return node;
}
const bdi = text => el("bdi", {}, String(text));
const fill = (text, values) => text.replace(/\{(\w+)\}/g, (_, key) => values[key]);
const comma = text => D.lang === "nl" ? text.replace(".", ",") : text;
const num = (x, places = 0) => x === null || x === undefined ? "–" : comma(Number(x).toFixed(places));
const whole = n => n < 10000 ? String(n) : n.toLocaleString(D.lang);
const pct = x => x === null || x === undefined ? "–" : comma((100 * x).toFixed(1)) + "%";
const levels = text => D.lang === "nl" ? text : text.replace(" tot ", " to ");
const nameOf = d => d.title || d.path;
const scored = D.documents.filter(d => d.status === "ok" && !d.duplicate_of);
async function inflate(id) {
  const bytes = Uint8Array.from(atob($(id).textContent.trim()), c => c.charCodeAt(0));
  return new Response(new Blob([bytes]).stream().pipeThrough(new DecompressionStream("gzip"))).text();
}
function save(name, type, text) {
  const url = URL.createObjectURL(new Blob([text], {type: type + ";charset=utf-8"}));
  const link = el("a", {href: url, download: name});
  document.body.append(link); link.click(); link.remove();
  setTimeout(() => URL.revokeObjectURL(url), 1000);
}
/* RFC 4180; a cell that a spreadsheet would run as a formula gets an apostrophe, as in the tables of the folder. */
function cell(value) {
  let text = value === null || value === undefined ? "" : String(value);
  if (/^(?:[=@\t\r\n]|[+-](?!\d+(?:[.,]\d+)?$))/.test(text)) text = "'" + text;
  return /[",\r\n]/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
}
const csv = (heads, rows) => [heads, ...rows].map(row => row.map(cell).join(",")).join("\r\n") + "\r\n";
function tableOf(heads, rows, numeric = []) {
  return el("table", {class: "small"},
    el("thead", {}, el("tr", {}, heads.map((h, i) => el("th", {scope: "col", class: numeric.includes(i) ? "n" : null}, h)))),
    el("tbody", {}, rows.map(row => el("tr", {}, row.map((v, i) => el("td", {class: numeric.includes(i) ? "n" : null}, bdi(v ?? "–")))))));
}
function section(id, title, ...kids) {
  return el("section", {id, "aria-labelledby": "h-" + id, "data-nav": W["nav_" + id]}, el("h2", {id: "h-" + id}, title), ...kids);
}
const LEVELS = [0, 1, 2, 3, 4];
const levelLegend = () => el("ul", {class: "legend"}, LEVELS.map(l => el("li", {}, el("i", {class: "l" + l}), l + " " + W["level" + l])));
/* A table behind a summary, with its download. */
function folded(title, name, heads, rows, numeric) {
  return el("details", {}, el("summary", {}, title), el("div", {class: "scroll tall", tabindex: 0, role: "region", "aria-label": title}, tableOf(heads, rows, numeric)),
    el("button", {class: "btn", type: "button", onclick: () => save(name + ".csv", "text/csv", csv(heads, rows))}, W.csv));
}
function jump(node) {
  node.scrollIntoView();
  const head = node.querySelector("h2");
  head.tabIndex = -1; head.focus({preventScroll: true});
}
function menu() {
  $("nav").replaceChildren(...[...document.querySelectorAll("main section[id]")].filter(s => !s.closest("[hidden]")).map(s =>
    el("a", {href: "#" + s.id, onclick: event => { event.preventDefault(); jump(s); }}, s.dataset.nav || s.querySelector("h2").textContent)));
}
