// The page beside the form follows what is typed; a newer request replaces an older one.

import { post } from "./saving.js";

const PAUSE_MS = 150;
const BUSY_MS = 2000;

export function startPreview(form) {
  const box = document.getElementById("preview");
  const pages = document.getElementById("preview-pages");
  const status = document.getElementById("preview-status");
  const toggle = document.getElementById("preview-toggle");
  let timer = 0;
  let request = null;
  let wanted = true;

  const draw = async () => {
    if (!isShown(box)) {
      wanted = true;
      return;
    }
    wanted = false;
    request?.abort();
    request = new AbortController();
    const { signal } = request;
    box.classList.add("paper-stale");
    try {
      const answer = await post(form, form.dataset.preview, signal);
      const body = await answer.json();
      if (!answer.ok) return refused(answer.status, body);
      await show(pages, body.pages, signal);
      if (signal.aborted) return;
      advise(form, body.advice);
      say(status, `${body.pages.length} trang`);
      box.classList.remove("paper-stale");
    } catch (error) {
      if (error.name === "AbortError" || signal.aborted) return;
      say(status, "Chưa xem trước được; đang thử lại.");
      later(BUSY_MS);
    }
  };

  const refused = (code, body) => {
    say(status, code === 401 ? "Phiên làm việc đã hết; đăng nhập lại để xem trước." : body.error);
    if (code === 503) later(BUSY_MS);
  };

  const later = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(draw, wait);
  };

  form.addEventListener("input", () => later(PAUSE_MS));
  toggle?.addEventListener("click", () => {
    const open = box.classList.toggle("paper-open");
    toggle.setAttribute("aria-expanded", String(open));
    if (open && wanted) draw();
    if (open) box.scrollIntoView({ block: "start" });
  });
  window.addEventListener("resize", () => { if (wanted) later(PAUSE_MS); });
  draw();
}

const isShown = (box) => box.getClientRects().length > 0;

function say(status, sentence) {
  if (status.textContent !== sentence) status.textContent = sentence;
}

// Pictures are decoded before they take the place of the old ones, so that nothing flickers.
async function show(pages, urls, signal) {
  const images = urls.map((url, index) => {
    const image = pages.children[index]?.getAttribute("src") === url ? pages.children[index] : new Image(827, 1169);
    image.alt = `Trang ${index + 1} của bản thảo`;
    if (image.getAttribute("src") !== url) image.src = url;
    return image;
  });
  await Promise.all(images.slice(0, 2).map((image) => image.decode()));
  if (!signal.aborted) pages.replaceChildren(...images);
}

function advise(form, advice) {
  for (const line of form.querySelectorAll("[data-advice]")) {
    const refused = [...line.parentElement.querySelectorAll(".field-error")];
    const told = advice[line.dataset.advice] ?? "";
    // What stands there as a refusal is not said twice.
    const sentence = told && refused.some((one) => one.textContent.includes(told)) ? "" : told;
    if (line.textContent !== sentence) line.textContent = sentence;
    line.hidden = !sentence;
  }
}
