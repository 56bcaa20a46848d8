// A draft saves itself a moment after typing. While it cannot (no line, session over), a copy is
// kept in this browser and offered again; nothing that was typed is lost.

const PAUSE_MS = 1000;
const AGAIN_MS = 5000;
const KEPT_DAYS = 7;
const PREFIX = "van-thu:draft:";

export function startSaving(form) {
  const status = document.getElementById("save-status");
  const key = `${PREFIX}${form.dataset.person}:${form.dataset.document}`;
  const version = form.elements._version;
  let timer = 0;
  let dirty = false;
  let stopped = false;
  let running = null;

  const say = (sentence, link) => {
    status.textContent = sentence;
    if (!link) return;
    const anchor = document.createElement("a");
    Object.assign(anchor, link);
    status.append(" ", anchor);
  };

  const later = (wait) => {
    window.clearTimeout(timer);
    timer = window.setTimeout(() => { save(); }, wait);
  };

  const save = () => {
    if (running) return running;
    if (!dirty || stopped) return Promise.resolve();
    dirty = false;
    running = send().finally(() => {
      running = null;
      if (dirty && !stopped) later(PAUSE_MS);
    });
    return running;
  };

  const send = async () => {
    try {
      const answer = await post(form, form.dataset.autosave);
      const body = await answer.json();
      if (answer.ok) return saved(body);
      failed(answer.status, body);
    } catch {
      dirty = true;
      say("Mất kết nối; phần vừa gõ đang được giữ trong máy này.");
      later(AGAIN_MS);
    }
  };

  const saved = (body) => {
    version.value = body.version;
    if (!dirty) forget(key);
    say(`Đã lưu lúc ${body.saved_at}`);
    form.dispatchEvent(new CustomEvent("saved", { detail: body }));
  };

  const failed = async (code, body) => {
    if (code === 401) {
      if (await renew(form)) {
        dirty = true;
        return later(0);
      }
      dirty = true;
      say("Phiên làm việc đã hết; phần vừa gõ đang được giữ trong máy này.", { href: form.dataset.signIn, target: "_blank", textContent: "Đăng nhập lại ở thẻ khác" });
      return later(AGAIN_MS);
    }
    if (code === 409) {
      stopped = true;
      // Without a page for two versions, what was typed is offered again after reloading.
      if (!form.dataset.conflict) return say(body.error, { href: location.pathname, textContent: "Tải lại trang" });
      forget(key); // the server keeps it as a side copy
      return say(body.error, { href: form.dataset.conflict, textContent: "Xem hai bản" });
    }
    if (code === 503) {
      dirty = true;
      later(AGAIN_MS);
    }
    say(body.error);
  };

  form.addEventListener("input", () => {
    dirty = true;
    keep(key, form);
    if (!stopped) {
      say("Đang gõ…");
      later(PAUSE_MS);
    }
  });

  // A button waits for a saving under way: both would name the same version.
  form.addEventListener("submit", (event) => {
    window.clearTimeout(timer);
    if (!running) {
      stopped = true;
      return;
    }
    event.preventDefault();
    const button = event.submitter;
    running.then(() => form.requestSubmit(button));
  });

  document.addEventListener("visibilitychange", () => { if (document.hidden) save(); });
  window.addEventListener("online", () => later(0));
  document.addEventListener("keydown", (event) => {
    if ((event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "s") {
      event.preventDefault();
      dirty = true;
      save();
    }
  });

  offerAgain(form, key, () => later(0));
}

// What the form would post, but its files.
export function post(form, url, signal) {
  const data = new FormData(form);
  for (const control of form.querySelectorAll("input[type=file][name]")) data.delete(control.name);
  return fetch(url, { method: "POST", body: data, signal, headers: { Accept: "application/json" } });
}

// After signing in again elsewhere, this page needs that session's token.
async function renew(form) {
  const answer = await fetch(form.dataset.token, { headers: { Accept: "application/json" } });
  if (!answer.ok) return false;
  const body = await answer.json();
  if (String(body.person) !== form.dataset.person || body.token === form.elements.csrf_token.value) return false;
  for (const input of document.querySelectorAll("input[name=csrf_token]")) input.value = body.token;
  return true;
}

// Numbers of identity papers are not left behind in a browser.
const isPrivate = (form, name) => form.elements[name]?.dataset?.private !== undefined;

const typed = (form) => [...new FormData(form)].filter(([name, value]) => typeof value === "string" && !name.startsWith("_") && name !== "csrf_token" && !isPrivate(form, name));

// What was typed, whatever blank rows stand between.
const sense = (fields) => JSON.stringify(fields.filter(([, value]) => value).map(([name, value]) => [name.replace(/-\d+/g, ""), value]));

function keep(key, form) {
  try {
    localStorage.setItem(key, JSON.stringify({ at: Date.now(), fields: typed(form) }));
  } catch { /* private mode or full: the server still has what was saved */ }
}

function forget(key) {
  try { localStorage.removeItem(key); } catch { /* nothing was kept either */ }
}

function offerAgain(form, key, changed) {
  const kept = read(key);
  if (!kept || sense(kept.fields) === sense(typed(form))) return forget(key);
  const box = document.getElementById("restore");
  document.getElementById("restore-time").textContent = new Date(kept.at).toLocaleString("vi-VN", { timeStyle: "short", dateStyle: "short" });
  box.hidden = false;
  document.getElementById("restore-no").addEventListener("click", () => {
    forget(key);
    box.hidden = true;
  });
  document.getElementById("restore-yes").addEventListener("click", () => {
    box.hidden = true;
    fill(form, kept.fields);
    form.dispatchEvent(new Event("input", { bubbles: true }));
    changed();
  });
}

function read(key) {
  try {
    for (const other of Object.keys(localStorage)) {
      if (other.startsWith(PREFIX) && JSON.parse(localStorage.getItem(other)).at < Date.now() - KEPT_DAYS * 864e5) localStorage.removeItem(other);
    }
    return JSON.parse(localStorage.getItem(key));
  } catch {
    return null;
  }
}

// Rows are added until each kept name has its control.
function fill(form, fields) {
  for (const [name] of fields) {
    for (let tries = 0; tries < 3 && !form.elements[name]; tries += 1) growFor(form, name);
  }
  const values = new Map();
  for (const [name, value] of fields) values.set(name, value);
  for (const control of form.elements) {
    if (!control.name || control.name.startsWith("_") || control.name === "csrf_token" || control.type === "file" || control.type === "submit" || isPrivate(form, control.name)) continue;
    if (control.type === "checkbox" || control.type === "radio") control.checked = fields.some(([name, value]) => name === control.name && value === control.value);
    else control.value = values.get(control.name) ?? "";
  }
}

function growFor(form, name) {
  const lists = [...form.querySelectorAll("[data-rows]")].filter((list) => name.startsWith(`${list.dataset.rows}-`));
  const list = lists.sort((a, b) => a.dataset.rows.length - b.dataset.rows.length).find((one) => {
    const place = Number(name.slice(one.dataset.rows.length + 1).split("-")[0]);
    return place >= one.querySelector(":scope > .rows").children.length;
  });
  list?.querySelector(":scope > button[name=_rows]").click();
}
