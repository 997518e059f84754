// A canvas on the map that its owner draws on.
(function (S) {
  "use strict";
  /** Pixels of a sheet to one of the style sheet's. */
  S.pixels = () => window.devicePixelRatio || 1;

  /** A canvas that rides on the map: moves with a drag, scales through a zoom, redrawn when either ends. */
  S.Sheet = L.Renderer.extend({
    _initContainer: function () { this._container = document.createElement("canvas"); },
    _destroyContainer: function () { this._container.remove(); },
    _updatePaths: function () {},
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), scale = S.pixels(), canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.round(size.x * scale);
      canvas.height = Math.round(size.y * scale);
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      this.redraw();
    },
    redraw: function () {
      if (!this._bounds || !this.options.draw) return;
      const g = this._container.getContext("2d"), scale = S.pixels();
      g.setTransform(scale, 0, 0, scale, 0, 0);
      g.clearRect(0, 0, this._container.width, this._container.height);
      g.translate(-this._bounds.min.x, -this._bounds.min.y);
      this.options.draw(g, this._bounds);
    },
    /** What the map's window shows of it, as a canvas of its own, at so many pixels to one of the style sheet's. */
    picture: function (scale) {
      const usual = S.pixels, size = this._map.getSize(), copy = document.createElement("canvas");
      copy.width = Math.round(size.x * scale);
      copy.height = Math.round(size.y * scale);
      try {
        S.pixels = () => scale;  // drawn as always, only finer: marks are copied pixel by pixel and know no scale but this
        this._update();
        const from = this._map.containerPointToLayerPoint([0, 0]).subtract(this._bounds.min).multiplyBy(scale);
        copy.getContext("2d").drawImage(this._container, -from.x, -from.y);
      } finally {
        S.pixels = usual;
        this._update();
      }
      return copy;
    },
  });
})((window.Situation = window.Situation || {}));
