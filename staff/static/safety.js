// Looks again every twenty seconds, puts what is new in its place, and draws the places on the map.
import { openMap, pin, instead } from "/staff/assets/town-map/map.js";

const PAUSE = 20_000;
const live = () => document.querySelector("[data-live]");
const frame = document.querySelector("#map");
let board = null;
let shown = 0;

try {
  board = openMap(frame);
} catch {
  instead(frame);
}
draw();
setTimeout(look, PAUSE);

async function look() {
  try {
    const address = new URL(location.href);
    address.hash = "";
    address.searchParams.set("since", live().dataset.seenAt);
    const answer = await fetch(address, { redirect: "error" });
    const page = new DOMParser().parseFromString(await answer.text(), "text/html");
    put(page.querySelector("[data-live]"));
    document.querySelector("[data-stale]").hidden = true;
  } catch {
    document.querySelector("[data-stale]").hidden = false;
  }
  setTimeout(look, PAUSE);
}

// Whoever stands on a button with the keyboard stays there.
function put(fresh) {
  const [focused, before] = [document.activeElement?.id, unread(live())];
  live().replaceWith(fresh);
  if (focused) document.getElementById(focused)?.focus({ preventScroll: true });
  if (unread(fresh) > before) document.querySelector("[data-spoken]").textContent = `未読 ${unread(fresh)}件`;
  draw();
}

function unread(part) {
  return Number(part.querySelector("[data-unread]").dataset.unread);
}

// Whoever comes new is brought into the window; otherwise it stays where somebody moved it.
function draw() {
  if (!board) return;
  board.pins.clearLayers();
  const placed = [...document.querySelectorAll("[data-latitude]")];
  for (const { id, dataset } of placed) {
    const { latitude, longitude, look: shape, mark, name } = dataset;
    pin({ latitude, longitude, look: shape, mark, name, address: `#${id}` }).addTo(board.pins);
  }
  if (placed.length > shown) {
    board.map.fitBounds(placed.map(({ dataset }) => [dataset.latitude, dataset.longitude]), { maxZoom: 15, padding: [40, 40] });
  }
  shown = placed.length;
}
