// One press copies a box. Without this the words are selected and copied by hand.

for (const button of document.querySelectorAll("[data-copy]")) {
  button.hidden = false;
  button.addEventListener("click", async () => {
    const box = document.getElementById(button.dataset.copy);
    const told = button.parentElement.querySelector("[role=status]");
    try {
      await navigator.clipboard.writeText(box.value);
      told.textContent = "写しました。";
    } catch {
      box.select();
      told.textContent = "選びました。Ctrl+C で写してください。";
    }
  });
}
