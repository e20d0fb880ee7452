/**
 * A page in the background, whose timers the browser holds back: Background Sync knocks when the network is back, and the page exchanges.
 * Runs in a real Chromium against the built endpoint; the page's clock is stopped, so that no timer of ours can be the reason.
 */
import { items } from '../fixtures/tilleuls.ts'
import { expect, test } from './journey.ts'

declare global {
  interface Window {
    /** Tags of the knocks that the page asked for, in order. */
    asked: string[]
  }
  /** Not in TypeScript's DOM: only Chromium has it. */
  class SyncManager {
    register(tag: string): Promise<void>
  }
}

test('a knock of the service worker sends what waits, and without a page nothing is said to be sent', async ({
  library,
  takeReadyTablet,
}) => {
  const tablet = await takeReadyTablet('desk')
  await tablet.page.clock.install()
  await tablet.page.addInitScript(() => {
    window.asked = []
    const { register } = SyncManager.prototype
    SyncManager.prototype.register = function (tag) {
      window.asked.push(tag)
      return register.call(this, tag)
    }
  })
  await tablet.page.reload()
  await tablet.go('Retours')
  await library.stop()
  // A gun is told by the time between its keys, which a stopped clock does not give.
  await tablet.main.getByRole('textbox').first().fill(items.germinal.barcode)
  await tablet.page.keyboard.press('Enter')
  await expect(tablet.bar.getByText('1 à transmettre')).toBeVisible()
  await expect(tablet.bar.getByText('Hors connexion')).toBeVisible()
  const asked = () => tablet.page.evaluate(() => window.asked)
  await expect.poll(asked).toContain('drain')
  // The browser believes that it is on line and knocks at once: each failure must not ask for the next.
  expect((await asked()).length).toBeLessThanOrEqual(2)
  await tablet.page.clock.pauseAt(Date.now() + 60_000)

  const knock = await tablet.knocker()
  await library.start()
  await knock('another-tag')
  await expect(tablet.bar.getByText('1 à transmettre')).toBeVisible()
  await knock('drain')
  await expect(tablet.bar.getByText('tout est transmis')).toBeVisible()

  // With every page closed the worker has nobody to knock at, and asks the endpoint for nothing itself.
  const pushes = () => library.output.split('"route":"push"').length
  await tablet.page.goto('about:blank')
  await expect.poll(pushes).toBeGreaterThan(1)
  const before = pushes()
  await knock('drain')
  expect(pushes()).toBe(before)
})
