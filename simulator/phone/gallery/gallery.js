// Draws one of every kind of message from gallery.json; what is tapped is said at the foot of the page.
import { element } from "/assets/line-message/dom.js";
import { drawMessage, drawQuickReplies } from "/assets/line-message/draw.js";
import { toast } from "../toast.js";

const PICTURES = "https://mihon.example/pictures/";
const place = document.querySelector(".gallery");

// The samples name pictures as a bot must, by https; here they lie beside the page. Films and voices are not kept.
function mediaUrl(address) {
  if (!address.startsWith(PICTURES)) return null;
  const name = address.slice(PICTURES.length).split("/")[0].replace(/\.\w+$/, "");
  return `/phone/gallery/${name}.svg`;
}

const options = { onAction: (action) => toast(`${action.type}: ${action.label ?? action.text ?? action.uri ?? ""}`), mediaUrl };

function sampleOf({ id, title, message }) {
  const ground = element("div", "sample-ground", drawMessage(message, options));
  const sample = element("section", "sample", element("h2", "", title), ground, drawQuickReplies(message, options));
  sample.id = id;
  return sample;
}

const samples = await (await fetch("gallery/gallery.json")).json();
place.append(...samples.map(sampleOf));
place.setAttribute("aria-busy", "false");
