/* Shows notices of upcoming policy versions, and others such as that of an incident, at the top of any page of yours:

     <script src="https://policies.example.com/policy-notice.js" data-policy="privacy-policy" defer></script>

   Without data-policy it shows the notices of all policies. It reads notices.json beside this file, sets no
   cookies, and the browser alone remembers which notice was closed. Closing is never taken as consent.
   On another host than theirs, let theirs send Access-Control-Allow-Origin with notices.json. */
(() => {
  "use strict";
  const script = document.currentScript;
  if (!script || !window.fetch) return;
  const policy = script.getAttribute("data-policy");
  const source = new URL("notices.json", script.src);
  const plain = { margin: "0" }, apart = { margin: ".3em 0" }, bold = { margin: "0", "font-weight": "bold" };

  /* Whether the reader closed the notice, or does so now; some browsers keep nothing. */
  function closed(notice, now) {
    const key = "policy-notice " + notice.id + " " + (notice.version || notice.notice);
    try {
      if (now) localStorage.setItem(key, "closed");
      return localStorage.getItem(key) !== null;
    } catch (error) {
      return false;
    }
  }

  function today() {
    const now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function language(texts) {
    const wanted = document.documentElement.lang.toLowerCase();
    const tags = Object.keys(texts);
    const found = (cut) => tags.find((tag) => cut(tag.toLowerCase()) === cut(wanted));
    return found((tag) => tag) || found((tag) => tag.split("-")[0]) || tags[0];
  }

  function add(parent, tag, text, styles) {
    const element = document.createElement(tag);
    if (text) element.textContent = text;
    Object.keys(styles).forEach((name) => element.style.setProperty(name, styles[name]));
    return parent.appendChild(element);
  }

  function link(parent, label, address) {
    const target = address ? new URL(address, source).href : "";
    if (/^https?:/.test(target)) add(parent, "a", label, { color: "#1a4b8c" }).href = target;
  }

  /* The first notice says more; of the others all but the title is a click away. */
  function show(notice, place) {
    const tag = language(notice.texts);
    const text = notice.texts[tag];
    const significant = !notice.version || notice.significance === "significant";
    const changes = (significant && text.changes) || [];
    const long = place > 0 || text.summary.length > (/^(zh|ja|ko)/.test(tag) ? 80 : 160);
    const folded = text.more_label && (long || text.consent || changes.length);
    const box = add(document.createDocumentFragment(), "section", "", {
      padding: ".7em 1em", "font-size": ".95em", background: "#fff6e0", color: "#16191d", "line-height": "1.45", "overflow-wrap": "anywhere",
      border: (significant ? "3px" : "1px") + " solid #b35c00"
    });
    box.className = "policy-notice" + (significant ? " policy-notice-significant" : "");
    box.setAttribute("aria-label", text.title);
    box.lang = tag;
    box.dir = "auto";
    add(box, "p", text.title, bold);
    if (!folded || !long) add(box, "p", text.summary, plain);
    if (text.consent) add(box, "p", folded ? text.consent_label : text.consent, bold);
    const more = folded ? add(box, "details", "", apart) : box;
    if (folded) {
      add(more, "summary", text.more_label, { cursor: "pointer" });
      if (text.consent) add(more, "p", text.consent, apart);
      if (long) add(more, "p", text.summary, apart);
    }
    if (changes.length) {
      const list = add(more, "ul", "", { margin: ".3em 0", "padding-inline-start": "1.5em" });
      changes.forEach((change) => add(list, "li", change, {}));
    }
    const links = add(place ? more : box, "p", "", { margin: "0", display: "flex", "flex-wrap": "wrap", gap: "0 1em" });
    link(links, text.changes_label, text.changes_url);
    link(links, text.text_label, text.text_url);
    const button = add(box, "button", text.close_label, { font: "inherit", cursor: "pointer" });
    button.type = "button";
    button.addEventListener("click", () => {
      closed(notice, true);
      box.remove();
    });
    return box;
  }

  function start(data) {
    const first = document.body.firstChild;
    const rank = (notice) => Number(notice.significance !== "significant");
    const notices = data.notices.sort((one, other) => rank(one) - rank(other));
    (data.others || [])
      .concat(notices)
      .filter((notice) => (!policy || notice.policy === policy) && !closed(notice))
      .filter((notice) => (notice.version ? notice.effective > today() : notice.until >= today()))
      .map(show)
      .forEach((box) => document.body.insertBefore(box, first));
  }

  fetch(source, { credentials: "omit" })
    .then((answer) => (answer.ok ? answer.json() : { notices: [] }))
    .then((data) => {
      if (document.body) return start(data);
      document.addEventListener("DOMContentLoaded", () => start(data));
    })
    .catch(() => { /* Without the file the page goes on. */ });
})();
