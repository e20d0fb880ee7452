/**
 * A small library system that answers SIP2, for whoever tries the demo (`npm run demo:ils`) and for tests. Runs on the endpoint; knows
 * neither socket nor clock: a message in, an answer out. It does as the servers that were recorded do: a loan that comes again is renewed,
 * a hold of somebody else is cancelled without a word, and what it cannot do it refuses in words of its own.
 */

export interface SmallIlsItem {
  readonly title: string
  lentTo?: string | undefined
  /** As it writes it: `20261215    235900`. */
  dueOn?: string | undefined
  /** Who waits for this very document, on the shelf. */
  heldFor?: string | undefined
  /** The site where it is picked up; absent: its own. */
  heldAt?: string
  renewals: number
}

export type SmallIls = ReturnType<typeof createSmallIls>

export interface SmallLoan {
  readonly barcode: string
  readonly card: string
  /** When it was lent, as it was told: 18 characters of SIP2, or ISO 8601. */
  readonly at: string
}

export interface SmallIlsOptions {
  readonly password: string
  /** 18 characters, as SIP2 writes a moment. */
  now(): string
  /** When a loan is due, and one that is renewed. */
  dueOn(isRenewal: boolean, loan: SmallLoan): string
  /** Which messages it says that it takes, as BX has them; all but one by default. */
  readonly supported?: string | undefined
}

/** Characters of the fixed part of each request (3M SIP 2.00). */
const fixedLengths: Readonly<Record<string, number>> = { 93: 2, 99: 8, 63: 31, 17: 18, 11: 38, '09': 37, 15: 19 }
/** Where an 11 says when it was lent, in the length of a moment. */
const [lentAt, momentLength] = [4, 18]
/** Where the summary of a 63 stands, and the two of its positions that are heeded here. */
const [summaryAt, holdsAt, loansAt] = [23, 0, 2]

const fieldsOf = (message: string): ReadonlyMap<string, string> =>
  new Map(
    message
      .slice(2 + (fixedLengths[message.slice(0, 2)] ?? 0))
      .split('|')
      .map((field) => [field.slice(0, 2), field.slice(2).trim()]),
  )

export const createSmallIls = ({ password, now, dueOn, supported = 'YYYYYYYYYYYNYYYY' }: SmallIlsOptions) => {
  const items = new Map<string, SmallIlsItem>()
  const patrons = new Set<string>()
  /** Patrons whose loans it refuses. */
  const blocked = new Set<string>()
  /** Patrons whose card is lost: a Koha says so beside. */
  const lost = new Set<string>()
  /** What each patron's own account is opened with; a card that is absent has none. */
  const passwords = new Map<string, string>()

  const lend = (barcode: string, card: string, at: string): string => {
    const item = items.get(barcode)
    const refuse = (why: string): string => `120NUN${now()}AOMPL|AA${card}|AB${barcode}|AJ${item?.title ?? ''}|AH|AF${why}|BLY|`
    if (item === undefined) return refuse('Invalid Item')
    if (!patrons.has(card)) return refuse('Invalid Patron')
    if (blocked.has(card)) return refuse('Patron Blocked')
    if (item.lentTo !== undefined && item.lentTo !== card) return refuse('Item checked out to another patron')
    const isRenewal = item.lentTo !== undefined
    if (isRenewal) item.renewals += 1
    item.lentTo = card
    item.dueOn = dueOn(isRenewal, { barcode, card, at })
    item.heldFor = undefined
    return `121${isRenewal ? 'Y' : 'N'}NY${now()}AOMPL|AA${card}|AB${barcode}|AJ${item.title}|AH${item.dueOn}|ZZunknown|`
  }

  const takeBack = (barcode: string): string => {
    const item = items.get(barcode)
    if (item === undefined) return `100NUY${now()}AOMPL|AB${barcode}|CV99|AFInvalid Item|`
    const wasLent = item.lentTo !== undefined
    item.lentTo = undefined
    const held = item.heldFor === undefined ? '' : `CY${item.heldFor}|CTMPL|CV01|`
    return `10${wasLent ? 1 : 0}YN${held === '' ? 'N' : 'Y'}${now()}AOMPL|AB${barcode}|AQMPL|AJ${item.title}|${held}${wasLent ? '' : 'AFItem not checked out|'}`
  }

  const tellItem = (barcode: string): string => {
    const item = items.get(barcode)
    const status = item === undefined ? '01' : item.lentTo !== undefined ? '04' : item.heldFor !== undefined ? '08' : '03'
    const due = item?.lentTo === undefined ? '' : `AH${item.dueOn ?? ''}|`
    return `18${status}0201${now()}AB${barcode}|AJ${item?.title ?? ''}|${item === undefined ? '' : 'AQMPL|'}${item?.heldFor === undefined ? '' : 'CF1|'}${due}`
  }

  const tellPatron = (card: string, given: string, summary: string): string => {
    const listed = (field: string, isTheirs: (item: SmallIlsItem) => boolean): string =>
      [...items].flatMap(([barcode, item]) => (isTheirs(item) ? [`${field}${barcode}|`] : [])).join('')
    const lists =
      summary[loansAt] === 'Y'
        ? listed('AU', ({ lentTo }) => lentTo === card)
        : summary[holdsAt] === 'Y'
          ? listed('AS', ({ heldFor }) => heldFor === card)
          : ''
    const isBlocked = blocked.has(card)
    const count = (isTheirs: (item: SmallIlsItem) => boolean): string =>
      String([...items.values()].filter(isTheirs).length).padStart(4, '0')
    const shelf = count(({ heldFor, lentTo }) => heldFor === card && lentTo === undefined)
    const notYet = count(({ heldFor, lentTo }) => heldFor === card && lentTo !== undefined)
    const counts = `${shelf}0000${count(({ lentTo }) => lentTo === card)}00000000${notYet}`
    return `64${isBlocked ? 'Y' : ' '}             012${now()}${counts}AOMPL|AA${card}|AEUsager ${card.slice(-4)}|BL${patrons.has(card) ? 'Y' : 'N'}|CQ${given !== '' && passwords.get(card) === given ? 'Y' : 'N'}|${isBlocked ? 'AFPatron Blocked|' : ''}${lists}`
  }

  const hold = (card: string, barcode: string, isWanted: boolean): string => {
    const item = items.get(barcode)
    const refuse = (why: string): string => `160N${now()}AA${card}|AOMPL|AF${why}|`
    if (item === undefined) return refuse('Invalid Item')
    if (!patrons.has(card)) return refuse('Invalid Patron')
    if (isWanted ? item.heldFor !== undefined : item.heldFor !== card) return refuse(isWanted ? 'Item has a hold' : 'No such hold')
    item.heldFor = isWanted ? card : undefined
    return `161N${now()}AA${card}|BSMPL|AB${barcode}|AJ${item.title}|AOMPL|`
  }

  type Reply = (fields: ReadonlyMap<string, string>, message: string) => string
  const [card, barcode] = [
    (fields: Parameters<Reply>[0]) => fields.get('AA') ?? '',
    (fields: Parameters<Reply>[0]) => fields.get('AB') ?? '',
  ]
  const replies: Readonly<Record<string, Reply>> = {
    93: (fields) => `94${fields.get('CO') === password ? 1 : 0}`,
    99: () => `98YYYYNN100005${now()}2.00AOMPL|BX${supported}|`,
    63: (fields, message) => tellPatron(card(fields), fields.get('AD') ?? '', message.slice(summaryAt)),
    17: (fields) => tellItem(barcode(fields)),
    11: (fields, message) => lend(barcode(fields), card(fields), message.slice(lentAt, lentAt + momentLength)),
    '09': (fields) => takeBack(barcode(fields)),
    15: (fields, message) => hold(card(fields), barcode(fields), message[2] === '+'),
  }
  return {
    items,
    patrons,
    blocked,
    lost,
    passwords,
    /** The answer to one message, both without seal and terminator. */
    answer: (message: string): string => replies[message.slice(0, 2)]?.(fieldsOf(message), message) ?? '96',
  }
}
