// The grid of figures by keyboard: moving, pasting a block, taking back, and what is not saved yet.
"use strict";

(() => {
  const form = document.getElementById("grid-form");
  const words = JSON.parse(document.getElementById("grid-words").textContent);
  const said = document.getElementById("grid-said");
  const kinds = document.getElementById("grid-kinds");
  const lines = [...form.querySelectorAll(".grid-row")];
  const cells = [...form.querySelectorAll(".grid-row .figure")];
  const FOCUS = `pmqa-grid-${location.pathname}`;
  const pastes = []; // each a list of { cell, before, after }
  let sending = false;

  const stored = (cell) => cell.dataset.stored ?? cell.defaultValue;
  // As the server compares: digits of either kind, commas and either minus are one figure.
  const figure = (text) => {
    const bare = text.trim().replace(/[๐-๙]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙".indexOf(digit)).replace(/\u2212/g, "-");
    return bare.replace(/,(?=[0-9]{3}(?![0-9]))/g, "");
  };
  const isChanged = (cell) => figure(cell.value) !== figure(stored(cell));
  const changed = () => cells.filter(isChanged);

  const count = (number) => {
    const text = String(number);
    return form.dataset.thai === "1" ? text.replace(/[0-9]/g, (digit) => "๐๑๒๓๔๕๖๗๘๙"[digit]) : text;
  };
  const say = (text) => {
    if (said.textContent !== text) said.textContent = text;
  };
  const counted = () => {
    const number = changed().length;
    return number ? words.changed.replace("%s", count(number)) : words.none;
  };
  const mark = (cell) => cell.parentNode.classList.toggle("is-changed", isChanged(cell));

  const shown = () => lines.filter((line) => !line.hidden);
  const place = (cell) => {
    const rows = shown().map((line) => [...line.querySelectorAll(".figure")]);
    const row = rows.findIndex((each) => each.includes(cell));
    return { rows, row, column: rows[row].indexOf(cell) };
  };
  const step = (cell, down, right) => {
    const { rows, row, column } = place(cell);
    const next = rows[row + down]?.[column + right];
    if (!next) return false;
    next.focus();
    next.select();
    return true;
  };

  // A cell that is selected whole stands at both ends, as in a spreadsheet.
  const atStart = (cell) => cell.selectionStart === 0 && (cell.selectionEnd === 0 || isWhole(cell));
  const atEnd = (cell) => cell.selectionEnd === cell.value.length && (cell.selectionStart === cell.selectionEnd || isWhole(cell));
  const isWhole = (cell) => cell.selectionStart === 0 && cell.selectionEnd === cell.value.length;

  const moved = (event, cell) => {
    if (event.key === "Enter") return step(cell, event.shiftKey ? -1 : 1, 0) || true;
    if (event.shiftKey) return false;
    if (event.key === "ArrowDown") return step(cell, 1, 0) || true;
    if (event.key === "ArrowUp") return step(cell, -1, 0) || true;
    if (event.key === "ArrowLeft") return atStart(cell) && step(cell, 0, -1);
    if (event.key === "ArrowRight") return atEnd(cell) && step(cell, 0, 1);
    if (event.key === "Escape") return restored(cell);
    return false;
  };
  const restored = (cell) => {
    cell.value = stored(cell);
    cell.select();
    mark(cell);
    say(counted());
    return true;
  };

  const grid = document.getElementById("grid");
  grid.addEventListener("keydown", (event) => {
    const cell = event.target;
    if (!cell.classList.contains("figure") || event.isComposing || event.altKey) return;
    const isCommand = event.ctrlKey || event.metaKey;
    if (isCommand && !event.shiftKey && event.code === "KeyZ" && unpaste()) event.preventDefault();
    else if (!isCommand && moved(event, cell)) event.preventDefault();
  });
  document.addEventListener("keydown", (event) => {
    if (!(event.ctrlKey || event.metaKey) || event.altKey || event.shiftKey || event.code !== "KeyS") return;
    event.preventDefault();
    form.requestSubmit();
  });
  grid.addEventListener("input", (event) => {
    mark(event.target);
    say(counted());
  });

  // The clipboard of a spreadsheet: cells parted by tabs, rows by line ends; quotes around a cell that needs them.
  const block = (text) => {
    const rows = text.replace(/\r\n?/g, "\n").replace(/\n$/, "").split("\n");
    return rows.map((row) => row.split("\t").map((each) => each.trim().replace(/^"(.*)"$/, "$1")));
  };
  grid.addEventListener("paste", (event) => {
    const cell = event.target;
    const table = block(event.clipboardData ? event.clipboardData.getData("text/plain") : "");
    if (!cell.classList.contains("figure") || (table.length === 1 && table[0].length === 1)) return;
    event.preventDefault();
    const { rows, row, column } = place(cell);
    const written = [];
    let outside = 0;
    table.forEach((texts, down) =>
      texts.forEach((text, right) => {
        const target = rows[row + down]?.[column + right];
        if (!target) outside += 1;
        else written.push({ cell: target, before: target.value, after: text });
      }),
    );
    for (const each of written) {
      each.cell.value = each.after;
      mark(each.cell);
    }
    pastes.push(written);
    const refused = outside ? ` ${words.outside.replace("%s", count(outside))}` : "";
    say(`${words.pasted.replace("%s", count(written.length))}${refused} ${counted()}`);
  });
  // The last block is taken back as long as all of it stands; what was typed since is the browser's to undo.
  const unpaste = () => {
    const last = pastes.at(-1);
    if (!last || last.some((each) => each.cell.value !== each.after)) return false;
    pastes.pop();
    for (const each of last) {
      each.cell.value = each.before;
      mark(each.cell);
    }
    say(`${words.unpasted.replace("%s", count(last.length))} ${counted()}`);
    return true;
  };

  kinds.addEventListener("change", () => {
    const kind = kinds.querySelector(":checked").value;
    for (const line of form.querySelectorAll("[data-kind]")) line.hidden = kind !== "" && line.dataset.kind !== kind;
  });
  // A link of the summary leads to a cell that may be hidden.
  document.addEventListener("click", (event) => {
    const link = event.target.closest("a[href^='#']");
    const cell = link && document.getElementById(link.hash.slice(1));
    if (!cell || !cells.includes(cell)) return;
    event.preventDefault();
    if (cell.closest(".grid-row").hidden) {
      kinds.querySelector("[value='']").checked = true;
      kinds.dispatchEvent(new Event("change"));
    }
    cell.focus();
    cell.select();
  });

  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    if (sending) return;
    sending = true;
    say(words.saving);
    const told = await Session.refresh().catch(() => null);
    const isIn = told && (told.user === document.body.dataset.person || (await Session.signIn()));
    if (!isIn) {
      sending = false;
      say(told ? counted() : words.offline);
      return;
    }
    const cell = document.activeElement;
    if (cells.includes(cell)) sessionStorage.setItem(FOCUS, cell.id);
    HTMLFormElement.prototype.submit.call(form);
  });
  window.addEventListener("beforeunload", (event) => {
    if (!sending && changed().length) event.preventDefault();
  });
  window.addEventListener("pageshow", () => {
    sending = false;
  });

  // Back where she was after a save, unless the page has something to say first.
  const back = document.getElementById(sessionStorage.getItem(FOCUS) ?? "");
  sessionStorage.removeItem(FOCUS);
  if (back && !document.querySelector("[autofocus]")) back.focus({ preventScroll: true });

  kinds.hidden = false;
  document.getElementById("grid-keys").hidden = false;
  const held = new Set(lines.map((line) => line.dataset.kind));
  for (const radio of kinds.querySelectorAll("input")) radio.parentNode.hidden = radio.value !== "" && !held.has(radio.value);
  cells.forEach(mark);
  say(counted());
})();
