// A map of the town with pins, for every page that has one. Whatever stands on it stands on the page in words too.
import { map as drawn, tileLayer, marker, divIcon, layerGroup } from "../leaflet/leaflet-src.esm.js";

// Opens the map in a frame whose data-… say where the tiles are, who made them and where the town is.
export function openMap(frame, zoom = 13) {
  const { tiles, credit, creditLink, centre } = frame.dataset;
  const map = drawn(frame, { minZoom: 5, maxZoom: 18 }).setView((centre || "36,138").split(",").map(Number), centre ? zoom : 5);
  map.attributionControl.setPrefix(false);
  const link = Object.assign(document.createElement("a"), { href: creditLink, textContent: credit, rel: "noopener" });
  tileLayer(tiles, { attribution: link.outerHTML, maxZoom: 18 }).addTo(map);
  map.zoomControl.getContainer().querySelectorAll("a").forEach((one, at) => {
    const word = at ? frame.dataset.zoomOut : frame.dataset.zoomIn;
    if (word) one.title = one.ariaLabel = word;
  });
  return { map, pins: layerGroup().addTo(map) };
}

// A pin that keys reach too: its name is read aloud, Enter opens it. `mark` stands inside; colour is never alone.
export function pin({ latitude, longitude, name, look = "", mark = "", address = "", isReachable = true }) {
  const icon = divIcon({ className: `town-pin ${look}`, html: Object.assign(document.createElement("span"), { textContent: mark }), iconSize: [28, 28] });
  const made = marker([latitude, longitude], { icon, title: name, alt: name, keyboard: isReachable, riseOnHover: true });
  return address ? made.bindPopup(Object.assign(document.createElement("a"), { href: address, textContent: name }), { closeButton: false }) : made;
}

// Without a map there is a sentence in its place; the list beneath says the same.
export function instead(frame) {
  frame.replaceWith(Object.assign(document.createElement("p"), { textContent: frame.dataset.failed }));
}
