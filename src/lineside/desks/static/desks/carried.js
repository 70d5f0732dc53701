// Between the desks of one person in one browser: the map follows the log that is chosen here, and offers its places.
(() => {
  const person = document.querySelector('meta[name="lineside-person"]')?.content;
  if (!person || !("BroadcastChannel" in window)) return;
  const channel = new BroadcastChannel(`lineside-desk:${person}`);
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id !== "chosen") return;
    const state = event.detail.target.querySelector("[id^=incident-state-]");
    if (state) channel.postMessage({ chosen: state.id.slice("incident-state-".length) });
  });
  // A place from the map is offered beside the box and never put over what was typed.
  channel.addEventListener("message", ({ data }) => {
    const box = document.getElementById("place");
    if (!data.place || !box) return;
    const field = box.closest(".field");
    field.querySelector("[data-from-map]")?.remove();
    const offer = document.createElement("p");
    offer.className = "mentioned";
    offer.dataset.fromMap = "";
    const button = Object.assign(document.createElement("button"), { type: "button", textContent: data.place });
    button.dataset.fill = "place";
    button.dataset.with = data.place;
    offer.append("From the map: ", button);
    box.after(offer);
    document.getElementById("said").textContent = `From the map: ${data.place}`;
  });
})();
