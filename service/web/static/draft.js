// The drafting page: rows, saving and preview follow the form; each also works by its buttons.

import { startPreview } from "./preview.js";
import { startRows } from "./rows.js";
import { startSaving } from "./saving.js";

const form = document.getElementById("draft");
const live = document.getElementById("announce");

const announce = (sentence) => { live.textContent = sentence; };

// Scripts change rows without an event of their own: tell everybody that listens for typing.
const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

// On a slow line people type before this script has come: that is typing too.
const isTouched = (control) => {
  if (control.type === "hidden" || control.type === "file") return false;
  if (control.options) return [...control.options].some((one) => one.defaultSelected && !one.selected);
  if (control.type === "checkbox" || control.type === "radio") return control.checked !== control.defaultChecked;
  return control.defaultValue !== undefined && control.value !== control.defaultValue;
};
const early = [...form.elements].some(isTouched);

startRows(form, announce, changed);
startPreview(form);
startSaving(form);
if (early) changed();

// A long line is shown in a growing box; it is still one line.
form.addEventListener("keydown", (event) => {
  const inLine = event.target.matches("textarea[data-line]") && !event.target.closest(".rows");
  if (event.key === "Enter" && inLine && !event.isComposing) event.preventDefault();
});
