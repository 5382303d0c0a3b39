// The map one picks a place on: the sample town drawn by us, and tiles only where the address names some (?tiles=…).
import { element } from "/assets/line-message/dom.js";
import { districtsOf } from "./districts.js";

const LEAFLET = "/assets/vendor/leaflet/leaflet-src.esm.js";
const GROUND = ["#e4ecd9", "#ece8d6", "#dfe8e2", "#d9e6cf", "#eef0e0"];

/** Draws the map into a frame; `onPick(latitude, longitude)` on a tap. Null when the map library is not installed. */
export async function drawMap(frame, land, onPick) {
  const leaflet = await import(LEAFLET).catch(() => null);
  if (!leaflet) return null;
  await styleSheet("/assets/vendor/leaflet/leaflet.css");
  const map = leaflet.map(frame, { attributionControl: false, zoomControl: false, zoomSnap: 0.25 });
  leaflet.control.zoom({ zoomInTitle: "大きく", zoomOutTitle: "小さく" }).addTo(map);
  const tiles = new URLSearchParams(location.search).get("tiles");
  if (tiles) leaflet.tileLayer(tiles, { maxZoom: 18 }).addTo(map);
  drawLand(leaflet, map, land, Boolean(tiles));
  const pin = leaflet.circleMarker([0, 0], { radius: 9, color: "#fff", weight: 3, fillColor: "#d8453b", fillOpacity: 1 });
  map.on("click", ({ latlng }) => onPick(latlng.lat, latlng.lng));
  return {
    point(latitude, longitude, moves = false) {
      pin.setLatLng([latitude, longitude]).addTo(map).bringToFront();
      if (moves) map.panTo([latitude, longitude]);
    },
    remove: () => map.remove(),
  };
}

function drawLand(leaflet, map, land, overTiles) {
  const sea = land.features.filter(({ properties }) => properties.kind === "sea");
  const water = { stroke: false, fillColor: "#bcd8ea", fillOpacity: overTiles ? 0 : 1 };
  for (const one of sea) leaflet.geoJSON(one, { style: water, interactive: false }).addTo(map);
  districtsOf(land).forEach((district, index) => {
    const look = { color: "#8d9a86", weight: 1.2, dashArray: "4 4", fillColor: GROUND[index % GROUND.length], fillOpacity: overTiles ? 0 : 1 };
    leaflet.geoJSON(district, { style: look }).bindTooltip(nameOf(district), { permanent: true, direction: "center", className: "map-name" }).addTo(map);
  });
  const lines = land.features.filter(({ geometry }) => geometry.type === "LineString");
  const looks = { river: { color: "#7fb2d6", weight: 5 }, coast: { color: "#5c86a8", weight: 2 } };
  for (const line of lines) {
    leaflet.geoJSON(line, { style: looks[line.properties.kind], interactive: false }).addTo(map);
  }
  const all = leaflet.geoJSON({ type: "FeatureCollection", features: districtsOf(land) }).getBounds();
  if (all.isValid()) map.fitBounds(all, { padding: [8, 8] });
  else map.setView([34.75, 138.27], 13);
}

// An element, because the map library would read a string as HTML.
function nameOf({ properties }) {
  return element("span", "", properties.name);
}

function styleSheet(address) {
  if (document.querySelector(`link[href="${address}"]`)) return null;
  const link = Object.assign(document.createElement("link"), { rel: "stylesheet", href: address });
  const loaded = new Promise((resolve) => link.addEventListener("load", resolve));
  link.addEventListener("error", () => link.remove());
  document.head.append(link);
  return loaded;
}
