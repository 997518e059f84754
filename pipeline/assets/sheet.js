// A canvas on the map that its owner draws on.
(function (S) {
  "use strict";
  /** A canvas that rides on the map: moves with a drag, scales through a zoom, redrawn when either ends. */
  S.Sheet = L.Renderer.extend({
    _initContainer: function () { this._container = document.createElement("canvas"); },
    _destroyContainer: function () { this._container.remove(); },
    _updatePaths: function () {},
    _update: function () {
      if (this._map._animatingZoom && this._bounds) return;
      L.Renderer.prototype._update.call(this);
      const size = this._bounds.getSize(), scale = window.devicePixelRatio || 1, canvas = this._container;
      L.DomUtil.setPosition(canvas, this._bounds.min);
      canvas.width = Math.round(size.x * scale);
      canvas.height = Math.round(size.y * scale);
      canvas.style.width = size.x + "px";
      canvas.style.height = size.y + "px";
      this.redraw();
    },
    redraw: function () {
      if (!this._bounds || !this.options.draw) return;
      const g = this._container.getContext("2d"), scale = window.devicePixelRatio || 1;
      g.setTransform(scale, 0, 0, scale, 0, 0);
      g.clearRect(0, 0, this._container.width, this._container.height);
      g.translate(-this._bounds.min.x, -this._bounds.min.y);
      this.options.draw(g, this._bounds);
    },
  });
})((window.Situation = window.Situation || {}));
