// The list twin of the map: everything in view in words, by risk or by distance, gone through by the arrows.
(() => {
  const M = window.linesideMap;
  const MOST = 200;
  const WINDS = ["N", "NE", "E", "SE", "S", "SW", "W", "NW"];
  const ORDER = ["incidents", "units", "trains", "areas", "stations", "crossings", "structures", "mileposts"];
  const body = document.getElementById("in-view");
  const said = document.getElementById("in-view-said");
  const more = document.getElementById("in-view-more");
  const none = document.getElementById("no-place");

  const off = (each, middle) => {
    const east = ((each.lon - middle.lng) * Math.PI * Math.cos((middle.lat * Math.PI) / 180) * 6371) / 180;
    const north = ((each.lat - middle.lat) * Math.PI * 6371) / 180;
    const km = Math.hypot(east, north);
    const wind = WINDS[Math.round(((Math.atan2(east, north) * 180) / Math.PI + 360) / 45) % 8];
    return { km, words: km < 0.03 ? "here" : km < 1 ? `${Math.round(km * 100) * 10} m ${wind}` : `${km.toFixed(1)} km ${wind}` };
  };

  const make = (key) => {
    const row = document.createElement("tr");
    row.id = `in-view-${key}`;
    row.setAttribute("data-row", "");
    row.innerHTML = '<td class="sign"><span></span> <small></small></td><td><span class="opens"></span> <span class="line"></span></td><td class="num"><span></span> <button type="button" class="quiet">Show</button></td>';
    row.querySelector("button").addEventListener("click", () => M.go(key));
    return row;
  };
  const opener = (each) => {
    const link = document.createElement(each.open?.href ? "a" : "button");
    link.setAttribute("data-row-link", "");
    if (each.open?.href) link.href = each.open.href;
    else {
      link.type = "button";
      if (each.open?.sheet) {
        link.setAttribute("hx-get", each.open.sheet);
        link.setAttribute("hx-target", "#sheet-in");
      } else link.addEventListener("click", () => M.go(each.key, true));
    }
    return link;
  };
  const put = (node, words) => node.textContent !== words && (node.textContent = words);
  const fill = (row, each) => {
    const holder = row.querySelector(".opens");
    const opens = each.open ? JSON.stringify(each.open) : "";
    if (holder.dataset.opens !== opens) {
      const held = holder.contains(document.activeElement);
      holder.replaceChildren(opener(each));
      holder.dataset.opens = opens;
      window.htmx?.process(holder);
      if (held) holder.firstElementChild.focus({ preventScroll: true });
    }
    put(holder.firstElementChild, each.name);
    put(row.querySelector(".sign span"), each.shape);
    put(row.querySelector(".sign small"), each.kind);
    put(row.querySelector(".line"), each.what);
    put(row.lastElementChild.firstElementChild, each.off.words);
    row.querySelector("button.quiet").setAttribute("aria-label", `Show ${each.name} on the map`);
    row.classList.toggle("is-stale", Boolean(each.step));
    row.toggleAttribute("aria-current", false);
    if (each.key === M.chosen) row.setAttribute("aria-current", "true");
  };

  const SINGLE = { areas: ["post or area", "posts and areas"], structures: ["structure", "structures"] };
  const named = (layer, many) => (SINGLE[layer] || [layer.slice(0, -1), layer])[many === 1 ? 0 : 1];
  const count = (rows) => {
    const many = new Map();
    for (const each of rows) many.set(each.layer, (many.get(each.layer) || 0) + 1);
    const parts = ORDER.filter((layer) => many.has(layer)).map((layer) => `${many.get(layer)} ${named(layer, many.get(layer))}`);
    return parts.length ? `In view: ${parts.join(", ")}.` : "Nothing is in view.";
  };

  // Rows keep their element, so that who stands on one stays there; they change places only while no hand is on them.
  const draw = (signs, spots, view, order) => {
    const middle = view.getCenter();
    const inside = [...signs, ...spots].filter((each) => each.lat !== null && view.contains([each.lat, each.lon]));
    for (const each of inside) each.off = off(each, middle);
    const nearer = (a, b) => a.off.km - b.off.km;
    inside.sort(order === "distance" ? nearer : (a, b) => (a.rank < b.rank ? -1 : a.rank > b.rank ? 1 : nearer(a, b)));
    put(said, count(inside));
    const shown = inside.slice(0, MOST);
    put(more, inside.length > MOST ? `The first ${MOST} of ${inside.length} are listed. Go nearer, or hide a layer, to see the rest.` : "");
    const there = new Map([...body.children].map((row) => [row.id, row]));
    const busy = body.contains(document.activeElement) || body.matches(":hover");
    const wanted = [];
    for (const each of shown) {
      const id = `in-view-${each.key}`;
      const row = there.get(id) || make(each.key);
      there.delete(id);
      fill(row, each);
      wanted.push(row);
    }
    for (const row of there.values()) {
      const held = row.contains(document.activeElement);
      const next = row.nextElementSibling || row.previousElementSibling;
      row.remove();
      if (held) (next?.querySelector("[data-row-link]") || document.getElementById("map")).focus({ preventScroll: true });
    }
    if (busy && body.contains(document.activeElement)) for (const row of wanted) row.isConnected || body.append(row);
    else wanted.forEach((row, at) => body.children[at] !== row && body.insertBefore(row, body.children[at] || null));
    nowhere(signs);
  };

  // What is open and has no place on the map is not forgotten: it is named below.
  const nowhere = (signs) => {
    const lost = signs.filter((each) => each.lat === null);
    const words = lost.map((each) => each.name).join(", ");
    if (none.dataset.said === words) return;
    none.dataset.said = words;
    const parts = lost.flatMap((each, at) => [at ? ", " : "", each.open?.href ? Object.assign(document.createElement("a"), { href: each.open.href, textContent: each.name }) : each.name]);
    none.replaceChildren(...(lost.length ? ["Without a place on the map: ", ...parts, "."] : []));
  };

  M.list = { draw };
})();
