/**
 * The patrons' page in WebKit, the engine of every iPhone, with script and with script switched off: from a title to « C’est noté », with the code
 * that the mail brought; at each step whole at every width, with text at 200 % too. Against the built endpoint of a demo, which keeps its mails.
 * Where WebKitGTK is not installed it is skipped, saying so.
 */
import { readKeptMails } from '../../../src/endpoint/messages/mail/folder-channel.ts'
import { aPatronOf } from '../demo-patron.ts'
import { expect, test } from '../journey.ts'
import { RunningLibrary } from '../running-library.ts'
import { WebKitWindow, whyNoWebKit } from './web-driver.ts'

const reason = whyNoWebKit()
test.skip(reason !== undefined, reason)

/**
 * A form pressed sooner than a person can is shown again, and is pressed again. A late answer is waited for instead: the next page
 * has another button that begins with the same word. Milliseconds.
 */
const slowAnswerMs = 5000

/** A desk, a tablet upright, a phone, and a desk at 400 %. CSS pixels. */
const widths = [1280, 768, 390, 320]

/**
 * In the page: how many pixels too wide it is at that width, with text that large. Its own html once more, in a frame of that width: the driver's
 * window is never narrower than its own buttons.
 */
const measure = (width: number, text: string): string => `
  const frame = document.createElement('iframe')
  frame.style.cssText = 'position: fixed; border: 0; height: 800px; width: ${width}px'
  frame.srcdoc = document.documentElement.outerHTML
  await new Promise((loaded) => { frame.onload = loaded; document.body.append(frame) })
  const page = frame.contentDocument
  page.documentElement.style.fontSize = '${text}'
  await page.fonts.ready
  const isStyled = page.styleSheets.length > 0 && frame.contentWindow.innerWidth === ${width}
  const tooWide = page.documentElement.scrollWidth - ${width}
  frame.remove()
  return isStyled ? tooWide : 'without its style'`

/** Nothing scrolls sideways, at any width and with text at 200 %. */
const lookAt = async (window: WebKitWindow, name: string): Promise<void> => {
  for (const [width, text] of [...widths.map((one) => [one, '100%'] as const), [768, '200%'] as const])
    expect.soft(await window.evaluate(measure(width, text)), `${name}, ${width} pixels, text at ${text}`).toBeLessThanOrEqual(0)
}

/** The code of the mail that the demo kept for that address. */
const codeFor = async (library: RunningLibrary, email: string): Promise<string> => {
  const [mail] = (await readKeptMails(library.dataDir, 50)).filter(({ to }) => to === email)
  return /\d{3}\u00a0\d{3}/.exec(mail?.text ?? '')?.[0] ?? ''
}

for (const isScriptOff of [true, false]) {
  test(`[PAGE-2, PAGE-3] in WebKit, ${isScriptOff ? 'without' : 'with'} script, an order is placed, and each step is whole at every width`, async () => {
    test.setTimeout(300_000)
    const library = new RunningLibrary(undefined, { LIBRARY_NAME: '' })
    const window = await WebKitWindow.open({ isScriptOff })
    try {
      await library.start()
      const { card, email } = aPatronOf(library)
      await window.open(`${library.url}/b/demo/fr/`)
      await window.sees('Que cherchez-vous')
      await lookAt(window, 'first page')
      await window.fill('q', 'zola')
      await window.press('Chercher')
      await window.sees('titres')
      await lookAt(window, 'titles')
      await window.press('Ajouter')
      await window.sees('Votre panier')
      await window.reload()
      await window.press('Continuer')
      await window.sees('Qui êtes-vous')
      await lookAt(window, 'card')
      await window.fill('card', card)
      await expect(async () => {
        await window.press('Recevoir un code')
        await window.sees('Regardez vos courriels', slowAnswerMs)
      }).toPass({ timeout: 20 * slowAnswerMs })
      await lookAt(window, 'code')
      await expect.poll(() => codeFor(library, email)).not.toBe('')
      await window.fill('code', await codeFor(library, email))
      await window.press('Continuer')
      await window.sees('Quand viendrez-vous')
      await lookAt(window, 'hours')
      await window.evaluate("document.querySelector('details[open] label.time').scrollIntoView()")
      await window.pressAt('details[open] label.time')
      // Found by its class: the steps above every page use the same words.
      const isNoted = () => window.evaluate("return document.querySelector('.ticket') !== null")
      await expect(async () => {
        if ((await isNoted()) !== true) await window.press('Commander')
        await expect.poll(isNoted, { timeout: slowAnswerMs }).toBe(true)
      }).toPass({ timeout: 20 * slowAnswerMs })
      await lookAt(window, 'noted')
      expect(String(await window.evaluate("return document.querySelector('.ticket').textContent"))).toMatch(/^A-\d{3,}$/)
    } finally {
      await window.close()
      await library.close()
    }
  })
}
