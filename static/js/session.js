// Signing in again without leaving the page, and a warning before the session ends.
"use strict";

const Session = (() => {
  const WARNED = 150; // seconds before the end
  const dialog = document.getElementById("sign-in");
  const warning = document.getElementById("session-warning");
  const person = document.body.dataset.person;
  dialog.querySelector("[data-person]").textContent = person;
  let timer = 0;
  let opened = null;

  const ask = async (method = "GET") => {
    const headers = method === "POST" ? { "X-CSRFToken": token() } : {};
    const response = await fetch(document.body.dataset.session, { method, headers, cache: "no-store" });
    const told = await response.json();
    for (const field of document.querySelectorAll("[name=csrfmiddlewaretoken]")) field.value = told.csrf;
    return told;
  };

  const token = () => document.querySelector("[name=csrfmiddlewaretoken]").value;

  const watch = (seconds) => {
    clearTimeout(timer);
    timer = setTimeout(look, Math.max(1, seconds - WARNED) * 1000);
  };

  const look = async () => {
    const told = await ask().catch(() => null);
    if (!told) return watch(WARNED + 30);
    if (told.user !== person) return signIn();
    if (told.ends_in > WARNED + 5) return watch(told.ends_in);
    warning.hidden = false;
    warning.querySelector("button").focus();
    watch(told.ends_in + WARNED);
  };

  const extend = async () => {
    const told = await ask("POST").catch(() => null);
    if (!told || told.user !== person) return signIn();
    warning.hidden = true;
    watch(told.ends_in);
  };

  const say = (words) => {
    dialog.querySelector("[role=alert]").textContent = words;
  };

  const enter = async (event) => {
    event.preventDefault();
    const form = event.target;
    await ask();
    const body = new URLSearchParams({ login: person, password: form.elements.password.value });
    body.set("csrfmiddlewaretoken", token());
    if (document.body.dataset.publicComputer === "1") body.set("public_computer", "1");
    const headers = { "X-Requested-With": "XMLHttpRequest", Accept: "application/json" };
    const response = await fetch(form.action, { method: "POST", headers, body }).catch(() => null);
    form.elements.password.value = "";
    const told = response && (await ask().catch(() => null));
    if (!told) return say(form.dataset.offline);
    if (told.user && told.user !== person) return say(form.dataset.other);
    if (!told.user) return say(response.status === 429 ? form.dataset.often : form.dataset.refused);
    watch(told.ends_in);
    close(true);
  };

  const close = (isBack) => {
    say("");
    dialog.close();
    opened.resolve(isBack);
    opened = null;
  };

  // Resolves to true when the same person is signed in again, to false when she puts it off.
  const signIn = () => {
    warning.hidden = true;
    if (!opened) {
      opened = {};
      opened.done = new Promise((resolve) => {
        opened.resolve = resolve;
      });
    }
    if (!dialog.open) dialog.showModal();
    return opened.done;
  };

  if (dialog) {
    dialog.querySelector("form").addEventListener("submit", enter);
    dialog.querySelector("[data-later]").addEventListener("click", () => close(false));
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      close(false);
    });
    warning.querySelector("button").addEventListener("click", extend);
    watch(Number(document.body.dataset.idle));
  }

  // A save may have renewed the session; when the end is near the server is asked, never earlier.
  const alive = () => {
    if (warning.hidden) return;
    warning.hidden = true;
    look();
  };

  return { token, refresh: ask, signIn, alive };
})();
