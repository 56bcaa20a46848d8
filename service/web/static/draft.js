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

// A long line is shown in a growing box; it is still one line.
form.addEventListener("keydown", (event) => {
  const inLine = event.target.matches("textarea[data-line]") && !event.target.closest(".rows");
  if (event.key === "Enter" && inLine && !event.isComposing) event.preventDefault();
});

const file = form.querySelector("input[type=file]");
if (file) {
  const box = document.createElement("div");
  const label = document.createElement("label");
  const name = document.createElement("span");
  const wrong = document.createElement("p");
  box.className = "file-pick";
  Object.assign(label, { className: "btn btn-outline-secondary", htmlFor: file.id, textContent: "Chọn tệp PDF…" });
  Object.assign(wrong, { className: "field-error", hidden: true });
  name.textContent = "Chưa chọn tệp.";
  file.before(wrong, box);
  box.append(file, label, name);

  // A file that is too big is refused before it travels, so that nothing else of the form is lost.
  file.addEventListener("change", () => {
    const limit = Number(form.dataset.maxMb);
    const chosen = file.files[0];
    const tooBig = (chosen?.size ?? 0) > limit * 1024 * 1024;
    wrong.textContent = tooBig ? `Tệp lớn hơn ${limit} MB. Hãy giảm dung lượng rồi chọn lại.` : "";
    wrong.hidden = !tooBig;
    name.textContent = chosen && !tooBig ? `${chosen.name} – bấm “Tải tệp lên” hoặc “Lưu bản thảo” để gửi.` : "Chưa chọn tệp.";
    if (tooBig) file.value = "";
    announce(wrong.textContent || name.textContent);
  });
}
