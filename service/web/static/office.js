// Every page: focus, waiting for files, no double posts. Pages work without any of it.

import { startFiles } from "./files.js";

document.documentElement.classList.add("js");

// An error summary is what the reader must meet first.
document.querySelector("[data-focus]")?.focus();

startFiles();

// A second click while the first is under way does nothing; coming back makes the form usable.
for (const form of document.querySelectorAll("form[data-once]")) {
  let sent = false;
  form.addEventListener("submit", (event) => {
    if (sent) event.preventDefault();
    sent = true;
  });
  window.addEventListener("pageshow", () => { sent = false; });
}

// The sheet under the person's name closes as people expect.
const sheet = document.querySelector(".bar-me");
if (sheet) {
  document.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && sheet.open) {
      sheet.open = false;
      sheet.querySelector("summary").focus();
    }
  });
  document.addEventListener("click", (event) => {
    if (!sheet.contains(event.target)) sheet.open = false;
  });
}

// A page that waits for its files looks again by itself.
const waiting = document.querySelector("[data-wait]");
if (waiting) {
  const look = async () => {
    try {
      const answer = await fetch(waiting.dataset.wait, { headers: { Accept: "application/json" } });
      if (answer.ok) {
        const state = await answer.json();
        if (state.ready || state.failed) return window.location.reload();
      } else if (answer.status === 401) {
        return window.location.reload();
      }
    } catch { /* the line is down for a moment: look again */ }
    window.setTimeout(look, 1000);
  };
  window.setTimeout(look, 500);
}

// The signature block follows what is typed about the signatory.
const signatory = document.querySelector("form[data-sample]");
if (signatory) {
  let timer = 0;
  const draw = async () => {
    const answer = await fetch(signatory.dataset.sample, {
      method: "POST", body: new FormData(signatory), headers: { Accept: "application/json" },
    });
    if (!answer.ok) return;
    const block = await answer.json();
    document.getElementById("sample-authority").textContent = block.authority;
    document.getElementById("sample-remark").textContent = block.remark;
    document.getElementById("sample-name").textContent = block.name;
  };
  signatory.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => draw().catch(() => {}), 150);
  });
}
