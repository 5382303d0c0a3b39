// The map of reports: asks for what lies in the window, never for more. The list works without it.
import { openMap, pin, instead } from "/public/assets/town-map/map.js";

const frame = document.querySelector("#map");
if (frame) show().catch(() => instead(frame));

async function show() {
  const { map, pins } = openMap(frame);
  const standing = new Map();
  const refresh = async () => {
    const address = new URL(frame.dataset.source, location.href);
    address.searchParams.set("bbox", map.getBounds().toBBoxString());
    const answer = await fetch(address);
    if (!answer.ok) return;
    const { features } = await answer.json();
    // A pin that stands stays: opening its note may move the map, and the note must not go with the asking anew.
    const inWindow = new Set(features.map((one) => one.properties.page));
    for (const [page, one] of standing) if (!inWindow.has(page)) pins.removeLayer(one), standing.delete(page);
    for (const one of features) {
      const made = standing.has(one.properties.page) ? null : put(one);
      if (made) standing.set(one.properties.page, made.addTo(pins));
    }
  };
  map.on("moveend", refresh);
  await refresh();
}

function put({ geometry, properties: told }) {
  if (!geometry) return null;
  const [longitude, latitude] = geometry.coordinates;
  const [look, mark] = told.is_open ? ["", "!"] : ["closed", "✓"];
  return pin({ latitude, longitude, look, mark, name: `${told.kind_name} ${told.receipt_number}`, address: told.page, isReachable: false });
}
