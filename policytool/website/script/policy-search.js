/* Looks for words in the policies that apply today, on the search page of the policy website. The texts lie in one
   file on the same host; no word that is looked for leaves the browser. */
(function () {
  "use strict";
  var form = document.querySelector("form.search");
  if (!form || !window.fetch) return;
  var field = form.elements.q;
  var said = document.querySelector(".search-said");
  var list = document.querySelector(".search-found");
  var root = new URL(form.dataset.root, location.href);
  var most = 50;
  var letter = /[\p{L}\p{N}]/u;
  var unspaced = /[\p{Script=Han}\p{Script=Hiragana}\p{Script=Katakana}\p{Script=Thai}]/u;

  /* Lower case without accents, sign for sign, so that places in it are places in the text. */
  function folded(text) {
    return Array.prototype.map.call(text, function (sign) {
      return (sign.normalize("NFKD").toLowerCase() || sign)[0];
    }).join("");
  }

  function terms(query) {
    return folded(query).split(/\s+/).filter(Boolean).map(function (word) {
      return word.length > 4 && /[a-z]s$/.test(word) ? word.slice(0, -1) : word;
    });
  }

  /* Where `term` begins a word in `text`; anywhere in scripts that put no space between words. */
  function places(text, term) {
    var found = [];
    for (var at = text.indexOf(term); at >= 0; at = text.indexOf(term, at + 1)) {
      if (at === 0 || unspaced.test(term[0]) || !letter.test(text[at - 1]) || !letter.test(term[0])) found.push(at);
    }
    return found;
  }

  function prepared(section) {
    var title = section.titles.length ? section.titles[section.titles.length - 1] : section.policy;
    return { section: section, title: title, titleFolded: folded(title), textFolded: folded(section.text) };
  }

  function score(item, wanted) {
    var sum = 0;
    for (var term of wanted) {
      var inTitle = places(item.titleFolded, term).length;
      var inText = places(item.textFolded, term).length;
      if (!inTitle && !inText) return 0;
      sum += 5 * inTitle + Math.min(inText, 3);
    }
    return sum;
  }

  function add(parent, tag, text) {
    var element = document.createElement(tag);
    if (text) element.textContent = text;
    return parent.appendChild(element);
  }

  /* `text` from `start` to `end`, with what was looked for marked. */
  function marked(parent, text, lower, wanted, start, end) {
    var at = start;
    var spots = [];
    wanted.forEach(function (term) {
      places(lower, term).forEach(function (place) { spots.push([place, place + term.length]); });
    });
    spots.sort(function (one, other) { return one[0] - other[0]; });
    spots.forEach(function (spot) {
      if (spot[0] < at || spot[1] > end) return;
      parent.append(text.slice(at, spot[0]));
      add(parent, "mark", text.slice(spot[0], spot[1]));
      at = spot[1];
    });
    parent.append(text.slice(at, end));
  }

  function excerpt(parent, item, wanted) {
    var text = item.section.text;
    var around = unspaced.test(text[0] || "") ? 30 : 90;
    var first = Math.min.apply(null, wanted.map(function (term) {
      var found = places(item.textFolded, term);
      return found.length ? found[0] : Infinity;
    }));
    var start = first === Infinity || first < around ? 0 : text.indexOf(" ", first - around) + 1;
    if (start > first || start < first - around) start = Math.max(first - around, 0);
    var end = Math.min(text.length, start + 3 * around);
    if (end < text.length) end = Math.max(text.lastIndexOf(" ", end), start + 2 * around);
    if (start > 0) parent.append("… ");
    marked(parent, text, item.textFolded, wanted, start, end);
    if (end < text.length) parent.append(" …");
  }

  function show(items) {
    var wanted = terms(field.value);
    list.textContent = said.textContent = "";
    if (!wanted.length) return;
    var found = items
      .map(function (item) { return { item: item, score: score(item, wanted) }; })
      .filter(function (hit) { return hit.score; })
      .sort(function (one, other) { return other.score - one.score; });
    var text = found.length === 0 ? form.dataset.none : found.length === 1 ? form.dataset.one : form.dataset.many;
    said.textContent = text.replace("{count}", found.length);
    found.slice(0, most).forEach(function (hit) {
      var section = hit.item.section;
      var line = add(list, "li");
      if (section.language) line.lang = section.language;
      var link = add(line, "a");
      link.href = new URL(section.address, root).href;
      marked(link, hit.item.title, hit.item.titleFolded, wanted, 0, hit.item.title.length);
      var path = [section.policy].concat(section.titles.slice(0, -1));
      if (section.titles.length) add(line, "p", path.join(" › ")).className = "quiet";
      excerpt(add(line, "p"), hit.item, wanted);
    });
  }

  var items = null;
  var timer = 0;

  function look() {
    clearTimeout(timer);
    if (items) show(items);
    var address = new URL(location.href);
    if (field.value) address.searchParams.set("q", field.value);
    else address.searchParams.delete("q");
    history.replaceState(null, "", address);
  }

  form.hidden = false;
  field.value = new URL(location.href).searchParams.get("q") || "";
  form.addEventListener("submit", function (event) {
    event.preventDefault();
    look();
  });
  field.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(look, 250);
  });
  fetch(new URL(form.dataset.index, location.href), { credentials: "omit" })
    .then(function (answer) {
      if (!answer.ok) throw new Error(answer.statusText);
      return answer.json();
    })
    .then(function (data) {
      items = data.sections.map(prepared);
      look();
    })
    .catch(function () { said.textContent = form.dataset.failed; });
})();
