/**
 * A film that Chromium's fake camera plays: labels held before it one after the other, made of their bars or of photographs.
 * Runs in the journeys. Motion JPEG is what the fake camera plays at 30 images a second; Chromium itself draws it.
 */
import { readFileSync, writeFileSync } from 'node:fs'
import type { Browser } from '@playwright/test'
import type { BarSymbology } from '../../src/domain/scan/symbology.ts'
import { barsOf } from '../builders/a-barcode.ts'

/** What is held before the camera, and for how long; nothing: the bare desk. */
export interface Shot {
  readonly seconds: number
  readonly label?: { readonly symbology: BarSymbology; readonly text: string } | { readonly photograph: string }
}

const perSecond = 30

/** Writes the film to `path`. */
export const makeFilm = async (browser: Browser, path: string, shots: readonly Shot[]): Promise<void> => {
  const page = await browser.newPage()
  const frames: Buffer[] = []
  for (const { seconds, label } of shots) {
    const bars = label !== undefined && 'text' in label ? barsOf(label.symbology, label.text) : []
    const photograph = label !== undefined && 'photograph' in label ? readFileSync(label.photograph).toString('base64') : undefined
    const jpeg = await page.evaluate(
      async ({ bars, photograph }) => {
        const canvas = document.createElement('canvas')
        canvas.width = 1280
        canvas.height = 720
        const context = canvas.getContext('2d')
        if (context === null) throw new Error('this browser does not draw')
        context.fillStyle = '#8c8c8c'
        context.fillRect(0, 0, canvas.width, canvas.height)
        if (photograph !== undefined) {
          const picture = await createImageBitmap(await (await fetch(`data:image/png;base64,${photograph}`)).blob())
          const scale = Math.min(1150 / picture.width, 640 / picture.height)
          const [width, height] = [picture.width * scale, picture.height * scale]
          context.drawImage(picture, (1280 - width) / 2, (720 - height) / 2, width, height)
        }
        if (bars.length > 0) {
          const module = 3
          const across = (Math.max(...bars.map(({ left, width }) => left + width)) + 24) * module
          const left = (1280 - across) / 2
          context.fillStyle = '#f4f4f4'
          context.fillRect(left, 280, across, 160)
          context.fillStyle = '#111'
          for (const bar of bars) context.fillRect(left + (bar.left + 12) * module, 290, bar.width * module, 140)
        }
        return canvas.toDataURL('image/jpeg', 0.9).replace(/^[^,]*,/, '')
      },
      { bars, photograph },
    )
    const frame = Buffer.from(jpeg, 'base64')
    for (let n = 0; n < seconds * perSecond; n++) frames.push(frame)
  }
  writeFileSync(path, Buffer.concat(frames))
  await page.close()
}
