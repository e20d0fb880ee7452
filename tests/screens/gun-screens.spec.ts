/**
 * Guns of 5 to 120 ms a key, with stumbles of 400, on every screen, wherever the focus is. Real key events, by the gun's own times.
 * Counted on each: what the gun pressed that nobody pressed (none), and what it shot that was neither taken nor refused aloud (nothing).
 */
import { type CDPSession, expect, type Locator, type Page } from '@playwright/test'
import { lucie, pile } from './desk-scenes.ts'
import { openScene } from './open-scene.ts'
import { test } from './shared-page.ts'
import { itemBarcode } from './stage-rows.ts'

const paces = [5, 20, 45, 60, 90, 120]
/** After which character the gun stumbles for 400 ms; 0: it does not. */
const stumbles = [0, 1, 7, 14]

/** A gun whose keys carry their own times, always after those before. */
class Gun {
  readonly #cdp: CDPSession
  #at = Date.now() + 2000

  constructor(cdp: CDPSession) {
    this.#cdp = cdp
  }

  async key(key: string, gap: number): Promise<void> {
    this.#at += gap
    const at = { timestamp: this.#at / 1000 }
    const named = key === 'Enter' ? { key, code: key, windowsVirtualKeyCode: 13, text: '\r' } : { key, text: key }
    await this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyDown', ...named, ...at })
    await this.#cdp.send('Input.dispatchKeyEvent', { type: 'keyUp', ...named, text: '', ...at })
  }

  async shoot(text: string, pace: number, stumble = 0): Promise<void> {
    for (const [n, key] of [...text, 'Enter'].entries()) await this.key(key, n === 0 ? 3000 : n === stumble ? pace + 400 : pace)
  }
}

const gunOf = async (page: Page): Promise<Gun> => new Gun(await page.context().newCDPSession(page))

/** Each answer to a scan is one vibration. */
const countAnswers = async (page: Page): Promise<void> => {
  await page.addInitScript(() => {
    const counted = window as Window & { answers?: number }
    counted.answers = 0
    navigator.vibrate = () => {
      counted.answers = (counted.answers ?? 0) + 1
      return true
    }
  })
}
const answers = (page: Page) => page.evaluate(() => (window as Window & { answers?: number }).answers)
/** Asked at once and often: hundreds of shots wait for their answer in turn. Milliseconds. */
const intervals = [5, 10, 20, 40, 100, 250]
const expectAnswers = (page: Page, shots: number, message = ''): Promise<void> =>
  expect.poll(() => answers(page), { message, intervals }).toBe(shots)
const operations = (page: Page) => page.evaluate(async () => (await window.stage.ownOperations()).map(({ type }) => type))
const barcodes = (page: Page) =>
  page.evaluate(async () => (await window.stage.ownOperations()).map(({ payload }) => payload && 'barcode' in payload && payload.barcode))
const heading = (page: Page) => page.getByRole('heading', { level: 1 })
const button = (page: Page, name: string | RegExp): Locator => page.getByRole('button', { name, exact: true })

interface Aim {
  readonly name: string
  readonly scene: string
  readonly hash?: string
  /** It listens to nothing, and the frame answers for it: some shots tell as much as all. */
  readonly isDeaf?: boolean
  /** What has the focus when the gun shoots. */
  readonly focus: (page: Page) => Locator
  readonly code: string
  /** What the shots themselves record. */
  readonly recorded?: readonly string[]
  readonly ready?: (page: Page) => Promise<void>
}

const onHandover = async (page: Page): Promise<void> => {
  await page.evaluate((id) => window.stage.scan(id), lucie.id)
  await page.evaluate((id) => window.stage.scan(id), itemBarcode(pile[0] ?? 0))
  await expect(heading(page)).toHaveText(/^1 sur 4/)
}

const aims: readonly Aim[] = [
  { name: 'Aujourd’hui, a button', scene: 'today', focus: (page) => button(page, 'Quelqu’un arrive'), code: itemBarcode(17) },
  {
    name: 'Préparation, « Pris »',
    scene: 'preparation',
    focus: (page) => button(page, 'Pris'),
    code: itemBarcode(17),
    recorded: ['pick-item'],
  },
  {
    name: 'Préparation, a question',
    scene: 'preparation',
    ready: (page) => button(page, 'Reprendre la zone Documentaires').press('Enter'),
    focus: (page) => button(page, 'Oui, je continue'),
    code: itemBarcode(17),
    // Refused in words, and not done behind the question (HO-13).
  },
  { name: 'Retrait, the field', scene: 'handover', focus: (page) => page.getByRole('textbox').first(), code: itemBarcode(17) },
  { name: 'Retrait, who: a button', scene: 'handover', focus: (page) => button(page, 'Caméra'), code: itemBarcode(17) },
  {
    name: 'Retrait, « Remettre »',
    scene: 'handover',
    ready: onHandover,
    focus: (page) => page.getByRole('button', { name: /^Remettre/ }).first(),
    code: itemBarcode(17),
  },
  {
    name: 'Retours, the field',
    scene: 'returns',
    focus: (page) => page.getByRole('textbox').first(),
    code: itemBarcode(9),
    recorded: ['return-item'],
  },
  { name: 'Retours, « Bac »', scene: 'returns', focus: (page) => page.getByLabel('Bac'), code: itemBarcode(9), recorded: ['return-item'] },
  {
    name: 'Retours, a tick',
    scene: 'returns',
    focus: (page) => button(page, 'Les Malheurs de Sophie\u00a0: rangé'),
    code: itemBarcode(9),
    recorded: ['return-item'],
  },
  {
    name: 'Anomalies, a decision',
    scene: 'cases',
    focus: (page) => page.getByRole('main').getByRole('button').first(),
    code: itemBarcode(17),
  },
  { name: 'a sheet, a button', scene: 'order', focus: (page) => page.getByRole('main').getByRole('button').first(), code: itemBarcode(17) },
  {
    name: 'Opérations, a button',
    isDeaf: true,
    scene: 'operations-ils',
    focus: (page) => page.getByRole('main').getByRole('button').first(),
    code: itemBarcode(17),
  },
  {
    name: 'Courriels, the search',
    isDeaf: true,
    scene: 'messages',
    focus: (page) => page.getByRole('main').getByRole('textbox').first(),
    code: itemBarcode(17),
  },
  {
    name: 'Planning, a cell',
    isDeaf: true,
    scene: 'rota',
    focus: (page) => page.getByRole('button', { name: /^Changer mardi/ }).first(),
    code: itemBarcode(17),
  },
  {
    name: 'Chiffres, a button',
    isDeaf: true,
    scene: 'figures',
    focus: (page) => page.getByRole('main').getByRole('button').first(),
    code: itemBarcode(17),
  },
  {
    name: 'Réglages, a figure',
    isDeaf: true,
    scene: 'settings',
    hash: '/gestion/reglages/delais',
    focus: (page) => page.getByRole('main').getByRole('textbox').first(),
    code: itemBarcode(17),
  },
  {
    name: 'Réglages, the team',
    isDeaf: true,
    scene: 'settings',
    hash: '/gestion/reglages/equipe',
    focus: (page) => page.getByRole('main').getByRole('button').first(),
    code: itemBarcode(17),
  },
  { name: 'Commande, whose call', scene: 'call', focus: (page) => page.getByRole('textbox').first(), code: itemBarcode(17) },
  { name: 'Clôture, a field', scene: 'closing', focus: (page) => page.getByRole('textbox').first(), code: itemBarcode(17) },
]

for (const { name, scene, hash, isDeaf = false, ready, focus, code, recorded = [] } of aims) {
  test(`on ${name}, no gun presses anything, and none is lost in silence`, async ({ page }) => {
    await countAnswers(page)
    await openScene(page, scene, { gun: true, ...(hash === undefined ? {} : { hash }) })
    await ready?.(page)
    const gun = await gunOf(page)
    let shots = (await answers(page)) ?? 0
    for (const pace of isDeaf ? [5, 60, 120] : paces) {
      for (const stumble of isDeaf ? [0, 7] : stumbles) {
        await focus(page).focus()
        await gun.shoot(code, pace, stumble)
        shots++
        await expectAnswers(page, shots, `at ${pace} ms, stumbling at ${stumble}`)
      }
    }
    expect(await operations(page)).toEqual(recorded)
    expect((await barcodes(page)).every((barcode) => barcode === code)).toBe(true)
    for (const field of await page.getByRole('main').getByRole('textbox').all())
      expect(await field.inputValue()).not.toContain(code.slice(0, 4))
  })
}

test('[PULL-4] a slow gun ticks the document that it shot, not the one that is selected', async ({ page }) => {
  await openScene(page, 'preparation', { gun: true })
  const gun = await gunOf(page)
  await button(page, 'Pris').focus()
  await gun.shoot(itemBarcode(3), 55)
  await expect(heading(page)).toHaveText('18 à prendre')
  expect(await barcodes(page)).toEqual([itemBarcode(3)])
})

test('on a PIN’s pad a gun tries no PIN and leaves no digit, and a person in a hurry signs in', async ({ page }) => {
  await countAnswers(page)
  await openScene(page, 'sign-in', { gun: true })
  await button(page, 'Mehdi').click()
  await page.evaluate(() => {
    const { signIn } = window.stage
    Object.assign(window.stage, { tries: 0 })
    window.stage.signIn = (...asked) => {
      Object.assign(window.stage, { tries: 1 })
      return signIn(...asked)
    }
  })
  const gun = await gunOf(page)
  let shots = 0
  for (const pace of paces) {
    await gun.shoot(itemBarcode(17), pace)
    shots++
    await expectAnswers(page, shots)
    await expect(page.getByRole('img', { name: 'aucun chiffre tapé' })).toBeVisible()
  }
  expect(await page.evaluate(() => 'tries' in window.stage && window.stage.tries)).toBe(0)
  for (const key of ['1', '2', '3', '4', 'Enter']) await gun.key(key, 80)
  await expect(page.getByRole('navigation', { name: 'Écrans' })).toBeVisible()
})

test.describe('in the scan field', () => {
  test('keys of 8 and 35 ms in turn are one code, and so is what a person types, in groups', async ({ page }) => {
    await openScene(page, 'handover', { gun: true })
    const gun = await gunOf(page)
    const field = page.getByRole('textbox').first()
    await field.focus()
    for (const [n, key] of [...lucie.id, 'Enter'].entries()) await gun.key(key, n % 2 === 0 ? 8 : 35)
    await expect(heading(page)).toHaveText(/^0 sur 4/)
    await page.getByRole('textbox').first().focus()
    for (const [n, key] of [...itemBarcode(pile[0] ?? 0), 'Enter'].entries()) await gun.key(key, n % 4 === 3 ? 900 : 170)
    await expect(heading(page)).toHaveText(/^1 sur 4/)
  })

  test('half a code is said, sounded and felt, and the next scan does not join it', async ({ page }) => {
    await countAnswers(page)
    await openScene(page, 'returns', { gun: true })
    const gun = await gunOf(page)
    const field = page.getByRole('textbox').first()
    await field.focus()
    for (const [n, key] of [...'30112'].entries()) await gun.key(key, n === 0 ? 3000 : 8)
    await expect(page.getByRole('main').getByText('Le code n’est arrivé qu’en partie.')).toBeVisible()
    await expect(page.getByRole('status').first()).toHaveText(
      'Le code n’est arrivé qu’en partie. Rien n’a été fait. Scannez-le de nouveau.',
    )
    expect(await answers(page)).toBe(1)
    await expect(field).toHaveValue('30112')
    await gun.shoot(itemBarcode(9), 8)
    await expect(heading(page)).toHaveText('1 retour')
    await expect(field).toHaveValue('')
    await expect(page.getByText('Le code n’est arrivé qu’en partie.')).toHaveCount(0)
  })

  test('a code whose Enter never came is taken by the Enter of a hand', async ({ page }) => {
    await openScene(page, 'returns', { gun: true })
    const gun = await gunOf(page)
    await page.getByRole('textbox').first().focus()
    for (const [n, key] of [...itemBarcode(9)].entries()) await gun.key(key, n === 0 ? 3000 : 8)
    await expect(page.getByRole('main').getByText('Le code n’est arrivé qu’en partie.')).toBeVisible()
    await gun.key('Enter', 4000)
    await expect(heading(page)).toHaveText('1 retour')
  })
})

test('a button is pressed by Enter and by Space after a hand typed, moved by Tab, or scanned', async ({ page }) => {
  await openScene(page, 'returns', { gun: true })
  const tick = button(page, 'Les Malheurs de Sophie\u00a0: rangé')
  const back = button(page, 'Le remettre sur la liste')
  await page.getByLabel('Bac').focus()
  await page.keyboard.type('rouge', { delay: 80 })
  await page.keyboard.press('Tab')
  await tick.focus()
  await page.keyboard.press('Enter')
  await back.focus()
  await page.keyboard.press('Space')
  await expect(tick).toBeVisible()
  await expect.poll(() => operations(page)).toEqual(['unreshelve-item', 'reshelve-item'])
  await expect(page.getByLabel('Bac')).toHaveValue('rouge')
})
