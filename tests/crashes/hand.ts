/**
 * A person at one tablet who keeps on working whatever dies: shoots returned documents, lends others to one card or two of a
 * family, and finishes the visit that a crash left half done. Runs in Node, through the real screens. Which gesture comes next is of the seed.
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
  #handing: readonly string[] = []
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

  /** The piles whose button was pressed last, in their order. */
  get handing(): readonly string[] {
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

  /** Each is seen on the screen before the next one: a person looks. */
  async #scan(tablet: Tablet, count: number): Promise<void> {
    for (; count > 0; count--) {
      const barcode = this.#nextBarcode()
      await tablet.gun(barcode)
      await tablet.main.locator('ul.items').getByText(`Document ${barcode}`).waitFor()
    }
  }

  async #lend(tablet: Tablet, isOver: () => boolean): Promise<void> {
    const { page, main } = tablet
    await tablet.go('Retrait')
    const piles = main.locator('ul.items')
    const handOver = page.getByRole('button', { name: /^Remettre \d/ })
    for (let left = this.#chance.between(1, 3); left > 0 && !isOver(); left--) {
      const [card, other] = this.#chance.shuffle(cards)
      // A visit left half done by a crash is finished first.
      if (!(await page.getByRole('textbox', { name: 'Code d’un document' }).isVisible())) {
        await tablet.gun(card ?? '')
        await page.getByRole('button', { name: 'Prêt sans commande', exact: true }).click()
      }
      if (!(await handOver.isVisible())) {
        await this.#scan(tablet, this.#chance.between(1, 3))
        if (this.#chance.happens(0.4)) {
          await tablet.gun(other ?? '')
          // The visit that a crash left may be of this very card.
          await main.getByText(/ajoutée à cette visite|C’est bien cette carte/).waitFor()
          await this.#scan(tablet, this.#chance.between(1, 2))
        }
      }
      // The screen shows the last first; the operation has them as they were scanned.
      const taken = (await piles.allTextContents()).map((pile) => documentsIn(pile).toReversed()).filter((barcodes) => barcodes.length > 0)
      this.#handing = taken.map((barcodes) => `hand-over-order ${barcodes.join(' ')}`)
      for (const line of this.#handing) this.#press(line)
      await handOver.click()
      await main.getByText('Enregistré ici').first().waitFor()
      this.#lent.push(...taken.flat())
      await pass(this.#chance.below(longestPauseMs))
    }
  }
}
