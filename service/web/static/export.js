/* Xuất hồ sơ: while the worker makes it, its section alone is loaded again; what a person types
   elsewhere on the page stays. */

const box = document.querySelector("[data-export]");
let shown = "";

async function look() {
  try {
    const answer = await fetch(box.dataset.export, { headers: { Accept: "text/html" } });
    if (answer.redirected || !answer.ok) return window.location.reload();
    const text = await answer.text();
    if (text !== shown) box.innerHTML = text;
    shown = text;
  } catch {
    /* the network comes back, or the reader loads the page again */
  }
  wait();
}

function wait() {
  if (box.querySelector("[data-under-way]")) window.setTimeout(look, 1000);
}

if (box) wait();
