/**
 * How far the rehearsal has come, and the numbers that its people and documents bear. Runs in the browser.
 * Each step is done when the desk says so, by whatever way the person took.
 */
import type { RecordId } from '../../../domain/ids.ts'
import type { OperationKind } from '../../../domain/operation/operation.ts'
import { orderAnswers } from '../../../domain/order/order.ts'
import type { DeskState } from '../../../domain/row/desk-state.ts'
import type { ExerciseWords } from '../../../locale/fr/exercise.ts'
import type { Link } from '../../../tablet/desk.ts'
import type { ScreenName } from '../../routes.ts'

export interface Step {
  readonly name: 'pick' | 'bag' | 'handOver' | 'takeBack' | 'network' | 'decide'
  readonly say: string
  readonly isDone: boolean
  readonly screen: ScreenName
}

export interface NamedNumber {
  readonly what: string
  readonly number: string
}

/** A document of the invented library that is in no order: what comes back. */
const returned = '800402'

export const describeSteps = (
  words: ExerciseWords['guide'],
  done: ReadonlySet<OperationKind>,
  link: Link,
  openCaseCount: number,
): readonly Step[] => {
  const isBack = link.kind === 'online'
  return [
    { name: 'pick', say: words.pickSay, isDone: done.has('pick-item'), screen: 'preparation' },
    { name: 'bag', say: words.bagSay, isDone: done.has('bag-order'), screen: 'preparation' },
    { name: 'handOver', say: words.handOverSay, isDone: done.has('hand-over-order'), screen: 'handover' },
    { name: 'takeBack', say: words.takeBackSay(returned), isDone: done.has('return-item'), screen: 'returns' },
    { name: 'network', say: words.networkSay, isDone: isBack, screen: 'operations' },
    { name: 'decide', say: words.decideSay, isDone: isBack && openCaseCount === 0, screen: 'cases' },
  ]
}

/** The card, the order and the documents of each patron at the door, and what comes back. */
export const describeNumbers = (words: ExerciseWords['guide'], state: DeskState): readonly NamedNumber[] => {
  const waiting = [...state.all('order')]
    .filter((order) => orderAnswers(order).waitsFor === 'patron-here')
    .sort((a, b) => (a.number < b.number ? -1 : 1))
  const titleOf = (recordId: RecordId) => state.get('record', recordId)?.title ?? ''
  return [
    ...waiting.flatMap((order): readonly NamedNumber[] => {
      const patron = state.get('patron', order.card)
      const name = patron === undefined ? '' : `${patron.firstName} ${patron.surname}`
      return [
        { what: words.card(name), number: order.card },
        { what: words.order(name), number: order.number },
        ...order.lines.flatMap(({ wanted }) => {
          const barcode = wanted.kind === 'wish' ? undefined : state.get('record', wanted.recordId)?.copies[0]?.barcode
          return barcode === undefined || wanted.kind === 'wish' ? [] : { what: titleOf(wanted.recordId), number: barcode }
        }),
      ]
    }),
    ...[...state.all('record')]
      .filter(({ copies }) => copies.some(({ barcode }) => barcode === returned))
      .map(({ title }) => ({ what: title, number: returned })),
  ]
}
