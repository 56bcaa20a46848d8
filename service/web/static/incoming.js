// While a field is typed in, its place on the page's picture is marked and brought into view.

const places = (name) => document.querySelectorAll(`.spot[data-field="${CSS.escape(name)}"]`);
let shown = [];

document.addEventListener("focusin", (event) => {
  const name = event.target.closest("[data-found]")?.dataset.found;
  if (!name) return;
  for (const place of shown) place.classList.remove("spot-now");
  shown = [...places(name)];
  for (const place of shown) place.classList.add("spot-now");
  const paper = document.querySelector(".paper");
  const first = shown[0];
  if (!first || !paper || paper.scrollHeight <= paper.clientHeight) return;
  const offset = first.getBoundingClientRect().top - paper.getBoundingClientRect().top;
  paper.scrollTo({ top: paper.scrollTop + offset - paper.clientHeight / 3 });
});

// A frame leads back to its field.
document.addEventListener("click", (event) => {
  const name = event.target.closest(".spot")?.dataset.field;
  if (name) document.getElementById(name)?.focus();
});
