/**
 * The rows of a file of patrons, as the part of a patron that comes from the ILS, and of a file of orders, gathered by order. Runs in the
 * endpoint's commands; pure. No postal address and no birth date is read (PRIV-1); the address of mails goes apart, beside the rows (MSG-7).
 * A row without a usable card number is rejected, for nobody could find it at the desk; the rest may be missing. Whether what an order names
 * exists is not known here: `take-orders.ts` asks the library's rows.
 */
import { foldText } from '../../../domain/fold-text.ts'
import { type CardNumber, toCardNumber } from '../../../domain/ids.ts'
import { readMailAddress, readMessageLanguage } from '../../../domain/message/message.ts'
import type { OrderSource } from '../../../domain/order/order.ts'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import type { IlsAddress, IlsOrder, IlsOrderLine, IlsOrders, IlsPatron, IlsPatrons } from '../../ils/ils-says.ts'
import { quoteCell } from '../../ils/take-finding.ts'
import { createNumberReport, isRounded, learnBarcodeColumn, withoutNumber } from './barcode-column.ts'
import type { FileRow } from './file-row.ts'
import type { FileContent, FileFault, Note, RejectedRow } from './import-finding.ts'
import { parseDateColumn } from './parse-date-column.ts'
import type { FileBytes } from './read-bytes.ts'
import { byLine, dateNotes } from './read-catalogue.ts'
import { type ReadOptions, readTable } from './read-table.ts'
import { createUnreadValues } from './unread-values.ts'

interface PersonName {
  readonly surname: string
  readonly firstName: string
}

const civility = /^\(?(?:monsieur|madame|mademoiselle|mme|mlle|melle|mr|mrs|miss|ms|m|dr|docteur)\)?(?:\.\s*|\s+)(?=\S)/i
const civilityLast = /\s+\(?(?:monsieur|madame|mademoiselle|mme|mlle|melle|mr|mrs|m\.)\)?$/i
const particles = new Set(['le', 'la', 'les', 'de', 'du', 'des', 'da', 'dos', 'van', 'von', 'der', 'den', 'el', 'al', 'ben', 'saint', 'st'])

/** The name without what stands for Mr or Mrs; the same text where nothing else would be left: who looks for DURAND types DURAND. */
const withoutCivility = (name: string): string => name.replace(civility, '').replace(civilityLast, '')

const isCapital = (word: string): boolean => word === word.toUpperCase() && /\p{L}{2}/u.test(word)

/** "DUPONT Jean", "Dupont, Jean", "Mme Jeanne DUPONT", "Le Goff Yann": the surname is before the comma, or in capitals, or comes first. */
export const splitName = (full: string): PersonName => {
  const comma = full.indexOf(',')
  if (comma !== -1) {
    return { surname: withoutCivility(full.slice(0, comma).trim()), firstName: withoutCivility(full.slice(comma + 1).trim()) }
  }
  const words = withoutCivility(full).split(' ')
  const joined = (from: number, to?: number): string => words.slice(from, to).join(' ')
  const firstSmall = words.findIndex((word) => word !== word.toUpperCase())
  if (firstSmall > 0) return { surname: joined(0, firstSmall), firstName: joined(firstSmall) }
  const firstCapital = words.findIndex(
    (_, at) => words.slice(at).every((word) => word === word.toUpperCase()) && isCapital(words[at] ?? ''),
  )
  if (firstSmall === 0 && firstCapital > 0) return { surname: joined(firstCapital), firstName: joined(0, firstCapital) }
  let cut = 1
  while (cut < words.length - 1 && particles.has((words[cut - 1] ?? '').toLowerCase())) cut++
  return { surname: joined(0, cut), firstName: joined(cut) }
}

export type PatronsContent = FileContent<IlsPatron> & IlsPatrons

/** In a column of blocks; folded. */
const notBlocked =
  /^(?:|0|-|n|non?|false|faux|null|none|neant|ras|r\.a\.s\.?|ok|0000-00-00|00\/00\/0000|(?:non|pas|not|sans|no|aucune?)(?: de| d.)? ?(?:bloqu|blocage|block|susp|interdi|debar|retard|amende|exclu|dette|fine|motif|restri).*|aucune?|acti(?:f|ve)|libre|normal|en regle|a jour|valide|valid|autorise|debloquee?|levee?)$/
const blockWords =
  /^(?:1|o|oui|y|yes|x|true|vrai)$|\b(?:bloqu|block|suspen|exclu|interdi|retard|overdue|amende|fine|dette|debt|doit|impaye|du\b|perdu|perte|lost|vole|vol\b|stolen|radi|debar|restri|rappel|relance|abim|deterior|litige)/
/** A column that says why: what stands there is a reason, in whatever words. */
const saysWhy = /motif|raison|reason|comment/
const neverExpires = new Set(['', '-', '0000-00-00', '00/00/0000', 'illimite', 'illimitee', 'never'])
/** A block that says nothing but until when it lasts: Koha's `debarred` is such a date. */
const blockEnd = /^(?:\D*\b(?:jusqu\S*(?:\s+au)?|until|fin)\s+(?:le\s+)?)?(\d[\d/.-]+)$/i

/** Refuses a file that is no list of patrons, or of which no row can be used. */
export const readPatrons = (
  file: Pick<FileBytes, 'bytes' | 'compressed'>,
  { map, rule, toLocal, today, mendsMany = false, blockWords: own = [] }: ReadOptions = {},
): Result<PatronsContent, FileFault> => {
  const found = readTable('patrons', file, map)
  if (!found.ok) return found
  const table = found.value
  const cards = learnBarcodeColumn(table.column('card'), rule)
  const expiries = parseDateColumn(table.column('expiresOn'), toLocal)
  const blockEnds = parseDateColumn(table.column('blocked'), toLocal)
  let ended = 0
  const areReasons = table.has('blocked') && saysWhy.test(foldText(table.headerOf('blocked')))
  const unread = createUnreadValues()
  const ownWords = new Set(own.map(foldText))
  /** What blocks the card; undefined where nothing does, or does no more, and where nobody can say. */
  const blockOf = (line: number, text: string): string | undefined => {
    const word = foldText(text)
    if (ownWords.has(word)) return text
    if (notBlocked.test(word)) return undefined
    const until = blockEnds.parse(blockEnd.exec(text)?.[1] ?? '')
    if (until !== undefined && today !== undefined && until < today) {
      ended++
      return undefined
    }
    if (until !== undefined || areReasons || blockWords.test(word)) return text
    unread.add(line, text)
    return undefined
  }
  const rows: IlsPatron[] = []
  const rejected: RejectedRow[] = [...table.rejected]
  const lineByCard = new Map<string, number>()
  const mentioned = new Set<string>()
  const addresses = new Map<CardNumber, IlsAddress>()
  let noAddress = 0
  const report = createNumberReport('card', cards.isUsual)

  for (const row of table.rows) {
    const { line } = row
    const reject = (reason: RejectedRow['reason']): void => {
      rejected.push({ line, reason })
    }
    const cell = row.cell('card').trim()
    const numbers = cards.parse(cell)
    const [code] = numbers.codes
    if (code !== undefined) mentioned.add(code)
    const foundUnder = code !== undefined && cards.isUsual(code) ? undefined : table.shiftedTo(row, 'card', cards.isUsual)
    if (foundUnder !== undefined) reject({ kind: 'shifted', column: 'card', foundUnder })
    else if (isRounded(cell)) reject({ kind: 'number-rounded', column: 'card', value: cell })
    else if (code === undefined) reject(withoutNumber('card', cell, numbers.isAmbiguous))
    else if (lineByCard.has(code)) reject({ kind: 'duplicate', column: 'card', value: code, line: lineByCard.get(code) ?? 0 })
    else {
      const name = table.has('surname')
        ? { surname: withoutCivility(row.text('surname')), firstName: withoutCivility(row.text('firstName')) }
        : splitName(row.text('fullName'))
      const expiry = row.cell('expiresOn').trim()
      const expiresOn = neverExpires.has(foldText(expiry)) ? undefined : expiries.parse(expiry)
      const loans = row.cell('loansNow').trim()
      if (name.surname === '' && name.firstName === '') {
        reject({ kind: 'cell-missing', column: table.has('surname') ? 'surname' : 'fullName' })
        continue
      }
      // An expiry that cannot be read would let an expired card pass.
      if (expiresOn === undefined && !neverExpires.has(foldText(expiry))) {
        reject({ kind: 'cell-unreadable', column: 'expiresOn', value: quoteCell(expiry) })
        continue
      }
      if (!/^\d{0,4}$/.test(loans)) {
        reject({ kind: 'cell-unreadable', column: 'loansNow', value: quoteCell(loans) })
        continue
      }
      lineByCard.set(code, line)
      report.add(line, numbers)
      const email = readMailAddress(row.cell('email'))
      if (email !== undefined) addresses.set(toCardNumber(code), { email, language: readMessageLanguage(row.cell('language')) })
      else if (row.cell('email').trim() !== '') noAddress++
      rows.push({
        id: toCardNumber(code),
        ...name,
        category: row.text('category'),
        expiresOn,
        blocked: blockOf(line, row.text('blocked')),
        ilsLoans: Number(loans),
      })
    }
  }
  if (rows.length === 0) return refuse({ kind: 'no-row-accepted', rejected })
  const tooMany = mendsMany ? undefined : report.fault(table.rowCount)
  if (tooMany !== undefined) return refuse(tooMany)
  for (const cell of table.cellsOf(rejected)) mentioned.add(cell)
  const notes: readonly Note[] = [
    ...table.notes(),
    ...report.notes(),
    ...dateNotes('expiresOn', expiries),
    ...(table.has('blocked')
      ? [
          {
            kind: 'blocks-read',
            header: table.headerOf('blocked'),
            rows: rows.filter(({ blocked }) => blocked !== undefined).length,
          } as const,
          ...unread.notes(table.headerOf('blocked'), 'blocks-unread'),
        ]
      : []),
    ...(ended > 0 ? [{ kind: 'blocks-ended', header: table.headerOf('blocked'), rows: ended } as const] : []),
    ...(table.has('email')
      ? [{ kind: 'addresses-read', header: table.headerOf('email'), addresses: addresses.size, unread: noAddress } as const]
      : []),
  ]
  return accept({
    rows,
    addresses: table.has('email') ? addresses : undefined,
    rejected: byLine(rejected),
    notes,
    rowCount: table.rowCount,
    isCut: table.isCut,
    mentioned,
  })
}

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
