/* Export: one entry, what is selected or what is shown, to the clipboard or into a file. */

const menuOf = () => part("menu");

/* The works one by one, loaded when first wanted. */
const library = () => load("refctxLibrary", menuOf().dataset.works);

let silence;
const say = (word) => {
  const said = part("said");
  said.textContent = menuOf().dataset[word];
  clearTimeout(silence);
  silence = setTimeout(() => (said.textContent = ""), 4000);
};

/* Hands entries to use() as one text, written as the files of the whole list are. */
const give = async (ids, ending, use) => {
  try {
    const all = await library();
    const texts = ids.map((id) => all[id][ending]);
    await use(ending === "json" ? JSON.stringify(texts, null, 1) + "\n" : texts.join(ending === "bib" ? "\n" : ""));
  } catch {
    say("failed");
  }
};

const save = (ids, ending, name) => give(ids, ending, (text) => saveAs(text, `${name}.${ending}`));

/* Without a secure connection nothing but what is selected can be copied. */
const copy = (ids, ending) =>
  give(ids, ending, async (text) => {
    try {
      await navigator.clipboard.writeText(text.trim());
    } catch {
      const area = document.createElement("textarea");
      area.style.position = "fixed";
      area.value = text.trim();
      document.body.append(area);
      area.select();
      const copied = document.execCommand("copy");
      area.remove();
      opener.focus();
      if (!copied) throw copied;
    }
    say("copied");
  });

/* What is selected, else what is shown: how that is called, and the entries. Nothing is hidden of a
   list without tools. */
const wanted = () => {
  const boxes = [...document.querySelectorAll(".refctx-select:checked")];
  if (boxes.length) return ["selected", boxes.map((box) => box.closest(".refctx-entry"))];
  const list = part("exports").closest(".refctx-list");
  if (!list?.querySelector(".refctx-entry[hidden]")) return ["all"];
  return ["shown", list.querySelectorAll(".refctx-entry[id]:not([hidden])")];
};

const tellWanted = () => {
  const bar = part("exports");
  if (!bar) return;
  const [name, entries] = wanted();
  const output = bar.querySelector("output");
  output.value = name === "all" ? output.defaultValue : bar.dataset[name].replace("{n}", entries.length);
  part("clear", bar).hidden = name !== "selected";
};
onPage(tellWanted);
on("change", ".refctx-select", tellWanted);
document.addEventListener("refctx:shown", tellWanted);
on("click", ".refctx-clear", (button) => {
  for (const box of document.querySelectorAll(".refctx-select:checked")) box.checked = false;
  button.parentElement.querySelector("a").focus();
  tellWanted();
});
/* The links lead to the whole list, which is a file of its own. */
on("click", ".refctx-exports a", (link, event) => {
  const [name, entries] = wanted();
  if (name === "all") return;
  event.preventDefault();
  const ids = Array.from(entries, (entry) => entry.id);
  if (ids.length) save(ids, link.dataset.ending, `refctx-${ids.length}-works`);
});

/* The menu of an entry: one for all of them, and a popover, so that no entry cuts it off. The
   browser closes it before a click on the button that opened it, which would open it again. */
let opener;
let closing;
on("pointerdown", ".refctx-cite", (button) => (closing = button.ariaExpanded === "true"), true);
on("click", ".refctx-cite", (button, event) => {
  if (closing && event.detail) return;
  const menu = menuOf();
  opener = button;
  opener.focus();
  library().catch(() => {});
  menu.ariaLabel = button.ariaLabel;
  menu.showPopover();
  const { left, top, bottom } = button.getBoundingClientRect();
  const below = bottom + menu.offsetHeight < innerHeight;
  menu.style.left = `${Math.max(0, Math.min(left, document.body.clientWidth - menu.offsetWidth))}px`;
  menu.style.top = `${scrollY + (below ? bottom : top - menu.offsetHeight)}px`;
  menu.firstElementChild.focus();
});
on("toggle", ".refctx-menu", (menu, event) => (opener.ariaExpanded = event.newState === "open"), true);
on("keydown", ".refctx-menu", (menu, event) => {
  const items = [...menu.children];
  const next = items.indexOf(event.target) + { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  if (isNaN(next)) return;
  event.preventDefault();
  items.at(next % items.length).focus();
});
on("click", ".refctx-menu button", ({ dataset }) => {
  const { id } = opener.closest(".refctx-entry");
  menuOf().hidePopover();
  if (dataset.copy) copy([id], dataset.copy);
  else save([id], dataset.save, id.slice(4));
});
