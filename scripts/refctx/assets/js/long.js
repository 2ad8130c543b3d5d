/* A long list comes without what is the same in all its lines. They get it before they are seen, in
   room that is kept for it. */
{
  /* Instant navigation takes a page in one piece, and a reader waits for a long one: there the browser
     goes itself. The page itself comes without it. */
  const longPages = LONG_PAGES.map((page) => new URL(page, root || location).pathname);
  if (instant)
    on("click", "a[href]", (link, event) => longPages.includes(link.pathname) && event.stopPropagation(), true);

  const completed = new WeakSet();

  /* What its buttons call a line: as its reference begins. */
  const nameOf = (line) => {
    const text = (part("reference", line) || line).textContent.trim();
    return text.length > 80 ? text.slice(0, 80).replace(/\s+\S*$/, "") + " …" : text;
  };

  const complete = (line, template) => {
    completed.add(line);
    const added = document.createElement("span");
    added.className = "refctx-added";
    added.append(document.importNode(template.content, true));
    for (const one of added.querySelectorAll("[aria-label]"))
      one.ariaLabel = one.ariaLabel.replace("{name}", () => nameOf(line));
    const link = part("permalink", added);
    if (link) link.href = `#${encodeURIComponent(line.id)}`;
    line.append(added);
  };

  const nearing = new IntersectionObserver(
    (pieces) => {
      for (const { isIntersecting, target } of pieces) {
        const template = target.parentNode?.querySelector("template");
        if (isIntersecting && template)
          for (const line of target.children) if (line.id && !completed.has(line)) complete(line, template);
      }
    },
    { rootMargin: "200%" },
  );

  /* After a change of order each piece has other lines. */
  const observe = () => {
    nearing.disconnect();
    for (const piece of document.querySelectorAll(".refctx-piece")) nearing.observe(piece);
  };
  onPage(observe);
  document.addEventListener("refctx:sorted", observe);

  /* A position in pixels is none as long as what is above has no size, so the history notes the line at
     the top of the window. */
  const first = (all) => [...all].find((one) => one.getBoundingClientRect().bottom > 0);
  const note = () => {
    const line = first(first(document.querySelectorAll(".refctx-piece"))?.children || []);
    if (line) history.replaceState({ ...history.state, refctx: [line.id, line.getBoundingClientRect().top] }, "");
  };

  const restore = (state) => {
    const [id, top] = state?.refctx || [];
    const line = document.getElementById(id);
    if (line && !line.closest("[hidden]")) hold(line, () => scrollBy(0, line.getBoundingClientRect().top - top));
  };

  if (part("piece")) {
    const { state } = history;
    history.scrollRestoration = "manual";
    if (!landing) {
      restore(state);
      document.addEventListener("refctx:shown", () => restore(state), { once: true });
    }
    let timer;
    addEventListener("scroll", () => {
      clearTimeout(timer);
      timer = setTimeout(note, 150);
    });
    addEventListener("pagehide", note);
    addEventListener("popstate", (event) => restore(event.state));
  }
}
