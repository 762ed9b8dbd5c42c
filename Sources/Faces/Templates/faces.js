// What a browser with script does better; every page works without.
"use strict";

document.documentElement.classList.add("scripted");

// A form marked data-live answers at once: its page is asked anew, and what is marked data-region is exchanged.
let asking;
document.addEventListener("change", async (event) => {
  const form = event.target.form;
  if (!form || !form.hasAttribute("data-live")) return;
  asking?.abort();
  asking = new AbortController();
  const address = new URL(form.action);
  address.search = new URLSearchParams(new FormData(form)).toString();
  try {
    const answer = await fetch(address, { signal: asking.signal, headers: { Accept: "text/html" } });
    if (!answer.ok) return form.submit();
    exchange(new DOMParser().parseFromString(await answer.text(), "text/html"));
    history.replaceState(null, "", address);
  } catch (error) {
    if (error.name !== "AbortError") form.submit();
  }
});

// The regions themselves stay, so that a reader of the screen is told what changed in them.
function exchange(fresh) {
  const held = document.activeElement?.id;
  const open = [...document.querySelectorAll("details[open][id]")].map((one) => one.id);
  for (const old of document.querySelectorAll("[data-region]")) {
    const found = fresh.querySelector(`[data-region="${old.dataset.region}"]`);
    if (found) old.replaceChildren(...document.importNode(found, true).childNodes);
  }
  for (const id of open) document.getElementById(id)?.setAttribute("open", "");
  if (held) document.getElementById(held)?.focus({ preventScroll: true });
}

// A form marked data-once is sent once: a second click does nothing until its page is shown again. An answer that
// doesn't come, or was broken off, may be asked for once more after a while.
const PATIENCE_MILLISECONDS = 8000;
document.addEventListener("submit", (event) => {
  if (!event.target.hasAttribute("data-once")) return;
  if (event.target.dataset.sent) return event.preventDefault();
  event.target.dataset.sent = "yes";
  // Its buttons, also those that stand elsewhere on the page.
  for (const button of event.target.elements) if (button.type === "submit") button.setAttribute("aria-disabled", "true");
  setTimeout(allowAgain, PATIENCE_MILLISECONDS, event.target);
});
addEventListener("pageshow", () => document.querySelectorAll("[data-sent]").forEach(allowAgain));

function allowAgain(form) {
  delete form.dataset.sent;
  for (const button of form.elements) if (button.type === "submit") button.removeAttribute("aria-disabled");
}
