/**
 * What a simulated day depends on, for `tests/nightly.mjs`: the code that the simulator is made of, without comments and types. Runs in Node.
 * Not the judge, who only reads what a day left: in a day that it found clean it finds nothing either once it excuses more. Where an
 * invariant asks for more than before, `asks` is raised, and all days are asked again.
 */
import { createHash } from 'node:crypto'
import { minifySync, transformWithOxc } from 'vite'

const asks = 1

/** Those of commits and of answers keep a record besides, by which the day goes on. */
const isJudge = (path) =>
  /\/tests\/convergence\/((again|case|clock|evening|view)-invariants|held-back-invariant|contradictions|replay)\.ts$/.test(path)

/** Of the bundle's source map, with the text of its sources. Twelve hexadecimal digits. */
export const digestDays = async ({ sources, sourcesContent }) => {
  const code = []
  for (const [i, path] of sources.entries()) {
    if (isJudge(path)) continue
    const plain = await transformWithOxc(sourcesContent[i], path, { sourcemap: false })
    const { code: bare, errors } = minifySync('code.js', plain.code, { compress: false, mangle: false })
    if (errors.length > 0) throw new Error(`${path}: ${errors[0].message}`)
    code.push(`${path}\n${bare}`)
  }
  return createHash('sha256')
    .update(JSON.stringify([asks, code.sort()]))
    .digest('hex')
    .slice(0, 12)
}
