// Choosing a place to send: on the map, by district, or by typing latitude and longitude.
import { element } from "/assets/line-message/dom.js";
import { askIn, choice, field, input } from "./dialog.js";
import { districtAt, districtsOf, middleOf, readLand } from "./districts.js";
import { drawMap } from "./map.js";

const PAIR = /^\s*(-?\d+(?:\.\d+)?)\s*[,、]\s*(-?\d+(?:\.\d+)?)\s*$/;

/** Asks for a place and sends it. */
export async function sendPlace(phone) {
  const place = await askWhere();
  if (place) await phone.act("location", place);
}

async function askWhere() {
  const land = await readLand();
  const chooser = new PlaceChooser(land);
  const place = await askIn("位置情報を送る", chooser.fields, {
    send: "この位置を送信",
    read: () => chooser.place(),
    opened: () => chooser.drawMap(),
  });
  chooser.map?.remove();
  return place;
}

class PlaceChooser {
  constructor(land) {
    this.land = land;
    this.frame = element("div", "map", element("p", "map-none", "地図はありません。下から選んでください。"));
    const districts = districtsOf(land).map(({ properties }) => [properties.id, `${properties.name}（${properties.kana}）`]);
    this.district = choice([["", "えらぶ"], ...districts]);
    this.pair = input("text", { required: true, placeholder: "34.750, 138.270", autocomplete: "off", inputMode: "text" });
    this.district.addEventListener("change", () => this.goToDistrict());
    this.pair.addEventListener("input", () => this.goToPair());
    this.fields = [this.frame, field("地区", this.district), field("緯度, 経度", this.pair)];
  }

  async drawMap() {
    const note = this.frame.firstElementChild;
    note.hidden = true;
    this.map = await drawMap(this.frame, this.land, (latitude, longitude) => this.pick(latitude, longitude));
    note.hidden = Boolean(this.map);
    this.frame.classList.toggle("map-absent", !this.map);
  }

  pick(latitude, longitude) {
    this.pair.value = `${latitude.toFixed(6)}, ${longitude.toFixed(6)}`;
    this.pair.setCustomValidity("");
    this.district.value = districtAt(this.land, latitude, longitude)?.properties.id ?? "";
    this.map?.point(latitude, longitude);
  }

  goToDistrict() {
    const chosen = districtsOf(this.land).find(({ properties }) => properties.id === this.district.value);
    if (!chosen) return;
    const { latitude, longitude } = middleOf(chosen);
    this.pick(latitude, longitude);
    this.map?.point(latitude, longitude, true);
  }

  goToPair() {
    const point = this.point();
    this.pair.setCustomValidity(point ? "" : "「34.750, 138.270」のように、緯度と経度を書いてください。");
    if (!point) return;
    this.district.value = districtAt(this.land, point.latitude, point.longitude)?.properties.id ?? "";
    this.map?.point(point.latitude, point.longitude, true);
  }

  point() {
    const [, latitude, longitude] = (PAIR.exec(this.pair.value) ?? []).map(Number);
    const isOnEarth = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
    return isOnEarth ? { latitude, longitude } : null;
  }

  place() {
    const point = this.point();
    const district = districtAt(this.land, point.latitude, point.longitude);
    return district ? { ...point, address: `${this.land.town ?? ""}${district.properties.name}` } : point;
  }
}
