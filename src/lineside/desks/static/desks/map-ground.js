// The ground of the map: what the server gives of the view, kept until the view leaves it or the scale changes.
(() => {
  const TILE = 256;
  // The whole world is a square of side one: at a scale it is so many dots, and nothing is reckoned twice.
  const across = (lon) => lon / 360 + 0.5;
  const down = (lat) => 0.5 - Math.asinh(Math.tan((lat * Math.PI) / 180)) / (2 * Math.PI);
  const WIDER = 0.35; // of the view on each side, so that a short move needs no question
  const held = { box: null, zoom: -1, layers: "", tracks: [], borders: [], spots: [], told: "" };
  let turn = 0;

  const line = ([name, sides]) => {
    const points = new Float64Array(sides.length);
    let [left, top, right, bottom] = [2, 2, -2, -2];
    for (let i = 0; i < sides.length; i += 2) {
      const x = (points[i] = across(sides[i + 1]));
      const y = (points[i + 1] = down(sides[i]));
      left = Math.min(left, x);
      right = Math.max(right, x);
      top = Math.min(top, y);
      bottom = Math.max(bottom, y);
    }
    return { name, points, left, top, right, bottom };
  };
  const spot = ([kind, name, code, lat, lon]) => ({ kind, name, code, lat, lon, x: across(lon), y: down(lat) });

  const words = (answer) => {
    const said = [];
    const left = Object.entries(answer.left_out).map(([what, many]) => `${many} ${what.toLowerCase()}`);
    if (left.length) said.push(`At most ${answer.cap} places and pieces of line are drawn; left out here: ${left.join(", ")}. Go nearer to see them.`);
    const far = Object.keys(answer.too_far).map((what) => what.toLowerCase());
    if (far.length) said.push(`Shown from nearer: ${far.join(", ")}.`);
    return said.join(" ");
  };

  const covers = (view, zoom, layers) => held.box && held.zoom === zoom && held.layers === layers && view.west >= held.box.west && view.east <= held.box.east && view.south >= held.box.south && view.north <= held.box.north;

  // Ask for the view with some room around it; an answer that was overtaken is not used.
  const ask = async (address, view, zoom, layers) => {
    if (covers(view, zoom, layers)) return false;
    const [w, h] = [(view.east - view.west) * WIDER, (view.north - view.south) * WIDER];
    const box = { west: Math.max(-180, view.west - w), south: Math.max(-90, view.south - h), east: Math.min(180, view.east + w), north: Math.min(90, view.north + h) };
    const mine = ++turn;
    const asked = new URLSearchParams({ box: [box.west, box.south, box.east, box.north].map((side) => side.toFixed(5)).join(","), zoom, layers });
    const answer = await fetch(`${address}?${asked}`, { credentials: "same-origin", headers: { "HX-Request": "true" } });
    if (mine !== turn) return false;
    if (!answer.ok) {
      held.told = "The ground of the map could not be fetched; incidents and units are shown without it.";
      return true;
    }
    const facts = await answer.json();
    if (mine !== turn) return false;
    Object.assign(held, { box, zoom, layers, tracks: facts.tracks.map(line), borders: facts.borders.map(line), spots: facts.spots.map(spot), told: words(facts) });
    return true;
  };

  window.linesideMap = { across, down, TILE, ground: held, askGround: ask };
})();
