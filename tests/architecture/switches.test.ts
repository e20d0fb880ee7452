/**
 * A switch names every kind it answers for, so that the compiler lists the places where a new kind is missing. Runs in Node, reads the
 * repository. A `default` is right where text from outside is read, or where it is shown to be reached by nothing. A question about an
 * order's state is a column of the table of states, for the same reason: beside a comparison with one state, a new one passes in silence.
 */
import { parseSync, Visitor } from 'vite'
import { expect, test } from 'vitest'
import { stateAnswers } from '../../src/domain/order/state-answers.ts'
import { readSources, type SourceFile } from './source-file.ts'

const mayDefault = [
  // Text, not a closed list.
  'src/domain/operation/subject.ts',
  // Takes a `never`: what a newer build wrote.
  'src/domain/case/case-decisions.ts',
]

/** The files in which a switch has a `default`. */
const defaulting = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => {
    let found = 0
    new Visitor({
      SwitchCase: ({ test: named }) => {
        if (named === null) found++
      },
    }).visit(parseSync(path, text).program)
    return found === 0 ? [] : [path]
  })

test('a switch names every kind', () => {
  const files = readSources().filter(({ path }) => path.startsWith('src/'))
  expect([...defaulting(files)].sort()).toEqual([...mayDefault].sort())
})

test('refused: a switch whose default lets an unknown kind through', () => {
  const text = "export const may = (kind: 'a' | 'b') => { switch (kind) { case 'a': return false; default: return true } }"
  expect(defaulting([{ path: 'src/domain/may.ts', text }])).toEqual(['src/domain/may.ts'])
})

const states = new Set<unknown>(Object.keys(stateAnswers))

/** The comparisons of a state with a word. A fact's `what` and a union's `kind` have some of the same words. */
const comparing = (files: readonly SourceFile[]): readonly string[] =>
  files.flatMap(({ path, text }) => {
    const found: string[] = []
    const note = (at: number): void => {
      found.push(`${path}:${text.slice(0, at).split('\n').length}`)
    }
    new Visitor({
      BinaryExpression: ({ start, left, right }) => {
        const isState = (side: typeof left): boolean => side.type === 'Literal' && states.has(side.value)
        const isOther = (side: typeof left): boolean => /(^|\.)(what|kind)$/.test(text.slice(side.start, side.end))
        if ((isState(left) && !isOther(right)) || (isState(right) && !isOther(left))) note(start)
      },
      CallExpression: ({ start, callee, arguments: [argument] }) => {
        const isIncludes =
          callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === 'includes'
        if (isIncludes && argument?.type === 'CallExpression' && text.slice(argument.start).startsWith('orderState(')) note(start)
      },
    }).visit(parseSync(path, text).program)
    return found
  })

test('what is asked of the state of an order is asked of the table of states', () => {
  const files = readSources().filter(({ path }) => path.startsWith('src/'))
  expect(comparing(files)).toEqual([])
})

test.each([
  ['a comparison with one state', "const mayCall = (order: Order) => orderState(order) === 'no-show'"],
  ['a comparison with all but one', "const isThere = (state: OrderState) => state !== 'cancelled'"],
  ['a list of states', "const mayCall = (order: Order) => ['no-show', 'cancelled'].includes(orderState(order))"],
])('refused: %s', (_, text) => {
  expect(comparing([{ path: 'src/domain/may-call.ts', text }])).toEqual(['src/domain/may-call.ts:1'])
})

test('allowed: a fact and a kind with the same word', () => {
  const text = "const isIt = (fact: OrderFact, { kind }: ItemState) => fact.what === 'no-show' && kind !== 'handed-over'"
  expect(comparing([{ path: 'src/domain/is-it.ts', text }])).toEqual([])
})
