// The page: one telephone per resident, and what happens told to the right one.
import { addResident, follow, readState } from "./api.js";
import { askWhoComes } from "./newcomer.js";
import { Phone } from "./phone.js";
import { Tabs } from "./tabs.js";
import { toast } from "./toast.js";

const place = document.querySelector(".phones");
const phones = new Map();
const tabs = new Tabs(document.querySelector(".tabs"), place);
let bot = { name: "" };

async function refresh() {
  const state = await readState();
  bot = state.bot ?? bot;
  document.title = `${bot.name} — 住民の電話`;
  for (const resident of state.residents) standPhone(resident, state.now);
  place.querySelector(".page-wait")?.remove();
  place.setAttribute("aria-busy", "false");
}

function standPhone(resident, now) {
  const known = phones.get(resident.id);
  if (known) {
    known.restore(resident, now);
    return;
  }
  const phone = new Phone(resident, bot);
  phone.restore(resident, now);
  phones.set(resident.id, phone);
  place.append(phone.element);
  tabs.add(phone);
}

function happened(event) {
  const phone = phones.get(event.resident);
  if (phone) phone.hear(event);
  // Somebody we do not know yet: the whole state says who it is.
  else if (event.resident && event.type !== "webhook") refreshQuietly();
}

async function refreshQuietly() {
  try {
    await refresh();
  } catch (error) {
    toast(error.message);
  }
}

document.querySelector(".add-resident").addEventListener("click", async () => {
  const newcomer = await askWhoComes();
  if (!newcomer) return;
  try {
    const { id } = await addResident(newcomer.name, newcomer.language);
    await refresh();
    tabs.choose(id);
    phones.get(id)?.element.scrollIntoView({ behavior: "smooth", inline: "end" });
  } catch (error) {
    toast(error.message);
  }
});

// The state is read once the line stands: what happened between the two would never be seen.
follow(happened, refreshQuietly);
