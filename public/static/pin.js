// Touch the map where it is broken, or move it with keys and press Enter: the numbers beneath follow. Without the map they can be typed, or told in words.
import { openMap, pin, instead } from "/public/assets/town-map/map.js";

const frame = document.querySelector(".town-map");
const fields = ["latitude", "longitude"].map((name) => document.getElementById(name));
if (frame) try { show(); } catch { instead(frame); }

function show() {
  const { map, pins } = openMap(frame, 15);
  let put = null;
  const at = (latitude, longitude) => {
    put?.remove();
    put = pin({ latitude, longitude, name: frame.dataset.here, mark: "!" }).addTo(pins);
  };
  const take = ({ lat, lng }) => {
    [lat, lng].forEach((one, index) => { fields[index].value = one.toFixed(6); });
    at(lat, lng);
  };
  map.on("click", ({ latlng }) => take(latlng));
  frame.addEventListener("keydown", (event) => { if (event.key === "Enter" && event.target === frame) take(map.getCenter()); });
  const typed = () => {
    const [latitude, longitude] = fields.map(({ value }) => (value.trim() ? Number(value) : NaN));
    if (!Number.isFinite(latitude) || !Number.isFinite(longitude)) return;
    at(latitude, longitude);
    map.setView([latitude, longitude], 17, { animate: false });
  };
  for (const one of fields) one.addEventListener("change", typed);
  typed();
}
