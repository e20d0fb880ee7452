/**
 * What a newer build made, met by this one: a newer endpoint's kinds on this tablet, and what a newer build wrote on this very tablet before
 * the browser went back (PROTOCOL.md, Versions). In both languages: kept, said in words, and never taken for something that it is not.
 */
import { describe, expect, it } from 'vitest'
import type { Case } from '../../../src/domain/case/case.ts'
import { decisionsFor } from '../../../src/domain/case/case-decisions.ts'
import { toCaseId, toDeviceId, toItemBarcode } from '../../../src/domain/ids.ts'
import { toInstant } from '../../../src/domain/instant.ts'
import type { Item } from '../../../src/domain/item/item.ts'
import type { Envelope } from '../../../src/domain/operation/operation.ts'
import { cases as enCases } from '../../../src/locale/en/cases.ts'
import { operations as enOperations } from '../../../src/locale/en/operations.ts'
import { formatsByLanguage } from '../../../src/locale/formats.ts'
import { cases as frCases } from '../../../src/locale/fr/cases.ts'
import { operations as frOperations } from '../../../src/locale/fr/operations.ts'
import { createDeskView } from '../../../src/tablet/desk-state/desk-view.ts'
import { createTabletMirror } from '../../../src/tablet/desk-state/tablet-mirror.ts'
import { listOwnOperations } from '../../../src/tablet/outbox/own-operations.ts'
import type { StoredTablet } from '../../../src/tablet/storage/tablet-storage.ts'
import { describeCase } from '../../../src/ui/screens/cases/describe-case.ts'
import { describeOperation, describeWinner } from '../../../src/ui/screens/operations/describe-operation.ts'
import { aDesk } from '../../builders/a-desk.ts'
import { aDate, aMoment } from '../../builders/a-moment.ts'
import { aTablet } from '../../builders/a-tablet.ts'
import { aFactOnItem, aLoanOf, anItem, anItemWith } from '../../builders/an-item.ts'
import { anOperationId } from '../../builders/an-order.ts'

const now = aMoment('2026-11-24 14:00')
const barcode = toItemBarcode('33333100000012')
const naming = {
  order: () => 'A-001',
  librarian: () => 'Jeanne',
  author: () => 'Jeanne (B)',
  patron: () => 'L. M.',
  item: () => 'Bérénice',
}
const languages = [
  ['fr', frCases, frOperations],
  ['en', enCases, enOperations],
] as const

/** A row as a newer endpoint would write it: its kinds are none of this build's. */
const ofNewerKind = <T extends object>(row: T, change: Readonly<Record<string, unknown>>): T => ({ ...row, ...change })

const aCase = (cites: Case['cites']): Case =>
  ofNewerKind<Case>(
    {
      kind: 'case',
      id: toCaseId(`locker-jammed:item/${barcode}:1`),
      caseKind: 'loss-suspected',
      subject: `item/${barcode}`,
      cites,
      follows: undefined,
      settlement: undefined,
    },
    { caseKind: 'locker-jammed' },
  )

describe('a case of a kind that only a newer endpoint knows', () => {
  const loan = aLoanOf()
  const flown = ofNewerKind<Item['facts'][number]>({ ...loan, operationId: anOperationId() }, { what: 'flown-out' })
  const desk = aDesk(anItemWith(barcode, {}, loan, flown))

  it('[CASE-3] is decided where that build runs: this one offers nothing that it does not understand', () => {
    expect(decisionsFor(desk, aCase([loan.operationId]))).toEqual([])
  })

  it.each(languages)('[CASE-3] is said in words on an older tablet, and so is what it cites (%s)', (language, words) => {
    const format = formatsByLanguage[language]
    const describing = { state: desk, words, format, naming, now, toLocal: () => now, documentOf: () => undefined }
    const letter = describeCase(describing, aCase([loan.operationId, flown.operationId]))
    expect(letter).toMatchObject({ ...words.ofNewerBuild, choices: [], settled: undefined })
    expect(letter.facts.map(({ does }) => does)).toContain(words.citedOfNewerBuild)
  })
})

describe('what the ILS did not take', () => {
  const tell = ([language, words]: (typeof languages)[number], said: object) => {
    const ils = ofNewerKind({ movement: 'return', reason: 'other-than-asked', said: '' } as const, { ...said })
    const row = { ...aCase([]), caseKind: 'refused-by-ils', ils } as const
    const format = formatsByLanguage[language]
    return describeCase({ state: aDesk(), words, format, naming, now, toLocal: () => now, documentOf: () => undefined }, row)
  }

  it.each(languages)('[CASE-3] for a reason that only a newer endpoint knows is said in general words (%s)', (...words) => {
    const general = tell(words, {}).heading
    expect(tell(words, { reason: 'on-the-moon' }).heading).toBe(general)
  })

  it.each(languages)('[ILS-14, ILS-37] names the line to reject, or the loan that our line ended (%s)', (...words) => {
    const prose = (reason: string, movement: string) => tell(words, { reason, movement }).prose
    const [reject, ended] = words[0] === 'fr' ? ['rejetez-la', 'mis fin'] : ['reject it', 'it ended it']
    expect([prose('line-left', 'return'), prose('line-left', 'loan')].map((text) => text.includes(reject))).toEqual([true, true])
    expect(prose('done-late', 'return')).toContain(ended)
    expect(prose('done-late', 'loan')).toContain(String(barcode))
  })

  it.each(languages)('[ILS-11, ILS-32] and is emptied with its age is said so, and offers what can be done (%s)', (...words) => {
    const { prose, choices } = tell(words, { isErased: true })
    expect([prose.includes(words[0] === 'fr' ? 'effacé' : 'erased'), choices.length]).toEqual([true, 1])
  })

  it.each(languages)(
    '[ILS-14] is erased, or came back with nothing lent there since, and nothing untrue is said of it (%s)',
    (...words) => {
      const [ifLent, byAge, byHand] =
        words[0] === 'fr' ? ['s’il y en a un', 'conservation', 'à la main'] : ['any loan running then', 'retention', 'by hand']
      const prose = (said: object) => tell(words, said).prose
      expect(prose({ reason: 'line-left' })).toContain(ifLent)
      expect(prose({ isErased: true })).toContain(byHand)
      for (const reason of ['other-than-asked', 'line-left', 'done-late']) expect(prose({ reason, isErased: true })).not.toContain(byAge)
      for (const reason of ['line-left', 'done-late']) expect(prose({ reason, isErased: true })).not.toContain(byHand)
    },
  )
})

it.each(languages)('[ILS-4] a document that the ILS wants back sooner is a letter with both days, and one end (%s)', (language, words) => {
  const loan = aLoanOf()
  const due = { promised: aDate('2026-12-15'), dueOn: aDate('2026-12-12') }
  const row = { ...aCase([loan.operationId]), caseKind: 'due-sooner-in-ils', due } as const
  const format = formatsByLanguage[language]
  const state = aDesk(anItemWith(barcode, {}, loan))
  const letter = describeCase({ state, words, format, naming, now, toLocal: () => now, documentOf: () => undefined }, row)
  for (const day of [due.promised, due.dueOn]) expect(letter.prose).toContain(format.date(day))
  expect(letter.facts.map(({ does }) => does)).toEqual([expect.stringContaining('L. M.')])
  expect(letter.choices.map(({ title }) => title)).toEqual([words.patronKnows])
})

it.each(languages)(
  '[CASE-1] a document lent and taken back by one tablet is not said to be returned on another one (%s)',
  (language, words) => {
    const format = formatsByLanguage[language]
    const headingOf = (...tablets: readonly string[]) => {
      const [loan, back] = [aLoanOf(), aFactOnItem('returned', { quarantineUntil: undefined })].map((fact, n) => ({
        ...fact,
        operationId: anOperationId(),
        deviceId: toDeviceId(tablets[n] ?? ''),
      })) as [Item['facts'][number], Item['facts'][number]]
      const row = { ...aCase([loan.operationId, back.operationId]), caseKind: 'lent-and-returned' } as const
      const state = aDesk(anItem(barcode, { facts: [loan, back] }))
      return describeCase({ state, words, format, naming, now, toLocal: () => now, documentOf: () => undefined }, row).heading
    }
    const [same, another] = language === 'fr' ? ['la même tablette', 'une autre'] : ['the same tablet', 'another']
    expect(headingOf('A', 'A')).toContain(same)
    expect(headingOf('A', 'B')).toContain(another)
  },
)

describe('what a newer build wrote on this tablet', () => {
  const known = aTablet('A', [], now).press({
    kind: 'return-item',
    barcode,
    recordId: undefined,
    documentType: undefined,
    quarantineUntil: undefined,
    bin: undefined,
    happened: now,
  })
  const entryOf = (envelope: Envelope, seq: number) => ({
    seq,
    operationId: envelope.operationId,
    hash: '',
    text: JSON.stringify(envelope),
    at: toInstant(1),
  })
  const newer = [
    entryOf(
      ofNewerKind({ ...known, operationId: anOperationId() }, { typeVersion: 2, payload: { kind: 'return-item', items: [barcode] } }),
      1,
    ),
    entryOf(ofNewerKind({ ...known, operationId: anOperationId() }, { type: 'lend-by-drone', payload: { kind: 'lend-by-drone' } }), 2),
  ]

  it('stands in the outbox, and is not guessed at in the view', () => {
    const defects: unknown[] = []
    const view = createDeskView(
      (id) => defects.push(id),
      () => now,
    )
    const stored: StoredTablet = {
      identity: undefined,
      lost: undefined,
      farewell: undefined,
      mark: undefined,
      lostMark: undefined,
      base: [],
      outbox: [...newer, entryOf(known, 3)],
      elsewhere: [],
      unreached: [],
      visits: [],
      noteDrafts: [],
      calls: [],
      clockOffset: 0,
    }
    const mirror = createTabletMirror(view)
    mirror.load(stored)
    expect(mirror.outbox).toHaveLength(3)
    expect([...view.state.all('item')].map(({ id, facts }) => [id, facts.length])).toEqual([[barcode, 1]])
    expect(defects).toEqual([])
  })

  it.each(languages)('is said in words among its operations (%s)', (language, _, words) => {
    const desk = aDesk()
    const describing = { state: desk, words, format: formatsByLanguage[language], naming, titleOf: () => '' }
    const own = listOwnOperations(desk, newer, [])
    expect(own.map(({ payload }) => describeOperation(describing, payload))).toEqual([words.ofNewerBuild, words.ofNewerBuild])
    expect(describeWinner(describing, own[0]?.payload, 'a-rule-to-come')).toBe(words.won.other())
  })
})
