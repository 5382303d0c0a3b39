// Boxes over faces and plates: drawn on the picture with a pointer, or moved by the numbers below it.

const SIDES = ["left", "top", "width", "height"];
const STEP = 0.5; // hundredths: a box grows outwards to the next of them
const SMALLEST = 0.5;
const canvas = document.querySelector("[data-canvas]");
const form = document.querySelector("[data-boxes]");
const said = document.querySelector("[data-said]");
const rows = [...form.querySelectorAll("[data-row]")];
const { width: across, height: down } = canvas.viewBox.baseVal;

const fieldOf = (row, side) => form.elements[side + row.dataset.row];
const numbers = (row) => SIDES.map((side) => fieldOf(row, side).value);
const isEmpty = (row) => numbers(row).every((one) => one === "");

/** The box of a row as its numbers say; nothing while one of them is missing. */
function show(row) {
  const typed = numbers(row);
  const [left, top, width, height] = typed.some((one) => one === "") ? [0, 0, 0, 0] : typed.map(Number);
  const box = canvas.querySelector(`[data-box="${row.dataset.row}"]`);
  box.setAttribute("x", left * across / 100);
  box.setAttribute("y", top * down / 100);
  box.setAttribute("width", Math.max(0, Math.min(width, 100 - left)) * across / 100);
  box.setAttribute("height", Math.max(0, Math.min(height, 100 - top)) * down / 100);
}

/** Only the boxes that are used, and the next free one. */
function tidy() {
  let isFree = true;
  for (const row of rows) {
    const empty = isEmpty(row);
    row.hidden = empty && !isFree;
    row.querySelector("[data-clear]").hidden = empty;
    if (empty) isFree = false;
  }
}

function put(row, values) {
  SIDES.forEach((side, place) => { fieldOf(row, side).value = values[place]; });
  show(row);
}

/** Where the pointer is, in hundredths of the picture. */
function place(event) {
  const seen = canvas.getBoundingClientRect();
  const within = (value) => Math.min(100, Math.max(0, value));
  return [within((event.clientX - seen.left) / seen.width * 100), within((event.clientY - seen.top) / seen.height * 100)];
}

/** From corner to corner, outwards. */
function between([x1, y1], [x2, y2]) {
  const low = (one, other) => Math.floor(Math.min(one, other) / STEP) * STEP;
  const high = (one, other) => Math.ceil(Math.max(one, other) / STEP) * STEP;
  const left = low(x1, x2), top = low(y1, y2);
  return [left, top, high(x1, x2) - left, high(y1, y2) - top];
}

let drawn = null;
canvas.addEventListener("pointerdown", (event) => {
  if (event.button !== 0) return;
  const row = rows.find(isEmpty);
  if (!row) {
    said.textContent = "箱は8つまでです。作った写真を、もう一度黒塗りにできます。";
    return;
  }
  drawn = { row, from: place(event) };
  canvas.setPointerCapture(event.pointerId);
  event.preventDefault();
});
canvas.addEventListener("pointermove", (event) => {
  if (drawn) put(drawn.row, between(drawn.from, place(event)));
});
canvas.addEventListener("pointerup", (event) => {
  if (!drawn) return;
  const { row, from } = drawn;
  const values = between(from, place(event));
  drawn = null;
  const isBox = values[2] > SMALLEST && values[3] > SMALLEST;
  put(row, isBox ? values : ["", "", "", ""]);
  said.textContent = isBox ? `箱${row.dataset.row}を置きました。` : "";
  tidy();
});
canvas.addEventListener("pointercancel", () => {
  if (drawn) put(drawn.row, ["", "", "", ""]);
  drawn = null;
});
form.addEventListener("input", (event) => {
  const row = event.target.closest("[data-row]");
  if (row) show(row);
  tidy();
});
for (const row of rows) {
  row.querySelector("[data-clear]").addEventListener("click", () => {
    put(row, ["", "", "", ""]);
    said.textContent = `箱${row.dataset.row}を取りました。`;
    tidy();
    fieldOf(row, "left").focus();
  });
}

document.querySelector("[data-with-script]").hidden = false;
document.querySelector("[data-without-script]").hidden = true;
form.querySelector("[value=look]").hidden = true; // what it shows is on the picture already
canvas.classList.add("drawing");
rows.forEach(show);
tidy();
