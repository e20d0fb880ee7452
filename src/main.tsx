/**
 * Composition root of the tablet: makes the desk out of the browser and gives it to the screens. Runs in the page.
 * The font and the disk are waited for before the first render, a moment only: the first picture is then the day itself, drawn once.
 * Past the font's moment the fallback stays for the whole visit, so that nothing shifts under a finger (tokens.css).
 */
import { render } from 'preact'
import { createBrowserPorts } from './tablet/browser-ports.ts'
import type { Desk } from './tablet/desk.ts'
import { openDesk } from './tablet/open-desk.ts'
import { App } from './ui/app.tsx'
import { wearAccent } from './ui/wear-accent.ts'

/** Milliseconds. */
const fontLimitMs = 300
/** Past it the screen says that the desk is opening. Milliseconds. */
const diskLimitMs = 500

const limit = (ms: number): Promise<'late'> => new Promise((resolve) => setTimeout(() => resolve('late'), ms))

const waitForFont = async (): Promise<void> => {
  const arrival = await Promise.race([document.fonts.load('1em "Atkinson PAE"').catch(() => []), limit(fontLimitMs)])
  if (arrival === 'late' || arrival.length === 0) document.documentElement.dataset.font = 'fallback'
}

/** The disk read, and what its base says of the library's colour worn: the first picture then changes no more. */
const waitForDisk = (desk: Desk): Promise<unknown> => {
  const wearIt = (): Promise<void> => wearAccent(desk.snapshot.state.get('settings', 'settings')?.accentColour)
  const read = new Promise<void>((resolve) => {
    const stop = desk.subscribe(() => {
      if (desk.snapshot.phase.kind === 'starting') return
      stop()
      resolve()
    })
  })
  return Promise.race([read.then(wearIt), limit(diskLimitMs)])
}

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
const ports = createBrowserPorts()
const desk = openDesk(ports)
// Not awaited by the module itself: every screen's chunk waits for the module it imports from.
Promise.all([waitForFont(), waitForDisk(desk)]).then(() => {
  render(<App desk={desk} />, root)
  // What writes the disk is here before anybody presses; who presses without it is told so.
  ports.storage.probe().catch(() => undefined)
})
