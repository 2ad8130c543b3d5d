/* A long list comes without what is the same in all its lines. They get it before they are seen, in
   room that is kept for it. */
{
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
    if (link) link.hash = line.id;
    line.append(added);
  };

  const nearing = new IntersectionObserver(
    (pieces) => {
      for (const { isIntersecting, target } of pieces) {
        const template = target.parentNode?.querySelector("template");
        if (isIntersecting && template?.content.firstChild)
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
  document.addEventListener("refctx:shown", observe);
}
