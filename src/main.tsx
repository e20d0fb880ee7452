/**
 * Composition root of the tablet: makes the desk out of the browser and gives it to the screens. Runs in the page.
 * The one font is waited for before the first render, a moment only: past it the fallback stays for the whole visit, so that nothing
 * shifts under a finger (tokens.css).
 */
import { render } from 'preact'
import { createBrowserPorts } from './tablet/browser-ports.ts'
import { openDesk } from './tablet/open-desk.ts'
import { App } from './ui/app.tsx'

/** Milliseconds. */
const fontLimitMs = 300

const waitForFont = async (): Promise<void> => {
  const limit = new Promise<'late'>((resolve) => setTimeout(() => resolve('late'), fontLimitMs))
  const arrival = await Promise.race([document.fonts.load('1em "Atkinson PAE"').catch(() => []), limit])
  if (arrival === 'late' || arrival.length === 0) document.documentElement.dataset.font = 'fallback'
}

const root = document.getElementById('app')
if (root === null) throw new Error('index.html has no #app')
const desk = openDesk(createBrowserPorts())
await waitForFont()
render(<App desk={desk} />, root)
