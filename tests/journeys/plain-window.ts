/**
 * A browser window as a person opens it. Runs in the journeys that hide and freeze tabs.
 * Playwright keeps every tab of the browsers it starts in front, and Chromium freezes none that is; this one is started without it, and
 * only then joined.
 */
import { spawn } from 'node:child_process'
import { type Browser, type BrowserContext, chromium, type LaunchOptions } from '@playwright/test'

export class PlainWindow {
  readonly context: BrowserContext
  readonly #browser: Browser
  readonly #ended: Promise<unknown>

  private constructor(context: BrowserContext, browser: Browser, ended: Promise<unknown>) {
    this.context = context
    this.#browser = browser
    this.#ended = ended
  }

  /** Opens one on a profile of its own. French, in Paris. */
  static async open(profile: string, { executablePath, args = [] }: LaunchOptions): Promise<PlainWindow> {
    const settings = ['--headless', '--remote-debugging-port=0', `--user-data-dir=${profile}`, '--no-first-run', '--accept-lang=fr-FR']
    const child = spawn(executablePath ?? chromium.executablePath(), [...settings, '--window-size=1180,820', ...args, 'about:blank'], {
      stdio: ['ignore', 'ignore', 'pipe'],
      env: { ...process.env, TZ: 'Europe/Paris' },
    })
    const ended = new Promise((resolve) => child.once('exit', resolve))
    const address = await new Promise<string>((resolve, reject) => {
      let said = ''
      child.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString('utf8')
        const found = /ws:\S+/.exec(said)?.[0]
        if (found !== undefined) resolve(found)
      })
      child.once('exit', (code) => reject(new Error(`the browser ended with ${code}:\n${said}`)))
    })
    const browser = await chromium.connectOverCDP(address, { noDefaults: true })
    const context = browser.contexts()[0]
    if (context === undefined) throw new Error('the browser has no window')
    context.setDefaultTimeout(30_000)
    return new PlainWindow(context, browser, ended)
  }

  async close(): Promise<void> {
    const session = await this.#browser.newBrowserCDPSession()
    await session.send('Browser.close')
    await this.#ended
  }
}
