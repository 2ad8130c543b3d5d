/* Reading marks: which works are read and since when, for all lists and languages of the site. */
const STORED = "refctx:read";
const MARKS_FORMAT = "refctx-marks/1";
/* Key → ISO date. Where the browser keeps nothing, it lasts as long as the page. */
let marks = new Map();
let kept = true;

/* What of an object is a mark; throws where there is no object. */
const dated = (read) =>
  Object.entries(read).filter(([, date]) => /^\d{4}-\d\d-\d\d/.test(date) && Date.parse(date));

const recall = () => {
  try {
    if (kept) marks = new Map(dated(JSON.parse(localStorage.getItem(STORED) || "{}")));
  } catch {}
};

const keep = () => {
  try {
    localStorage.setItem(STORED, JSON.stringify(Object.fromEntries(marks)));
  } catch {
    kept = false;
  }
};

const showProgress = (path) => {
  const boxes = [...document.getElementsByName(path.dataset.refctxList)];
  const unread = boxes.find((box) => !box.checked);
  const read = boxes.filter((box) => box.checked).length;
  const count = path.querySelector(".refctx-count");
  const next = path.querySelector(".refctx-next");
  count.textContent = path.dataset.refctxPattern.replace("{read}", read).replace("{all}", boxes.length);
  path.querySelector("progress").value = read;
  path.querySelector(".refctx-all-read").hidden = unread;
  next.hidden = !unread;
  if (!unread) return;
  const item = unread.closest("li");
  const name = item.querySelector(".refctx-item-name");
  next.querySelector("span").textContent = name.textContent;
  next.href = item.id ? "#" + encodeURIComponent(item.id) : name.href;
};

const showMarks = () => {
  for (const box of document.querySelectorAll(".refctx-read")) box.checked = marks.has(box.value);
  document.querySelectorAll(".refctx-progress").forEach(showProgress);
};

/* The page of all marks: lines that are not marked are hidden, but for those just unmarked. */
const showAll = () => {
  recall();
  showMarks();
  const all = document.querySelector(".refctx-marks");
  if (!all) return;
  const others = new Set(marks.keys());
  for (const box of all.querySelectorAll(".refctx-read")) {
    const item = box.closest("li");
    const date = marks.get(box.value);
    others.delete(box.value);
    item.hidden = !date;
    item.querySelector("time").textContent = date ? new Date(date).toLocaleDateString(all.lang) : "";
  }
  all.querySelector(".refctx-marks-none").hidden = marks.size;
  const line = all.querySelector(".refctx-marks-others");
  line.hidden = !others.size;
  line.textContent = line.dataset.refctxPattern.replace("{keys}", () => [...others].join(", "));
};

on("change", ".refctx-read", (box) => {
  recall();
  if (box.checked) marks.set(box.value, new Date().toISOString());
  else marks.delete(box.value);
  keep();
  /* From now on a change of the number is said. */
  for (const count of document.querySelectorAll(".refctx-count")) count.ariaLive = "polite";
  showMarks();
});

on("click", ".refctx-marks-export", () => {
  const text = JSON.stringify({ format: MARKS_FORMAT, read: Object.fromEntries(marks) }, null, 2);
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/json" }));
  link.download = "refctx-marks.json";
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 9e3);
});

on("click", ".refctx-marks-import", (button) => button.parentNode.querySelector("input").click());

on("change", ".refctx-marks-file", async (input) => {
  const said = document.querySelector(".refctx-marks-said");
  const words = input.closest("[data-refctx-sure]").dataset;
  try {
    const { format, read } = JSON.parse(await input.files[0].text());
    if (format !== MARKS_FORMAT) throw format;
    recall();
    let n = 0;
    for (const [key, date] of dated(read)) {
      if (!marks.has(key)) n++;
      if (!(marks.get(key) < date)) marks.set(key, date);
    }
    keep();
    said.textContent = words.refctxImported.replace("{n}", n);
  } catch {
    said.textContent = words.refctxRefused;
  }
  input.value = "";
  showAll();
});

on("click", ".refctx-marks-clear", (button) => {
  if (!confirm(button.closest("[data-refctx-sure]").dataset.refctxSure)) return;
  marks = new Map();
  keep();
  showAll();
});

addEventListener("storage", showAll);
addEventListener("pageshow", showAll);
onPage(showAll);
