/**
 * `npm run bench -- scan --images DIR`: how often the scanner reads, how often it lies, and how long it takes, on photographs of barcodes:
 * `DIR/<symbology>/<set>/*.png|jpg` with the expected text in the .txt beside, and `DIR/none/`. Runs in Node, beside other decoders.
 * A picture alone is judged as a still scene is; a film of it (eight frames in an unsteady hand) goes through the whole chain: crop,
 * decoder, choice, rules, agreement. Others read the first frame, bare. `--films N` takes every Nth photograph for the films, `--scenes near,far` these scenes
 * alone, `--alone` leaves the others out, `--squares` looks for orders' squares too, as the desk does.
 */
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { readBarcodes } from 'zxing-wasm/reader'
import { toInstant } from '../../src/domain/instant.ts'
import { agreeReadings, denyReadings, nothingInSight } from '../../src/domain/scan/agree-readings.ts'
import { type CodeInFrame, chooseInFrame } from '../../src/domain/scan/choose-in-frame.ts'
import { framesWanted, judgeText, type ScanRules } from '../../src/domain/scan/judge-text.ts'
import type { BarSymbology, Symbology } from '../../src/domain/scan/symbology.ts'
import type { Decoder, Picture } from '../../src/tablet/scanner/decoder.ts'
import { crop, isReadWhole } from '../../src/tablet/scanner/read-frames.ts'
import { createWasmDecoder } from '../../src/tablet/scanner/wasm-decoder.ts'
import { Measurement } from './measurement.ts'
import { requirePeers } from './peers/require-peers.ts'
import { type Condition, conditions, cropOf, frameOf, seededRandom } from './spoil-picture.ts'

// Its ECMAScript build is not one for Node; the cast names what `require` answers.
const { BarcodeFormat, BinaryBitmap, DecodeHintType, HybridBinarizer, MultiFormatOneDReader, RGBLuminanceSource } = createRequire(
  import.meta.url,
)('@zxing/library') as typeof import('@zxing/library')

const symbologyOfFolder: Readonly<Record<string, BarSymbology>> = {
  codabar: 'codabar',
  code39: 'code-39',
  code128: 'code-128',
  itf: 'itf',
  ean13: 'ean-13',
}
const formats = ['Codabar', 'Code39Std', 'Code128', 'ITF', 'EAN13'] as const
/** Frames of a film: a code is held for most of a second. */
const frames = 8
const frameMs = 100

interface Photograph {
  readonly folder: string
  readonly path: string
  readonly picture: Picture
  /** undefined: there is no barcode in it. */
  readonly expected: string | undefined
}

/** A text as the judgement compares it: no start and stop of Codabar, no control sign, a UPC-A as the EAN-13 it is. */
const bare = (text: string, folder: string): string => {
  const shown = text.replace(/\p{Cc}/gu, '').trim()
  if (folder === 'codabar') return shown.replace(/^[A-D](.+)[A-D]$/i, '$1')
  return folder === 'ean13' ? shown.padStart(13, '0') : shown
}

interface Contender {
  readonly name: string
  read(picture: Picture): Promise<readonly string[]>
}

const loadPeers = async () => {
  const require = requirePeers()
  // The casts: these packages belong to the benchmark alone, and the compiler does not know them.
  const { PNG } = require('pngjs') as { PNG: { sync: { read(bytes: Buffer): { data: Buffer; width: number; height: number } } } }
  const jpeg = require('jpeg-js') as { decode(bytes: Buffer, options: object): { data: Uint8Array; width: number; height: number } }
  const zbar = require('@undecaf/zbar-wasm') as {
    scanRGBABuffer(pixels: ArrayBuffer, width: number, height: number): Promise<readonly { typeName: string; decode(): string }[]>
  }
  return { PNG, jpeg, zbar }
}

const wasmBytes = (): ArrayBuffer => {
  const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
  return bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)
}

const contendersOf = ({ zbar }: Awaited<ReturnType<typeof loadPeers>>): readonly Contender[] => {
  const hints = new Map<number, unknown>([
    [
      DecodeHintType.POSSIBLE_FORMATS,
      [BarcodeFormat.CODABAR, BarcodeFormat.CODE_39, BarcodeFormat.CODE_128, BarcodeFormat.ITF, BarcodeFormat.EAN_13],
    ],
  ])
  const zbarNames = ['ZBAR_CODABAR', 'ZBAR_CODE39', 'ZBAR_CODE128', 'ZBAR_I25', 'ZBAR_EAN13']
  return [
    {
      name: '@zxing/library',
      read: async ({ data, width, height }) => {
        const light = new Uint8ClampedArray(width * height)
        for (let i = 0, p = 0; i < light.length; i++, p += 4)
          light[i] = ((data[p] ?? 0) * 299 + (data[p + 1] ?? 0) * 587 + (data[p + 2] ?? 0) * 114) / 1000
        try {
          const bitmap = new BinaryBitmap(new HybridBinarizer(new RGBLuminanceSource(light, width, height)))
          return [new MultiFormatOneDReader(hints).decode(bitmap, hints).getText()]
        } catch {
          return []
        }
      },
    },
    {
      name: 'zxing-wasm',
      // The cast: it reads these three members, and Node has no ImageData.
      read: async (picture) =>
        (await readBarcodes(picture as ImageData, { formats: [...formats], textMode: 'Plain' })).map(({ text }) => text),
    },
    {
      name: 'zbar-wasm',
      read: async ({ data, width, height }) => {
        // It takes any view for the whole of its buffer.
        const symbols = await zbar.scanRGBABuffer(data.slice().buffer, width, height)
        return symbols.filter(({ typeName }) => zbarNames.includes(typeName)).map((symbol) => symbol.decode())
      },
    },
  ]
}

/** Read, misread and times of one contender under one condition, by folder. */
class Tally {
  readonly #lines = new Map<string, { pictures: number; read: number; misread: number; ms: number[] }>()
  add(who: string, condition: string, folder: string, verdict: 'read' | 'misread' | 'nothing', ms: readonly number[]): void {
    for (const where of [folder, folder === 'none' || folder === 'ean8' ? undefined : 'all with a code']) {
      if (where === undefined) continue
      const key = `${condition}\t${where}\t${who}`
      const line = this.#lines.get(key) ?? { pictures: 0, read: 0, misread: 0, ms: [] }
      line.pictures++
      if (verdict !== 'nothing') line[verdict]++
      line.ms.push(...ms)
      this.#lines.set(key, line)
    }
  }
  /** A table in Markdown, by condition and folder. */
  print(): void {
    console.log(
      '\n| scene | folder | decoder | pictures | read | misread | median CPU ms | p95 CPU ms |\n|---|---|---|---|---|---|---|---|',
    )
    for (const [key, { pictures, read, misread, ms }] of [...this.#lines].sort(([a], [b]) => (a < b ? -1 : 1))) {
      const sorted = [...ms].sort((a, b) => a - b)
      const at = (q: number): string => (sorted[Math.min(sorted.length - 1, Math.ceil(q * sorted.length) - 1)] ?? 0).toFixed(1)
      console.log(`| ${key.replaceAll('\t', ' | ')} | ${pictures} | ${read} | ${misread} | ${at(0.5)} | ${at(0.95)} |`)
    }
  }
}

const judged = (texts: readonly string[], { expected, folder }: Photograph): 'read' | 'misread' | 'nothing' => {
  const found = texts.map((text) => bare(text, folder))
  if (found.some((text) => expected === undefined || text !== bare(expected, folder))) return 'misread'
  return found.length > 0 ? 'read' : 'nothing'
}

/** Any text, and every symbology: a library that set nothing. What it lets through is what the agreement alone does not hold. */
const lax: ScanRules = {
  symbologies: Object.values(symbologyOfFolder),
  cardRule: { pattern: '(?!)', check: 'none' },
  itemRule: { pattern: '.+', check: 'none' },
}

/** The library of a folder: its symbology and the lengths of its own numbers, no check digit, no prefix. */
const rulesOf = (folder: string, photographs: readonly Photograph[]): ScanRules => {
  const symbology = symbologyOfFolder[folder]
  const lengths = new Set(
    photographs.flatMap((one) => (one.folder === folder && one.expected !== undefined ? bare(one.expected, folder).length : [])),
  )
  return {
    symbologies: symbology === undefined ? undefined : [symbology],
    cardRule: { pattern: '(?!)', check: 'none' },
    itemRule:
      symbology === undefined ? { pattern: '[0-9A-Z-]{5,20}', check: 'none' } : { pattern: '.+', lengths: [...lengths], check: 'none' },
  }
}

const textOf = (rules: ScanRules, { text, symbology }: CodeInFrame): string | undefined => {
  const reading = judgeText(rules, text, symbology)
  if (reading.kind === 'item') return reading.barcode
  return reading.kind === 'isbn' ? reading.text : undefined
}

/** In milliseconds of the processor: what else the machine does meanwhile is not the decoder's. */
const time = async <T>(work: () => Promise<T>): Promise<readonly [T, number]> => {
  const before = process.cpuUsage()
  const value = await work()
  const { user, system } = process.cpuUsage(before)
  return [value, (user + system) / 1000]
}

const readPhotographs = (images: string, { PNG, jpeg }: Awaited<ReturnType<typeof loadPeers>>): readonly Photograph[] =>
  readdirSync(images, { recursive: true, encoding: 'utf8' })
    .filter((name) => /\.(png|jpe?g)$/i.test(name))
    .sort()
    .map((name) => {
      const bytes = readFileSync(join(images, name))
      const { data, width, height } = /png$/i.test(name) ? PNG.sync.read(bytes) : jpeg.decode(bytes, { useTArray: true })
      const text = join(images, name.replace(/\.\w+$/, '.txt'))
      const expected = existsSync(text) ? readFileSync(text, 'utf8').trim() : undefined
      return { folder: name.split('/')[0] ?? '', path: name, expected, picture: { data: new Uint8ClampedArray(data), width, height } }
    })

/** Who is judged, by what, and where it is counted. */
interface Trial {
  readonly decoder: Decoder
  readonly contenders: readonly Contender[]
  readonly tally: Tally
  readonly measurement: Measurement
  /** Ours, under the rules of the photograph's library, and under none. */
  readonly ours: (photograph: Photograph) => readonly (readonly ['ours' | 'ours, no rules', ScanRules])[]
}

/** Each photograph alone, as a still scene is judged. */
const judgePicture = async ({ decoder, contenders, tally, ours }: Trial, photograph: Photograph): Promise<void> => {
  for (const { name, read } of contenders) {
    const [texts, ms] = await time(() => read(photograph.picture))
    tally.add(name, 'single picture', photograph.folder, judged(texts, photograph), [ms])
  }
  const [codes, ms] = await time(() => decoder.decode(photograph.picture))
  for (const [who, rules] of ours(photograph)) {
    const choice = chooseInFrame(rules, codes)
    const text = choice.kind === 'one' ? textOf(rules, choice.code) : undefined
    tally.add(who, 'single picture', photograph.folder, judged(text === undefined ? [] : [text], photograph), [ms])
  }
}

interface DecodedFrame {
  readonly codes: readonly CodeInFrame[]
  readonly ms: number
}

/** Each frame as the camera's loop reads it: cropped, or whole where nothing was in sight. */
const decodeFilm = async (decoder: Decoder, film: readonly Picture[]): Promise<readonly DecodedFrame[]> => {
  const decoded: DecodedFrame[] = []
  let last = { isWhole: false, hasCode: false }
  for (const [n, frame] of film.entries()) {
    const isWhole = isReadWhole(n + 1, last)
    const picture = isWhole ? frame : cropOf(frame, crop)
    const [codes, ms] = await time(() => decoder.decode(picture))
    last = { isWhole, hasCode: codes.length > 0 }
    decoded.push({ codes, ms })
  }
  return decoded
}

/** What the rules and the agreement of frames let through, each with the frame at which they did. */
const acceptedOf = (
  rules: ScanRules,
  decoded: readonly DecodedFrame[],
): readonly { readonly text: string; readonly frame: number; readonly symbology: Symbology }[] => {
  let sight = nothingInSight
  return decoded.flatMap(({ codes }, frame) => {
    const at = toInstant(frame * frameMs)
    const choice = chooseInFrame(rules, codes)
    if (choice.kind === 'several') sight = denyReadings(sight, at, choice.contradicted)
    if (choice.kind !== 'one') return []
    const { text, symbology } = choice.code
    const [next, counted] = agreeReadings(sight, text, framesWanted(rules, text, symbology), at)
    sight = next
    const read = counted === undefined ? undefined : textOf(rules, choice.code)
    return read === undefined ? [] : [{ text: read, frame, symbology }]
  })
}

/** A film of a photograph in one scene, through the whole chain; the others read its first frame, bare. */
const judgeFilm = async (trial: Trial, photograph: Photograph, condition: Condition, seed: number, random: () => number): Promise<void> => {
  const { decoder, contenders, tally, measurement, ours } = trial
  const { folder, expected, path } = photograph
  const film = Array.from({ length: frames }, (_, n) => frameOf(photograph.picture, condition, seed, n))
  const [start] = film
  if (start === undefined) return
  for (const { name, read } of contenders) {
    const [texts, ms] = await time(() => read(start))
    tally.add(name, condition, folder, judged(texts, photograph), [ms])
  }
  const decoded = await decodeFilm(decoder, film)
  const [whole, wholeMs] = await time(() => decoder.decode(start))
  const bareTexts = whole.map(({ text }) => text)
  tally.add('ours, first whole frame, bare', condition, folder, judged(bareTexts, photograph), [wholeMs])
  for (const [who, rules] of ours(photograph)) {
    // The code enters at any moment between two frames taken; a film at 30 a second is looked at ten times.
    const waited = random() * frameMs
    const accepted = acceptedOf(rules, decoded)
    const [first] = accepted
    if (first !== undefined && who === 'ours' && condition === 'near' && first.text === bare(expected ?? '', folder)) {
      const confirmedMs = waited + first.frame * frameMs + (decoded[first.frame]?.ms ?? 0)
      measurement.take(`confirmed after entering the film, ${first.symbology}`, confirmedMs, 'ms')
      measurement.take('confirmed after entering the film', confirmedMs, 'ms')
    }
    const texts = accepted.map(({ text }) => text)
    const verdict = judged(texts, photograph)
    if (verdict === 'misread') console.log(JSON.stringify({ misread: path, condition, who, accepted: texts, expected }))
    const times = decoded.map(({ ms }) => ms)
    tally.add(who, condition, folder, verdict, times)
  }
}

export const run = async (options: readonly string[]): Promise<void> => {
  const { images, films, scenes, alone, squares } = parseArgs({
    args: [...options],
    options: {
      images: { type: 'string' },
      films: { type: 'string', default: '1' },
      scenes: { type: 'string' },
      alone: { type: 'boolean' },
      squares: { type: 'boolean', default: false },
    },
  }).values
  if (images === undefined || !existsSync(images)) {
    console.error('npm run bench -- scan --images DIR, where DIR holds <symbology>/<set>/*.png and .txt')
    process.exit(2)
  }
  const peers = await loadPeers()
  const photographs = readPhotographs(images, peers)
  const trial: Trial = {
    decoder: await createWasmDecoder([...Object.values(symbologyOfFolder), ...(squares ? (['qr-code'] as const) : [])], wasmBytes()),
    contenders: alone === true ? [] : contendersOf(peers),
    tally: new Tally(),
    measurement: new Measurement('scan'),
    ours: ({ folder }) => [
      ['ours', rulesOf(folder, photographs)],
      ['ours, no rules', lax],
    ],
  }
  const [first] = photographs
  if (first === undefined) throw new Error('no photograph there')
  for (let i = 0; i < 20; i++) {
    await trial.decoder.decode(first.picture)
    for (const { read } of trial.contenders) await read(first.picture)
  }

  for (const photograph of photographs) await judgePicture(trial, photograph)
  const chosen = photographs.filter((_, i) => i % Number(films) === 0)
  const wanted = conditions.filter((one) => scenes === undefined || scenes.split(',').includes(one.replace(/^near, /, '')))
  const random = seededRandom(1)
  for (const [seed, photograph] of chosen.entries()) {
    for (const condition of wanted) await judgeFilm(trial, photograph, condition, seed, random)
  }
  trial.tally.print()
  trial.measurement.table()
}
