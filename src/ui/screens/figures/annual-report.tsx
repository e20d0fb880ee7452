/**
 * The annual report on one printed page: answers to copy into the ministry's form, section E, in its words. Runs in the browser.
 * Active borrowers and loans are the ILS's answer, ours already in it: what is typed here goes on the paper and nowhere else.
 */
import '../../styles/labels.css'
import { useState } from 'preact/hooks'
import { percentOf } from '../../../domain/figures/compare.ts'
import { type Cell, type Figures, tableOf } from '../../../domain/figures/figures.ts'
import { Field } from '../../components/field.tsx'
import { Button, Panel } from '../../components/parts.tsx'
import { print } from '../../printing/print.tsx'
import { Cells } from './cells.tsx'
import styles from './figures.module.css'
import { useSayFigures } from './say-figures.ts'
import { useFigures } from './use-figures.ts'

interface Typed {
  readonly borrowers: string
  readonly changed: string
}

const rowCell = (figures: Figures, table: 'rest' | 'sources', key: string): Cell =>
  tableOf(figures, table)?.rows.find((row) => row.key === key)?.cells[0] ?? 0

const Head = ({ what }: { readonly what: string }) => (
  <tr>
    <th colSpan={2}>{what}</th>
  </tr>
)

const Line = ({ what, answer }: { readonly what: string; readonly answer: string }) => (
  <tr>
    <th scope="row">{what}</th>
    <td>{answer}</td>
  </tr>
)

export const AnnualPage = ({ year, figures, typed }: { readonly year: string; readonly figures: Figures; readonly typed: Typed }) => {
  const { words, format, cell, key, column, percent, count } = useSayFigures()
  const said = words.annual
  const borrowers = Number(typed.borrowers.replaceAll(/\s/g, ''))
  const share = percentOf(figures.patrons.size, borrowers)
  const crossed = tableOf(figures, 'crossing')
  const rest = (name: string): string => cell(rowCell(figures, 'rest', name))
  const hours = typeof figures.openMinutes === 'number' ? count(Math.round(figures.openMinutes / 60)) : words.csv.cells.nc
  return (
    <article class="printed annual">
      <h1>{said.title(year)}</h1>
      {figures.isOver ? null : <p>{said.unfinished(format.dayAndMonth(figures.days.to))}</p>}
      {figures.since.documents > figures.days.from ? <p>{words.countedSince(format.dayAndMonth(figures.since.documents))}</p> : null}
      <table>
        <tbody>
          <Head what={said.e1} />
          <Line what={said.persons} answer={cell(figures.patrons.size)} />
          {share === undefined ? null : <Line what={said.share} answer={percent(figures.patrons.size, borrowers) ?? ''} />}
          <tr>
            <td colSpan={2}>
              {said.included} {said.ages}
            </td>
          </tr>
          <Head what={said.e2} />
          <Line what={said.documents} answer={cell(figures.documents[0])} />
          <Line what={said.returned} answer={rest('returned')} />
          <Line what={said.notFound} answer={rest('not-found')} />
          <Head what={said.e3} />
          <Line what={said.orders} answer={cell(figures.orders[0])} />
          <Line what={said.telephone} answer={cell(rowCell(figures, 'sources', 'phone'))} />
          <Head what={said.e5} />
          <Line what={said.openDays} answer={cell(figures.openDays[0])} />
          <Line what={said.openHours} answer={hours} />
          {typed.changed.trim() === '' ? null : <Line what={said.changed} answer={typed.changed.trim()} />}
        </tbody>
      </table>
      {crossed === undefined || crossed.rows.length === 0 ? null : (
        <Cells
          heads={[said.byType, ...crossed.columns.map((type) => column('crossing', type))]}
          rows={crossed.rows.map((row) => ({ key: row.key, name: key('crossing', row.key), cells: row.cells.map(cell) }))}
        />
      )}
      {crossed?.rows.some(({ cells }) => cells.includes('nd')) === true ? (
        <p>
          {words.csv.cells.nd} {words.csv.notes.nd}
        </p>
      ) : null}
    </article>
  )
}

export const AnnualReportForm = ({ year, onClose }: { readonly year: string; readonly onClose: () => void }) => {
  const { words } = useSayFigures()
  const said = words.annual
  const { shown } = useFigures(year)
  const [borrowers, setBorrowers] = useState('')
  const [changed, setChanged] = useState('')
  const figures = shown.kind === 'read' ? shown.figures : undefined
  return (
    <Panel title={said.title(year)}>
      <div class={styles.form}>
        <p class="soft">{said.intro}</p>
        <Field
          label={said.borrowers}
          hint={said.borrowersHint}
          inputMode="numeric"
          value={borrowers}
          onInput={setBorrowers}
          maxLength={9}
        />
        <Field label={said.changed} value={changed} onInput={setChanged} maxLength={300} />
        <p class={styles.actions}>
          <Button
            icon="print"
            unavailable={figures === undefined ? (shown.kind === 'reading' ? words.offline.reading : words.offline.head) : undefined}
            onPress={() => {
              if (figures !== undefined) print(<AnnualPage year={year} figures={figures} typed={{ borrowers, changed }} />)
            }}
          >
            {said.print}
          </Button>
          <Button look="quiet" onPress={onClose}>
            {said.close}
          </Button>
        </p>
      </div>
    </Panel>
  )
}
