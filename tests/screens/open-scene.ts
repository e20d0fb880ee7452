/**
 * Opens a scene of the stage in a browser, and asks axe about what is shown. For tests of screens.
 * The language is the tablet's own habit, set before the page loads; `pseudo` makes every word 40 % longer.
 */
import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { expect, type Page } from '@playwright/test'
import type { Result } from 'axe-core'
import { hashOf } from './scene-hashes.mjs'
import { reachState, type StageLanguage, type State } from './states.ts'

const stage = process.env.PTE_STAGE ?? 'http://localhost:8200'
const axeSource = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')

let opened = 0

export interface SceneOptions {
  readonly hash?: string
  readonly language?: StageLanguage
  /** The real gun listens to the keys. */
  readonly gun?: boolean
}

/** Late chunks are there, and what a screen does after its paint is done: the gun is heard, the field has the focus. */
const settle = async (page: Page): Promise<void> => {
  await expect(page.locator('p.sr').filter({ hasText: /^…$/ })).toHaveCount(0)
  await page.evaluate(() => new Promise<void>((done) => requestAnimationFrame(() => setTimeout(() => setTimeout(done)))))
}

export const openScene = async (page: Page, scene: string, { hash, language = 'fr', gun = false }: SceneOptions = {}): Promise<void> => {
  // Taken back below: the page may be another test's next.
  const habit = await page.addInitScript((value) => localStorage.setItem('language', value), language === 'fr' ? 'fr' : 'en')
  const pseudo = language === 'pseudo' ? '&pseudo' : ''
  // The same address with another hash would not load the stage again.
  opened += 1
  await page.goto(`${stage}/tests/screens/stage.html?scene=${scene}${pseudo}${gun ? '&gun' : ''}&opened=${opened}#${hash ?? hashOf(scene)}`)
  await page.getByRole('heading', { level: 1 }).waitFor()
  await settle(page)
  await habit.dispose()
}

export const openState = async (page: Page, state: State, language: StageLanguage = 'fr'): Promise<void> => {
  await openScene(page, state.scene, { language, ...(state.hash === undefined ? {} : { hash: state.hash }) })
  await reachState(page, state, language)
  await settle(page)
}

const allRules = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice']

/** What another light can change: whether words are read on their ground, and whether a link is told from the words around it. */
export const ofColours = ['color-contrast', 'link-in-text-block']

interface Asked {
  readonly runOnly?: readonly string[]
  /** Rules that another opening of the same state was asked for. */
  readonly leftOut?: readonly string[]
}

/** What axe finds against WCAG 2.2 AA and good practice, or against some of its rules, one readable line each. */
export const violations = async (page: Page, { runOnly = allRules, leftOut = [] }: Asked = {}): Promise<readonly string[]> => {
  if (!(await page.evaluate(() => 'axe' in window))) await page.evaluate(axeSource)
  const asked = { runOnly: [...runOnly], rules: Object.fromEntries(leftOut.map((id) => [id, { enabled: false }])) }
  const found: readonly Result[] = await page.evaluate(async (options) => {
    // axe-core puts itself on the window.
    const { axe } = window as unknown as { axe: typeof import('axe-core') }
    // Nothing is worked out about what holds: only faults are read.
    return (await axe.run(document, { ...options, resultTypes: ['violations'], selectors: false })).violations
  }, asked)
  return found.map((one) => `${one.id}: ${one.nodes.map((node) => node.html).join(' | ')}`)
}
