async function route() {
  const id = /^#d([0-9a-f]{16})$/.exec(location.hash)?.[1], many = D.documents.length > 1, one = id && scored.some(d => d.document_id === id) ? id : null;
  $("overview").hidden = Boolean(many && one);
  document.querySelector("h1").hidden = Boolean(many && one);
  if (many && !one) $("document").replaceChildren();
  if (one) { await showDocument(one); if (many) { const h = $("h-doc"); h.tabIndex = -1; scrollTo(0, 0); h.focus({preventScroll: true}); } }
  else if (!many && scored.length) await showDocument(scored[0].document_id);
  menu();
  document.documentElement.dataset.ready = "yes";
}
if (D.documents.length > 1) startOverview();
addEventListener("hashchange", route);
/* What is folded is unfolded on paper, but for the numbers behind charts. */
addEventListener("beforeprint", () => { for (const d of document.querySelectorAll("details")) if (!d.closest("figure")) d.open = true; });
route();
