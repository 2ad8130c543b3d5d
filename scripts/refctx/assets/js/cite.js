/* Export: one entry, what is selected or what is shown, to the clipboard or into a file. */

/* The works one by one, as a script: a page on a disk may not fetch. Loaded when first wanted. */
let works;
const worksFrom = (address) =>
  (works ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    globalThis.refctxLibrary = resolve;
    script.onerror = reject;
    script.src = address;
    document.head.append(script);
  }).catch((error) => {
    works = undefined;
    throw error;
  }));

/* Entries of these ids as one text, as the files of the whole list are written. */
const written = async (ids, ending) => {
  const all = await worksFrom(document.querySelector(".refctx-menu").dataset.works);
  const texts = ids.map((id) => all[id][ending]);
  return ending === "json" ? JSON.stringify(texts, null, 1) + "\n" : texts.join(ending === "bib" ? "\n" : "");
};

const save = async (ids, ending, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([await written(ids, ending)], { type: "application/octet-stream" }));
  link.download = `${name}.${ending}`;
  link.click();
  setTimeout(() => URL.revokeObjectURL(link.href), 60000);
};

/* Without a secure connection there is no clipboard but for what is selected. */
const copy = async (text) => {
  try {
    await navigator.clipboard.writeText(text);
  } catch {
    const area = document.createElement("textarea");
    area.style.position = "fixed";
    area.value = text;
    document.body.append(area);
    area.select();
    const copied = document.execCommand("copy");
    area.remove();
    if (!copied) throw new Error("copy");
  }
};

let silence;
const say = (text) => {
  const said = document.querySelector(".refctx-said");
  said.textContent = text;
  clearTimeout(silence);
  silence = setTimeout(() => (said.textContent = ""), 4000);
};

/* What is selected, else what is shown: how it is called, and the ids of its entries. */
const wanted = () => {
  const boxes = [...document.querySelectorAll(".refctx-select")];
  const selected = boxes.filter((box) => box.checked);
  const shown = boxes.filter((box) => !box.closest("[hidden]"));
  const all = shown.length === boxes.length;
  const [name, found] = selected.length ? ["selected", selected] : all ? ["all", boxes] : ["shown", shown];
  return [name, found.map((box) => box.closest(".refctx-entry").id)];
};

const tellWanted = () => {
  const bar = document.querySelector(".refctx-exports");
  if (!bar) return;
  const [name, ids] = wanted();
  bar.querySelector("output").value = bar.dataset[name].replace("{n}", ids.length);
  bar.querySelector(".refctx-clear").hidden = name !== "selected";
};
onPage(tellWanted);
on("change", ".refctx-select", tellWanted);
document.addEventListener("refctx:shown", tellWanted);
on("click", ".refctx-clear", () => {
  for (const box of document.querySelectorAll(".refctx-select:checked")) box.checked = false;
  tellWanted();
  document.querySelector(".refctx-exports a").focus();
});
/* The links lead to the whole list, which is a file of its own. */
on("click", ".refctx-exports a", (link, event) => {
  const [name, ids] = wanted();
  if (name === "all") return;
  event.preventDefault();
  save(ids, link.dataset.ending, `refctx-${ids.length}-works`);
});

/* The menu of an entry: one for all of them, and a popover, so that no entry cuts it off. The
   browser closes it before a click on the button that opened it, which would open it again. */
let opener;
let closing;
on("pointerdown", ".refctx-cite", (button) => (closing = button.ariaExpanded === "true"), true);
on("click", ".refctx-cite", (button, event) => {
  if (closing && event.detail) return (closing = false);
  const menu = document.querySelector(".refctx-menu");
  opener = button;
  opener.focus();
  worksFrom(menu.dataset.works).catch(() => {});
  menu.setAttribute("aria-label", button.getAttribute("aria-label"));
  menu.showPopover();
  const { left, top, bottom } = button.getBoundingClientRect();
  const { offsetWidth: width, offsetHeight: height } = menu;
  const { clientWidth, clientHeight } = document.documentElement;
  menu.style.left = `${scrollX + Math.max(0, Math.min(left, clientWidth - width))}px`;
  menu.style.top = `${scrollY + (bottom + height > clientHeight ? top - height : bottom)}px`;
  menu.firstElementChild.focus();
});
on("toggle", ".refctx-menu", (menu, event) => (opener.ariaExpanded = event.newState === "open"), true);
on("keydown", ".refctx-menu", (menu, event) => {
  const items = [...menu.children];
  const at = items.indexOf(event.target);
  const next = { ArrowDown: at + 1, ArrowUp: at - 1, Home: 0, End: -1 }[event.key];
  if (event.key === "Tab") menu.hidePopover();
  if (next === undefined) return;
  event.preventDefault();
  items.at(next % items.length).focus();
});
on("click", ".refctx-menu button", async ({ dataset, parentElement: menu }) => {
  const { id } = opener.closest(".refctx-entry");
  menu.hidePopover();
  try {
    if (dataset.save) return await save([id], dataset.save, id.slice(4));
    await copy((await written([id], dataset.copy)).trim());
    say(menu.dataset.copied);
  } catch {
    say(menu.dataset.failed);
  }
  opener.focus();
});
