/**
 * The rows of a file of orders: each row is one wanted line, and the lines are gathered by order. Runs in the endpoint's commands; pure.
 * Whether a card, a record or a barcode exists is not known here: `take-orders.ts` asks the library's rows.
 */
import { foldText } from '../../../domain/fold-text.ts'
import type { OrderSource } from '../../../domain/order/order.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { IlsOrder, IlsOrderLine, IlsOrders } from '../../ils/ils-says.ts'
import { quoteCell } from '../../ils/take-finding.ts'
import { isRounded } from './barcode-column.ts'
import type { FileRow } from './file-row.ts'
import type { FileContent, FileFault, Note, RejectedRow } from './import-finding.ts'
import { parseDateColumn } from './parse-date-column.ts'
import type { FileBytes } from './read-bytes.ts'
import { byLine, dateNotes } from './read-catalogue.ts'
import { type ReadOptions, readTable } from './read-table.ts'
import { createUnreadValues } from './unread-values.ts'

export type OrdersContent = FileContent<IlsOrder> & IlsOrders

const sourceOf = (text: string): OrderSource => {
  const word = foldText(text)
  if (/^(?:phone|tel|telephone)/.test(word)) return 'phone'
  if (/^(?:desk|guichet|accueil|sur place|counter)/.test(word)) return 'desk'
  if (/^(?:portal|portail|web|internet|opac|en ligne)/.test(word)) return 'portal'
  return 'ils'
}

/** Refuses a file that is no list of orders, or of which no row can be used. */
export const readOrders = (
  file: Pick<FileBytes, 'bytes' | 'compressed'>,
  { map, toLocal }: ReadOptions = {},
): Result<OrdersContent, FileFault> => {
  const found = readTable('orders', file, map)
  if (!found.ok) return found
  const table = found.value
  const dates = parseDateColumn(table.column('slotDate'), toLocal)
  const orderDates = parseDateColumn(table.column('orderedOn'), toLocal)
  const unreadOrdered = createUnreadValues()
  const unreadCounts = createUnreadValues()
  const orderByKey = new Map<string, IlsOrder & { readonly lines: IlsOrderLine[] }>()
  const rejected: RejectedRow[] = [...table.rejected]

  const readRow = (row: FileRow<'orders'>): RejectedRow['reason'] | undefined => {
    const ilsNumber = table.has('order') ? row.text('order') : undefined
    if (ilsNumber === '') return { kind: 'cell-missing', column: 'order' }
    const card = row.text('card')
    const day = row.cell('slotDate').trim()
    const hour = table.has('slotTime') ? row.cell('slotTime').trim() : day
    const { date, time } = dates.parseMoment(day, hour)
    if (card === '') return { kind: 'cell-missing', column: 'card' }
    if (isRounded(card)) return { kind: 'number-rounded', column: 'card', value: card }
    if (date === undefined)
      return day === ''
        ? { kind: 'cell-missing', column: 'slotDate' }
        : { kind: 'cell-unreadable', column: 'slotDate', value: quoteCell(day) }
    if (time === undefined && table.has('slotTime') && hour !== '')
      return { kind: 'cell-unreadable', column: 'slotTime', value: quoteCell(hour) }
    const many = table.has('count') ? row.cell('count').trim() : ''
    const isCount = /^[1-9]\d{0,2}$/.test(many)
    const line: IlsOrderLine = {
      line: row.line,
      record: row.text('record'),
      barcode: row.text('barcode'),
      title: row.text('title'),
      ...(isCount ? { count: Number(many) } : {}),
    }
    const isWish = line.record === '' && line.barcode === ''
    if (isWish && many !== '' && !isCount) unreadCounts.add(row.line, many)
    if (line.record === '' && line.barcode === '' && line.title === '') return { kind: 'cell-missing', column: 'record' }
    if (isRounded(line.barcode)) return { kind: 'number-rounded', column: 'barcode', value: line.barcode }
    const site = row.text('site')
    // Without numbers, what one card wants on one day is one order, and its patron comes once: at the first of its times.
    const key = ilsNumber ?? `${card}\n${date}\n${site}`
    const known = orderByKey.get(key)
    if (known !== undefined) {
      const isOther = known.card !== card || known.date !== date || known.time !== time || known.site !== site
      if (ilsNumber !== undefined && isOther) return { kind: 'order-contradicts', order: ilsNumber, line: known.line }
      const same = known.lines.find(
        (other) =>
          other.record === line.record &&
          other.barcode === line.barcode &&
          (line.record + line.barcode !== '' || other.title === line.title),
      )
      if (same !== undefined) return { kind: 'duplicate', column: 'order', value: ilsNumber ?? card, line: same.line }
      known.lines.push(line)
      const isEarlier = time !== undefined && (known.time === undefined || time < known.time)
      if (isEarlier) orderByKey.set(key, { ...known, time })
      return undefined
    }
    const ordered = row.cell('orderedOn').trim()
    const { date: orderedDate, time: orderedTime } = orderDates.parseMoment(ordered, ordered)
    if (ordered !== '' && orderedDate === undefined) unreadOrdered.add(row.line, ordered)
    orderByKey.set(key, {
      ilsNumber,
      line: row.line,
      card,
      date,
      time,
      site,
      source: sourceOf(row.text('source')),
      note: row.text('note'),
      orderedOn: orderedDate === undefined || orderedTime === undefined ? undefined : { date: orderedDate, time: orderedTime },
      lines: [line],
    })
    return undefined
  }

  for (const row of table.rows) {
    const reason = readRow(row)
    if (reason !== undefined) rejected.push({ line: row.line, reason })
  }
  const rows = [...orderByKey.values()]
  const days = rows.map((order) => order.date).sort()
  const [from, to] = [days[0], days.at(-1)]
  if (from === undefined || to === undefined) return refuse({ kind: 'no-row-accepted', rejected })
  const notes: readonly Note[] = [
    ...table.notes(),
    ...dateNotes('slotDate', dates),
    ...unreadOrdered.notes(table.headerOf('orderedOn')),
    ...unreadCounts.notes(table.headerOf('count')),
  ]
  return accept({
    rows,
    rejected: byLine(rejected),
    notes,
    rowCount: table.rowCount,
    isCut: table.isCut,
    inRejected: table.cellsOf(rejected),
    from,
    to,
  })
}
