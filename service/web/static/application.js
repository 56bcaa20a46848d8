// The application form: rows and saving as on drafts; what is wrong so far is said at its field.

import { startRows } from "./rows.js";
import { startSaving } from "./saving.js";

const form = document.getElementById("application");
const live = document.getElementById("announce");

const announce = (sentence) => { live.textContent = sentence; };
const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

startRows(form, announce, changed);
startSaving(form);

// What the last saving found: said at the field, before the control, as on a page that came so.
form.addEventListener("saved", (event) => {
  for (const old of form.querySelectorAll(".wrong-so-far")) unsay(old);
  for (const [name, sentence] of Object.entries(event.detail.wrong)) say(name, sentence);
});

function say(name, sentence) {
  const control = document.getElementById(name);
  const field = control?.closest(".field");
  if (!field || [...field.querySelectorAll(":scope > .field-error")].some((one) => one.textContent.includes(sentence))) return;
  const line = document.createElement("p");
  Object.assign(line, { id: `${name}-so-far`, textContent: sentence });
  line.classList.add("field-error", "wrong-so-far");
  line.setAttribute("role", "status");
  if (control.matches("input, select, textarea")) {
    control.before(line);
    describe(control, line.id, true);
  } else {
    field.append(line);
  }
}

function unsay(line) {
  const control = document.getElementById(line.id.replace(/-so-far$/, ""));
  if (control) describe(control, line.id, false);
  line.remove();
}

function describe(control, id, wrong) {
  const others = (control.getAttribute("aria-describedby") ?? "").split(" ").filter((one) => one && one !== id);
  control.setAttribute("aria-describedby", [...others, ...(wrong ? [id] : [])].join(" "));
  control.setAttribute("aria-invalid", String(wrong));
}

// An error that the page came with goes as soon as its field is typed into: the next saving tells.
form.addEventListener("input", (event) => {
  const field = event.target.closest?.(".field-wrong");
  if (!field || event.target === form) return;
  field.classList.remove("field-wrong");
  for (const line of field.querySelectorAll(":scope > .field-error:not(.wrong-so-far)")) line.hidden = true;
});

form.addEventListener("keydown", (event) => {
  const inLine = event.target.matches("textarea[data-line]") && !event.target.closest(".rows");
  if (event.key === "Enter" && inLine && !event.isComposing) event.preventDefault();
});
