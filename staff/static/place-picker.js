// A place for a form: pressed on the map, or its middle taken by a button or Enter. The field decides; the map follows it.
import { openMap, pin, instead } from "/staff/assets/town-map/map.js";

for (const picker of document.querySelectorAll(".picker")) {
  picker.hidden = false;
  const frame = picker.querySelector(".town-map");
  try { choose(picker, frame); } catch { instead(frame); picker.querySelector("button").hidden = true; }
}

function choose(picker, frame) {
  const field = document.getElementById(picker.dataset.picks);
  const { map, pins } = openMap(frame);
  const show = () => {
    const found = field.value.match(/(\d{1,3}(?:\.\d+)?)\s*[,、,\s]\s*(\d{1,3}(?:\.\d+)?)/);
    const [latitude, longitude] = (found ?? []).slice(1).map(Number);
    pins.clearLayers();
    if (found) pin({ latitude, longitude, name: "選んだ場所", mark: "!", isReachable: false }).addTo(pins);
    return found && [latitude, longitude];
  };
  const take = ({ lat, lng }) => {
    field.value = `${lat.toFixed(6)}, ${lng.toFixed(6)}`;
    show();
    picker.querySelector("[role=status]").textContent = `座標を入れました: ${field.value}`;
  };
  const follow = () => {
    const place = show();
    if (place) map.setView(place, 17, { animate: false });
  };
  map.on("click", ({ latlng }) => take(latlng));
  frame.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === frame) take(map.getCenter()); });
  picker.querySelector("button").addEventListener("click", () => take(map.getCenter()));
  field.addEventListener("change", follow);
  picker.closest("details")?.addEventListener("toggle", () => { map.invalidateSize(); follow(); });
  follow();
}
