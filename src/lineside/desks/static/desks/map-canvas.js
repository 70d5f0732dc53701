// Draws the map on one canvas: the ground, then what moves. Signs differ by shape and words as well as by colour.
(() => {
  const M = window.linesideMap;
  const L = window.L;
  const NAMES_FROM = { station: 11, underground: 13, post: 8, crossing: 13, structure: 13, milepost: 13, area: 0 };
  const COLOURS = ["paper", "ground", "ink", "faint", "line", "link", "red", "amber", "blue", "grey", "green", "field-line"];
  const OF_GRADE = { I: "red", P: "amber", S: "blue", R: "grey", C: "grey", E: "grey" };
  const FADED = [1, 0.65, 0.45]; // by the step of the table of ages
  const GRIP = 9;
  const FONT = '12px system-ui, "Segoe UI", Roboto, "Liberation Sans", sans-serif';

  const Chart = L.Layer.extend({
    onAdd(map) {
      this._canvas = L.DomUtil.create("canvas", "map-chart", map.getPanes().overlayPane);
      this._canvas.setAttribute("aria-hidden", "true");
      this._signs = [];
      this._drawn = [];
      map.on("move viewreset zoomend resize", this.redraw, this);
      this.theme();
    },
    onRemove(map) {
      map.off("move viewreset zoomend resize", this.redraw, this);
      this._canvas.remove();
    },
    theme() {
      const style = getComputedStyle(document.documentElement);
      this._c = Object.fromEntries(COLOURS.map((name) => [name, style.getPropertyValue(`--${name}`).trim()]));
      this.redraw();
    },
    show(signs, shown) {
      this._signs = signs.filter((each) => each.lat !== null);
      this._shown = shown;
      this.redraw();
    },
    choose(key) {
      this._chosen = key;
      this.redraw();
    },
    redraw() {
      if (this._asked) return;
      this._asked = requestAnimationFrame(() => {
        this._asked = 0;
        if (this._map) this._draw();
      });
    },
    // What was drawn under this dot of the view, the nearest; nothing within the grip is nothing.
    at(point) {
      let best = null;
      let far = GRIP * GRIP;
      for (const each of this._drawn) {
        const off = (each.px - point.x) ** 2 + (each.py - point.y) ** 2;
        if (off < far) [best, far] = [each, off];
      }
      return best;
    },
    // How many features the last drawing drew, for the bench.
    count: () => M.drawn || 0,

    _draw() {
      const map = this._map;
      const size = map.getSize();
      const ratio = window.devicePixelRatio || 1;
      const canvas = this._canvas;
      const [w, h] = [Math.round(size.x * ratio), Math.round(size.y * ratio)];
      if (canvas.width !== w || canvas.height !== h) {
        [canvas.width, canvas.height] = [w, h];
        [canvas.style.width, canvas.style.height] = [`${size.x}px`, `${size.y}px`];
      }
      L.DomUtil.setPosition(canvas, map.containerPointToLayerPoint([0, 0]));
      const g = (this._g = canvas.getContext("2d"));
      g.setTransform(ratio, 0, 0, ratio, 0, 0);
      g.fillStyle = this._c.ground;
      g.fillRect(0, 0, size.x, size.y);
      g.font = FONT;
      g.textBaseline = "middle";
      const scale = M.TILE * 2 ** map.getZoom();
      const corner = map.getPixelBounds().min;
      this._view = { scale, left: corner.x, top: corner.y, w: size.x, h: size.y, zoom: map.getZoom() };
      this._taken = new Set();
      this._drawn = [];
      M.drawn = 0;
      this._lines(M.ground.borders, "areas", this._c["field-line"], 1.5, [6, 4]);
      this._lines(M.ground.tracks, "tracks", this._c.faint, this._view.zoom > 10 ? 2 : 1, []);
      // What is gravest is drawn last and lies on top, but takes its room for words first.
      const signs = this._signs.filter((each) => this._shown(each.layer) && this._place(each));
      signs.sort((a, b) => (a.rank < b.rank ? -1 : 1));
      this._stack(signs);
      for (const each of signs) this._settle(each);
      for (const spot of M.ground.spots) this._spot(spot);
      for (const each of [...signs].reverse()) this._sign(each);
      for (const each of signs) this._words(each);
    },
    _lines(lines, layer, colour, width, dash) {
      if (!this._shown?.(layer)) return;
      const { scale, left, top, w, h } = this._view;
      const g = this._g;
      g.strokeStyle = colour;
      g.lineWidth = width;
      g.setLineDash(dash);
      g.beginPath();
      for (const line of lines) {
        if (line.right * scale < left || line.left * scale > left + w || line.bottom * scale < top || line.top * scale > top + h) continue;
        const p = line.points;
        g.moveTo(p[0] * scale - left, p[1] * scale - top);
        for (let i = 2; i < p.length; i += 2) g.lineTo(p[i] * scale - left, p[i + 1] * scale - top);
        M.drawn += 1;
      }
      g.stroke();
      g.setLineDash([]);
    },
    _place(each) {
      const { scale, left, top, w, h } = this._view;
      each.px = each.x * scale - left;
      each.py = each.y * scale - top;
      return each.px > -20 && each.py > -20 && each.px < w + 20 && each.py < h + 20;
    },
    _spot(spot) {
      if (!this._shown?.(M.KINDS[spot.kind][0]) || !this._place(spot)) return;
      const g = this._g;
      const { px, py } = spot;
      const c = this._c;
      const small = this._view.zoom < 9;
      M.drawn += 1;
      this._drawn.push(spot);
      if (spot.kind === "station") {
        g.fillStyle = c.ink;
        const r = small ? 1 : 3;
        g.fillRect(px - r, py - r, 2 * r, 2 * r);
      } else if (spot.kind === "area") {
        g.fillStyle = c.faint;
        g.font = `bold ${FONT.replace("12px", "15px")}`;
        g.fillText(`Area ${spot.code}: ${spot.name}`, px, py);
        g.font = FONT;
        return;
      } else {
        g.strokeStyle = g.fillStyle = spot.kind === "post" ? c.link : c.faint;
        g.lineWidth = 1.5;
        g.beginPath();
        if (spot.kind === "underground") g.arc(px, py, small ? 1.5 : 3, 0, 7);
        else if (spot.kind === "crossing") g.moveTo(px - 3, py - 3), g.lineTo(px + 3, py + 3), g.moveTo(px + 3, py - 3), g.lineTo(px - 3, py + 3);
        else if (spot.kind === "post") g.moveTo(px - 5, py + 4), g.lineTo(px - 5, py - 1), g.lineTo(px, py - 6), g.lineTo(px + 5, py - 1), g.lineTo(px + 5, py + 4), g.closePath();
        else if (spot.kind === "structure") g.arc(px, py + 2, 4, Math.PI, 0);
        else g.moveTo(px - 2, py), g.lineTo(px + 2, py), g.moveTo(px, py - 2), g.lineTo(px, py + 2);
        g.stroke();
      }
      if (this._view.zoom >= NAMES_FROM[spot.kind] && this._room(spot.name, px + 6, py)) this._text(spot.name, px + 6, py, c.faint);
    },
    // The cells that words take; none of them is given twice.
    _room(words, x, y) {
      const [first, last, row] = [Math.floor(x / 20), Math.floor((x + words.length * 6.5) / 20), Math.floor(y / 15)];
      const room = Array.from({ length: last - first + 1 }, (_, i) => `${first + i}:${row}`);
      if (room.some((cell) => this._taken.has(cell))) return false;
      for (const cell of room) this._taken.add(cell);
      return true;
    },
    _text(words, x, y, colour) {
      const g = this._g;
      g.lineWidth = 3;
      g.strokeStyle = this._c.paper;
      g.strokeText(words, x, y);
      g.fillStyle = colour;
      g.fillText(words, x, y);
    },
    // Where the words of a sign stand: beside it, or a line or more below; nowhere when all is full: the list has them.
    _settle(each) {
      each.said = each.under ? "" : each.more ? `${each.label} +${each.more}` : each.label;
      each.line = [0, 15, -15, 30, -30].find((off) => each.said && this._room(each.said, each.px + 12, each.py + off));
    },
    // Signs at one place are one sign with how many more there are: the gravest is the one that is seen.
    _stack(signs) {
      const heads = new Map();
      for (const each of signs) {
        const cell = `${Math.round(each.px / 14)}:${Math.round(each.py / 14)}`;
        const head = heads.get(cell);
        each.more = 0;
        each.under = Boolean(head);
        if (head) head.more += 1;
        else heads.set(cell, each);
      }
    },
    _sign(each) {
      M.drawn += 1;
      this._drawn.push(each);
      if (each.under) return;
      const g = this._g;
      const { px, py } = each;
      const c = this._c;
      g.globalAlpha = each.layer === "units" ? FADED[each.step] ?? 1 : 1;
      g.lineWidth = 2;
      g.setLineDash(each.step || each.reckoned ? [3, 2] : []);
      g.beginPath();
      if (each.layer === "incidents" || each.emergency) this._shape(each.emergency ? "I" : each.grade, px, py);
      else if (each.layer === "units") g.rect(px - 7, py - 5, 14, 10);
      else g.moveTo(px - 6, py - 5), g.lineTo(px + 7, py), g.lineTo(px - 6, py + 5), g.closePath();
      const colour = each.emergency ? c.red : each.layer === "incidents" ? c[OF_GRADE[each.grade] || "ink"] : each.layer === "units" ? (each.free ? c.green : c.amber) : c.link;
      g.fillStyle = each.step > 1 || each.reckoned || each.grade === "E" ? c.paper : colour;
      g.strokeStyle = each.layer === "incidents" ? c.ink : colour;
      g.fill();
      g.stroke();
      g.setLineDash([]);
      g.globalAlpha = 1;
      if (each.key === this._chosen || each.emergency) {
        g.strokeStyle = each.emergency ? c.red : c.ink;
        g.beginPath();
        g.arc(px, py, 14, 0, 7);
        g.stroke();
      }
    },
    _shape(grade, x, y) {
      const g = this._g;
      if (grade === "I") g.moveTo(x, y - 9), g.lineTo(x + 9, y + 7), g.lineTo(x - 9, y + 7), g.closePath();
      else if (grade === "P" || grade === "E") g.moveTo(x, y - 9), g.lineTo(x + 9, y), g.lineTo(x, y + 9), g.lineTo(x - 9, y), g.closePath();
      else if (grade === "S") g.arc(x, y, 7, 0, 7);
      else if (grade === "R" || grade === "C") g.rect(x - 7, y - 7, 14, 14);
      else g.rect(x - 8, y - 2, 16, 4);
    },
    _words(each) {
      if (each.line !== undefined) this._text(each.said, each.px + 12, each.py + each.line, each.step ? this._c.faint : this._c.ink);
    },
  });

  M.Chart = Chart;
})();
