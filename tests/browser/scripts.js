// What test_scripts.py asks of the scripts: each takes JSON and gives JSON.
const ask = {
  unpack: function (group) {
    const whole = { P: 1, weight: [0] }, cube = Situation.among(whole, { groups: [group, group] });
    return [[...cube.point], [...cube.start], [...cube.n]];
  },

  clusters: (cube) => Situation.clusters(cube, (lat, lng) => ({ x: lng * 10, y: lat * 60 }), 40),

  count: function ([json, windows, dense]) {
    const S = Situation, cube = S.decode(json);
    S.DENSE = dense;
    const hidden = { kinds: new Set([1]), statuses: new Set(), sources: new Set([1]) };
    const clusters = ask.clusters(cube), pass = S.passing(cube, hidden), index = S.hasten(S.index(cube, pass, clusters), cube.days);
    const out = { kinds: new Float64Array(cube.kinds.length), statuses: new Float64Array(cube.statuses.length) };
    const indexed = (id, lo, hi) => [S.count(index, id, lo, hi, out), S.doubt(index, id, lo, hi)];
    const tallied = function (id, lo, hi) {
      const tally = S.tally(cube, pass, clusters, lo, hi);
      return [S.tallied(tally, id, out), tally.doubts[id]];
    };
    const counts = (id) => windows.map(function ([lo, hi]) {
      const [count, doubt] = (dense < 0 ? tallied : indexed)(id, lo, hi);
      return [count, [...out.kinds], [...out.statuses], doubt];
    });
    return clusters.list.map((one) => ({ points: one.points, counts: counts(one.id) }));
  },

  stands: function ([json, windows, dense]) {  // of each cluster: its places, and where its mark stands in each window
    const S = Situation, cube = S.decode(json);
    S.DENSE = dense;
    const pass = cube.point.map(() => 1).fill(1), clusters = ask.clusters(cube), standing = S.standing(cube, pass);
    return clusters.list.map((one) => ({ points: one.points, heads: windows.map(([lo, hi]) => {
      const tally = S.tally(cube, pass, clusters, lo, hi), out = { kinds: [], statuses: [] };
      return S.tallied(tally, one.id, out) ? [S.stands(standing, one.points, lo, hi), one.points.find((p) => tally.held[p])] : null;
    }) }));
  },

  beside: ([x, y, wide, disks]) => Situation.beside(x, y, wide, disks),

  among: function ([whole, few]) {
    const all = Situation.decode(whole), some = Situation.among(all, few), stand = (cube) => JSON.stringify(ask.clusters(cube).list);
    return [stand(all) === stand(some), some.all, some.n.reduce((sum, n) => sum + n, 0)];
  },

  stamps: function (stamps) {  // the largest difference to what a canvas makes of them, where something shows
    const canvas = (size) => { const made = document.createElement("canvas"); made.width = made.height = size; return made; };
    const disc = (colour, alpha) => {
      const made = canvas(24), g = made.getContext("2d");
      g.globalAlpha = alpha;
      g.fillStyle = colour;
      g.arc(12, 12, 11, 0, 7);
      g.fill();
      return made;
    };
    const theirs = canvas(40), mine = canvas(40), g = theirs.getContext("2d"), raster = new Situation.Raster();
    raster.begin(40, 40);
    for (const [colour, alpha, x, y, strength] of stamps) {
      const made = disc(colour, alpha), pixels = made.getContext("2d").getImageData(0, 0, 24, 24).data.buffer;
      g.globalAlpha = strength;
      g.drawImage(made, x, y);
      raster.stamp(Situation.stamp(24, 24, new Int32Array(pixels)), x, y, strength);
    }
    raster.put(mine.getContext("2d"));
    const [a, b] = [theirs, mine].map((each) => each.getContext("2d").getImageData(0, 0, 40, 40).data);
    const apart = [...a].map((value, i) => (a[i | 3] > 40 ? Math.abs(value - b[i]) : 0));
    return [Math.max(...apart), a.some(Boolean)];
  },

  ring: function ([shares, names]) {  // how many pixels of each colour; the middle; a corner
    const S = Situation, raster = new S.Raster(), [ink, paper] = ["#000000", "#ffffff"].map(S.pixel), colours = names.map(S.pixel);
    raster.begin(60, 60);
    const all = shares.reduce((sum, n) => sum + n);
    raster.ring(S.ring(25, 8, 0.6), S.wheel(shares, all, colours, ink, 0.005), ink, paper, 30, 30, 1);
    const count = (colour) => raster.pixels.filter((pixel) => pixel === colour).length;
    return [colours.map(count), raster.pixels[30 * 60 + 30] === paper, raster.pixels[0]];
  },
};
