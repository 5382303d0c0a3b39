// Shrinking words until they fit, once the browser knows how much room they have.

const SMALLEST = 0.5;

/** Lets the words shrink, down to half their size, when their box is too narrow. */
export function shrinkToFit(words) {
  if (typeof ResizeObserver === "undefined") return;
  const full = () => Number.parseFloat(words.dataset.fullSize ??= String(Number.parseFloat(words.style.fontSize) || 16));
  new ResizeObserver(() => fit(words, full())).observe(words);
}

function fit(words, size) {
  words.style.fontSize = `${size}px`;
  const share = words.clientWidth / words.scrollWidth;
  if (share > 0 && share < 1) words.style.fontSize = `${Math.max(SMALLEST, share * 0.99) * size}px`;
}
