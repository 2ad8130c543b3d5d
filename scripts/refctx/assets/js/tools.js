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
  /* So many lines of it are seen at once. */
  const AHEAD = 20;

  /* Of the page that is shown. */
  let form, list, path, isLong, facts, lines, groups, controls, field, reset, order, timer, running;

  const find = () => {
    const found = document.querySelector(".refctx-list .refctx-tools");
    if (found === form) return;
    form = found;
    if (!form) return;
    list = form.closest(".refctx-list");
    path = location.pathname;
    isLong = Boolean(form.dataset.source);
    facts = isLong ? null : JSON.parse(form.dataset.facts);
    lines = running = null;
    controls = [...form.elements].filter((control) => control.name);
    field = form.elements.find;
    reset = form.querySelector("[type=reset]");
    /* With a query the lines are put in anew, so that nothing is seen to move. */
    order = (!isLong && location.search) || form.elements.sort.value;
  };

  /* A group is one `ol`, or in a long list a row of them, with the same number of lines each. */
  const findLines = () => {
    groups = [];
    for (const piece of list.querySelectorAll("ol")) {
      const title = piece.previousElementSibling;
      if (title?.localName !== "ol") groups.push({ title, pieces: [], size: piece.children.length, own: [] });
      groups.at(-1).pieces.push(piece);
    }
    const homes = new Map(groups.flatMap((group) => group.pieces.map((piece) => [piece, group])));
    lines = [...list.querySelectorAll("ol > .refctx-entry")].map((line, place) => ({ line, place }));
    for (const one of lines) (one.group = homes.get(one.line.parentNode)).own.push(one);
  };

  /* The newest job has the word. Events come in pairs, so a long list waits for the second. A job
     that yields something wants to be drawn. */
  const run = (job, then) => {
    running = job;
    const rest = () => (globalThis.scheduler?.yield ? scheduler.yield().then(go) : setTimeout(go));
    const go = () => {
      const until = performance.now() + SLICE;
      while (job === running) {
        const { done, value } = job.next();
        if (done) return then?.();
        if (value) return requestAnimationFrame(() => setTimeout(go));
        if (isLong && performance.now() > until) return rest();
      }
    };
    if (isLong) rest();
    else go();
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
    const all = lines.length;
    const places = Float64Array.from(lines, ({ place }) => (ranks[place] || 0) * all + place).sort();
    for (const group of groups) group.own = [];
    for (const place of places) {
      const one = lines[((place % all) + all) % all];
      one.group.own.push(one);
      yield;
    }
    for (const { pieces, size, own } of groups) {
      for (const [n, piece] of pieces.entries()) {
        const part = own.slice(n * size, (n + 1) * size).map((one) => one.line);
        if (isLong) piece.replaceChildren(...part);
        else piece.append(...part);
        yield;
      }
    }
    order = wanted;
    list.dispatchEvent(new CustomEvent("refctx:sorted", { bubbles: true }));
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
    const far = [];
    let before = 0;
    for (const { title, pieces, size, own } of groups) {
      const first = before;
      for (const [n, piece] of pieces.entries()) {
        let count = 0;
        let grows = false;
        for (const { line, fits } of own.slice(n * size, (n + 1) * size)) {
          count += fits;
          if (line.hidden !== fits) continue;
          line.hidden = !fits;
          grows ||= fits;
        }
        /* What was near, and will be far away with more lines, would be laid out once more. */
        piece.hidden = !count || (grows && before > AHEAD);
        if (count && piece.hidden) far.push(piece);
        if (isLong) piece.style.containIntrinsicBlockSize = count < size ? `calc(${count} * var(--refctx-line))` : "";
        before += count;
        yield;
      }
      if (title?.matches(".refctx-list-title")) title.hidden = before === first;
    }
    if (isLong) yield far;
    for (const piece of far) {
      piece.hidden = false;
      yield;
    }
  };

  const say = (count) => {
    const output = form.querySelector("output");
    output.value =
      count < lines.length
        ? output.dataset.some.replace("{count}", count.toLocaleString(document.documentElement.lang))
        : output.defaultValue;
    part("nothing", list).hidden = count > 0;
    reset.disabled = !controls.some(valueOf);
    list.classList.remove("refctx-waiting");
    list.dispatchEvent(new CustomEvent("refctx:shown", { bubbles: true }));
  };

  /* The address has the word; but an entry that it names is shown whatever else it says. */
  const filter = function* (named) {
    let count = yield* choose();
    const dropped = lines.some(({ line, fits }) => !fits && line.contains(named));
    if (dropped) {
      for (const control of controls) if (control.name !== "sort") setTo(control, "");
      note();
      count = yield* choose();
    }
    yield* sort();
    yield* hide();
    say(count);
    if (dropped) land(named);
  };

  /* What a long list is filtered by comes when it is first wanted; where it fails, words still find. */
  const NONE = { facets: {}, orders: {}, also: [] };
  const ready = (then) => {
    if (facts && facts !== NONE) return then();
    const wanting = form;
    load("refctxFacts", form.dataset.source)
      .catch(() => NONE)
      .then((found) => {
        if (wanting !== form) return;
        facts = found;
        then();
      });
  };

  const show = (then, named = null) => {
    /* A list that is whole and in order, and always was, is left as it is. */
    if (!lines && !controls.some(valueOf) && order === form.elements.sort.value) {
      list.classList.remove("refctx-waiting");
      return then?.();
    }
    ready(() => {
      if (!lines) findLines();
      run(filter(named), then);
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

  const change = () => {
    show();
    note();
  };

  const changeSoon = () => {
    show();
    clearTimeout(timer);
    timer = setTimeout(note, 300);
  };

  const obey = (then) => {
    find();
    if (!form || location.pathname !== path) return;
    const query = new URLSearchParams(location.search);
    const go = () => {
      for (const control of controls) setTo(control, query.get(control.name) || "");
      show(then, document.getElementById(decode(location.hash)));
    };
    if (!controls.some((control) => query.get(control.name))) return go();
    /* Until it is known what fits, a long list shows nothing. */
    if (!facts) list.classList.add("refctx-waiting");
    ready(go);
  };

  /* The texts of a long list are read as soon as somebody turns to its tools. */
  on("focusin", ".refctx-tools", () => {
    if (!lines && isLong) ready(() => run(read()));
  });
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
      obey(() => form.scrollIntoView());
    },
    true,
  );
  addEventListener("popstate", () => obey());
  addEventListener("hashchange", () => obey());
  obey();
  if (typeof document$ !== "undefined") document$.subscribe(() => obey());
}
