// While somebody writes: counts their words, and says when something typed is not saved yet.
const saved = document.querySelector("[data-autosave]");
const unsaved = document.getElementById("unsaved");
const again = 5000;

const tell = (is) => {
  unsaved.hidden = is;
  unsaved.textContent = is ? "" : unsaved.dataset.text;
};

if (saved) {
  const form = saved.closest("form");
  let saving = false;
  let pressed = null;

  saved.addEventListener("htmx:beforeRequest", () => { saving = true; });

  // What is sent by a button must not be overtaken by what was typed before it.
  form.addEventListener("submit", (event) => {
    if (saving) {
      event.preventDefault();
      pressed = event.submitter;
    }
  });

  saved.addEventListener("htmx:afterRequest", (event) => {
    saving = false;
    if (pressed) {
      form.requestSubmit(pressed);
      pressed = null;
    }
    tell(event.detail.successful);
    if (!event.detail.successful) {
      setTimeout(() => saved.dispatchEvent(new Event("again")), again);
    }
  });
}

document.querySelectorAll("[data-within]").forEach((box) => {
  const low = Number(box.dataset.low);
  const high = Number(box.dataset.high) || Infinity;
  const show = () => {
    const count = box.value.split(/\s+/).filter(Boolean).length;
    const place = count === 0 ? "none" : count < low ? "under" : count > high ? "over" : "within";
    const words = count === 1 ? "1 word" : `${count} words`;
    const line = saved.querySelector(".cw-note") || saved.appendChild(document.createElement("p"));
    line.className = "cw-note";
    line.textContent = box.dataset[place].replace("{n}", words);
  };
  box.addEventListener("input", show);
});
