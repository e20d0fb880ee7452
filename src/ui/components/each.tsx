/**
 * The rows of a list, each on its own: one that cannot be drawn says so under its number, and the others stand (CASE-9). Runs in the
 * browser, in every list whose rows a tablet may have made.
 * What a row's own lines throw is caught here, and what is drawn within them by the boundary around them.
 */
import { type ComponentChildren, isValidElement } from 'preact'
import { useEffect, useErrorBoundary } from 'preact/hooks'
import { shellWords } from '../../locale/en/shell.ts'
import { useWords } from '../use-desk.ts'
import { Sign } from './icon.tsx'

/** What a list is made of. */
type Place = 'li' | 'div' | 'tr' | 'label'

// The console keeps the stack for whoever is called to help; it holds no name or title (PRIV-4).
const report = (defect: unknown): void => console.error('row not drawn', defect)

const Undrawn = ({ number, place: Tag }: { readonly number: string; readonly place: Place }) => {
  const words = useWords(shellWords)
  const said = (
    <>
      <Sign name="warn" /> <b>{number}</b> {words.undrawn}
    </>
  )
  if (Tag === 'tr')
    return (
      <tr>
        <td colSpan={9}>{said}</td>
      </tr>
    )
  // A label keeps its place on the sheet.
  return Tag === 'label' ? <div class="label">{said}</div> : <Tag class="undrawn">{said}</Tag>
}

interface Bounded {
  readonly row: unknown
  readonly number: string
  readonly place: Place
  readonly children: ComponentChildren
}

const RowBoundary = ({ row, number, place, children }: Bounded): ComponentChildren => {
  const [error, reset] = useErrorBoundary(report)
  // A newer row may be one that can be drawn.
  useEffect(() => {
    if (error !== undefined) reset()
  }, [row])
  return error === undefined ? children : <Undrawn number={number} place={place} />
}

/** What `work` answers; undefined where it threw. */
export const attempt = <T,>(work: () => T): T | undefined => {
  try {
    return work()
  } catch (defect) {
    report(defect)
    return undefined
  }
}

export interface EachProps<T> {
  readonly of: readonly T[]
  /** What people call a row by. */
  readonly by: (row: T) => unknown
  readonly place?: Place
  readonly children: (row: T, n: number) => ComponentChildren
}

/** As `of.map(children)`. */
export const Each = <T,>({ of: rows, by, place = 'li', children: draw }: EachProps<T>) => (
  <>
    {rows.map((row, n) => {
      const number = String(attempt(() => by(row)) ?? '')
      const drawn = attempt(() => draw(row, n))
      return (
        <RowBoundary key={isValidElement(drawn) ? drawn.key : n} row={row} number={number} place={place}>
          {drawn === undefined ? <Undrawn number={number} place={place} /> : drawn}
        </RowBoundary>
      )
    })}
  </>
)
