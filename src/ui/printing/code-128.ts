/**
 * An order's number as a Code 128 barcode: bars counted in modules, so that paper decides their width in millimetres. Runs in the browser,
 * in the printing chunk. The encoding is bwip-js's; only its drawing is ours, because a label wants one path and no raster.
 */
import { code128 } from 'bwip-js/generic'

export interface Bars {
  /** Modules, quiet zones included. */
  readonly modules: number
  /** SVG path, one module wide and one high per unit. */
  readonly path: string
}

/** Modules of white on each side (ISO/IEC 15417, 4.4: at least 10 times the module). */
const quietModules = 10

export const drawCode128 = (text: string): Bars => {
  let modules = 0
  let path = ''
  const ignore = () => {}
  code128(
    { bcid: 'code128', text },
    {
      scale: () => [1, 1],
      measure: () => ({ width: 0, ascent: 0, descent: 0 }),
      init: ignore,
      // A bar is a vertical stroke: `x` is its middle (rounded up), `width` its thickness.
      line: (x, _y, _x1, _y1, width) => {
        const left = x - Math.ceil(width / 2)
        path += `M${left + quietModules} 0h${width}v1h-${width}z`
        modules = Math.max(modules, left + width)
      },
      polygon: ignore,
      hexagon: ignore,
      ellipse: ignore,
      fill: ignore,
      text: ignore,
      end: ignore,
    },
  )
  return { modules: modules + 2 * quietModules, path }
}
