// Ticks every row of the page at once, and tells how many are ticked.
"use strict";

(() => {
  const form = document.getElementById("pick");
  if (!form) return;
  const all = document.getElementById("pick-all");
  const told = document.getElementById("picked");
  const boxes = [...document.querySelectorAll("input[name=assessment][form=pick]")];
  const words = all.dataset;

  const count = () => {
    const ticked = boxes.filter((box) => box.checked).length;
    told.textContent = ticked ? words.picked.replace("{n}", ticked) : "";
    all.textContent = ticked === boxes.length ? words.none : words.all;
  };

  all.hidden = false;
  all.addEventListener("click", () => {
    const wanted = boxes.some((box) => !box.checked);
    for (const box of boxes) box.checked = wanted;
    count();
  });
  for (const box of boxes) box.addEventListener("change", count);
  count();
})();
