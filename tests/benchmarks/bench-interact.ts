/**
 * P13, interact: what a finger or a gun waits for, with 200 orders and a CPU slowed four times. Runs in a real Chromium, off line.
 * Judged by the browser's own event timing: from the press to the next picture, processing and painting included, in steps of 8 ms.
 * Each press is the product's: screens of the rail, a slot's window, a document ticked off and put back, letters of a name, cards and
 * documents shot by a gun, a pile put aside, taken up again and handed over.
 */
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { CDPSession } from '@playwright/test'
import * as tilleuls from '../fixtures/tilleuls.ts'
import { RunningLibrary } from '../journeys/running-library.ts'
import { Tablet } from '../journeys/tablet.ts'
import { cardOf, importBusyDay, launchTablet } from './busy-day.ts'
import { judge, Measurement } from './measurement.ts'
import { watchPresses } from './press-waits.ts'

const slowDown = 4
/** Seconds between two keys of a gun. */
const gunPace = 0.004
/** Of a hand that lifts the gun. Milliseconds. */
const silenceMs = 400

/** What a caller says, each found in the catalogue of `PTE_DATA`. */
const queries = ['misera', 'maigret', 'harry po', 'astérix', 'le petit pri', 'zola ger'] as const
/** PHONE-4. Milliseconds. */
const keyMs = 50

/** One key, whatever letter it bears: é is a key here, and Playwright knows those of an American keyboard alone. */
const type = async (cdp: CDPSession, letter: string): Promise<void> => {
  for (const kind of ['keyDown', 'keyUp'] as const)
    await cdp.send('Input.dispatchKeyEvent', { type: kind, key: letter, text: kind === 'keyDown' ? letter : '' })
}

/** Runs the benchmark; `--runs N` [5] rounds of the same presses. With `PTE_DATA`, titles are searched among 58,000 documents. */
export const run = async (options: readonly string[]): Promise<void> => {
  const rounds = Number(options[options.indexOf('--runs') + 1] ?? 5) || 5
  const profile = mkdtempSync(join(tmpdir(), 'bench-interact-'))
  const library = new RunningLibrary()
  const measurement = new Measurement('interact')
  try {
    await library.start()
    const isTown = process.env.PTE_DATA !== undefined
    await importBusyDay(library, isTown)
    const context = await launchTablet(profile)
    const tablet = await Tablet.over(context, library.url)
    await tablet.enrol(await library.enrolmentCode())
    await tablet.signIn('Awa Diop', tilleuls.pins['Awa Diop'])
    // What is searched is here before the network goes.
    if (isTown) await tablet.page.waitForFunction(async () => (await (await caches.open('catalogue')).keys()).length > 0)
    await library.kill()
    const { page } = tablet
    const cdp = await context.newCDPSession(page)
    await cdp.send('Emulation.setCPUThrottlingRate', { rate: slowDown })
    const waitOf = await watchPresses(page)
    const press = async (what: string, act: () => Promise<unknown>, round: number): Promise<void> => {
      const ms = await waitOf(act)
      if (round > 0) measurement.take(what, ms, 'ms', { slowDown })
    }

    /** A gun, after the silence of a hand that lifts it: its keys arrive together, each with the time the gun gave it. */
    const shoot = async (text: string): Promise<void> => {
      const start = Date.now() / 1000
      const keys = [
        ...text.split('').map((key) => ({ key, text: key })),
        { key: 'Enter', code: 'Enter', windowsVirtualKeyCode: 13, text: '\r' },
      ]
      await Promise.all(
        keys.flatMap((key, n) =>
          (['keyDown', 'keyUp'] as const).map((type) =>
            cdp.send('Input.dispatchKeyEvent', { ...key, type, text: type === 'keyDown' ? key.text : '', timestamp: start + n * gunPace }),
          ),
        ),
      )
    }

    const button = (name: string | RegExp) => tablet.main.getByRole('button', { name, exact: true }).first()
    for (let round = 0; round <= rounds; round++) {
      for (const screen of ['Préparation', 'Retrait', 'Retours', 'Aujourd']) {
        const link = page.getByRole('navigation', { name: 'Écrans' }).getByRole('link', { name: screen })
        await press(`open ${screen}`, () => link.click(), round)
      }
      const slot = tablet.main.locator('li.slot button').nth(round)
      await press('open a slot', () => slot.click(), round)
      await press('close it', () => page.keyboard.press('Escape'), round)
      await tablet.go('Préparation')
      await press('tick one off', () => button('Pris').click(), round)
      await press('put it back', () => button(/^Annuler\s:/).click(), round)
      await tablet.go('Retrait')
      await tablet.main.getByRole('textbox').first().focus()
      for (const letter of 'nom') await press('a letter of a name', () => page.keyboard.press(letter), round)
      await tablet.main.getByRole('textbox').first().fill('')
      // The nth order wants the nth document: each leaves once.
      const document = Object.values(tilleuls.items)[round]
      if (document === undefined) throw new Error('the fixture has no more documents')
      for (const [what, text] of [['card', cardOf(round)] as const, ['document', document.barcode] as const]) {
        await page.waitForTimeout(silenceMs)
        await press(`shoot a ${what}`, () => shoot(text), round)
      }
      // What was measured is a handover that opened, not a gun that nobody heard.
      await tablet.main.getByText(cardOf(round).slice(-4)).first().waitFor()
      await press('put it aside', () => button('Mettre de côté').click(), round)
      await press('take it up again', () => button(/^Reprendre/).click(), round)
      await press('hand it over', () => button(/^Remettre \d/).click(), round)
      await tablet.main.getByText('Enregistré ici').first().waitFor()
      await press('next patron', () => page.keyboard.press('Enter'), round)
      if (isTown) {
        await tablet.go('Commande')
        await page.getByRole('textbox', { name: /^Nom, fin de la carte/ }).focus()
        for (const letter of `nom${round}`) await press('a letter of a caller’s name', () => page.keyboard.press(letter), round)
        await page.getByRole('textbox', { name: /^Nom, fin de la carte/ }).fill(cardOf(round).slice(-5))
        await page.keyboard.press('Enter')
        const title = page.getByRole('textbox', { name: 'Titre, auteur, cote ou code-barres' })
        await title.focus()
        for (const letter of queries[round % queries.length] ?? '') await press('a letter of a title', () => type(cdp, letter), round)
        // What was measured is a search that answered.
        await page.getByRole('list', { name: /\d titres?$/ }).waitFor()
        await press('add what is found first', () => page.keyboard.press('Enter'), round)
        await button('Mettre de côté').click()
        await page.getByRole('button', { name: /^Abandonner l’appel/ }).click()
        await page.getByRole('button', { name: 'Oui, abandonner' }).click()
      }
      await tablet.go('Aujourd')
    }
    await context.close()
  } finally {
    await library.close()
    rmSync(profile, { recursive: true, force: true, maxRetries: 5 })
  }
  measurement.table()
  for (const what of measurement.series) {
    const limit = what.startsWith('a letter of a title') ? keyMs : 100
    judge(`${what}, 200 orders, CPU ÷ ${slowDown}, worst`, measurement.summary(what).worst, limit, ' ms')
  }
}
