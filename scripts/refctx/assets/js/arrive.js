/* Landing: fragments are sent on, the place is marked, Back and Forward find it again. */

/* A page with a map of the site's anchors sends on the fragments it does not hold. */
const forward = () => {
  const map = document.getElementById("refctx-forward");
  const anchor = decode(location.hash);
  if (!map || !anchor || document.getElementById(anchor)) return;
  for (const [page, anchors] of Object.entries(JSON.parse(map.dataset.anchors)))
    if (anchors.includes(anchor))
      return location.replace(new URL(page + location.search + location.hash, location.href));
};

/* :target is lost after Back and after instant navigation, so a class marks the place too. */
const markTarget = (target) => {
  part("target")?.classList.remove("refctx-target");
  if (target?.matches(".refctx-citation, .refctx-entry")) target.classList.add("refctx-target");
};

/* Material restores an old scroll position when a link is clicked within 100 ms of scrolling.
   After a click the anchor is what is wanted, until the reader moves on; after Back and on reloading
   the old position is. */
let landing = performance.getEntriesByType("navigation")[0]?.type === "navigate";

/* While a page is on its way back, the theme notes in its place where the page stands that is left,
   and the filter of a list may yet hide what is above. Where Back led is what counts. */
let back;

/* In a long list what stands above comes to its size only when it is near, so a place is held until
   all is at rest or the reader moves on. */
let held;
const hold = (target, place) => {
  let frames = 0;
  const frame = () => {
    if (held !== frame || frames++ > 30) return;
    const { top } = target.getBoundingClientRect();
    place();
    if (Math.abs(target.getBoundingClientRect().top - top) > 1) frames = 0;
    requestAnimationFrame(frame);
  };
  held = frame;
  frame();
};
for (const type of ["wheel", "touchstart", "pointerdown", "keydown"])
  addEventListener(type, () => (landing = held = back = false), { capture: true, passive: true });

/* What is folded is opened by the browser as it follows a fragment, but not where the theme scrolls. */
const land = (target) => {
  for (let fold; (fold = target.closest("details:not([open])")); ) fold.open = true;
  target.scrollIntoView();
  if (target.closest(".refctx-piece")) hold(target, () => target.scrollIntoView());
};

const arrive = () => {
  forward();
  const target = document.getElementById(decode(location.hash));
  markTarget(target);
  if (!target || !landing) return;
  land(target);
  landing = instant;
};

on(
  "click",
  "a[href]",
  (link) => {
    landing = Boolean(link.hash);
    /* Where one already is, nothing is said of it. */
    if (landing && link.href === location.href) setTimeout(arrive);
  },
  true,
);
addEventListener("hashchange", arrive);
/* The theme notes a scroll position in every place that is left, so only Back and Forward bring
   one along; following a fragment is a popstate without. Elsewhere a browser may say what it does. */
addEventListener("popstate", ({ state }) => {
  back = state;
  if (state) landing = held = false;
  else if (instant) landing = true;
  setTimeout(arrive);
});
if (!instant)
  globalThis.navigation?.addEventListener("navigate", ({ hashChange, navigationType }) => {
    if (hashChange) landing = navigationType !== "traverse";
  });
onPage(() => {
  if (back) {
    history.replaceState(back, "");
    scrollTo(0, back.y);
  }
  back = null;
  arrive();
});
