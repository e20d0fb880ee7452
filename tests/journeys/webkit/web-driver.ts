/**
 * WebKitGTK, driven over the W3C's WebDriver (https://www.w3.org/TR/webdriver2/) on a display of its own. Runs in the journeys, where
 * Debian's webkit2gtk-driver and xvfb are installed; they need no package of ours.
 * Only what a hand does is here: look at a page, press what has a name, type. All of it is real input, as the window gets it.
 */
import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync, readdirSync } from 'node:fs'
import { setTimeout as pass } from 'node:timers/promises'
import { freePort } from '../../fakes/free-port.ts'
import { personPaceMs } from '../tablet.ts'

const programs = { driver: '/usr/bin/WebKitWebDriver', display: '/usr/bin/Xvfb' }

/** Why WebKit cannot be driven on this machine; undefined where it can. */
export const whyNoWebKit = (): string | undefined =>
  Object.values(programs).every((path) => existsSync(path)) ? undefined : 'no webkit2gtk-driver and xvfb (Debian: apt-get install both)'

/** The browser that the driver opens by itself, where Debian puts it: in the folder of the machine's kind. Named where it is to be opened otherwise. */
const findBrowser = (): string | undefined =>
  readdirSync('/usr/lib')
    .map((kind) => `/usr/lib/${kind}/webkit2gtk-4.1/MiniBrowser`)
    .find((path) => existsSync(path))

/** Between two looks at the page. Milliseconds. */
const lookEveryMs = 100
/** Longest wait for what should be on the page. Milliseconds. */
const patienceMs = 60_000
/** Longest wait for the driver's answer: it waits for a page to load, for ever if it must. Milliseconds. */
const answerMs = 60_000
/** A hand lifts the gun: silence before a barcode. Milliseconds. */
const silenceMs = 400
/** How an element is named in an answer (WebDriver, section 12.2). */
const elementKey = 'element-6066-11e4-a52e-4f735466cecf'
/** Shots of one barcode before it is given up, and the wait after each but the last. */
const shots = 3
const shotPatienceMs = 4000
/** The private code point that stands for Enter (WebDriver, section 17.4.2). */
const enterKey = '\uE007'

type KeyAction = { readonly type: 'keyDown' | 'keyUp'; readonly value: string } | { readonly type: 'pause'; readonly duration: number }

const tap = (value: string): readonly KeyAction[] => [
  { type: 'keyDown', value },
  { type: 'keyUp', value },
]

/** Starts a display nobody looks at; answers its name once it is there. */
const startDisplay = async (): Promise<{ readonly child: ChildProcess; readonly name: string }> => {
  const child = spawn(programs.display, ['-displayfd', '3', '-screen', '0', '1280x900x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  })
  const name = await new Promise<string>((resolve, reject) => {
    child.stdio[3]?.once('data', (chunk: Buffer) => resolve(`:${chunk.toString('utf8').trim()}`))
    child.once('exit', (code) => reject(new Error(`the display ended with ${code}`)))
  })
  return { child, name }
}

export class WebKitWindow {
  readonly #driver: ChildProcess
  readonly #display: ChildProcess
  readonly #origin: string
  #session = ''

  private constructor(driver: ChildProcess, display: ChildProcess, origin: string) {
    this.#driver = driver
    this.#display = display
    this.#origin = origin
  }

  /**
   * Opens a window with an empty profile, which is forgotten when it closes. `isScriptOff`: no page runs a script of its own; what is asked here
   * still runs.
   */
  static async open({ isScriptOff = false }: { readonly isScriptOff?: boolean } = {}): Promise<WebKitWindow> {
    const display = await startDisplay()
    const port = await freePort()
    const env = { ...process.env, DISPLAY: display.name, TZ: 'Europe/Paris' }
    const driver = spawn(programs.driver, [`--port=${port}`, '--host=127.0.0.1'], { stdio: 'ignore', env })
    const window = new WebKitWindow(driver, display.child, `http://127.0.0.1:${port}`)
    await window.#until(async () => (await window.#ask('GET', '/status').catch(() => undefined)) !== undefined, 'the driver')
    const browser = { binary: findBrowser(), args: ['--automation', '--enable-javascript-markup=false'] }
    const alwaysMatch = isScriptOff ? { 'webkitgtk:browserOptions': browser } : {}
    const opened = await window.#ask('POST', '/session', { capabilities: { alwaysMatch } })
    if (typeof opened !== 'object' || opened === null || !('sessionId' in opened)) throw new Error('the driver opened no session')
    window.#session = `/session/${opened.sessionId}`
    return window
  }

  async close(): Promise<void> {
    await this.#ask('DELETE', this.#session).catch(() => undefined)
    this.#driver.kill()
    this.#display.kill()
  }

  async open(url: string): Promise<void> {
    await this.#ask('POST', `${this.#session}/url`, { url })
  }

  async reload(): Promise<void> {
    await this.#ask('POST', `${this.#session}/refresh`, {})
  }

  /** Runs `body` in the page and answers what it returns, awaited. */
  evaluate(body: string): Promise<unknown> {
    return this.#ask('POST', `${this.#session}/execute/sync`, { script: `return (async () => { ${body} })()`, args: [] })
  }

  /** Resolves once the visible text holds these words. */
  async sees(words: string, patience: number = patienceMs): Promise<void> {
    await this.#until(async () => (await this.#text()).includes(words), `« ${words} »`, patience)
  }

  /** Presses the button or the link whose name begins with `name`, once it can be pressed. */
  async press(name: string): Promise<void> {
    const xpath = `//*[self::button or self::a][not(@disabled)][starts-with(normalize-space(.), "${name}")]`
    await this.#until(async () => {
      const found = await this.#ask('POST', `${this.#session}/elements`, { using: 'xpath', value: xpath })
      for (const element of Array.isArray(found) ? found : []) {
        const isPressed = await this.#ask('POST', `${this.#session}/element/${element[elementKey]}/click`, {}).then(
          () => true,
          () => false,
        )
        if (isPressed) return true
      }
      return false
    }, `a button « ${name} »`)
  }

  /** Presses what is found by that selector. */
  async pressAt(selector: string): Promise<void> {
    await this.#ask('POST', `${this.#session}/element/${await this.#find(selector)}/click`, {})
  }

  async #find(selector: string): Promise<string> {
    const found = await this.#ask('POST', `${this.#session}/element`, { using: 'css selector', value: selector })
    return String((found as Readonly<Record<string, unknown>>)[elementKey])
  }

  /** Types into the field of that id. */
  async fill(id: string, text: string): Promise<void> {
    await this.#ask('POST', `${this.#session}/element/${await this.#find(`#${id}`)}/value`, { text })
  }

  /** As a person types, then Enter. */
  type(text: string): Promise<void> {
    return this.#press([...text, enterKey].flatMap((key) => [...tap(key), { type: 'pause', duration: personPaceMs }]))
  }

  /**
   * As a barcode gun does: after a silence, as fast as the driver passes keys on, then Enter. Resolves once the page shows `words`. The
   * driver stumbles on a page's first keys: what was not read is shot again.
   */
  async gun(text: string, words: string): Promise<void> {
    for (let shot = 1; ; shot++) {
      await this.#press([{ type: 'pause', duration: silenceMs }, ...[...text, enterKey].flatMap(tap)])
      try {
        return await this.sees(words, shot < shots ? shotPatienceMs : patienceMs)
      } catch (error) {
        if (shot === shots) throw error
      }
    }
  }

  async #press(actions: readonly KeyAction[]): Promise<void> {
    await this.#ask('POST', `${this.#session}/actions`, { actions: [{ type: 'key', id: 'keyboard', actions }] })
  }

  async #text(): Promise<string> {
    return String(await this.evaluate("return document.body.innerText.replace(/\\s+/g, ' ')"))
  }

  async #until(isThere: () => Promise<boolean>, what: string, patience: number = patienceMs): Promise<void> {
    for (const end = Date.now() + patience; Date.now() < end; await pass(lookEveryMs)) if (await isThere()) return
    const shown = this.#session === '' ? '' : await this.#text()
    throw new Error(`${what} did not come; on the page: ${shown}`)
  }

  async #ask(method: 'GET' | 'POST' | 'DELETE', path: string, body?: object): Promise<unknown> {
    const answer = await fetch(`${this.#origin}${path}`, {
      method,
      headers: { 'content-type': 'application/json' },
      signal: AbortSignal.timeout(answerMs),
      ...(body === undefined ? {} : { body: JSON.stringify(body) }),
    })
    const { value } = await answer.json()
    if (!answer.ok) throw new Error(`WebDriver ${method} ${path}: ${JSON.stringify(value)}`)
    return value
  }
}
