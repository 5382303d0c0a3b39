// The sample town's land: which district a point lies in, and where a district's middle is.

let land = null;

/** The town's map, read once; empty when it is not there. */
export async function readLand() {
  land ??= await fetch("/assets/mihon.geojson")
    .then((answer) => (answer.ok ? answer.json() : { features: [] }))
    .catch(() => ({ features: [] }));
  return land;
}

/** The districts among the features of a map. */
export function districtsOf({ features }) {
  return features.filter(({ properties }) => properties.kind === "district");
}

/** The district a point lies in, if any. */
export function districtAt(map, latitude, longitude) {
  return districtsOf(map).find(({ geometry }) => isInside(geometry.coordinates[0], longitude, latitude));
}

/** A point well inside a district: the middle of its corners' weight. */
export function middleOf({ geometry }) {
  const ring = geometry.coordinates[0];
  let area = 0;
  let x = 0;
  let y = 0;
  for (let index = 0; index < ring.length - 1; index += 1) {
    const [[x1, y1], [x2, y2]] = [ring[index], ring[index + 1]];
    // Measured from a corner, or the small differences would drown in the large numbers.
    const [ax, ay, bx, by] = [x1 - ring[0][0], y1 - ring[0][1], x2 - ring[0][0], y2 - ring[0][1]];
    const cross = ax * by - bx * ay;
    area += cross;
    x += (ax + bx) * cross;
    y += (ay + by) * cross;
  }
  return { latitude: ring[0][1] + y / (3 * area), longitude: ring[0][0] + x / (3 * area) };
}

function isInside(ring, x, y) {
  let inside = false;
  for (let index = 0; index < ring.length - 1; index += 1) {
    const [[x1, y1], [x2, y2]] = [ring[index], ring[index + 1]];
    if (y1 > y !== y2 > y && x < ((x2 - x1) * (y - y1)) / (y2 - y1) + x1) inside = !inside;
  }
  return inside;
}
