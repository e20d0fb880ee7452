/**
 * The square of a noted order, as a patron shows it on a telephone: read by the decoder that the desk's camera uses, and taken for the order by the
 * desk's own rules. The real routes; the picture is painted of the page's own html.
 */
import { readFileSync, rmSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, test } from 'vitest'
import { toCardNumber } from '../../../src/domain/ids.ts'
import { chooseInFrame } from '../../../src/domain/scan/choose-in-frame.ts'
import { framesWanted, judgeText } from '../../../src/domain/scan/judge-text.ts'
import { wantedSymbologies } from '../../../src/domain/scan/symbology.ts'
import type { Picture } from '../../../src/tablet/scanner/decoder.ts'
import { createWasmDecoder } from '../../../src/tablet/scanner/wasm-decoder.ts'
import { aPicture } from '../../builders/a-barcode.ts'
import { aPageLibrary, pageOfTests, prove } from '../../builders/a-page.ts'
import { aSettings } from '../../builders/a-settings.ts'
import { anOrder } from '../../builders/an-order.ts'

const bytes = readFileSync(createRequire(import.meta.url).resolve('zxing-wasm/reader/zxing_reader.wasm'))
const wasm = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength)

/** A telephone's square before the camera: five pixels a module, in the corner of what it sees. */
const paint = (html: string, onto: Picture): Picture => {
  const svg = /<svg class="qr" viewBox="0 0 (\d+) \d+"[\s\S]*?<\/svg>/.exec(html) ?? []
  const [module, size] = [5, Number(svg[1])]
  const data = new Uint8ClampedArray(onto.data)
  const fill = (x: number, y: number, side: number, light: number): void => {
    for (let row = y; row < y + side; row++) for (let i = 0; i < side * 4; i++) if (i % 4 < 3) data[4 * (row * onto.width + x) + i] = light
  }
  fill(20, 20, size * module, 255)
  for (const [, x, y] of (svg[0] ?? '').matchAll(/M(\d+) (\d+)h1v1h-1z/g)) fill(20 + Number(x) * module, 20 + Number(y) * module, module, 0)
  return { ...onto, data }
}

test('[PAGE-12, HO-1] the square of a noted order is read by the desk’s camera as its number, beside a document’s label too; another square is nothing', async () => {
  const card = '23333000000172'
  const { visitor, store, instantBefore, advance, dataDir } = await aPageLibrary({ rows: [anOrder({ card: toCardNumber('99') })] })
  const reader = visitor()
  await reader.post(`${pageOfTests}/souhait`, { wish: 'un atlas' })
  const hours = await prove(store, reader, card, instantBefore(0))
  advance(3000)
  const noted = await reader.press(hours, 'Commander', { slot: 'centre/2026-11-25/10:00' })
  const number = /<p class="ticket">([^<]+)</.exec(noted.html)?.[1] ?? ''
  expect(number).toMatch(/^A-\d{3}$/)

  const settings = aSettings()
  const decoder = await createWasmDecoder(wantedSymbologies(settings), wasm)
  const read = async (picture: Picture) => (await decoder.decode(picture)).map(({ text, symbology }) => `${symbology} ${text}`).sort()
  const alone = paint(noted.html, aPicture([]))
  expect(await read(alone)).toEqual([`qr-code ${number}`])
  expect(chooseInFrame(settings, await decoder.decode(alone))).toMatchObject({ kind: 'one', code: { text: number } })
  expect(judgeText(settings, number, 'qr-code')).toMatchObject({ kind: 'order', number })
  expect(framesWanted(settings, number, 'qr-code')).toBe(2)
  const beside = paint(noted.html, aPicture([{ symbology: 'code-128', text: '33331002568673', x: 0.6, y: 0.7 }]))
  expect(await read(beside)).toEqual(['code-128 33331002568673', `qr-code ${number}`])
  const advertised = {
    text: 'https://editeur.example/bd',
    symbology: 'qr-code',
    box: { left: 0.4, top: 0.4, right: 0.6, bottom: 0.6 },
  } as const
  expect(chooseInFrame(settings, [advertised])).toEqual({ kind: 'none' })
  rmSync(dataDir, { recursive: true })
})
