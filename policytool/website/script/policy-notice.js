/* Shows the notice of an upcoming policy version, and others such as that of an incident, at the top of any page of yours:

     <script src="https://policies.example.com/policy-notice.js" data-policy="privacy-policy" defer></script>

   Without data-policy it shows the notices of all policies. It reads notices.json beside this file, sets no
   cookies, and remembers in the browser alone which notice was closed. Closing is never taken as consent.
   Where pages and policies lie on different hosts, let the policies' host send, with notices.json,
   Access-Control-Allow-Origin. Style it by the classes policy-notice and policy-notice-significant. */
(function () {
  "use strict";
  var script = document.currentScript;
  if (!script || !window.fetch) return;
  var policy = script.getAttribute("data-policy");
  var source = new URL("notices.json", script.src);

  function key(notice) {
    return "policy-notice " + notice.id + " " + (notice.version || notice.notice);
  }

  function closed(notice) {
    try {
      return localStorage.getItem(key(notice)) !== null;
    } catch (error) {
      return false;
    }
  }

  function remember(notice) {
    try {
      localStorage.setItem(key(notice), "closed");
    } catch (error) {
      /* Nothing is remembered where the browser keeps nothing. */
    }
  }

  function today() {
    var now = new Date();
    return new Date(now - now.getTimezoneOffset() * 60000).toISOString().slice(0, 10);
  }

  function language(texts) {
    var wanted = (document.documentElement.lang || "").toLowerCase();
    var tags = Object.keys(texts);
    return (
      tags.find(function (tag) { return tag.toLowerCase() === wanted; }) ||
      tags.find(function (tag) { return tag.split("-")[0].toLowerCase() === wanted.split("-")[0]; }) ||
      tags[0]
    );
  }

  function add(parent, tag, text, styles) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    Object.keys(styles || {}).forEach(function (name) { element.style.setProperty(name, styles[name]); });
    return parent.appendChild(element);
  }

  function link(parent, label, address) {
    if (!address) return;
    var target = new URL(address, source);
    if (target.protocol !== "https:" && target.protocol !== "http:") return;
    add(parent, "a", label, { color: "#1a4b8c", "margin-inline-end": "1.2em" }).href = target.href;
  }

  function show(notice, before) {
    var tag = language(notice.texts);
    var text = notice.texts[tag];
    var significant = !notice.version || notice.significance === "significant";
    var box = add(document.createDocumentFragment(), "section", "", {
      padding: "1em 1.25em", background: "#fff6e0", color: "#16191d", "line-height": "1.5",
      border: (significant ? "3px" : "1px") + " solid #b35c00"
    });
    box.className = "policy-notice" + (significant ? " policy-notice-significant" : "");
    box.setAttribute("role", "region");
    box.setAttribute("aria-label", text.title);
    box.lang = tag;
    add(box, "p", text.title, { margin: "0 0 .4em", "font-weight": "bold" });
    add(box, "p", text.summary, { margin: "0 0 .4em" });
    if (text.consent) add(box, "p", text.consent, { margin: "0 0 .4em", "font-weight": "bold" });
    if (significant && text.changes && text.changes.length) {
      var list = add(box, "ul", "", { margin: "0 0 .4em", "padding-inline-start": "1.5em" });
      text.changes.forEach(function (change) { add(list, "li", change); });
    }
    var links = add(box, "p", "", { margin: "0" });
    link(links, text.changes_label, text.changes_url);
    link(links, text.text_label, text.text_url);
    var button = add(links, "button", text.close_label, { font: "inherit", cursor: "pointer" });
    button.type = "button";
    button.addEventListener("click", function () {
      remember(notice);
      box.remove();
    });
    document.body.insertBefore(box, before);
  }

  function start(data) {
    var first = document.body.firstChild;
    data.notices.forEach(function (notice) {
      if (policy && notice.policy !== policy) return;
      if (notice.effective <= today() || closed(notice)) return;
      show(notice, first);
    });
    (data.others || []).forEach(function (notice) {
      if (policy && notice.policy !== policy) return;
      if (notice.until < today() || closed(notice)) return;
      show(notice, first);
    });
  }

  fetch(source, { credentials: "omit" })
    .then(function (answer) { return answer.ok ? answer.json() : { notices: [] }; })
    .then(function (data) {
      if (document.body) return start(data);
      document.addEventListener("DOMContentLoaded", function () { start(data); });
    })
    .catch(function () { /* Without the file there is no notice, and the page goes on. */ });
})();
