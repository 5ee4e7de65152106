// Parts of the page that load and send by themselves: when one fails, it says so where it stands, and what was typed stays.
"use strict";

(() => {
  const words = JSON.parse(document.getElementById("drawer-words").textContent);
  const drawer = (element) => element.closest("details, section, form") || element;

  const clear = (element) => {
    for (const old of drawer(element).querySelectorAll(":scope .drawer-trouble")) old.remove();
  };

  const tell = (element, status) => {
    clear(element);
    const line = document.createElement("p");
    line.className = "drawer-trouble invalid-feedback";
    line.setAttribute("role", "alert");
    line.textContent = words[status] || words.other;
    element.prepend(line);
  };

  document.body.addEventListener("htmx:beforeRequest", (event) => clear(event.detail.elt));
  document.body.addEventListener("htmx:responseError", async (event) => {
    tell(event.detail.elt, event.detail.xhr.status);
    if (event.detail.xhr.status !== 401 || typeof Session === "undefined") return;
    if (await Session.signIn()) clear(event.detail.elt);
  });
  for (const name of ["htmx:sendError", "htmx:timeout"]) {
    document.body.addEventListener(name, (event) => tell(event.detail.elt, "offline"));
  }
})();
