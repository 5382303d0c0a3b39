// The map of the desk: the cases of the list, or the stops of a trip that stand on the page.
import { openMap, pin, instead } from "/staff/assets/town-map/map.js";

const frame = document.querySelector(".town-map");
if (frame) show().catch(() => instead(frame));

async function show() {
  const { map, pins } = openMap(frame);
  const wanted = frame.dataset.source ? await fetched(frame.dataset.source) : [...document.querySelectorAll(".trip > li")].map(({ dataset }) => ({ ...dataset }));
  for (const one of wanted) pin(one).addTo(pins);
  const fit = () => { if (wanted.length) map.fitBounds(wanted.map((one) => [one.latitude, one.longitude]), { padding: [32, 32], maxZoom: 16, animate: false }); };
  fit();
  matchMedia("print").addEventListener("change", () => { map.invalidateSize(); fit(); }); // paper is narrower
  narrowing(map);
  starting(map);
}

async function fetched(source) {
  const answer = await fetch(source, { headers: { Accept: "application/json" } });
  if (!answer.ok) throw new Error(answer.status);
  return answer.json();
}

function narrowing(map) {
  const button = document.querySelector("#narrow");
  if (!button) return;
  button.hidden = false;
  button.addEventListener("click", () => {
    const form = document.querySelector("#filters");
    const edges = map.getBounds();
    form.elements.window.value = [edges.getWest(), edges.getSouth(), edges.getEast(), edges.getNorth()].map((one) => one.toFixed(5)).join(",");
    form.requestSubmit();
  });
}

function starting(map) {
  const field = document.querySelector("#start");
  if (field) map.on("click", ({ latlng }) => { field.value = `${latlng.lat.toFixed(5)},${latlng.lng.toFixed(5)}`; });
}
