/* Shows a redline of the policy website side by side where the reader so chooses: the old text left, the new one right,
   made from the redline in the page. Without it, and on narrow screens and paper, the redline stands in one text. */
(function () {
  "use strict";
  var place = document.querySelector(".changed-text");
  var button = document.querySelector(".view-sides");
  var redline = place && place.querySelector(".redline");
  if (!button || !redline) return;
  var sides = null;

  /* One block's old or new side; null where nothing of it is left. */
  function side(block, old) {
    var copy = block.cloneNode(true);
    var gone = old ? "ins, .note:not(.left), .change.moved, .change.moved-and-modified" : "del, .left";
    copy.querySelectorAll(gone).forEach(function (element) { element.remove(); });
    if (old) copy.querySelectorAll(".change").forEach(function (element) { element.removeAttribute("id"); });
    copy.querySelectorAll("li, tr, p").forEach(function (element) {
      if (empty(element)) element.remove();
    });
    return empty(copy) ? null : copy;
  }

  /* Whether nothing but its number is left of a block. */
  function empty(element) {
    var rest = element.cloneNode(true);
    rest.querySelectorAll(".marker, .number").forEach(function (marker) { marker.remove(); });
    return !rest.textContent.trim() && !rest.querySelector("img");
  }

  function row(grid, block) {
    if (block.tagName === "DETAILS") {
      var both = block.cloneNode(true);
      both.classList.add("both");
      grid.append(both);
      return;
    }
    [true, false].forEach(function (old) {
      var cell = document.createElement("div");
      cell.className = old ? "was" : "now";
      var found = side(block, old);
      if (found) cell.append(found);
      grid.append(cell);
    });
  }

  /* A list is shown item by item, so that its items stand beside each other. */
  function parts(block) {
    if (block.tagName !== "UL" && block.tagName !== "OL") return [block];
    var number = block.start || 1;
    return Array.prototype.map.call(block.children, function (item) {
      var list = block.cloneNode(false);
      list.append(item.cloneNode(true));
      if (item.value) number = item.value;
      if (block.tagName === "OL") list.start = number;
      number += 1;
      return list;
    });
  }

  function made() {
    var grid = document.createElement("div");
    grid.className = "redline beside";
    ["old", "new"].forEach(function (name) {
      var head = document.createElement("p");
      head.className = "beside-head";
      head.textContent = place.dataset[name];
      grid.append(head);
    });
    Array.prototype.forEach.call(redline.children, function (block) {
      parts(block).forEach(function (part) { row(grid, part); });
    });
    return grid;
  }

  button.hidden = false;
  button.addEventListener("click", function () {
    var on = button.getAttribute("aria-pressed") !== "true";
    sides = sides || made();
    if (on) redline.replaceWith(sides);
    else sides.replaceWith(redline);
    document.body.classList.toggle("wide", on);
    button.setAttribute("aria-pressed", String(on));
  });
})();
