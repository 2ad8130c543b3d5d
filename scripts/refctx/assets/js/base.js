/* What the parts share. All parts that a site uses become one script, in one function. */

const decode = (hash) => {
  try {
    return decodeURIComponent(hash.slice(1));
  } catch {
    return hash.slice(1);
  }
};

/* Runs for each page that is shown: the first, and those of Material's instant navigation. */
const onPage = (run) => {
  if (typeof document$ === "undefined") run();
  else document$.subscribe(() => setTimeout(run));
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
