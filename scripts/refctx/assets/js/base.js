/* What the parts share. All parts that a site uses become one script, in one function. */

const decode = (hash) => {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
};

/* What Material says of itself, and whether it changes pages without loading them. */
const config = JSON.parse(document.getElementById("__config")?.textContent || "{}");
const instant = Boolean(config.features?.includes("navigation.instant"));

const part = (name, of = document) => of.querySelector(".refctx-" + name);

/* Runs for each page that is shown: the first, before anything is painted, and those of Material's
   instant navigation. */
const onPage = (run) => {
  run();
  if (typeof document$ !== "undefined") document$.subscribe(() => setTimeout(run));
};

/* Calls run(element, event) for events on elements that match, also those of later pages. */
const on = (type, selector, run, capture = false) =>
  document.addEventListener(
    type,
    (event) => {
      const found = event.target instanceof Element && event.target.closest(selector);
      if (found) run(found, event);
    },
    capture,
  );

/* Data for what a reader may want later stands in scripts that call name({…}): a page on a disk may
   load scripts alone. */
const loaded = {};
/* What the script has called with that has just run: its own event follows at once. */
let given;
const load = (name, path) => {
  const url = new URL(path, location).href;
  return (loaded[url] ??= new Promise((resolve, reject) => {
    const script = document.createElement("script");
    globalThis[name] = (data) => (given = data);
    script.onload = () => resolve(given);
    /* What failed is tried again when it is next wanted. */
    script.onerror = () => reject((loaded[url] = null));
    script.src = url;
    document.head.append(script);
  }));
};

/* Hands the reader a text as a file. The browser forgets it with the page. */
const saveAs = (text, name) => {
  const link = document.createElement("a");
  link.href = URL.createObjectURL(new Blob([text], { type: "application/octet-stream" }));
  link.download = name;
  link.click();
};
