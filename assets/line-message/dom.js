// Building elements from words that came from outside: text goes in as text, never as markup.

/** An element with classes and children; strings become text nodes, nothing is ever parsed as HTML. */
export function element(tag, classes = "", ...children) {
  const made = document.createElement(tag);
  if (classes) made.className = classes;
  made.append(...children.filter((child) => child !== null && child !== undefined));
  return made;
}

const LINK_SCHEMES = new Set(["http:", "https:", "tel:", "line:", "mailto:"]);
const PICTURE_SCHEMES = new Set(["http:", "https:", "blob:"]);

/** The address, if it is of a kind a phone would open; `javascript:` and the like are nothing. */
export function safeLink(address) {
  return inSchemes(address, LINK_SCHEMES);
}

/** The address of a picture or film, if it is one a page may load. */
export function safePicture(address) {
  return inSchemes(address, PICTURE_SCHEMES);
}

function inSchemes(address, schemes) {
  if (!address) return null;
  try {
    const parsed = new URL(address, document.baseURI);
    return schemes.has(parsed.protocol) ? parsed.href : null;
  } catch {
    return null;
  }
}

/** Where to load an address of the sender from; a page may know a nearer place. */
export function mediaAt(address, { mediaUrl }) {
  return mediaUrl && address ? mediaUrl(address) : address;
}

const GRAPHICS = "http://www.w3.org/2000/svg";

/** A small drawing: a list of [tag, attributes] of ours inside one SVG. */
export function drawing(classes, viewBox, shapes) {
  const svg = document.createElementNS(GRAPHICS, "svg");
  svg.setAttribute("viewBox", viewBox);
  svg.setAttribute("class", classes);
  svg.setAttribute("aria-hidden", "true");
  for (const [tag, attributes] of shapes) {
    const shape = document.createElementNS(GRAPHICS, tag);
    for (const [name, value] of Object.entries(attributes)) shape.setAttribute(name, value);
    svg.append(shape);
  }
  return svg;
}

/** A picture that says so when it cannot be loaded, instead of leaving a hole. */
export function picture(address, alternative, classes = "") {
  const source = safePicture(address);
  if (!source) return missing(alternative, classes);
  const image = element("img", classes);
  image.alt = alternative;
  image.decoding = "async";
  image.draggable = false;
  image.src = source;
  image.addEventListener("error", () => image.replaceWith(missing(alternative, image.className)), { once: true });
  return image;
}

function missing(alternative, classes) {
  const stand = element("span", `lm-missing ${classes}`, alternative);
  stand.setAttribute("role", "img");
  stand.setAttribute("aria-label", `画像がありません ${alternative}`);
  return stand;
}
