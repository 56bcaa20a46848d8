/* Soạn hàng loạt: the bar moves while the workers work; at the end the page is loaded anew. */

const box = document.querySelector("[data-progress]");

async function look() {
  try {
    const answer = await fetch(box.dataset.progress, { headers: { Accept: "application/json" } });
    if (!answer.ok) return window.location.reload();
    const state = await answer.json();
    if (state.state !== "running") return window.location.reload();
    box.querySelector("progress").value = state.settled;
    box.querySelector("[data-said]").textContent = state.said;
  } catch {
    /* the network comes back, or the reader loads the page again */
  }
  window.setTimeout(look, 1000);
}

if (box) window.setTimeout(look, 1000);
