// LINE's size words in pixels, from its documentation and what its phones show.

const GAPS = { none: 0, xs: 2, sm: 4, md: 8, lg: 12, xl: 16, xxl: 20 };
const FONTS = { xxs: 11, xs: 13, sm: 14, md: 16, lg: 19, xl: 22, xxl: 29, "3xl": 35, "4xl": 48, "5xl": 74 };
const PICTURES = {
  xxs: 40, xs: 60, sm: 80, md: 100, lg: 120, xl: 140, xxl: 160, "3xl": 180, "4xl": 200, "5xl": 220,
};
const BORDERS = { none: 0, light: 0.5, normal: 1, medium: 2, "semi-bold": 3, bold: 4 };

export const BUBBLE_WIDTHS = { nano: 120, micro: 160, deca: 220, hecto: 241, kilo: 260, mega: 300, giga: 500 };

const MEASURE = /^-?\d+(\.\d+)?(px|%)$/;

/** Space, padding, margin or corner: a word, pixels or a percentage; null when there is nothing. */
export function gap(value) {
  return measured(value, GAPS);
}

/** The size of words and icons. */
export function fontSize(value) {
  return measured(value, FONTS) ?? `${FONTS.md}px`;
}

/** The width of an image; "full" is all there is. */
export function pictureWidth(value = "md") {
  return value === "full" ? "100%" : (measured(value, PICTURES) ?? `${PICTURES.md}px`);
}

/** How thick a border is. */
export function borderWidth(value) {
  return measured(value, BORDERS);
}

function measured(value, words) {
  if (value === undefined || value === null) return null;
  if (Object.hasOwn(words, value)) return `${words[value]}px`;
  return MEASURE.test(value) ? value : null;
}

/** A colour as LINE takes it: #RRGGBB or #RRGGBBAA; anything else is no colour. */
export function colour(value) {
  return /^#([0-9a-f]{6}|[0-9a-f]{8})$/i.test(value ?? "") ? value : "";
}

/** "20:13" as CSS writes it. */
export function aspectRatio(value = "1:1") {
  const [width, height] = String(value).split(":").map(Number);
  return width > 0 && height > 0 ? `${width} / ${height}` : "1 / 1";
}
