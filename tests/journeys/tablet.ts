/**
 * One tablet: a browser profile of its own with the app in it, and what hands do to it. Runs in the journeys.
 * A profile is on the disk: closing the browser and opening it again keeps what a real tablet keeps.
 */
import { type BrowserContext, type CDPSession, expect, type Locator, type Page } from '@playwright/test'

/** Milliseconds between two keys of a barcode gun; common ones send a key every 2 to 10 ms. */
const gunPaceMs = 4
/** Milliseconds between two keys of a person in a hurry. */
export const personPaceMs = 80
/** A hand lifts the gun: silence since any key before. Said by the keys' own times, so that nothing waits. Milliseconds. */
const silenceMs = 300

/** Runs in the page. The last call counts. */
const shiftClock = (aheadMs: number): void => {
  const kept = globalThis as typeof globalThis & { trueDate?: DateConstructor }
  kept.trueDate ??= Date
  const trueDate = kept.trueDate
  const now = (): number => trueDate.now() + aheadMs
  globalThis.Date = new Proxy(trueDate, {
    apply: () => new trueDate(now()).toString(),
    construct: (_, given) => (given.length === 0 ? new trueDate(now()) : new trueDate(...(given as []))),
    get: (_, name) => (name === 'now' ? now : Reflect.get(trueDate, name)),
  })
}

export class Tablet {
  readonly context: BrowserContext
  readonly page: Page
  readonly #url: string
  readonly #cdp: CDPSession

  private constructor(context: BrowserContext, page: Page, cdp: CDPSession, url: string) {
    this.context = context
    this.page = page
    this.#cdp = cdp
    this.#url = url
  }

  static over(context: BrowserContext, url: string): Promise<Tablet> {
    return Tablet.#at(context, url, context.pages()[0])
  }

  static async #at(context: BrowserContext, url: string, opened: Page | undefined): Promise<Tablet> {
    const page = opened ?? (await context.newPage())
    return new Tablet(context, page, await context.newCDPSession(page), url)
  }

  /** The same tablet in one more tab: the same disk, but nobody is signed in there yet. */
  async anotherTab(): Promise<Tablet> {
    const tab = await Tablet.#at(this.context, this.#url, undefined)
    await tab.open()
    return tab
  }

  /** As a browser short of memory does with a tab that nobody looks at: no timer, no answer, no message, the locks still held. */
  async setFrozen(isFrozen: boolean): Promise<void> {
    // The browser answers before the page has stopped: the page itself says when.
    const stops = 'the page stops'
    const stopped = isFrozen ? this.page.waitForEvent('console', (message) => message.text() === stops) : undefined
    if (isFrozen) await this.page.evaluate((said) => document.addEventListener('freeze', () => console.info(said), { once: true }), stops)
    await this.#cdp.send('Page.setWebLifecycleState', { state: isFrozen ? 'frozen' : 'active' })
    await stopped
  }

  /**
   * Sets this tab's clock ahead of the true time, or behind it, now and after each reload. Milliseconds. Workers read no clock. The
   * browser keeps the true time: Chromium does not start reliably under libfaketime.
   */
  async setClock(aheadMs: number): Promise<void> {
    await this.page.addInitScript(shiftClock, aheadMs)
    await this.page.evaluate(shiftClock, aheadMs)
  }

  /** Does by hand what the browser does when it finds the network again: a `sync` event of that tag in the service worker. */
  async knocker(): Promise<(tag: string) => Promise<void>> {
    const registrationId = new Promise<string>((resolve) => {
      this.#cdp.on('ServiceWorker.workerRegistrationUpdated', ({ registrations: [found] }) => found && resolve(found.registrationId))
    })
    await this.#cdp.send('ServiceWorker.enable')
    const given = { origin: this.#url, registrationId: await registrationId, lastChance: false }
    return async (tag) => {
      await this.#cdp.send('ServiceWorker.dispatchSyncEvent', { ...given, tag })
    }
  }

  /** The screen itself, without the bar, the rail and what is read aloud. */
  get main(): Locator {
    return this.page.getByRole('main')
  }

  /** On line or not, what is pending, cases: always there. */
  get bar(): Locator {
    return this.page.getByRole('banner')
  }

  async open(path = '/'): Promise<void> {
    await this.page.goto(`${this.#url}${path}`)
  }

  /** Opens the link of a code, enrols, and waits for the base, the catalogue and the offline shell. */
  async enrol(code: string): Promise<void> {
    await this.open(`/#/enrol/${code}`)
    await this.page.getByRole('button', { name: 'Associer', exact: true }).click()
    await expect(this.page.getByRole('heading', { name: 'Qui êtes-vous ?' })).toBeVisible({ timeout: 30_000 })
    await this.shellIsKept()
  }

  /** Resolves once the service worker has every file of the app and answers for the page. */
  async shellIsKept(): Promise<void> {
    await this.page.evaluate(async () => {
      const { active } = await navigator.serviceWorker.ready
      if (active !== null && navigator.serviceWorker.controller !== null) return
      await new Promise<void>((resolve) => navigator.serviceWorker.addEventListener('controllerchange', () => resolve(), { once: true }))
    })
  }

  async signIn(name: string, pin: string): Promise<void> {
    await this.page.getByRole('button', { name }).click()
    await this.typePin(pin)
    await expect(this.page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
  }

  /** A manager's, on the closing's screen, by a code that the endpoint's machine printed. */
  async choosePassphrase(code: string, phrase: string): Promise<void> {
    await this.page.getByRole('button', { name: 'J’ai un code' }).click()
    const window = this.page.getByRole('dialog')
    await window.getByLabel('Le code reçu').fill(code)
    await window.getByLabel('La nouvelle phrase de passe', { exact: true }).pressSequentially(phrase, { delay: personPaceMs })
    await window.getByRole('button', { name: 'La choisir' }).click()
    await expect(window).toBeHidden()
  }

  /** As a person types: slower than any gun. */
  async typePin(pin: string): Promise<void> {
    await this.page.keyboard.type(pin, { delay: personPaceMs })
    await this.page.keyboard.press('Enter')
  }

  async go(screen: string): Promise<void> {
    const link = this.page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: screen })
    await link.click()
    await expect(link).toHaveAttribute('aria-current', 'page')
    // Nobody shoots at a screen that is not there yet.
    await expect(this.main.getByRole('heading').first()).toBeVisible()
  }

  /** Shot between the shelves, and said to be ticked off. */
  async pick({ barcode, title }: { readonly barcode: string; readonly title: string }): Promise<void> {
    await this.gun(barcode)
    await expect(this.page.getByRole('status')).toContainText(title)
  }

  /** A barcode gun: keys with the gun's own times, whatever the machine's load, then Enter. */
  async gun(text: string): Promise<void> {
    const start = (Date.now() + silenceMs) / 1000
    const keys = [...text, 'Enter'].flatMap((key, n) => {
      const at = { timestamp: start + (n * gunPaceMs) / 1000 }
      const named = key === 'Enter' ? { key, code: key, windowsVirtualKeyCode: 13, text: '\r' } : { key, text: key }
      return [
        { type: 'keyDown' as const, ...named, ...at },
        { type: 'keyUp' as const, ...named, text: '', ...at },
      ]
    })
    for (const key of keys) await this.#cdp.send('Input.dispatchKeyEvent', key)
  }
}
