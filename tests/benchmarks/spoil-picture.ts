/**
 * A photograph as a camera would show it: somewhere in a 1280 × 720 frame, near or far, turned, blurred, dim or noisy, in a hand that
 * is never quite still. Runs in Node, in the scanner's benchmark. Same seed, same frames: a figure can be taken again.
 */
import type { Picture } from '../../src/tablet/scanner/decoder.ts'

export const frameSize = { width: 1280, height: 720 } as const

/** A small generator (Mulberry32), so that frames are the same in every run. */
export const seededRandom = (seed: number): (() => number) => {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4294967296
  }
}

export const conditions = ['near', 'far', 'near, turned 90°', 'near, turned 180°', 'near, blurred', 'near, dim', 'near, noisy'] as const
export type Condition = (typeof conditions)[number]

/** Share of the frame that the photograph fills. */
const nearShare = 0.9
const farShare = 0.45
/** The desk around it, 0 to 255. */
const deskLight = 140

/** One grey channel, 0 to 255. */
interface Grey {
  readonly light: Float32Array
  readonly width: number
  readonly height: number
}

const toGrey = ({ data, width, height }: Picture): Grey => {
  const light = new Float32Array(width * height)
  for (let i = 0, p = 0; i < light.length; i++, p += 4) {
    const alpha = (data[p + 3] ?? 255) / 255
    light[i] = (0.299 * (data[p] ?? 0) + 0.587 * (data[p + 1] ?? 0) + 0.114 * (data[p + 2] ?? 0)) * alpha + 255 * (1 - alpha)
  }
  return { light, width, height }
}

/** Mean of the photograph's pixels under one pixel of the frame, in one step of at most 4 × 4 looks: what a lens does. */
const sample = ({ light, width, height }: Grey, x: number, y: number, side: number): number | undefined => {
  if (x < 0 || y < 0 || x >= width || y >= height) return undefined
  const looks = Math.max(1, Math.min(4, Math.ceil(side)))
  let sum = 0
  for (let j = 0; j < looks; j++) {
    for (let i = 0; i < looks; i++) {
      const u = x + (side * (i + 0.5)) / looks - side / 2
      const v = y + (side * (j + 0.5)) / looks - side / 2
      const left = Math.max(0, Math.min(width - 1, Math.floor(u - 0.5)))
      const top = Math.max(0, Math.min(height - 1, Math.floor(v - 0.5)))
      const right = Math.min(width - 1, left + 1)
      const bottom = Math.min(height - 1, top + 1)
      const a = Math.max(0, Math.min(1, u - 0.5 - left))
      const b = Math.max(0, Math.min(1, v - 0.5 - top))
      const upper = (light[top * width + left] ?? 0) * (1 - a) + (light[top * width + right] ?? 0) * a
      const lower = (light[bottom * width + left] ?? 0) * (1 - a) + (light[bottom * width + right] ?? 0) * a
      sum += upper * (1 - b) + lower * b
    }
  }
  return sum / looks ** 2
}

/** Each pixel becomes the mean of its neighbours along one direction. */
const blurLines = (light: Float32Array, lines: number, length: number, lineStep: number, step: number, radius: number): void => {
  const line = new Float32Array(length)
  for (let i = 0; i < lines; i++) {
    const start = i * lineStep
    for (let n = 0; n < length; n++) line[n] = light[start + n * step] ?? 0
    for (let n = radius; n < length - radius; n++) {
      let sum = 0
      for (let k = n - radius; k <= n + radius; k++) sum += line[k] ?? 0
      light[start + n * step] = sum / (2 * radius + 1)
    }
  }
}

/** Two passes of a box both ways, which is nearly a lens out of focus. */
const blur = (light: Float32Array, width: number, height: number, radius: number): void => {
  for (let n = 0; n < 2; n++) {
    blurLines(light, height, width, width, 1, radius)
    blurLines(light, width, height, 1, width, radius)
  }
}

/** Noise of as many pixels, -1 to 1, used from another place in each frame: a prime, so that it falls into no pattern. */
const grain = (() => {
  const random = seededRandom(7)
  return Float32Array.from({ length: 1_000_003 }, () => random() + random() - 1)
})()

/** One frame of a film of that photograph; `n` tells the frames of a film apart. */
export const frameOf = (picture: Picture, condition: Condition, seed: number, n: number): Picture => {
  const random = seededRandom(seed * 1000 + n)
  const grey = toGrey(picture)
  const { width, height } = frameSize
  const turn = condition.endsWith('90°') ? 90 : condition.endsWith('180°') ? 180 : 0
  const [across, along] = turn === 90 ? [grey.height, grey.width] : [grey.width, grey.height]
  const share = condition === 'far' ? farShare : nearShare
  // A hand moves by a few pixels, nearer and farther by a hundredth, and is never quite level.
  const scale = Math.min((width * share) / across, (height * share) / along) * (1 + (random() - 0.5) * 0.02)
  const [dx, dy] = [(random() - 0.5) * 12, (random() - 0.5) * 12]
  const tilt = ((random() - 0.5) * 2 * Math.PI) / 180
  const [cos, sin] = [Math.cos(tilt), Math.sin(tilt)]
  const light = new Float32Array(width * height)
  for (let y = 0; y < height; y++) {
    for (let x = 0; x < width; x++) {
      const u = x - width / 2 - dx
      const v = y - height / 2 - dy
      const p = (u * cos + v * sin) / scale
      const q = (v * cos - u * sin) / scale
      const [a, b] = turn === 90 ? [q, -p] : turn === 180 ? [-p, -q] : [p, q]
      light[y * width + x] = sample(grey, a + grey.width / 2, b + grey.height / 2, 1 / scale) ?? deskLight
    }
  }
  if (condition.endsWith('blurred')) blur(light, width, height, 2)
  const gain = condition.endsWith('dim') ? 0.22 : 1
  // Sensor noise: a little always, as much as a bad light gives where it is dim, more where it is what is tried.
  const noise = condition.endsWith('noisy') ? 60 : condition.endsWith('dim') ? 12 : 4
  const data = new Uint8ClampedArray(width * height * 4)
  const from = Math.floor(random() * grain.length)
  for (let i = 0; i < light.length; i++) {
    const value = (light[i] ?? 0) * gain + (grain[(from + i) % grain.length] ?? 0) * noise
    data[4 * i] = data[4 * i + 1] = data[4 * i + 2] = value
    data[4 * i + 3] = 255
  }
  return { data, width, height }
}

/** The middle of a frame, as the camera reads it. */
export const cropOf = ({ data, width, height }: Picture, share: { readonly width: number; readonly height: number }): Picture => {
  const w = Math.round(width * share.width)
  const h = Math.round(height * share.height)
  const left = Math.round((width - w) / 2)
  const top = Math.round((height - h) / 2)
  const cropped = new Uint8ClampedArray(w * h * 4)
  for (let y = 0; y < h; y++) {
    const from = 4 * ((top + y) * width + left)
    cropped.set(data.subarray(from, from + 4 * w), 4 * y * w)
  }
  return { data: cropped, width: w, height: h }
}
