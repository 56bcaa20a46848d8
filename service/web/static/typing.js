// Results while typing: papers that go on from what stands in the search box. Without this the
// button finds them all the same.

const WAIT_MS = 120;

const form = document.querySelector("form[data-typing]");
if (form) start(form);

function start(form) {
  const box = form.querySelector("input[name=q]");
  const list = form.querySelector("[data-typing-found]");
  const status = form.querySelector("[data-typing-status]");
  let timer = 0;
  let asked = null;

  box.addEventListener("input", () => {
    window.clearTimeout(timer);
    timer = window.setTimeout(ask, WAIT_MS);
  });
  form.addEventListener("keydown", (event) => {
    if (event.key === "Escape" && !list.hidden) {
      event.preventDefault();
      hide();
      box.focus();
    } else if (event.key === "ArrowDown" || event.key === "ArrowUp") {
      move(event);
    }
  });

  async function ask() {
    asked?.abort();
    const typed = box.value.trim();
    if (!typed) return hide();
    asked = new AbortController();
    try {
      const url = `${form.dataset.typing}?${new URLSearchParams({ q: typed })}`;
      const answer = await fetch(url, { signal: asked.signal, headers: { Accept: "application/json" } });
      if (answer.ok) show((await answer.json()).papers);
    } catch { /* the next letter asks again; the button works without */ }
  }

  function show(papers) {
    list.replaceChildren(...papers.map(link));
    list.hidden = papers.length === 0;
    status.textContent = papers.length ? `${papers.length} gợi ý; dùng phím mũi tên xuống để chọn.` : "Chưa có gợi ý.";
  }

  function hide() {
    list.hidden = true;
    list.replaceChildren();
    status.textContent = "";
  }

  function move(event) {
    const links = [...list.querySelectorAll("a")];
    if (!links.length || (event.target !== box && !links.includes(event.target))) return;
    event.preventDefault();
    const at = links.indexOf(event.target) + (event.key === "ArrowDown" ? 1 : -1);
    (links[at] ?? (at < 0 ? box : links.at(-1))).focus();
  }
}

function link(paper) {
  const line = document.createElement("a");
  const facts = document.createElement("span");
  line.href = paper.url;
  facts.className = "hit-facts";
  facts.textContent = [paper.reference, paper.day].filter(Boolean).join(" · ");
  line.append(paper.subject || "(chưa có trích yếu)", " ", facts);
  return line;
}
