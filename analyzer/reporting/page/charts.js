/* Charts: Vega-Lite, its expressions interpreted (no eval), the bundle unpacked when the first chart is wanted. */
const C = {fill: "#0b6478", mid: "#7fb3c0", light: "#c3d7dd", accent: "#a8430c", ink: "#16242c", soft: "#52626b", line: "#dbe3e7"};
let library = null;
function charts() {
  library = library || inflate("charts").then(code => { document.head.append(el("script", {}, code)); });
  return library;
}
const CONFIG = {font: "Segoe UI, system-ui, Helvetica Neue, Arial, sans-serif", view: {stroke: null}, background: null,
  axis: {labelColor: C.soft, titleColor: C.soft, titleFontWeight: 400, gridColor: C.line, domainColor: C.line, tickColor: C.line, labelFontSize: 12, titleFontSize: 12, labelLimit: 260, labelOverlap: "greedy", labelSeparation: 8},
  legend: {labelColor: C.ink, titleColor: C.soft, labelFontSize: 12, orient: "top", title: null}, numberFormat: ",.3~g"};
/* Vega-Lite tells of every default it picks; errors are thrown, so nothing is lost. */
const QUIET = {level() { return this; }, error(...words) { console.error(...words); return this; }, warn() { return this; }, info() { return this; }, debug() { return this; }};
function legend(entries) {
  return el("ul", {class: "legend"}, entries.map(([mark, color, text]) => el("li", {}, mark ? el("span", {"aria-hidden": "true", style: "color:" + color}, mark) : el("i", {style: "background:" + color}), " " + text)));
}
/* A chart with its text alternative, legend, numbers as a table and their download; drawn again when its width changes. */
function figure(name, caption, spec, heads, rows, numeric, entries) {
  const plot = el("div", {class: "plot"});
  const node = el("figure", {id: "figure-" + name}, entries ? legend(entries) : null, plot, el("figcaption", {class: "soft"}, caption), folded(W.data, name, heads, rows, numeric));
  let view = null, drawn = 0, later = 0;
  const draw = async () => {
    const room = plot.clientWidth;
    if (!room || Math.abs(room - drawn) < 8) return;
    drawn = room;
    await charts();
    const width = Math.max(240, room - 10), locale = D.lang === "nl" ? {number: {decimal: ",", thousands: ".", grouping: [3], currency: ["€", ""]}} : undefined;
    const full = {config: {...CONFIG, locale}, autosize: {type: "fit-x", contains: "padding"}, width, ...spec(width)};
    if (view) view.finalize();
    view = new vega.View(vega.parse(vegaLite.compile(full, {logger: QUIET}).spec, null, {ast: true}), {expr: vega.expressionInterpreter, renderer: "svg"});
    view.initialize(plot); await view.runAsync();
    const svg = plot.querySelector("svg");
    svg.setAttribute("role", "img"); svg.setAttribute("aria-label", caption);
    for (const part of svg.querySelectorAll("[aria-roledescription],[aria-label]")) for (const what of ["aria-roledescription", "role", "aria-label"]) part.removeAttribute(what);
  };
  new ResizeObserver(() => { clearTimeout(later); if (drawn) later = setTimeout(draw, 150); else draw(); }).observe(plot);
  return node;
}
