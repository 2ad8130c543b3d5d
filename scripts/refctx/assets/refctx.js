/* refctx in the browser. The site reads without it. */
(() => {
  "use strict";

  const decode = (hash) => {
    try {
      return decodeURIComponent(hash.slice(1));
    } catch {
      return hash.slice(1);
    }
  };

  /* A page with a map of the site's anchors sends on the fragments it does not hold. */
  const forward = () => {
    const map = document.getElementById("refctx-forward");
    const anchor = decode(location.hash);
    if (!map || !anchor || document.getElementById(anchor)) return;
    for (const [page, anchors] of Object.entries(JSON.parse(map.textContent)))
      if (anchors.includes(anchor)) return location.replace(new URL(page + location.hash, location.href));
  };

  /* :target is lost after Back and after instant navigation, so a class marks the place too. */
  const mark = (target) => {
    for (const old of document.querySelectorAll(".refctx-target")) old.classList.remove("refctx-target");
    if (target && target.matches(".refctx-citation, .refctx-entry")) target.classList.add("refctx-target");
  };

  /* Material restores an old scroll position when a link is clicked within 100 ms of scrolling.
     After a click the anchor is what is wanted; after Back the old position is. */
  let clicked = false;

  const arrive = () => {
    forward();
    const target = location.hash && document.getElementById(decode(location.hash));
    mark(target);
    if (!target) return;
    if (clicked) target.scrollIntoView();
    clicked = false;
  };

  /* A language switch keeps page and anchor. The theme's header outlives instant navigation, so
     the address is made at the click, from the roots that the first page names. */
  const root = (() => {
    const config = document.getElementById("__config");
    return config && new URL(JSON.parse(config.textContent).base + "/", location.href).href;
  })();
  const roots = new Map();
  for (const link of document.querySelectorAll("link[rel=alternate][hreflang]")) roots.set(link.hreflang, link.href);
  document.addEventListener(
    "click",
    (event) => {
      const link = event.target instanceof Element && event.target.closest("a[href]");
      clicked = Boolean(link && link.hash);
      if (!link || !root || !roots.has(link.hreflang) || !location.href.startsWith(root)) return;
      link.href = new URL(location.href.slice(root.length), roots.get(link.hreflang));
    },
    true,
  );

  addEventListener("hashchange", arrive);
  /* The theme notes a scroll position in every place that is left, so only Back and Forward bring
     one along; following a fragment is a popstate without. */
  addEventListener("popstate", (event) => {
    if (event.state) clicked = false;
    setTimeout(arrive);
  });
  if (typeof document$ === "undefined") arrive();
  else document$.subscribe(() => setTimeout(arrive));
})();
