/* Reading marks: which works are read and since when, for all lists and languages of the site. */
{
  const STORED = "refctx:read";
  const MARKS_FORMAT = "refctx-marks/1";
  /* Key → ISO date. Where the browser keeps nothing, it lasts as long as the page. */
  let marks = new Map();
  let kept = true;

  /* What of an object is a mark; throws where there is no object. */
  const dated = (read) =>
    Object.entries(read).filter(([, date]) => /^\d{4}-\d/.test(date) && Date.parse(date));

  const recall = () => {
    try {
      if (kept) marks = new Map(dated(JSON.parse(localStorage.getItem(STORED)) || {}));
    } catch {}
  };

  const keep = () => {
    try {
      localStorage.setItem(STORED, JSON.stringify(Object.fromEntries(marks)));
    } catch {
      kept = false;
    }
  };

  const readBoxes = (of) => of.querySelectorAll(".refctx-read");
  const say = (element, value) => {
    element.textContent = element.dataset.refctxPattern.replace("{n}", () => value);
  };

  const showProgress = (path) => {
    const boxes = [...document.getElementsByName(path.dataset.refctxBoxes)];
    const unread = boxes.find((box) => !box.checked);
    const bar = part("bar", path);
    const next = part("next", path);
    bar.value = boxes.filter((box) => box.checked).length;
    say(part("count", path), bar.value);
    part("all-read", path).hidden = unread;
    next.hidden = !unread;
    if (!unread) return;
    const item = unread.closest("li");
    const name = part("item-name", item);
    part("name", next).textContent = name.textContent;
    if (item.id) next.hash = item.id;
    else next.href = name.href;
  };

  const showMarks = () => {
    for (const box of readBoxes(document)) box.checked = marks.has(box.value);
    document.querySelectorAll(".refctx-progress").forEach(showProgress);
  };

  /* The page of all marks shows the lines that are marked, and those just unmarked there. */
  const showAll = () => {
    recall();
    showMarks();
    const all = part("marks");
    if (!all) return;
    const others = new Map(marks);
    for (const box of readBoxes(all)) {
      const item = box.closest("li");
      const date = marks.get(box.value);
      others.delete(box.value);
      item.hidden = !date;
      if (date)
        part("item-label", item).textContent = new Date(date).toLocaleDateString(all.lang, { dateStyle: "medium" });
    }
    part("marks-none", all).hidden = marks.size;
    const line = part("marks-others", all);
    line.hidden = !others.size;
    say(line, [...others.keys()].join(", "));
    part("marks-lists", all).hidden = false;
  };

  /* A change is said, but not what a page shows at first. */
  on("focusin", ".refctx-read", () => {
    for (const count of document.querySelectorAll(".refctx-count")) count.ariaLive = "polite";
  });

  on("change", ".refctx-read", (box) => {
    recall();
    if (box.checked) marks.set(box.value, new Date().toISOString());
    else marks.delete(box.value);
    keep();
    showMarks();
  });

  on("click", ".refctx-marks-export", () => {
    saveAs(JSON.stringify({ format: MARKS_FORMAT, read: Object.fromEntries(marks) }, null, 2), "refctx-marks.json");
  });

  on("click", ".refctx-marks-import", () => part("marks-file").click());

  on("change", ".refctx-marks-file", async (input) => {
    const said = part("marks-said");
    try {
      const { format, read } = JSON.parse(await input.files[0].text());
      const found = dated(read);
      if (format !== MARKS_FORMAT) throw format;
      recall();
      say(said, found.filter(([key]) => !marks.has(key)).length);
      for (const [key, date] of found) if (!(marks.get(key) < date)) marks.set(key, date);
      keep();
      showAll();
    } catch {
      said.textContent = said.dataset.refctxRefused;
    }
    input.value = "";
  });

  on("click", ".refctx-marks-clear", (button) => {
    if (!confirm(button.dataset.refctxSure)) return;
    marks.clear();
    keep();
    showAll();
  });

  addEventListener("storage", showAll);
  addEventListener("pageshow", showAll);
  onPage(showAll);
}
