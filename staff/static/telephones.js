// Draws the messages of a notice as a telephone shows them. Without this the same words stand there plainly.
import { drawMessage } from "../assets/line-message/draw.js";

for (const screen of document.querySelectorAll("[data-messages]")) {
  screen.replaceChildren(...JSON.parse(screen.dataset.messages).map((one) => drawMessage(one)));
}
