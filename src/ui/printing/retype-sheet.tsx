/**
 * A day's loans and returns on paper, to type again into an ILS without any wire: a visit a table, and each number as a barcode that the
 * ILS's own scanner reads (ILS-46). Runs in the browser, in a chunk of its own with the barcode maker. No visit is cut by a page.
 */
import '../styles/labels.css'
import { closingWords } from '../../locale/en/closing.ts'
import { type RetypedLine, visitsIn } from '../screens/closing/read-retyped.ts'
import { useFormats, useWords } from '../use-desk.ts'
import { drawCode128 } from './code-128.ts'

interface RetypeSheetProps {
  readonly lines: readonly RetypedLine[]
  readonly title: string
  readonly note: string
}

export const RetypeSheet = ({ lines, title, note }: RetypeSheetProps) => {
  const { movements, retyping: words } = useWords(closingWords)
  const format = useFormats()
  return (
    <article class="printed retyped">
      <h1>{title}</h1>
      <p>{note}</p>
      {visitsIn(lines).map((visit) => {
        const whose = visit.map(([, line]) => line).find(({ card }) => card !== '')
        return (
          <table key={visit[0]?.[0]}>
            <colgroup>
              <col />
              <col />
              <col />
              <col />
            </colgroup>
            <thead>
              <tr>
                <th scope="colgroup" colSpan={3}>
                  {words.visit(visit[0]?.[1].visit ?? '')}
                  {whose === undefined ? '' : ` · ${whose.surname} ${whose.firstName}`}
                </th>
                <th>{whose === undefined ? null : <Bars text={whose.card} />}</th>
              </tr>
            </thead>
            <tbody>
              {visit.map(([place, { movement, title, due, barcode }]) => (
                <tr key={place}>
                  <td class="tick-box">☐</td>
                  <td>
                    <b>{movements[movement]}</b>
                  </td>
                  <td>
                    {title} {due === undefined ? null : <small>{words.dueOn(format.date(due))}</small>}
                  </td>
                  <td>
                    <Bars text={barcode} />
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        )
      })}
    </article>
  )
}

/** The number under its bars; a number that Code 128 has no sign for stands alone. */
const Bars = ({ text }: { readonly text: string }) => {
  const { modules, path } = /^[ -~]+$/.test(text) ? drawCode128(text) : { modules: 0, path: '' }
  return (
    <>
      {modules === 0 ? null : (
        <svg class="barcode" viewBox={`0 0 ${modules} 1`} preserveAspectRatio="none" style={{ '--modules': modules }} aria-hidden="true">
          <path d={path} shape-rendering="crispEdges" />
        </svg>
      )}
      <span class="nowrap">{text}</span>
    </>
  )
}
