/* Charts: Vega-Lite, its expressions interpreted (no eval), the bundle unpacked when the first chart is wanted. */
const C = {fill: "#0b6478", mid: "#7fb3c0", light: "#cfe3e8", accent: "#a8430c", ink: "#16242c", soft: "#52626b", line: "#dbe3e7"};
let library = null;
function charts() {
  library = library || inflate("charts").then(code => { document.head.append(el("script", {}, code)); });
  return library;
}
const CONFIG = {font: "Segoe UI, system-ui, Helvetica Neue, Arial, sans-serif", view: {stroke: null}, background: null,
  axis: {labelColor: C.soft, titleColor: C.soft, titleFontWeight: 400, gridColor: C.line, domainColor: C.line, tickColor: C.line, labelFontSize: 12, titleFontSize: 12, labelLimit: 260},
  legend: {labelColor: C.ink, titleColor: C.soft, labelFontSize: 12, orient: "top", title: null}, numberFormat: ",.3~g"};
/* Vega-Lite tells of every default it picks; errors are thrown, so nothing is lost. */
const QUIET = {level() { return this; }, error(...words) { console.error(...words); return this; }, warn() { return this; }, info() { return this; }, debug() { return this; }};
function figure(name, caption, spec, heads, rows, numeric) {
  const plot = el("div", {class: "plot"});
  const node = el("figure", {}, plot, el("figcaption", {class: "soft"}, caption),
    el("details", {}, el("summary", {}, W.data), el("div", {class: "scroll tall", tabindex: 0, role: "region", "aria-label": W.data}, tableOf(heads, rows, numeric)),
      el("button", {class: "btn", type: "button", onclick: () => save(name + ".csv", "text/csv", csv(heads, rows))}, W.csv)));
  const draw = async () => {
    await charts();
    const width = Math.max(240, plot.clientWidth - 10);
    const full = {config: {...CONFIG, locale: D.lang === "nl" ? {number: {decimal: ",", thousands: ".", grouping: [3], currency: ["€", ""]}} : undefined}, autosize: {type: "fit-x", contains: "padding"}, width, ...spec(width)};
    const view = new vega.View(vega.parse(vegaLite.compile(full, {logger: QUIET}).spec, null, {ast: true}), {expr: vega.expressionInterpreter, renderer: "svg"});
    view.initialize(plot); await view.runAsync();
    const svg = plot.querySelector("svg");
    svg.setAttribute("role", "img"); svg.setAttribute("aria-label", caption);
    for (const part of svg.querySelectorAll("[aria-roledescription],[aria-label]")) { part.removeAttribute("aria-roledescription"); part.removeAttribute("role"); part.removeAttribute("aria-label"); }
  };
  node.drawn = new Promise((done, fail) => { node.start = () => draw().then(done, fail); });
  requestAnimationFrame(() => node.start());
  return node;
}
