/* A way back says how the sentence it leads to begins. The page comes without these texts: they are
   read once somebody turns to a way back. */
const describe = async (link) => {
  const { contexts } = link.closest("[data-contexts]").dataset;
  const texts = await load("refctxContexts", contexts).catch(() => []);
  link.title = texts[decode(link.hash)] || link.title;
};
on("pointerover", "[data-contexts] .refctx-backlink", describe);
on("focusin", "[data-contexts] .refctx-backlink", describe);
