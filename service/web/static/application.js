// The application form: rows and saving as on drafts; what is wrong so far is said at its field.

import { startRows } from "./rows.js";
import { startSaving } from "./saving.js";

const form = document.getElementById("application");
const live = document.getElementById("announce");

const announce = (sentence) => { live.textContent = sentence; };
const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

startRows(form, announce, changed);
startSaving(form);

form.addEventListener("saved", (event) => {
  const wrong = event.detail.wrong;
  for (const old of form.querySelectorAll(".wrong-so-far")) old.remove();
  for (const [name, sentence] of Object.entries(wrong)) say(name, sentence);
});

// Beside what the page came with: an error of the last page goes when its field is right again.
form.addEventListener("input", (event) => {
  event.target.closest?.(".field-wrong")?.classList.remove("field-wrong");
});

function say(name, sentence) {
  const control = document.getElementById(name);
  const field = control?.closest(".field");
  if (!field || field.querySelector(":scope > .field-error")?.textContent.includes(sentence)) return;
  const line = document.createElement("p");
  Object.assign(line, { id: `${name}-so-far`, textContent: sentence });
  line.classList.add("field-error", "wrong-so-far");
  line.setAttribute("role", "status");
  field.append(line);
}

form.addEventListener("keydown", (event) => {
  const inLine = event.target.matches("textarea[data-line]") && !event.target.closest(".rows");
  if (event.key === "Enter" && inLine && !event.isComposing) event.preventDefault();
});
