/**
 * What a colour is called by whoever sees it, so that a journal says « turquoise » and not `#00a19a` alone. Runs everywhere; pure.
 */
export type Hue = 'grey' | 'red' | 'orange' | 'yellow' | 'green' | 'turquoise' | 'blue' | 'violet' | 'pink'

/** Difference of the channels, of 255, below which a colour has no hue to the eye. */
const leastChroma = 24

/** Up to which angle of the wheel, in degrees; beyond the last it is red again. */
const endOf = { red: 15, orange: 45, yellow: 68, green: 168, turquoise: 198, blue: 248, violet: 290, pink: 345 } as const

/** Of a colour written `#rrggbb`. */
export const hueOf = (colour: string): Hue => {
  const [red = 0, green = 0, blue = 0] = [1, 3, 5].map((at) => Number.parseInt(colour.slice(at, at + 2), 16))
  const most = Math.max(red, green, blue)
  const chroma = most - Math.min(red, green, blue)
  if (chroma < leastChroma) return 'grey'
  const sector = most === red ? (green - blue) / chroma : most === green ? 2 + (blue - red) / chroma : 4 + (red - green) / chroma
  const angle = (sector * 60 + 360) % 360
  // The names of the object above.
  return (Object.keys(endOf) as readonly (keyof typeof endOf)[]).find((hue) => angle < endOf[hue]) ?? 'red'
}
