/**
 * A barcode gun for browser tests: types a code and Enter as fast as a gun does, wherever the focus is. Runs in Node, beside Playwright.
 * Playwright's own keyboard waits for the page after each key, so that a busy page would make the gun as slow as a person.
 */
import type { Page } from '@playwright/test'

/** Shoots `text` at the page; resolves when the page has had every key. */
export const shootGun = async (page: Page, text: string): Promise<void> => {
  const session = await page.context().newCDPSession(page)
  const keys = [...[...text].map((key) => ({ key, text: key })), { key: 'Enter', code: 'Enter', text: '\r', windowsVirtualKeyCode: 13 }]
  await Promise.all(
    keys.flatMap((key) => [
      session.send('Input.dispatchKeyEvent', { type: 'keyDown', ...key }),
      session.send('Input.dispatchKeyEvent', { type: 'keyUp', key: key.key }),
    ]),
  )
  await session.detach()
}
