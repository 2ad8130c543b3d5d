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

  /* A long list is worked through in slices of so many milliseconds, and the page answers between. */
  const SLICE = 8;

  /* Of the page that is shown. */
  let form, list, path, facts, lines, groups, controls, field, reset, order, timer, running;

  const find = () => {
    const found = document.querySelector(".refctx-list .refctx-tools");
    if (found === form) return;
    form = found;
    if (!form) return;
    list = form.closest(".refctx-list");
    path = location.pathname;
    facts = form.dataset.facts && JSON.parse(form.dataset.facts);
    lines = null;
    controls = [...form.elements].filter((control) => control.name);
    field = form.elements.find;
    reset = form.querySelector("[type=reset]");
    /* With a query the lines are put in anew, so that nothing is seen to move. */
    order = (facts && location.search) || form.elements.sort.value;
  };

  /* A group is one `ol`, or in a long list a row of them, with the same number of lines each. */
  const findLines = () => {
    groups = [];
    for (const piece of list.querySelectorAll("ol")) {
      const before = piece.previousElementSibling;
      if (before?.localName !== "ol") groups.push({ title: before, pieces: [], size: piece.children.length });
      groups.at(-1).pieces.push(piece);
    }
    const homes = new Map(groups.flatMap((group) => group.pieces.map((piece) => [piece, group])));
    lines = [...list.querySelectorAll(".refctx-entry")].map((line, place) => ({
      line,
      place,
      group: homes.get(line.parentNode),
    }));
  };

  /* The newest job has the word. */
  const run = (job, then) => {
    running = job;
    const go = () => {
      const until = performance.now() + SLICE;
      while (job === running) {
        if (job.next().done) return then?.();
        if (form.dataset.source && performance.now() > until)
          return globalThis.scheduler?.yield ? scheduler.yield().then(go) : setTimeout(go);
      }
    };
    go();
  };

  const valueOf = (control) =>
    control.type === "checkbox" ? control.checked && control.value : control.selectedIndex === 0 ? "" : control.value.trim();

  const setTo = (control, value) => {
    if (control.type === "checkbox") control.checked = control.value === value;
    else control.value = value;
    if (!(control.selectedIndex < 0)) return;
    /* Authors of one work are no options until an address asks for them. */
    if (facts?.facets[control.name]?.flat().includes(value)) control.add(new Option(value, value, false, true));
    else control.selectedIndex = 0;
  };

  const textOf = (one) => {
    const reference = one.line.querySelector(".refctx-reference") || one.line;
    return fold(`${reference.textContent} ${one.line.id.slice(4)} `) + (facts.also[one.place] ?? "");
  };

  /* Lines of one number stay in the order of the list. */
  const sort = function* () {
    const wanted = form.elements.sort.value;
    if (order === wanted) return;
    order = null;
    const ranks = facts.orders[wanted] || [];
    const sorted = [...lines].sort((a, b) => ranks[a.place] - ranks[b.place] || a.place - b.place);
    for (const group of groups) {
      const own = sorted.filter((one) => one.group === group).map((one) => one.line);
      for (const piece of group.pieces) {
        if (group.pieces.length > 1) piece.replaceChildren();
        piece.append(...own.splice(0, group.size));
        yield;
      }
    }
    order = wanted;
  };

  const read = function* () {
    if (!lines) findLines();
    for (const one of lines) {
      one.text ??= textOf(one);
      yield;
    }
  };

  /* Which lines fit; how many. */
  const choose = function* () {
    const words = fold(field.value).split(/\s+/).filter(Boolean);
    const chosen = controls.filter((control) => facts.facets[control.name] && valueOf(control));
    let count = 0;
    for (const one of lines) {
      if (words.length) one.text ??= textOf(one);
      one.fits =
        words.every((word) => one.text.includes(word)) &&
        chosen.every((control) => facts.facets[control.name][one.place].includes(valueOf(control)));
      count += one.fits;
      yield;
    }
    return count;
  };

  /* Hides what does not fit, and pieces, groups and titles without a line. */
  const hide = function* () {
    for (const one of lines) {
      if (one.line.hidden === one.fits) one.line.hidden = !one.fits;
      yield;
    }
    for (const { title, pieces, size } of groups) {
      let shown = 0;
      for (const piece of pieces) {
        const count = piece.querySelectorAll(".refctx-entry:not([hidden])").length;
        piece.hidden = !count;
        if (pieces.length > 1) {
          piece.start = shown + 1;
          piece.style.containIntrinsicBlockSize = count < size ? `calc(${count} * var(--refctx-line))` : "";
        }
        shown += count;
        yield;
      }
      if (title?.matches(".refctx-list-title")) title.hidden = !shown;
    }
  };

  const say = (count) => {
    const output = form.querySelector("output");
    output.value =
      count < lines.length
        ? output.dataset.some.replace("{count}", count.toLocaleString(document.documentElement.lang))
        : output.defaultValue;
    part("nothing", list).hidden = count > 0;
    list.classList.remove("refctx-waiting");
    const detail = { count, total: lines.length };
    list.dispatchEvent(new CustomEvent("refctx:shown", { bubbles: true, detail }));
  };

  const filter = function* () {
    const count = yield* choose();
    yield* sort();
    yield* hide();
    say(count);
  };

  /* What a long list is filtered by comes when it is first wanted; where it fails, words still find. */
  const ready = (then) => {
    if (facts) return then();
    const { source } = form.dataset;
    load("refctxFacts", source)
      .catch(() => ({ facets: {}, orders: {}, also: [] }))
      .then((found) => {
        if (source !== form?.dataset.source) return;
        facts = found;
        then();
      });
  };

  const show = (then) => {
    const set = controls.some(valueOf);
    reset.disabled = !set;
    /* A list that is whole and in order, and always was, is left as it is. */
    if (!lines && !set && order === form.elements.sort.value) return then?.();
    ready(() => {
      if (!lines) findLines();
      run(filter(), then);
    });
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

  const change = (then) => {
    show(then);
    note();
  };

  const changeSoon = () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(note, 300);
  };

  /* The address has the word; but an entry that it names is shown whatever else it says. */
  const obey = (then) => {
    find();
    if (!form || location.pathname !== path) return;
    const query = new URLSearchParams(location.search);
    const go = () => {
      for (const control of controls) setTo(control, query.get(control.name) || "");
      show(() => {
        then?.();
        reveal();
      });
    };
    if (!controls.some((control) => query.get(control.name))) return go();
    /* Until it is known what fits, a long list shows nothing. */
    if (!facts) list.classList.add("refctx-waiting");
    ready(go);
  };

  const reveal = () => {
    const target = location.hash && document.getElementById(decode(location.hash));
    if (!target || !list.contains(target) || !target.closest("[hidden]")) return;
    for (const control of controls) if (control.name !== "sort") setTo(control, "");
    change(() => target.scrollIntoView());
  };

  /* The texts of a long list are read as soon as somebody turns to its tools. */
  on("focusin", ".refctx-tools", () => {
    if (!lines && form.dataset.source) ready(() => run(read()));
  });
  on("input", ".refctx-tools", (_, event) => event.isComposing || changeSoon());
  on("compositionend", ".refctx-tools", changeSoon);
  on("change", ".refctx-tools", () => change());
  on("submit", ".refctx-tools", (_, event) => event.preventDefault());
  on("keydown", ".refctx-find", (_, event) => {
    if (event.key !== "Escape" || event.isComposing) return;
    field.value = "";
    change();
  });
  /* The button is of no use now, so the keyboard goes on from the field. */
  on("reset", ".refctx-tools", () => {
    if (reset.matches(":focus-visible")) field.focus();
    setTimeout(change, 0, null);
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
      obey(() => form.scrollIntoView());
    },
    true,
  );
  addEventListener("popstate", () => obey());
  addEventListener("hashchange", () => obey());
  obey();
  /* The theme has put the page back to where it was left; hiding lines may have moved it. */
  if (typeof document$ !== "undefined")
    document$.subscribe(() => {
      const top = scrollY;
      obey(() => history.state && scrollTo(0, top));
    });
}
