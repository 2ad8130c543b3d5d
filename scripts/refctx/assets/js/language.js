/* A language switch keeps page, query and anchor. The theme's header outlives instant navigation,
   so the address is made at the click, from the roots that the first page names. */
/* On the page of an address that does not exist the base is "/", elsewhere it has no slash. */
const root = config.base && new URL(config.base.replace(/\/?$/, "/"), location.href).href;
const roots = new Map();
for (const link of document.querySelectorAll("link[rel=alternate][hreflang]")) roots.set(link.hreflang, link.href);

on(
  "click",
  "a[hreflang]",
  (link, event) => {
    const to = roots.get(link.hreflang);
    if (!to || !location.href.startsWith(root)) return;
    link.href = new URL(location.href.slice(root.length), to);
    /* The theme would leave out a query, if the sitemap of the other language came before its own. */
    event.stopPropagation();
  },
  true,
);
