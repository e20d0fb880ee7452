/**
 * The pictures of the figures, in plain SVG: columns with a mark for the year before, bars, a tinted table. Runs in the browser.
 * Bars begin at 0, the axis is drawn, what matters is labelled where it stands; nothing is told by colour alone, and each picture has its
 * table beside it or is one (STAT-7).
 */
import type { Cell, FigureTable } from '../../../domain/figures/figures.ts'
import styles from './figures.module.css'
import { useSayFigures } from './say-figures.ts'

export interface ColumnMark {
  readonly key: string
  readonly label: string
  /** Where there is no room for it. */
  readonly brief: string
  readonly now: Cell
  readonly before: Cell
  readonly isOn: boolean
}

/** Lines of the axis above 0, at most. */
const mostLines = 4
/** Room above the highest column for its label. Per cent of the height. */
const top = 8
/** Above so many columns every label would hide the next one. */
const mostLabels = 14

/** 1, 2 or 5 of some power of ten, so that few lines reach the highest. */
const stepOf = (highest: number): number => {
  const power = 10 ** Math.floor(Math.log10(Math.max(1, highest / mostLines)))
  return ([1, 2, 5, 10].find((times) => times * power * mostLines >= highest) ?? 10) * power
}

const sizeOf = (cell: Cell): number => (typeof cell === 'number' ? cell : 0)

export const Columns = ({ label, marks }: { readonly label: string; readonly marks: readonly ColumnMark[] }) => {
  const say = useSayFigures()
  const values = marks.map(({ now }) => sizeOf(now))
  const highest = Math.max(1, ...values, ...marks.map(({ before }) => sizeOf(before)))
  const step = stepOf(highest)
  const lines = Array.from({ length: Math.floor(highest / step) + 1 }, (_, n) => n * step)
  /** Per cent from the top. */
  const at = (value: number): number => 100 - (value / highest) * (100 - top)
  const width = 100 / Math.max(1, marks.length)
  const lowest = Math.min(...values.filter((value) => value > 0))
  // Whoever left some unnamed chose which ones are.
  const every = marks.some((mark) => mark.label === '') ? 1 : Math.ceil(marks.length / mostLabels)
  const isLabelled = ({ now, isOn }: ColumnMark): boolean =>
    isOn || sizeOf(now) === highest || sizeOf(now) === Math.max(...values) || now === lowest
  return (
    <div class={styles.columns} role="img" aria-label={label}>
      <svg class={styles.axis} aria-hidden="true">
        {lines.map((value) => (
          <text key={value} x="100%" y={`${at(value)}%`} dx={-8} dy="0.35em" text-anchor="end">
            {say.count(value)}
          </text>
        ))}
      </svg>
      <svg class={styles.plot} aria-hidden="true">
        {lines.map((value) => (
          <line key={value} class={value === 0 ? styles.ground : styles.line} x1="0" x2="100%" y1={`${at(value)}%`} y2={`${at(value)}%`} />
        ))}
        {marks.map((mark, n) => (
          <g key={mark.key}>
            <rect
              class={mark.isOn ? styles.on : styles.column}
              x={`${(n + 0.15) * width}%`}
              width={`${0.7 * width}%`}
              y={`${at(sizeOf(mark.now))}%`}
              height={`${100 - at(sizeOf(mark.now))}%`}
            />
            {[styles.halo, styles.mark].map((line) =>
              typeof mark.before === 'number' ? (
                <line
                  key={line}
                  class={line}
                  x1={`${(n + 0.05) * width}%`}
                  x2={`${(n + 0.95) * width}%`}
                  y1={`${at(mark.before)}%`}
                  y2={`${at(mark.before)}%`}
                />
              ) : null,
            )}
          </g>
        ))}
        {marks.map((mark, n) =>
          isLabelled(mark) && (marks.length <= mostLabels || mark.isOn || sizeOf(mark.now) === highest) ? (
            <text
              key={mark.key}
              class={styles.figure}
              x={`${(n + 0.5) * width}%`}
              y={`${Math.min(at(sizeOf(mark.now)), at(sizeOf(mark.before)))}%`}
              dy={-6}
              text-anchor={n === marks.length - 1 && marks.length > 1 ? 'end' : 'middle'}
              dx={n === marks.length - 1 && marks.length > 1 ? '0.9em' : 0}
            >
              {say.cell(mark.now)}
            </text>
          ) : null,
        )}
      </svg>
      <svg class={styles.names} aria-hidden="true">
        {marks.map((mark, n) =>
          n % every === 0 || mark.isOn ? (
            <text key={mark.key} class={mark.isOn ? styles.onName : undefined} x={`${(n + 0.5) * width}%`} y="1em" text-anchor="middle">
              <tspan class={styles.long}>{mark.label}</tspan>
              <tspan class={styles.brief}>{mark.brief}</tspan>
            </text>
          ) : null,
        )}
      </svg>
    </div>
  )
}

/** A table whose figures are drawn: one bar a row, the largest one filled. */
export const Bars = ({ table, label, whole }: { readonly table: FigureTable; readonly label: string; readonly whole: Cell }) => {
  const say = useSayFigures()
  const highest = Math.max(1, ...table.rows.map(({ cells }) => sizeOf(cells[0] ?? 0)))
  return (
    <table class={styles.bars} aria-label={label}>
      <tbody>
        {table.rows.map(({ key, cells }) => {
          const cell = cells[0] ?? 'nc'
          const percent = say.percent(cell, whole)
          return (
            <tr key={key}>
              <th scope="row">{say.key(table.name, key)}</th>
              <td>
                <span class={styles.length}>
                  <svg aria-hidden="true" style={{ '--length': (sizeOf(cell) * 100) / highest }} height="100%">
                    <rect class={sizeOf(cell) === highest ? styles.on : styles.column} width="100%" height="100%" />
                  </svg>
                  <b>{say.cell(cell)}</b>
                  {percent === undefined ? null : <span class="soft">{percent}</span>}
                </span>
              </td>
            </tr>
          )
        })}
      </tbody>
    </table>
  )
}

/** Per cent. So full that nobody more should be sent there: of twenty places, one is left for who comes unasked. */
export const nearlyFull = 95

/** Tints, from the fullest down. Per cent. */
const tints = [
  [nearlyFull, styles.full],
  [80, styles.much],
  [60, styles.some],
] as const

const tintOf = (cell: Cell): string | undefined => (cell === 'closed' ? styles.closed : tints.find(([least]) => sizeOf(cell) >= least)?.[1])

/** Weekdays by hours, each with its figure; tinted by steps, framed where it is full. */
export const Heat = ({ table, label }: { readonly table: FigureTable; readonly label: string }) => {
  const say = useSayFigures()
  return (
    <table class={styles.heat} aria-label={label}>
      <thead>
        <tr>
          <td />
          {table.columns.map((hour) => (
            <th key={hour} scope="col">
              {say.column(table.name, hour)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {table.rows.map(({ key, cells }) => (
          <tr key={key}>
            <th scope="row">{say.words.shortWeekday(key)}</th>
            {cells.map((cell, n) => (
              <td key={table.columns[n]} class={tintOf(cell)}>
                {cell === 'closed' ? <span class="sr">{say.cell(cell)}</span> : say.cell(cell)}
              </td>
            ))}
          </tr>
        ))}
      </tbody>
    </table>
  )
}
