// Repeating rows: the buttons' own commands (`add:recipients:2` …), done on the spot.
// Alt+↑ and Alt+↓ move a row, Enter or Ctrl+Enter adds one below, Ctrl+Delete removes it.

const NAMED = ["id", "name", "for", "aria-describedby", "value", "data-rows"];

export function startRows(form, announce, changed) {
  const run = (command) => {
    const [verb, name, place] = command.split(":");
    const list = listOf(form, name);
    const rows = [...list.children];
    const index = place === undefined ? rows.length - 1 : Number(place);
    const sentence = VERBS[verb](list, rows, index);
    renumber(list, name);
    changed();
    announce(sentence);
  };

  form.addEventListener("click", (event) => {
    const button = event.target.closest("button[name=_rows]");
    if (!button) return;
    event.preventDefault();
    run(button.value);
  });

  form.addEventListener("keydown", (event) => {
    const row = event.target.closest(".rows > li");
    if (!row) return;
    const verb = verbOf(event, row);
    if (!verb) return;
    event.preventDefault();
    run(`${verb}:${row.parentElement.closest("[data-rows]").dataset.rows}:${placeOf(row)}`);
  });

  // A list pasted into one line becomes as many lines.
  form.addEventListener("paste", (event) => {
    const row = event.target.closest(".rows > li.row-item");
    const lines = (event.clipboardData?.getData("text") ?? "").split(/\r?\n/).map((line) => line.trim()).filter(Boolean);
    if (!row || lines.length < 2) return;
    event.preventDefault();
    const list = row.parentElement;
    const name = list.closest("[data-rows]").dataset.rows;
    let place = row;
    lines.forEach((line, order) => {
      if (order > 0) {
        place.after(blank(list));
        place = place.nextElementSibling;
      }
      const input = controlOf(place);
      input.value = order === 0 && input.value.trim() ? `${input.value.trim()} ${line}` : line;
    });
    renumber(list, name);
    controlOf(place).focus();
    changed();
    announce(`Đã dán ${lines.length} dòng.`);
  });
}

const VERBS = {
  add(list, rows, index) {
    const limit = Number(list.closest("[data-rows]").dataset.limit);
    if (rows.length >= limit) return `Nhiều nhất ${limit} dòng.`;
    const made = blank(list);
    if (rows[index]) rows[index].after(made);
    else list.append(made);
    controlOf(made).focus();
    return `Đã thêm dòng ${placeOf(made) + 1}.`;
  },
  remove(list, rows, index) {
    const few = Number(list.closest("[data-rows]").dataset.min);
    if (rows.length > few) rows[index].remove();
    else rows[index].replaceWith(blank(list));
    const next = list.children[Math.min(index, list.children.length - 1)];
    if (next) controlOf(next).focus();
    else list.parentElement.querySelector(":scope > button[name=_rows]").focus();
    return `Đã bỏ dòng ${index + 1}. Còn ${list.children.length} dòng.`;
  },
  up(list, rows, index) { return move(rows[index], rows[index - 1], "before"); },
  down(list, rows, index) { return move(rows[index], rows[index + 1], "after"); },
};

function move(row, neighbour, side) {
  if (!neighbour) return side === "before" ? "Đã ở dòng đầu." : "Đã ở dòng cuối.";
  const focused = document.activeElement;
  neighbour[side](row);
  // Moving a node drops its focus; a button at the end of the list has nothing more to do.
  if (row.contains(focused)) {
    focused.focus();
    if (document.activeElement !== focused) controlOf(row).focus();
  }
  return `Đã chuyển thành dòng ${placeOf(row) + 1}.`;
}

function verbOf(event, row) {
  if (event.altKey && event.key === "ArrowUp") return "up";
  if (event.altKey && event.key === "ArrowDown") return "down";
  if (event.ctrlKey && event.key === "Delete") return "remove";
  if (event.key !== "Enter" || event.isComposing) return null;
  const inLine = event.target.matches("input, textarea[data-line]") && row.classList.contains("row-item");
  return inLine || event.ctrlKey ? "add" : null;
}

// Rows of rows: a name such as `annexes-0-rows` finds its own list, not its parent's.
function listOf(form, name) {
  return form.querySelector(`[data-rows="${CSS.escape(name)}"]`).querySelector(":scope > .rows");
}

function blank(list) {
  const template = list.parentElement.querySelector(":scope > template");
  return template.content.firstElementChild.cloneNode(true);
}

const controlOf = (row) => row.querySelector("input:not([type=hidden]), textarea, select");
const placeOf = (row) => [...row.parentElement.children].indexOf(row);

function renumber(list, name) {
  const escaped = name.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");
  const own = new RegExp(`(^|[ :])${escaped}-(?:\\d+|__n__)(?=[-: ]|$)`, "g");
  const command = new RegExp(`^(up|down|remove):${escaped}:(?:\\d+|__n__)$`);
  [...list.children].forEach((row, index) => {
    for (const element of everyElement(row)) {
      for (const attribute of NAMED) {
        const value = element.getAttribute(attribute);
        if (value === null || (attribute === "value" && element.name !== "_rows")) continue;
        const named = value.replace(command, `$1:${name}:${index}`).replace(own, `$1${name}-${index}`);
        if (named !== value) element.setAttribute(attribute, named);
      }
      if (belongs(element, list)) retitle(element, index + 1);
    }
  });
}

// Templates of inner lists are renamed too: they are not reached by querySelectorAll.
function* everyElement(root) {
  yield root;
  for (const child of root.children) yield* everyElement(child);
  if (root instanceof HTMLTemplateElement) for (const child of root.content.children) yield* everyElement(child);
}

const belongs = (element, list) => element.closest(".rows") === list;

function retitle(element, place) {
  const PLACE = /(dòng|mục) (?:\d+|__p__)/;
  const label = element.getAttribute("aria-label");
  if (label && PLACE.test(label)) element.setAttribute("aria-label", label.replace(PLACE, `$1 ${place}`));
  if (element.tagName === "LABEL" && PLACE.test(element.textContent)) {
    element.firstChild.textContent = element.firstChild.textContent.replace(PLACE, `$1 ${place}`);
  }
}
