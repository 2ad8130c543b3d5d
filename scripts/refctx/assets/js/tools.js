/* The reference list as a tool: filter, facets, order. Its state is the query of the address, so
   that a filtered list can be sent and is there again after Back. */
{
  const LETTERS = { ł: "l", ø: "o", đ: "d", ß: "ss", æ: "ae", œ: "oe", ı: "i" };
  const fold = (text) =>
    text
      .toLowerCase()
      .normalize("NFD")
      .replace(/[łøđßæœı]/g, (letter) => LETTERS[letter])
      .replace(/[^\p{L}\p{N}\s]/gu, "");

  /* Of the page that is shown. */
  let form, list, path, facts, lines, groups, controls, field, reset, order, timer;

  const find = () => {
    const found = document.querySelector(".refctx-list .refctx-tools");
    if (found === form) return;
    form = found;
    if (!form) return;
    list = form.closest(".refctx-list");
    path = location.pathname;
    facts = JSON.parse(form.dataset.facts);
    lines = [...list.querySelectorAll(".refctx-entry")].map((line, place) => ({ line, place }));
    groups = list.querySelectorAll("ol");
    controls = [...form.elements].filter((control) => control.name);
    field = form.elements.find;
    reset = form.querySelector("[type=reset]");
    /* With a query the lines are put in anew, so that nothing is seen to move. */
    order = location.search || form.elements.sort.value;
  };

  const valueOf = (control) =>
    control.type === "checkbox" ? control.checked && control.value : control.selectedIndex === 0 ? "" : control.value.trim();

  const setTo = (control, value) => {
    if (control.type === "checkbox") control.checked = control.value === value;
    else control.value = value;
    if (!(control.selectedIndex < 0)) return;
    /* Authors of one work are no options until an address asks for them. */
    if (facts.facets[control.name]?.flat().includes(value)) control.add(new Option(value, value, false, true));
    else control.selectedIndex = 0;
  };

  const textOf = (one) => {
    const reference = one.line.querySelector(".refctx-reference") || one.line;
    return fold(`${reference.textContent} ${one.line.id.slice(4)} `) + facts.also[one.place];
  };

  /* Lines of one number stay in the order of the list. */
  const sort = () => {
    if (order === form.elements.sort.value) return;
    order = form.elements.sort.value;
    const ranks = facts.orders[order] || [];
    const sorted = [...lines].sort((a, b) => ranks[a.place] - ranks[b.place] || a.place - b.place);
    for (const group of groups) group.append(...sorted.map((one) => one.line).filter((line) => line.parentNode === group));
  };

  const show = () => {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const chosen = controls.filter((control) => facts.facets[control.name] && valueOf(control));
    let count = 0;
    for (const one of lines) {
      if (words.length) one.text ??= textOf(one);
      const fits =
        words.every((word) => one.text.includes(word)) &&
        chosen.every((control) => facts.facets[control.name][one.place].includes(valueOf(control)));
      one.line.hidden = !fits;
      count += fits;
    }
    for (const group of groups) {
      const title = group.previousElementSibling;
      group.hidden = !group.querySelector(".refctx-entry:not([hidden])");
      if (title?.matches(".refctx-list-title")) title.hidden = group.hidden;
    }
    sort();
    const output = form.querySelector("output");
    output.value =
      count < lines.length
        ? output.dataset.some.replace("{count}", count.toLocaleString(document.documentElement.lang))
        : output.defaultValue;
    part("nothing", list).hidden = count > 0;
    reset.disabled = !controls.some(valueOf);
    list.dispatchEvent(new CustomEvent("refctx:shown", { bubbles: true }));
  };

  /* What others put into the query stays, and so does what the theme notes in the history. */
  const note = () => {
    clearTimeout(timer);
    if (location.pathname !== path) return;
    const url = new URL(location);
    for (const control of controls) {
      const value = valueOf(control);
      if (value) url.searchParams.set(control.name, value);
      else url.searchParams.delete(control.name);
    }
    url.search = url.search.replace(/%2F/g, "/");
    history.replaceState(history.state, "", url);
  };

  const change = () => {
    show();
    note();
  };

  const changeSoon = () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(note, 300);
  };

  /* The address has the word; but an entry that it names is shown whatever else it says. */
  const obey = () => {
    find();
    if (!form || location.pathname !== path) return;
    const query = new URLSearchParams(location.search);
    for (const control of controls) setTo(control, query.get(control.name) || "");
    show();
    const target = location.hash && document.getElementById(decode(location.hash));
    if (!target || !list.contains(target) || !target.closest("[hidden]")) return;
    for (const control of controls) if (control.name !== "sort") setTo(control, "");
    change();
    target.scrollIntoView();
  };

  on("input", ".refctx-tools", (_, event) => event.isComposing || changeSoon());
  on("compositionend", ".refctx-tools", changeSoon);
  on("change", ".refctx-tools", change);
  on("submit", ".refctx-tools", (_, event) => event.preventDefault());
  on("keydown", ".refctx-find", (_, event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    field.value = "";
    change();
  });
  /* The button is of no use now, so the keyboard goes on from the field. */
  on("reset", ".refctx-tools", () => {
    if (reset.matches(":focus-visible")) field.focus();
    setTimeout(change);
  });
  /* A link to this page with another query only changes what is shown; the theme would go back. */
  on(
    "click",
    "a[href*='?']",
    (link, event) => {
      const url = new URL(link.getAttribute("href"), location);
      if (!form || url.origin + url.pathname !== location.origin + path || url.search === location.search) return;
      if (event.ctrlKey || event.metaKey || event.shiftKey) return;
      event.preventDefault();
      event.stopPropagation();
      history.pushState(null, "", url);
      obey();
      form.scrollIntoView();
    },
    true,
  );
  addEventListener("popstate", obey);
  addEventListener("hashchange", obey);
  obey();
  /* The theme has put the page back to where it was left; hiding lines may have moved it. */
  if (typeof document$ !== "undefined")
    document$.subscribe(() => {
      const top = scrollY;
      obey();
      if (history.state) scrollTo(0, top);
    });
}
