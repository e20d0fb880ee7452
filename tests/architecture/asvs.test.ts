/**
 * The table of security points (docs/asvs.md) proves nothing once a file it names is gone, or a point is left out: each line has its number once, in
 * order, a state, and a proof that exists; what is not or only partly held says why; what has no line is said not to apply. Runs in tests.
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

/** Of each section of 5.0.0, chapters V10 and V17 apart, how many points are of level 1 or 2: they are its first ones. */
const pointsOfSections: Readonly<Record<string, readonly number[]>> = {
  V1: [2, 9, 11, 3, 2],
  V2: [3, 3, 4, 1],
  V3: [0, 2, 4, 6, 5, 0, 2],
  V4: [3, 1, 2, 4],
  V5: [1, 3, 2, 3],
  V6: [3, 12, 4, 4, 5, 3, 0, 4],
  V7: [3, 4, 2, 5, 2, 2],
  V8: [2, 3, 1, 1],
  V9: [3, 4],
  V11: [2, 3, 3, 4, 1, 1],
  V12: [3, 2, 4],
  V13: [1, 5, 2, 5],
  V14: [2, 4, 3],
  V15: [3, 3, 7],
  V16: [1, 5, 4, 3, 3],
}
const everyPoint = Object.entries(pointsOfSections).flatMap(([chapter, sections]) =>
  sections.flatMap((count, section) => Array.from({ length: count }, (_, point) => `${chapter}.${section + 1}.${point + 1}`)),
)
/** Before the first table: what does not apply. */
const leftOut = (page: string): readonly string[] => page.split('\n## ')[0]?.match(/\bV\d+\.\d+\.\d+/g) ?? []

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

test('each point of levels 1 and 2 has its line, or is said not to apply', () => {
  const page = readFileSync(new URL('docs/asvs.md', root), 'utf8')
  const said = [...linesOf(page).map(({ point }) => point), ...leftOut(page)]
  expect([...said].sort()).toEqual([...everyPoint].sort())
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
