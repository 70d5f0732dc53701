// The map desk: Leaflet moves it, our canvas draws it, and every way to move it has a key.
(() => {
  const M = window.linesideMap;
  const L = window.L;
  const holder = document.getElementById("map");
  const person = document.querySelector('meta[name="lineside-person"]')?.content || "nobody";
  const keptAs = `lineside-map:${person}`;
  const NO_KEY = "00000000-0000-0000-0000-000000000000";
  const COUNTRY = [[49.9, -6.5], [58.8, 1.9]];
  const NEAR = 14;
  const STEP = 0.25;

  const kept = (() => {
    try {
      return JSON.parse(localStorage.getItem(keptAs)) || {};
    } catch {
      return {};
    }
  })();
  const keep = (facts) => localStorage.setItem(keptAs, JSON.stringify(Object.assign(kept, facts)));

  M.address = (what, id) => holder.dataset[what].replace(NO_KEY, id.slice(id.indexOf("-") + 1));
  const map = L.map(holder, { keyboard: false, zoomControl: false, attributionControl: false, zoomAnimation: false, fadeAnimation: false, markerZoomAnimation: false, inertia: false, minZoom: 5, maxZoom: 17, maxBounds: [[47, -14], [63, 8]], zoomSnap: 1 });
  const chart = new M.Chart();
  M.map = map;
  M.chart = chart;

  // Layers: which are on is kept for the person, in this browser.
  const boxes = [...document.querySelectorAll("[data-layer]")];
  const off = new Set(kept.off || ["structures"]);
  for (const box of boxes) box.checked = !off.has(box.dataset.layer);
  const on = (layer) => !off.has(layer);
  const follow = document.getElementById("map-follow");
  follow.checked = kept.follow !== false;
  const order = document.getElementById("map-order");
  order.value = kept.order || "risk";

  let signs = [];
  const update = () => {
    signs = M.signs(on);
    chart.show(signs, on);
    list();
  };
  let due = 0;
  const list = () => {
    clearTimeout(due);
    due = setTimeout(() => {
      const spots = M.ground.spots.filter((spot) => on(M.KINDS[spot.kind][0])).map(M.asSign);
      M.list.draw(signs, spots, map.getBounds(), order.value);
    }, 150);
  };
  const told = document.getElementById("map-told");
  const ground = async () => {
    const view = map.getBounds();
    const sides = { west: view.getWest(), south: view.getSouth(), east: view.getEast(), north: view.getNorth() };
    const layers = boxes.map((box) => box.dataset.layer).filter((layer) => on(layer) && !["incidents", "units", "trains"].includes(layer)).sort().join(",");
    const fresh = await M.askGround(holder.dataset.ground, sides, map.getZoom(), layers).catch(() => false);
    if (told.textContent !== M.ground.told) told.textContent = M.ground.told;
    if (fresh) chart.redraw();
    list();
  };

  const ask = async (at) => {
    const found = await fetch(`${holder.dataset.place}?lat=${at.lat.toFixed(6)}&lon=${at.lng.toFixed(6)}`, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    const pane = document.getElementById("map-place");
    pane.innerHTML = await found.text();
    window.htmx?.process(pane);
  };
  // To a sign or a place: it comes into the middle, is ringed, and stays chosen in the list.
  M.go = (key, asks) => {
    const one = signs.find((each) => each.key === key) || M.ground.spots.map(M.asSign).find((each) => each.key === key);
    if (!one || one.lat === null) return;
    M.chosen = key;
    chart.choose(key);
    map.setView([one.lat, one.lon], Math.max(map.getZoom(), 12), { animate: false });
    if (asks) ask(map.getCenter());
    list();
  };

  const move = (x, y, much = STEP) => map.panBy([x * much * map.getSize().x, y * much * map.getSize().y], { animate: false });
  const zoom = (by) => map.setZoom(map.getZoom() + by, { animate: false });
  const WAYS = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };
  holder.addEventListener("keydown", (event) => {
    if (event.ctrlKey || event.altKey || event.metaKey) return;
    if (WAYS[event.key]) move(...WAYS[event.key], event.shiftKey ? 3 * STEP : STEP);
    else if (event.key === "+" || event.key === "=") zoom(1);
    else if (event.key === "-") zoom(-1);
    else if (event.key === "Enter") ask(map.getCenter());
    else return;
    event.preventDefault();
  });
  // By its key the map takes the hands; a click on it asks for the place there.
  holder.click = () => holder.focus();
  const channel = "BroadcastChannel" in window ? new BroadcastChannel(`lineside-desk:${person}`) : null;
  document.addEventListener("click", (event) => {
    const at = (name) => event.target.closest?.(`[${name}]`);
    const way = at("data-map-move");
    if (way) move(...way.dataset.mapMove.split(",").map(Number));
    const nearer = at("data-map-zoom");
    if (nearer) zoom(Number(nearer.dataset.mapZoom));
    if (at("data-map-whole")) map.fitBounds(COUNTRY, { animate: false });
    if (at("data-map-ask")) ask(map.getCenter());
    const to = at("data-map-to");
    if (to) map.setView(to.dataset.mapTo.split(",").map(Number), NEAR, { animate: false });
    const carry = at("data-carry");
    if (carry) {
      channel?.postMessage({ place: carry.dataset.carry });
      document.getElementById("said").textContent = `${carry.dataset.carry} is offered beside the place box of your other desks.`;
      carry.textContent = "Offered there";
    }
  });
  document.addEventListener("htmx:afterSwap", (event) => {
    if (event.detail.target?.id === "map-found") event.detail.target.querySelector("[data-map-first]")?.click();
    if (event.detail.target?.id === "map-trains") update();
  });
  channel?.addEventListener("message", ({ data }) => data.chosen && follow.checked && M.go(`incident-${data.chosen}`));

  map.on("click", (event) => {
    const hit = chart.at(event.containerPoint);
    if (hit?.layer) {
      M.chosen = hit.key;
      chart.choose(hit.key);
      list();
    }
    ask(event.latlng);
  });
  map.on("moveend", () => {
    const middle = map.getCenter();
    keep({ at: [middle.lat, middle.lng], zoom: map.getZoom() });
    ground();
  });
  for (const box of boxes)
    box.addEventListener("change", () => {
      box.checked ? off.delete(box.dataset.layer) : off.add(box.dataset.layer);
      keep({ off: [...off] });
      update();
      ground();
    });
  follow.addEventListener("change", () => keep({ follow: follow.checked }));
  order.addEventListener("change", () => {
    keep({ order: order.value });
    list();
  });
  document.addEventListener("lineside:rows", update);
  new MutationObserver(() => chart.theme()).observe(document.documentElement, { attributes: true, attributeFilter: ["data-theme"] });
  matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.theme());
  new ResizeObserver(() => map.invalidateSize({ animate: false })).observe(holder);
  setInterval(update, 10_000); // ages go on by themselves

  const { chosen, at } = holder.dataset;
  if (at) map.setView(at.split(",").map(Number), NEAR, { animate: false });
  else if (kept.at) map.setView(kept.at, kept.zoom, { animate: false });
  else map.fitBounds(COUNTRY, { animate: false });
  map.addLayer(chart);
  M.chosen = chosen || "";
  chart.choose(M.chosen);
  update();
  ground();
})();
