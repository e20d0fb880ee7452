/**
 * The six questions of Chiffres, each in the margin, with the sentence computed from its figures, the picture, the table and its file.
 * Runs in the browser. A sentence says nothing that the figures do not carry: it is silent under a small difference (STAT-6, STAT-7).
 */
import type { ComponentChildren } from 'preact'
import { useState } from 'preact/hooks'
import { compare, percentOf } from '../../../domain/figures/compare.ts'
import { countedDays } from '../../../domain/figures/counted-since.ts'
import { type Cell, type FigureRow, type Figures, type FigureTable, type TableName, tableOf } from '../../../domain/figures/figures.ts'
import { firstDayOf, monthOf, yearOf } from '../../../domain/figures/period.ts'
import { writeCsv } from '../../../domain/figures/write-csv.ts'
import { daysBetween, daysPerWeek, type LocalDate } from '../../../domain/local-date.ts'
import { ChoiceField } from '../../components/field.tsx'
import { hrefOf } from '../../routes.ts'
import { Cells } from './cells.tsx'
import styles from './figures.module.css'
import { Bars, Columns, Heat, nearlyFull } from './pictures.tsx'
import { mostOrders, useSayFigures } from './say-figures.ts'

interface QuestionProps {
  readonly figures: Figures
  readonly period: string
}

const none = (name: TableName): FigureTable => ({ name, columns: [], rows: [] })
const tableIn = (figures: Figures, name: TableName): FigureTable => tableOf(figures, name) ?? none(name)
const cellAt = ({ cells }: FigureRow, at: number): Cell => cells[at] ?? 'nc'

const Question = ({ ask, answer, children }: { readonly ask: string; readonly answer: string; readonly children: ComponentChildren }) => (
  <div class={styles.question}>
    <p class={`where ${styles.ask}`}>{ask}</p>
    <div class={styles.body}>
      <h2>
        <span class="sr">{ask} </span>
        {answer}
      </h2>
      {children}
    </div>
  </div>
)

/** What « n. c. » stands for, under a table that has it. */
const Uncounted = ({ table }: { readonly table: FigureTable }) => {
  const { cells, notes } = useSayFigures().words.csv
  if (!table.rows.some((row) => row.cells.includes('nc'))) return null
  return (
    <p class={`small soft ${styles.note}`}>
      {cells.nc} {notes.nc}
    </p>
  )
}

type Grain = 'months' | 'weeks' | 'days'

export const HowMany = ({ figures, period }: QuestionProps) => {
  const { words, format, count, cell, difference, decimal } = useSayFigures()
  const [grain, setGrain] = useState<Grain>('months')
  const said = words.howMany
  const [now, before] = figures.orders
  const changed = compare(now, before)
  const answer =
    changed.kind === 'uncounted'
      ? said.alone(cell(figures.documents[0]), Number(figures.documents[0]))
      : changed.kind === 'same'
        ? said.same
        : changed.percent === undefined
          ? (changed.kind === 'more' ? said.moreBy : said.fewerBy)(count(changed.by))
          : (changed.kind === 'more' ? said.more : said.fewer)(decimal(changed.percent))
  const grains: readonly Grain[] = daysBetween(figures.days.from, figures.days.to) > 31 ? ['months', 'weeks'] : ['months', 'weeks', 'days']
  const table = tableIn(figures, grain)
  const weekLabel = (key: string): string => `${format.dayAndMonth(key as LocalDate).split('\u00a0')[0]}\u00a0${words.shortMonth(key)}`
  const label = (key: string): string =>
    grain === 'months' ? words.shortMonth(key) : grain === 'days' ? String(Number(key.slice(8))) : weekLabel(key)
  /** The weeks of a year are too many for their days: each month is named under its first one. */
  const underColumn = (key: string, before: string | undefined): { readonly label: string; readonly brief: string } => {
    const isMonth = grain === 'months' || (grain === 'weeks' && period.length === 4)
    if (!isMonth) return { label: label(key), brief: label(key) }
    const isFirst = before === undefined || monthOf(before as LocalDate) !== monthOf(key as LocalDate)
    // The first week may begin in the year before.
    const month = isFirst && key.slice(0, 4) === period.slice(0, 4) ? words.shortMonth(key) : ''
    return { label: month, brief: month.charAt(0) }
  }
  const isMarked = table.rows.some((row) => typeof cellAt(row, 1) === 'number')
  const isOn = (key: string): boolean => grain === 'months' && period.length > 4 && key === monthOf(figures.days.from)
  const [open, openBefore] = figures.openDays
  const { orders, documents } = figures.since
  // Months are those of the year.
  const first = grain === 'months' ? firstDayOf(yearOf(figures.days.from)) : figures.days.from
  return (
    <Question ask={words.questions.howMany} answer={answer}>
      <ChoiceField
        label={said.grain}
        hideLabel
        inline
        value={grain}
        choices={grains.map((value) => ({ value, words: said.grains[value] }))}
        onChoose={setGrain}
      />
      <div class={styles.pair}>
        <div>
          <Columns
            label={said.picture(said.grains[grain].toLowerCase())}
            marks={table.rows.map((row, n) => ({
              key: row.key,
              ...underColumn(row.key, table.rows[n - 1]?.key),
              now: cellAt(row, 0),
              before: cellAt(row, 1),
              isOn: isOn(row.key),
            }))}
          />
          <p class={styles.legend}>
            {said.axis}{' '}
            {isMarked ? (
              <span class="nowrap">
                <span class={styles.sample} aria-hidden="true" /> {said.mark}
              </span>
            ) : null}
          </p>
        </div>
        <div>
          <Cells
            className={`${styles.table} ${styles.dated}`}
            label={words.csv.tables[grain].title}
            heads={[
              words.csv.tables[grain].key,
              words.narrowHeads.orders,
              words.csv.columns.before.head,
              words.difference,
              words.narrowHeads.documents,
            ]}
            rows={table.rows.map((row) => ({
              key: row.key,
              isOn: isOn(row.key),
              name: label(row.key),
              cells: [cell(cellAt(row, 0)), cell(cellAt(row, 1)), difference(cellAt(row, 0), cellAt(row, 1)), cell(cellAt(row, 2))],
            }))}
          />
          <Uncounted table={table} />
          <FiguresFile tables={[table]} period={period} />
          {orders > first || documents > first ? (
            <p class="small soft">{said.since(format.dayAndMonth(orders), format.dayAndMonth(documents))}</p>
          ) : null}
          <p class="small soft">
            {typeof open === 'number' ? said.openDays(count(open), open) : ''}
            {typeof open === 'number' && typeof openBefore === 'number' ? said.openDaysBefore(count(openBefore)) : ''}
          </p>
        </div>
      </div>
    </Question>
  )
}

export const ForWhom = ({ figures, period }: QuestionProps) => {
  const { words, cell, key, column } = useSayFigures()
  const said = words.forWhom
  const [audiences, sources, crossed] = [tableIn(figures, 'audiences'), tableIn(figures, 'sources'), tableIn(figures, 'crossing')]
  const most = mostOrders(figures)
  const answer = most === undefined ? said.plain : said.head(most.percent, key('audiences', most.audience))
  const isAnyHidden = [...audiences.rows, ...crossed.rows].some(({ cells }) => cells.includes('nd'))
  return (
    <Question ask={words.questions.forWhom} answer={answer}>
      <div class={styles.even}>
        <div>
          {audiences.rows.length === 0 ? (
            <p class="soft">{said.later}</p>
          ) : (
            <Bars table={audiences} label={said.picture} whole={figures.orders[0]} />
          )}
          <p class={styles.legend}>{said.from}</p>
          <Bars table={sources} label={said.pictureFrom} whole={figures.orders[0]} />
        </div>
        <div>
          {crossed.rows.length === 0 ? null : (
            <Cells
              className={styles.table}
              label={words.csv.tables.crossing.title}
              heads={[words.csv.tables.crossing.key, ...crossed.columns.map((type) => column('crossing', type))]}
              rows={crossed.rows.map((row) => ({
                key: row.key,
                isOn: row.key === '*',
                name: key('crossing', row.key),
                cells: row.cells.map(cell),
              }))}
            />
          )}
          {isAnyHidden ? (
            <p class={`small soft ${styles.note}`}>
              {words.csv.cells.nd} {words.csv.notes.nd}
            </p>
          ) : null}
          <FiguresFile tables={[audiences, sources, crossed].filter(({ rows }) => rows.length > 0)} period={period} />
        </div>
      </div>
    </Question>
  )
}

/** Hours told in the sentence, at most. */
const mostHours = 3

export const When = ({ figures, period }: QuestionProps) => {
  const { words, count } = useSayFigures()
  const said = words.filling
  const table = tableIn(figures, 'filling')
  const cells = table.rows.flatMap((row) =>
    row.cells.map((cell, at) => ({ weekday: row.key, hour: table.columns[at] ?? '', filled: typeof cell === 'number' ? cell : 0 })),
  )
  const full = cells.filter(({ filled }) => filled >= nearlyFull).sort((a, b) => b.filled - a.filled)
  const rest = full.length - mostHours
  const named = [...full.slice(0, mostHours).map(({ weekday, hour }) => said.hour(weekday, hour)), ...(rest > 0 ? [said.more(rest)] : [])]
  const answer = cells.length === 0 ? said.empty : full.length === 0 ? said.none : said.full(named, named.length)
  const { days, since } = figures
  const counted = countedDays(days, since.orders)
  const weeks = Math.max(1, counted / daysPerWeek)
  const aWeek = (cell: Cell): string => (typeof cell === 'number' ? count(Math.round(cell / weeks)) : words.csv.cells.nc)
  return (
    <Question ask={words.questions.when} answer={answer}>
      {cells.length === 0 ? null : (
        <div class={styles.even}>
          <div>
            <Heat table={table} label={words.csv.tables.filling.title} />
            <p class={`small soft ${styles.note}`}>{said.note}</p>
          </div>
          <div>
            <p class="said">
              {counted < daysPerWeek
                ? said.sayFew(aWeek(figures.placed), aWeek(figures.places), counted)
                : said.say(aWeek(figures.placed), aWeek(figures.places))}
            </p>
            <FiguresFile tables={[table]} period={period} />
            <p>
              <a class="text-link" href={hrefOf('management', 'reglages')}>
                {said.settings}
              </a>
            </p>
          </div>
        </div>
      )}
    </Question>
  )
}

export const HowLong = ({ figures, period }: QuestionProps) => {
  const { words, format, count } = useSayFigures()
  const said = words.ready
  const table = tableIn(figures, 'delays')
  const { half, nineInTen, halfBefore } = figures.ready
  const whole = table.rows.reduce((sum, { cells: [cell] }) => sum + (typeof cell === 'number' ? cell : 0), 0)
  const isAny = typeof half === 'number' && typeof nineInTen === 'number'
  return (
    <Question ask={words.questions.howLong} answer={isAny ? said.head(format.duration(half), format.duration(nineInTen)) : said.none}>
      <div class={styles.even}>
        {isAny ? <Bars table={table} label={said.picture} whole={whole} /> : null}
        <div>
          <p class="small soft">
            {said.note} {typeof halfBefore === 'number' ? said.before(format.duration(halfBefore)) : ''}
          </p>
          {figures.preparing === undefined ? null : (
            <p class="small soft">{said.preparing(figures.preparing.seconds, count(figures.preparing.documents))}</p>
          )}
          {isAny ? <FiguresFile tables={[table]} period={period} /> : null}
        </div>
      </div>
    </Question>
  )
}

const ofOrders: ReadonlySet<string> = new Set(['no-show', 'cancelled'])

export const Rest = ({ figures, period }: QuestionProps) => {
  const { words, cell, key, percent } = useSayFigures()
  const said = words.rest
  const table = tableIn(figures, 'rest')
  const missed = percentOf(table.rows.find((row) => row.key === 'not-found')?.cells[0] ?? 'nc', figures.documents[0])
  const shareOf = (row: FigureRow): string => {
    if (row.key === 'returned') return '–'
    const share = percent(cellAt(row, 0), ofOrders.has(row.key) ? figures.orders[0] : figures.documents[0])
    return share === undefined ? '–' : `${share} ${ofOrders.has(row.key) ? said.ofOrders : said.ofDocuments}`
  }
  return (
    <Question ask={words.questions.rest} answer={missed === undefined ? said.plain : said.head(Math.round(missed))}>
      <Cells
        className={`${styles.table} ${styles.ended}`}
        label={words.csv.tables.rest.title}
        heads={[words.csv.tables.rest.key, words.csv.columns.now.head, words.csv.columns.before.head, said.percent]}
        rows={table.rows.map((row) => ({
          key: row.key,
          name: key('rest', row.key),
          cells: [cell(cellAt(row, 0)), cell(cellAt(row, 1)), shareOf(row)],
        }))}
      />
      <Uncounted table={table} />
      <FiguresFile tables={[table]} period={period} />
    </Question>
  )
}

export const HowManyPatrons = ({ figures, period }: QuestionProps) => {
  const { words, format, count, cell } = useSayFigures()
  const said = words.patrons
  const { size, since, destroyedOn } = figures.patrons
  const changed = compare(size, figures.patronsBefore.size)
  const beside = changed.kind === 'more' ? said.more(count(changed.by)) : changed.kind === 'fewer' ? said.fewer(count(changed.by)) : ''
  const table = tableIn(figures, 'patrons')
  const isYear = period.length === 4
  return (
    <Question ask={words.questions.patrons} answer={typeof size === 'number' ? `${said.head(cell(size), size)}${beside}` : said.uncounted}>
      {typeof size === 'number' ? (
        <p class="said">{destroyedOn === undefined ? said.running : said.destroyed(format.dayAndMonth(destroyedOn))}</p>
      ) : null}
      {since === undefined ? null : <p class="small soft">{words.countedSince(format.dayAndMonth(since))}</p>}
      {isYear ? (
        <>
          <Columns
            label={words.csv.tables.patrons.title}
            marks={table.rows.map((row) => ({
              key: row.key,
              label: words.shortMonth(row.key),
              brief: words.shortMonth(row.key).charAt(0),
              now: cellAt(row, 0),
              before: cellAt(row, 1),
              isOn: false,
            }))}
          />
          <p class="small soft">{said.sum}</p>
        </>
      ) : null}
      <FiguresFile tables={[table]} period={period} />
    </Question>
  )
}

const save = (name: string, text: string): void => {
  const href = URL.createObjectURL(new Blob([text], { type: 'text/csv;charset=utf-8' }))
  const link = document.createElement('a')
  link.href = href
  link.download = name
  link.click()
  URL.revokeObjectURL(href)
}

/**
 * The file of a table, made of the rows that the screen shows and by the function of the endpoint's own command (STAT-3). Off line too.
 */
const FiguresFile = ({ tables, period }: { readonly tables: readonly FigureTable[]; readonly period: string }) => {
  const { words } = useSayFigures()
  return (
    <p class={styles.files}>
      {tables.map((table) => {
        const { title } = words.csv.tables[table.name]
        return (
          <button
            key={table.name}
            type="button"
            class="btn quiet"
            aria-label={words.fileOf(title)}
            onClick={() => save(words.fileName(table.name, period), writeCsv([table], words.csv))}
          >
            <svg
              class="i"
              viewBox="0 0 24 24"
              fill="none"
              stroke="currentColor"
              stroke-width="2"
              stroke-linejoin="round"
              aria-hidden="true"
            >
              <path d="M3.5 4.5h17v15h-17zM3.5 9.5h17M3.5 14.5h17M10 9.5v10" />
            </svg>
            {tables.length === 1 ? words.file : words.fileOf(title)}
          </button>
        )
      })}
    </p>
  )
}
