/* Cards: a citation that is pointed at, focused or tapped shows its work. The page brings the cards
   of its own citations along in a template; the one that is shown is a copy at the end of the body. */
const CITED = ".refctx-citation[data-refctx]";
let card, cited, nearby, wait, touched;

const citationAt = (target) => (target instanceof Element ? target.closest(CITED) : null);
const inCard = (target) => Boolean(card && card.contains(target));

const hideCard = () => {
  clearTimeout(wait);
  if (!card) return;
  card.remove();
  cited.removeAttribute("aria-describedby");
  card = cited = undefined;
};

/* Below the line of the citation that is pointed at, above where there is no room, and never
   beyond the window's sides. It stands in the document, so it scrolls along with the text. */
const placeCard = (x, y) => {
  const lines = [...cited.getClientRects()];
  const line = lines.find((box) => y < box.bottom && x < box.right) || lines.at(-1);
  const { width, height, left, top } = card.getBoundingClientRect();
  const room = document.documentElement.clientWidth - width - 8;
  const above = line.bottom + height + 12 > innerHeight && line.top > height + 12;
  card.style.left = `${Math.max(8, Math.min(line.left, room)) - left}px`;
  card.style.top = `${(above ? line.top - height - 4 : line.bottom + 4) - top}px`;
};

/* Without a place that is pointed at it is the keyboard that asks, and is told how to go on. */
const showCard = (citation, x, y) => {
  clearTimeout(wait);
  if (citation === cited) return;
  hideCard();
  const cards = document.getElementById("refctx-cards")?.content;
  const work = cards?.querySelector(`[data-refctx="${CSS.escape(citation.dataset.refctx)}"]`);
  if (!work) return;
  cited = citation;
  card = document.importNode(cards.firstElementChild, true);
  card.id = "refctx-card";
  card.classList.toggle("refctx-keyboard", x === undefined);
  /* The description is the text; that of the card itself would be its name. */
  const text = card.firstElementChild;
  text.id = "refctx-card-text";
  text.prepend(document.importNode(work, true));
  if (cited.href) for (const link of card.querySelectorAll("a:not([href])")) link.href = cited.href;
  document.body.append(card);
  cited.setAttribute("aria-describedby", text.id);
  placeCard(x, y);
};

/* What has the keyboard's focus keeps its card when the pointer goes. */
const leaveCard = () => {
  if (card && !inCard(document.activeElement) && !cited.matches(":focus-visible")) hideCard();
};

addEventListener("pointerover", ({ target, pointerType, clientX, clientY }) => {
  if (pointerType === "touch") return;
  const now = inCard(target) ? card : citationAt(target);
  if (now === nearby) return;
  nearby = now;
  clearTimeout(wait);
  if (!now) wait = setTimeout(leaveCard, 250);
  else if (now !== card && now !== cited) wait = setTimeout(showCard, 150, now, clientX, clientY);
});

/* A finger closes it by a tap elsewhere: one that scrolls is never lifted, but cancelled. */
const pressed = ({ type, target, pointerType }) => {
  touched = pointerType === "touch";
  if (touched === (type === "pointerup") && !inCard(target) && citationAt(target) !== cited) hideCard();
};
addEventListener("pointerdown", pressed);
addEventListener("pointerup", pressed);

/* The first tap shows the card, the second goes where the link leads. */
addEventListener(
  "click",
  (event) => {
    const { target, clientX, clientY } = event;
    const citation = citationAt(target);
    if (touched && citation !== cited && citation?.matches("a, [role]")) {
      showCard(citation, clientX, clientY);
      if (!card) return;
      event.preventDefault();
      event.stopPropagation();
    } else if (citation || (inCard(target) && target.closest("a"))) setTimeout(hideCard);
  },
  true,
);

addEventListener("focusin", ({ target }) => {
  if (citationAt(target) === target && target.matches(":focus-visible")) showCard(target);
  else if (!inCard(target)) hideCard();
});

addEventListener("keydown", (event) => {
  const { key, target, shiftKey } = event;
  const links = card ? [...card.querySelectorAll("[href]")] : [];
  if (key === "Escape") {
    if (inCard(target)) cited.focus();
    hideCard();
  } else if (key === "ArrowDown" && target === cited && links[0]) {
    event.preventDefault();
    links[0].focus();
  } else if (key === "Tab" && inCard(target) && target === links.at(shiftKey ? 0 : -1)) {
    /* Forward the browser goes on by itself, to what follows the citation. */
    if (shiftKey) event.preventDefault();
    cited.focus();
  } else if ((key === "Enter" || key === " ") && citationAt(target) === target && !target.href) {
    event.preventDefault();
    showCard(target);
  }
});

onPage(hideCard);
