/**
 * A person at one tablet who keeps on working whatever dies: shoots returned documents, lends others without an order, and finishes the
 * handover that a crash left half done. Runs in Node, through the real screens. Which gesture comes next is of the seed.
 */

import type { Chance } from '../convergence/chance.ts'
import type { Tablet } from '../journeys/tablet.ts'
import { cards, documentsIn } from './busy-library.ts'
import type { Ledger } from './ledger.ts'
import { type Moments, pass } from './moments.ts'

/** Longest pause between two gestures. Milliseconds. */
const longestPauseMs = 120

export class Hand {
  readonly ledger: Ledger
  readonly #chance: Chance
  readonly #moments: Moments
  readonly #nextBarcode: () => string
  #handing: string | undefined
  /** Pressed and not said; `isFelt`: the key or the finger has reached the page. */
  readonly #underWay = new Map<string, { isFelt: boolean }>()
  /** Lent, as far as the screen said, and not brought back. */
  readonly #lent: string[] = []

  constructor(ledger: Ledger, chance: Chance, moments: Moments, nextBarcode: () => string) {
    this.ledger = ledger
    this.#chance = chance
    this.#moments = moments
    this.#nextBarcode = nextBarcode
  }

  /** The handover whose button was pressed last. */
  get handing(): string | undefined {
    return this.#handing
  }

  /** A key or a finger has reached the page: what was pressed is being committed. */
  touch(): void {
    for (const [line, press] of this.#underWay) {
      if (!press.isFelt) this.#moments.begin('commit', line)
      press.isFelt = true
    }
  }

  /** The screen has said something. */
  notice(): void {
    for (const line of this.#underWay.keys()) {
      if (!this.ledger.said.has(line)) continue
      this.#moments.end(line)
      this.#underWay.delete(line)
    }
  }

  /** The tablet died: what was pressed is not under way any more. */
  forget(): void {
    this.#underWay.clear()
  }

  /** Works until `isOver`, or until the tablet dies under it, which rejects. */
  async work(tablet: Tablet, isOver: () => boolean): Promise<void> {
    while (!isOver()) {
      if (this.#chance.happens(0.5)) await this.#takeReturns(tablet, isOver)
      else await this.#lend(tablet, isOver)
    }
  }

  #press(line: string): void {
    this.ledger.press(line)
    this.#underWay.set(line, { isFelt: false })
  }

  async #takeReturns(tablet: Tablet, isOver: () => boolean): Promise<void> {
    await tablet.go('Retours')
    for (let left = this.#chance.between(3, 8); left > 0 && !isOver(); left--) {
      const barcode = (this.#chance.happens(0.3) ? this.#lent.shift() : undefined) ?? this.#nextBarcode()
      this.#press(`return-item ${barcode}`)
      await tablet.gun(barcode)
      // Now and then the next one is shot before this one is answered.
      if (this.#chance.happens(0.7)) await tablet.main.getByRole('list').getByText(`Document ${barcode}`).first().waitFor()
      await pass(this.#chance.below(longestPauseMs))
    }
  }

  async #lend(tablet: Tablet, isOver: () => boolean): Promise<void> {
    const { page, main } = tablet
    await tablet.go('Retrait')
    const items = main.getByRole('list', { name: 'Quoi' })
    const handOver = page.getByRole('button', { name: /^Remettre \d/ })
    const loan = page.getByRole('button', { name: 'Prêt sans commande' })
    for (let left = this.#chance.between(1, 3); left > 0 && !isOver(); left--) {
      // A handover left half done by a crash is finished first.
      if (!(await handOver.isVisible())) {
        await tablet.gun(this.#chance.pick(cards) ?? '')
        await loan.click()
        for (let count = this.#chance.between(1, 3); count > 0; count--) {
          const barcode = this.#nextBarcode()
          await tablet.gun(barcode)
          await items.getByText(`Document ${barcode}`).waitFor()
        }
      }
      const barcodes = documentsIn((await items.textContent()) ?? '')
      this.#handing = `hand-over-order ${barcodes.join(' ')}`
      this.#press(this.#handing)
      await handOver.click()
      await main.getByText('Enregistré ici').first().waitFor()
      this.#lent.push(...barcodes)
      await pass(this.#chance.below(longestPauseMs))
    }
  }
}
