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
   After a click the anchor is what is wanted; after Back the old position is. */
let clicked = false;

const arrive = () => {
  forward();
  const target = document.getElementById(decode(location.hash));
  markTarget(target);
  if (!target) return;
  if (clicked) target.scrollIntoView();
  clicked = false;
};

on("click", "a[href]", (link) => (clicked = Boolean(link.hash)), true);
addEventListener("hashchange", arrive);
/* The theme notes a scroll position in every place that is left, so only Back and Forward bring
   one along; following a fragment is a popstate without. */
addEventListener("popstate", (event) => {
  if (event.state) clicked = false;
  setTimeout(arrive);
});
onPage(arrive);
