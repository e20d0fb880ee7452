/**
 * The table of security points (docs/asvs.md) proves nothing once a file it names is gone: each line has its number once, in order, a state, and
 * a proof that exists; what is not or only partly held says why. Runs in tests.
 */
import { existsSync, readFileSync } from 'node:fs'
import { expect, test } from 'vitest'

const root = new URL('../../', import.meta.url)

interface Line {
  readonly point: string
  readonly state: string
  readonly proof: string
}
const linesOf = (page: string): readonly Line[] =>
  page
    .split('\n')
    .filter((line) => /^\| V\d/.test(line))
    .map((line) => {
      const [, point = '', , state = '', proof = ''] = line.split('|').map((cell) => cell.trim())
      return { point, state, proof }
    })
const pathsIn = (proof: string): readonly string[] =>
  [...proof.matchAll(/`([\w./-]+)`/g)].map(([, path = '']) => path).filter((path) => /[./]/.test(path))

/** What is wrong with the page; nothing: it can be believed as far as its files go. */
const faultsOf = (page: string): readonly string[] => {
  const lines = linesOf(page)
  const rank = ({ point }: Line): number =>
    point
      .slice(1)
      .split('.')
      .reduce((sum, part) => sum * 100 + Number(part), 0)
  return lines.flatMap((line, i) => {
    const { point, state, proof } = line
    const before = lines[i - 1]
    const paths = pathsIn(proof)
    return [
      ...(/^V([1-9]|1[0-7])\.\d\d?\.\d\d?$/.test(point) ? [] : [`${point} is no number of a point`]),
      ...(before !== undefined && rank(before) >= rank(line) ? [`${point} stands after ${before.point}`] : []),
      ...(['held', 'part', 'not'].includes(state) ? [] : [`${point} has no state`]),
      ...(paths.length === 0 ? [`${point} names no file`] : []),
      ...paths.filter((path) => !existsSync(new URL(path, root))).map((path) => `${point} names ${path}, which is not there`),
      ...(state === 'held' || /`: .{20,}/.test(proof) ? [] : [`${point} does not say why`]),
    ]
  })
}

test('each point of the table has a number, a state, and a proof that is there', () => {
  const page = readFileSync(new URL('docs/asvs.md', root), 'utf8')
  expect(linesOf(page).length).toBeGreaterThan(100)
  expect(faultsOf(page)).toEqual([])
})

test('a table whose proof is gone, that is out of order or gives no reason is found out', () => {
  const page = ['| V2.1.1 | a | held | `src/gone.ts` |', '| V1.1.1 | b | not | `README.md` |', '| V3.4.1 | c | well | nothing |'].join('\n')
  expect(faultsOf(page)).toEqual([
    'V2.1.1 names src/gone.ts, which is not there',
    'V1.1.1 stands after V2.1.1',
    'V1.1.1 does not say why',
    'V3.4.1 has no state',
    'V3.4.1 names no file',
    'V3.4.1 does not say why',
  ])
})
