// The browser's own button for files speaks the browser's language; ours speaks Vietnamese. A file
// that is too big is refused before it travels, so that nothing else of its form is lost.

const NONE = "Chưa chọn tệp.";

export function startFiles() {
  for (const input of document.querySelectorAll("input[type=file]")) dress(input);
}

function dress(input) {
  const box = document.createElement("div");
  const label = document.createElement("label");
  const name = document.createElement("span");
  const wrong = document.createElement("p");
  box.className = "file-pick";
  Object.assign(label, { className: "btn btn-outline-secondary", htmlFor: input.id, textContent: "Chọn tệp…" });
  Object.assign(wrong, { className: "field-error", hidden: true });
  wrong.setAttribute("role", "alert");
  name.setAttribute("role", "status");
  name.textContent = NONE;
  input.before(wrong, box);
  box.append(input, label, name);
  input.addEventListener("change", () => {
    const chosen = input.files[0];
    const limit = Number(input.form?.dataset.maxMb || Infinity);
    const tooBig = (chosen?.size ?? 0) > limit * 1024 * 1024;
    wrong.textContent = tooBig ? `Tệp lớn hơn ${limit} MB. Hãy giảm dung lượng rồi chọn lại.` : "";
    wrong.hidden = !tooBig;
    if (tooBig) input.value = "";
    name.textContent = chosen && !tooBig ? chosen.name : NONE;
  });
}
