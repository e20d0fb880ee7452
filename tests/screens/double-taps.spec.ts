/**
 * A tired hand taps twice: real double taps in a real browser, on the staged desk, 80 to 400 ms apart. The first tap acts, the second one does
 * nothing, whatever the first one brought under the finger (PRESS-1).
 */
import { expect, type Locator, type Page, test } from '@playwright/test'
import { heading, itemOfPile, reflect, scan } from './at-the-screen.ts'
import { lucie } from './desk-scenes.ts'
import { openScene } from './open-scene.ts'
import { itemBarcode } from './stage-rows.ts'

test.use({ hasTouch: true, viewport: { width: 768, height: 1024 } })

/** What the desk kept, the newest first. */
const kept = (page: Page) => page.evaluate(async () => (await window.stage.ownOperations()).map(({ type }) => type))

/** Two taps on one place of the glass; where the first one leads is not looked at. */
const tapTwice = async (page: Page, target: Locator, gap: number): Promise<void> => {
  await target.scrollIntoViewIfNeeded()
  await reflect(page)
  const box = await target.boundingBox()
  if (box === null) throw new Error('nothing to tap on')
  const [x, y] = [box.x + box.width / 2, box.y + box.height / 2]
  await page.touchscreen.tap(x, y)
  await page.evaluate((ms) => new Promise((done) => setTimeout(done, ms)), gap)
  await page.touchscreen.tap(x + 3, y - 2)
  await reflect(page)
}

/** Of the order under the thumb this one document is left to take, and no other order waits for its bay. */
const completeAllBut = async (page: Page): Promise<void> => {
  const next = page.locator('.pull li.next')
  const [number = ''] = /[AB]-\d{3}/.exec((await next.textContent()) ?? '') ?? []
  const title = (await next.locator('.title').textContent()) ?? ''
  await page.evaluate(
    async ([own, left]) => {
      const { stage } = window
      const { date, time } = stage.now()
      const happened = { date, time }
      for (const { id: orderId, number: other, lines, facts } of stage.snapshot.state.all('order')) {
        if (other !== own) for (let bay = 1; bay < 30; bay++) await stage.perform({ kind: 'bag-order', orderId, bays: [bay], happened })
        for (const { id: lineId, wanted } of other === own ? lines : []) {
          const isPicked = facts.some((fact) => fact.what === 'picked' && fact.lineId === lineId)
          if (isPicked || wanted.kind === 'wish' || stage.snapshot.state.get('record', wanted.recordId)?.title === left) continue
          const { recordId } = wanted
          await stage.perform({ kind: 'pick-item', orderId, lineId, barcode: undefined, recordId, documentType: 'livre', happened })
        }
      }
    },
    [number, title] as const,
  )
}

for (const gap of [80, 200, 400]) {
  test.describe(`two taps ${gap} ms apart`, () => {
    test('[PRESS-1] Préparation: « Pas en rayon » puts off one document, held upright and lying down', async ({ page }) => {
      for (const size of [
        { width: 768, height: 1024 },
        { width: 1280, height: 800 },
      ]) {
        await page.setViewportSize(size)
        await openScene(page, 'preparation')
        await tapTwice(page, page.getByRole('button', { name: /Pas en rayon/ }), gap)
        expect(await kept(page)).toEqual(['report-not-found'])
      }
    })

    test('[PRESS-1] Préparation: the circle takes one document, and takes back nothing', async ({ page }) => {
      await openScene(page, 'preparation')
      await tapTwice(page, page.getByRole('button', { name: 'Pris\u00a0: L’Affaire Lerouge' }), gap)
      expect(await kept(page)).toEqual(['pick-item'])
      await expect(heading(page)).toHaveText('18 à prendre')
    })

    test('[PRESS-1] Préparation: the circle that completes an order takes neither a zone nor another document', async ({ page }) => {
      await openScene(page, 'preparation')
      await completeAllBut(page)
      const complete = page.getByRole('region', { name: 'Commande complète' })
      await expect(complete).toHaveCount(0)
      const before = await kept(page)
      await tapTwice(page, page.locator('.pull li.next .tick'), gap)
      await expect(complete).toBeVisible()
      expect(await kept(page)).toEqual(['pick-item', ...before])
    })
  })
}

test('[PRESS-1] Retrait: one handover, and its answer stays', async ({ page }) => {
  await openScene(page, 'handover')
  for (const read of [lucie.id, itemOfPile(0)]) await scan(page, read)
  await tapTwice(page, page.getByRole('button', { name: /^Remettre/ }), 200)
  expect(await kept(page)).toEqual(['hand-over-order'])
  await expect(page.getByRole('button', { name: /Usager suivant/ })).toBeVisible()
  await expect(page.getByRole('dialog')).toHaveCount(0)
})

test('[PRESS-1] Retours: one return is undone, one document is put away', async ({ page }) => {
  await openScene(page, 'returns')
  await scan(page, itemBarcode(2))
  await scan(page, itemBarcode(3))
  await tapTwice(page, page.getByRole('button', { name: /^Annuler le retour/ }).first(), 200)
  expect(await kept(page)).toEqual(['undo-return', 'return-item', 'return-item'])
  await tapTwice(page, page.getByRole('button', { name: /\s: rangé$/ }).first(), 200)
  expect((await kept(page)).slice(0, 2)).toEqual(['reshelve-item', 'undo-return'])
})

test('[PRESS-1] Anomalies: one decision, and the next case is not decided with it', async ({ page }) => {
  await openScene(page, 'cases')
  await tapTwice(page, page.locator('.choices button').first(), 200)
  expect(await kept(page)).toEqual(['settle-case'])
})

test('[PRESS-1] Clôture: « Non venu » asks, and its answer is a press of its own', async ({ page }) => {
  await openScene(page, 'today-closing', { hash: '/cloture' })
  await tapTwice(page, page.getByRole('button', { name: /non venu/i }).last(), 200)
  expect(await kept(page)).toEqual([])
  await expect(page.getByRole('dialog')).toBeVisible()
})

test('[PRESS-1] a row that a colleague’s tablet pushed under the finger is not taken, and a moment later it is', async ({ page }) => {
  await openScene(page, 'preparation')
  const circle = page.getByRole('button', { name: /^Pris\s: / }).nth(1)
  await reflect(page)
  const box = await circle.boundingBox()
  if (box === null) throw new Error('nothing to tap on')
  await page.evaluate(() => window.stage.change({ link: { kind: 'problem', problem: 'protocol-too-old' } }))
  await expect(page.getByText('Le serveur répond, mais refuse les envois.')).toBeVisible()
  const moved = await circle.boundingBox()
  expect(moved?.y).not.toBe(box.y)
  await page.touchscreen.tap((moved?.x ?? 0) + (moved?.width ?? 0) / 2, (moved?.y ?? 0) + (moved?.height ?? 0) / 2)
  expect(await kept(page)).toEqual([])
  await reflect(page)
  await page.touchscreen.tap((moved?.x ?? 0) + (moved?.width ?? 0) / 2, (moved?.y ?? 0) + (moved?.height ?? 0) / 2)
  await expect.poll(() => kept(page)).toEqual(['pick-item'])
})
