// The drafting page: rows, saving and preview follow the form; each also works by its buttons.

import { startPreview } from "./preview.js";
import { startRows } from "./rows.js";
import { startSaving } from "./saving.js";

const form = document.getElementById("draft");
const live = document.getElementById("announce");

const announce = (sentence) => { live.textContent = sentence; };

// Scripts change rows without an event of their own: tell everybody that listens for typing.
const changed = () => form.dispatchEvent(new Event("input", { bubbles: true }));

startRows(form, announce, changed);
startPreview(form);
startSaving(form);

// A file that is too big is refused before it travels, so that nothing else of the form is lost.
const file = form.querySelector("input[type=file]");
file?.addEventListener("change", () => {
  const limit = Number(form.dataset.maxMb);
  const tooBig = (file.files[0]?.size ?? 0) > limit * 1024 * 1024;
  file.setCustomValidity(tooBig ? `Tệp lớn hơn ${limit} MB. Hãy giảm dung lượng rồi chọn lại.` : "");
  const sentence = form.querySelector("#source-too-big") ?? document.createElement("p");
  sentence.id = "source-too-big";
  sentence.className = "field-error";
  sentence.textContent = file.validationMessage;
  file.before(sentence);
  if (tooBig) file.value = "";
  announce(sentence.textContent);
});
