/* Material fetches its search index with every page, a third of all that a first visit loads.
   Here the request waits until somebody turns to the search, or a hit's words are to be marked.
   The theme has no option for it, so its XMLHttpRequest is held back; without this file all works
   as before. */
(() => {
  "use strict";
  const index = /\/search\/search_index\.json$/;
  const { open, send } = XMLHttpRequest.prototype;
  const waiting = [];
  let wanted = new URLSearchParams(location.search).has("h");

  XMLHttpRequest.prototype.open = function (method, url, ...rest) {
    this.refctxWaits = index.test(url);
    return open.call(this, method, url, ...rest);
  };
  XMLHttpRequest.prototype.send = function (...body) {
    if (wanted || !this.refctxWaits) return send.apply(this, body);
    waiting.push(() => send.apply(this, body));
  };

  const go = () => {
    wanted = true;
    for (const start of waiting.splice(0)) start();
  };
  /* The keys that open the search focus its field; on a phone a check box opens it. */
  const asks = (event) => event.target instanceof Element && event.target.closest("#__search, .md-search, [for=__search]");
  for (const type of ["focusin", "pointerover", "change"])
    document.addEventListener(type, (event) => asks(event) && go());
})();
