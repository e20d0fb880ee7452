/**
 * What a tablet says of an order that a restore lost (CASE-7), from what its row holds. Runs in Node, over the words of both languages.
 */
import { expect, it } from 'vitest'
import type { Case, LostRequest } from '../../../src/domain/case/case.ts'
import { toCaseId, toDeviceId, toLibrarianId } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import { cases as enCases } from '../../../src/locale/en/cases.ts'
import { formatsByLanguage } from '../../../src/locale/formats.ts'
import { cases as frCases } from '../../../src/locale/fr/cases.ts'
import { describeCase } from '../../../src/ui/screens/cases/describe-case.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aMoment } from '../../builders/a-moment.ts'
import { anOperationId } from '../../builders/an-order.ts'

const languages = [
  ['fr', frCases],
  ['en', enCases],
] as const
const now = aMoment('2026-11-24 15:00')
const [yesterday, today] = [toInstant(1), toInstant(2)]
const momentOf = new Map([
  [yesterday, aMoment('2026-11-23 18:05')],
  [today, aMoment('2026-11-24 14:31')],
])
const naming = {
  order: () => '',
  librarian: (id: string) => ({ c: 'Claire', s: 'Sami' })[id] ?? '?',
  author: () => '',
  patron: () => '',
  item: () => '',
}

const did = (type: string, who: string, at: LostRequest['at']): LostRequest => ({
  operationId: anOperationId(),
  type,
  librarianId: toLibrarianId(who),
  deviceId: toDeviceId('device-1'),
  at,
})

const tell = ([language, words]: (typeof languages)[number], lost: readonly LostRequest[] | undefined, follows?: Case['follows']) => {
  const row: Case = {
    kind: 'case',
    id: toCaseId('order-lost:order/o-1:1'),
    caseKind: 'order-lost',
    subject: 'order/o-1',
    cites: (lost ?? []).map(({ operationId }) => operationId),
    ...(lost === undefined ? {} : { lost }),
    follows,
    settlement: undefined,
  }
  const format = formatsByLanguage[language]
  const toLocal = (at: LostRequest['at']) => momentOf.get(at) ?? now
  return describeCase({ state: aDesk(), words, format, naming, now, toLocal, documentOf: () => undefined }, row)
}

it.each(languages)('[CASE-7] is told from another one by the last that was done for it, when and by whom (%s)', (...words) => {
  const lists = [
    [did('pick-item', 's', yesterday), did('hand-over-order', 'c', today)],
    [did('bag-order', 's', yesterday), did('pick-item', 'c', yesterday)],
    [did('bag-order', 's', yesterday)],
  ]
  const letters = lists.map((lost) => tell(words, lost))
  const said =
    words[0] === 'fr'
      ? [
          'remise à 14\u00a0h\u00a031 par Claire',
          'document pris le lundi\u00a023\u00a0novembre à 18\u00a0h\u00a005 par Claire',
          'mise en casier le lundi\u00a023\u00a0novembre à 18\u00a0h\u00a005 par Sami',
        ]
      : [
          'handed over at 14:31 by Claire',
          'item picked on Monday\u00a023\u00a0November at 18:05 by Claire',
          'put into its bay on Monday\u00a023\u00a0November at 18:05 by Sami',
        ]
  for (const key of ['short', 'heading'] as const) {
    expect(letters.map((letter) => letter[key])).toEqual(said.map((last) => expect.stringContaining(`(${last})`)))
  }
  expect(tell(words, lists[2], toCaseId('order-lost:order/o-1:0')).short).toMatch(/Sami\), (de nouveau|again)$/)
})

it.each(languages)('[CASE-7] does not depend on the order in which its row tells them, nor on their number (%s)', (...words) => {
  const last = did('hand-over-order', 'c', today)
  const others = Array.from({ length: 300 }, () => did('pick-item', 's', yesterday))
  expect(tell(words, [last, ...others]).short).toBe(tell(words, [...others, last]).short)
  expect(tell(words, [last, ...others]).short).toBe(tell(words, [last]).short)
})

it.each(languages)('[CASE-7] with nothing told of it, or a kind that only a newer endpoint knows, has words too (%s)', (...words) => {
  for (const lost of [undefined, []]) {
    const { short, heading } = tell(words, lost)
    expect([short, heading].join()).not.toMatch(/undefined|\(|\?/)
  }
  expect(tell(words, [did('fly-out', 'c', today)]).short).toContain(words[0] === 'fr' ? '(dernier geste à' : '(last press at')
  expect(tell(words, [did('toString', 'c', today)]).short).toContain(words[0] === 'fr' ? '(dernier geste à' : '(last press at')
})

it.each(languages)('[CASE-7] says of each gesture that it was for the order, and not for who did it (%s)', (...words) => {
  const kinds = [
    'pick-item',
    'unpick-item',
    'report-not-found',
    'give-up-line',
    'bag-order',
    'print-label',
    'hand-over-order',
    'undo-handover',
  ]
  const letter = tell(
    words,
    kinds.map((kind) => did(kind, 'c', yesterday)),
  )
  for (const { does } of letter.facts) expect(does).toContain(words[0] === 'fr' ? 'cette commande' : 'this order')
  expect(letter.facts).toHaveLength(kinds.length)
})
