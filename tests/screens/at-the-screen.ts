/**
 * What a test of screens does and reads at each step: a scan of the gun, the heading, what the screen says. Runs in Playwright, on the stage.
 * How a scene is opened, and what axe says of it: open-scene.ts.
 */
import type { Page } from '@playwright/test'
import { pile } from './desk-scenes.ts'
import { itemBarcode } from './stage-rows.ts'

/** The gun is the stage's. */
export const scan = (page: Page, text: string): Promise<void> => page.evaluate((read) => window.stage.scan(read), text)
export const heading = (page: Page) => page.getByRole('heading', { level: 1 })
/** What the screen itself says: the live region, outside it, says it too. */
export const said = (page: Page, words: string | RegExp) => page.getByRole('main').getByText(words)
/** The barcode of a document of Lucie's pile. */
export const itemOfPile = (n: number): string => itemBarcode(pile[n] ?? 0)
