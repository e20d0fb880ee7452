/**
 * A small Koha on the small ILS's documents and cards: the part of its REST interface that we read, and its offline circulation service.
 * For whoever tries the demo (`npm run demo:ils`) and for tests. Runs on the endpoint; knows neither socket nor clock. It does as the
 * servers that were recorded do: its service forces, renews what comes twice, answers errors with status 200, and its list takes anything.
 */
import type { SmallIls, SmallLoan } from './small-ils.ts'

export interface SmallKohaRequest {
  readonly method: string
  readonly path: string
  readonly query: URLSearchParams
  readonly form: URLSearchParams
  readonly authorization: string | undefined
  /** What was sent, as it came. */
  readonly sent: string
}

export interface SmallKohaAnswer {
  readonly status: number
  readonly body: string
  readonly type: 'application/json' | 'text/plain'
}

export type SmallKoha = ReturnType<typeof createSmallKoha>

export interface SmallKohaOptions {
  readonly ils: Pick<SmallIls, 'items' | 'patrons' | 'blocked' | 'lost' | 'passwords'>
  readonly branch: string
  readonly account: { readonly user: string; readonly password: string }
  readonly key: { readonly id: string; readonly secret: string }
  /** ISO 8601, of a loan or of one that is renewed. */
  dueAt(isRenewal: boolean, loan: SmallLoan): string
}

const bearer = 'Bearer small-koha'
const json = (body: unknown, status = 200): SmallKohaAnswer => ({ status, body: JSON.stringify(body), type: 'application/json' })
const text = (body: string, status = 200): SmallKohaAnswer => ({ status, body, type: 'text/plain' })

/** A page of a list, as far as it was asked for, in the order that was: a base that is told none promises none. */
const paged = (answer: SmallKohaAnswer, query: URLSearchParams): SmallKohaAnswer => {
  const [page, length, order] = [Number(query.get('_page')), Number(query.get('_per_page')), query.get('_order_by')]
  const lines: unknown = JSON.parse(answer.body)
  if (!(page > 0 && length > 0 && Array.isArray(lines))) return answer
  if (order === null && page % 2 === 0) lines.reverse()
  if (order !== null) lines.sort((a, b) => Number(a[order]) - Number(b[order]))
  return json(lines.slice((page - 1) * length, page * length))
}

interface EndedLoan {
  readonly card: string
  readonly barcode: string
  readonly since: string
  readonly until: string
}

const sameAs = (asked: string) => (known: string) => known.toUpperCase() === asked.trim().toUpperCase()

/** Its loans, which its service moves without a question. */
const createCirculation = ({ items, patrons }: SmallKohaOptions['ils'], dueAt: SmallKohaOptions['dueAt']) => {
  const sinceByBarcode = new Map<string, string>()
  const ended: EndedLoan[] = []
  const cards = (): readonly string[] => [...patrons]
  const barcodes = (): readonly string[] => [...items.keys()]
  /** A barcode as it is written here. */
  const known = (barcode: string): string => barcodes().find(sameAs(barcode)) ?? barcode

  const lend = (barcode: string, card: string, since: string): string => {
    const item = items.get(barcode)
    if (item === undefined) return 'Barcode not found.'
    if (!patrons.has(card)) return 'Borrower not found.'
    const isRenewal = item.lentTo === card
    if (isRenewal) item.renewals += 1
    else sinceByBarcode.set(barcode, since)
    item.lentTo = card
    item.dueOn = dueAt(isRenewal, { barcode, card, at: since })
    item.heldFor = undefined
    return 'Success.'
  }
  const takeBack = (barcode: string, until: string): string => {
    const item = items.get(barcode)
    if (item === undefined) return 'Barcode not found.'
    if (item.lentTo === undefined) return 'Item not issued.'
    ended.push({ card: item.lentTo, barcode, since: sinceByBarcode.get(barcode) ?? '', until })
    item.lentTo = undefined
    return 'Success.'
  }
  /** What a line says, done now at its own desk. */
  const perform = (line: URLSearchParams): string => {
    const barcode = known(line.get('barcode') ?? '')
    const at = `${(line.get('timestamp') ?? '').replace(' ', 'T')}Z`
    if (line.get('action') === 'issue') return lend(barcode, line.get('cardnumber') ?? '', at)
    return line.get('action') === 'return' ? takeBack(barcode, at) : ''
  }
  const takesFromAnother = (line: URLSearchParams): boolean => {
    const item = items.get(known(line.get('barcode') ?? ''))
    const card = line.get('cardnumber')
    if (item === undefined || card === null) return false
    const isTheirs = (holder: string | undefined) => holder === undefined || holder === card
    return !isTheirs(item.lentTo) || !isTheirs(item.heldFor)
  }
  return { perform, takesFromAnother, cards, barcodes, ended, sinceOf: (barcode: string) => sinceByBarcode.get(barcode) }
}

/** What waits on its shelf and for when, and who and what its own numbers stand for. */
const createShelf = ({ items }: SmallKohaOptions['ils'], branch: string, { cards, barcodes }: ReturnType<typeof createCirculation>) => {
  /** By card: when a patron said that they would come, as its plugin of curbside pickups writes it, one after the other; while it is empty there is no plugin. */
  const pickups = new Map<string, string>()
  /** Documents that wait on its shelf. */
  const tellHolds = (query: URLSearchParams): SmallKohaAnswer => {
    const lines = [...items].flatMap(([barcode, { heldFor, heldAt = branch }], n) =>
      heldFor === undefined ||
      (query.get('biblio_id') !== `${n + 1}` && (query.get('status') !== 'W' || query.get('pickup_library_id') !== branch))
        ? []
        : [
            {
              hold_id: n + 1,
              patron_id: cards().indexOf(heldFor) + 1,
              // As a Koha of 2019 writes it.
              item_id: `${barcodes().indexOf(barcode) + 1}`,
              biblio_id: n + 1,
              pickup_library_id: heldAt,
              status: 'W',
              priority: 0,
              suspended: false,
            },
          ],
    )
    return json(lines)
  }
  /** One patron or one document by its own number there. */
  const tellOne = (path: string): SmallKohaAnswer | undefined => {
    // Its base finds a code in any letters, and writes its own.
    if (sameAs(`/api/v1/libraries/${branch}`)(path)) return json({ library_id: branch, pickup_location: true })
    const [, kind, id] = /^\/api\/v1\/(patrons|items)\/(\d+)$/.exec(path) ?? []
    const name = (kind === 'patrons' ? cards() : barcodes())[Number(id) - 1]
    if (name === undefined) return undefined
    return json(kind === 'patrons' ? { patron_id: Number(id), cardnumber: name } : { item_id: Number(id), external_id: name })
  }
  /** The record of a document. */
  const tellTitle = (path: string): SmallKohaAnswer | undefined => {
    const [, id] = /^\/api\/v1\/biblios\/(\d+)$/.exec(path) ?? []
    const item = items.get(barcodes()[Number(id) - 1] ?? '')
    return item === undefined ? undefined : json({ biblio_id: Number(id), title: item.title, author: null })
  }
  /** Its plugin of curbside pickups. */
  const tellPickups = (path: string): SmallKohaAnswer | undefined => {
    const [, asked, id] = /^\/api\/v1\/contrib\/curbsidepickup\/(?:(libraries\/policies)|patrons\/(\d+)\/pickups)$/.exec(path) ?? []
    if (pickups.size === 0 || (asked === undefined && id === undefined)) return undefined
    if (asked !== undefined) return json([{ id: 1, branchcode: branch, enabled: 1, pickup_interval: 30 }])
    const at = pickups.get(cards()[Number(id) - 1] ?? '')
    const past = { id: 1, borrowernumber: Number(id), branchcode: branch, delivered_datetime: '2026-11-24 08:00:00' }
    const open = (at?.match(/\S+ \S+/g) ?? []).map((when) => ({
      ...past,
      id: 2,
      scheduled_pickup_datetime: when,
      delivered_datetime: null,
    }))
    return json([{ ...past, scheduled_pickup_datetime: '2026-11-24 08:00:00' }, ...open])
  }
  return { pickups, tellHolds, tellOne: (path: string) => tellOne(path) ?? tellTitle(path) ?? tellPickups(path) }
}

/** The loans that run, or those that have ended: of one patron, or of one document. */
const createLoans = (
  { items }: SmallKohaOptions['ils'],
  branch: string,
  { cards, barcodes, ended, sinceOf }: ReturnType<typeof createCirculation>,
) => {
  const loanLine = (id: number, { barcode, card, since, until }: Omit<EndedLoan, 'until'> & { readonly until: string | null }) => ({
    checkout_id: id,
    patron_id: cards().indexOf(card) + 1,
    item_id: barcodes().indexOf(barcode) + 1,
    due_date: items.get(barcode)?.dueOn ?? null,
    checkout_date: since,
    checkin_date: until,
    library_id: branch,
  })

  const tellLoans = (query: URLSearchParams): SmallKohaAnswer => {
    // Asked for by us: of one patron, or of one document.
    const { item_id: itemId } = JSON.parse(query.get('q') ?? '{}') as { readonly item_id?: number }
    const card = cards()[Number(query.get('patron_id')) - 1]
    const lines =
      query.get('checked_in') === 'true'
        ? // Behind all that run.
          ended.map((one, n) => loanLine(items.size + n + 1, one))
        : [...items].flatMap(([barcode, { lentTo }], n) =>
            lentTo === undefined ? [] : [loanLine(n + 1, { barcode, card: lentTo, since: sinceOf(barcode) ?? '', until: null })],
          )
    return json(lines.filter(({ patron_id, item_id }) => (itemId === undefined ? cards()[patron_id - 1] === card : item_id === itemId)))
  }
  return tellLoans
}

export const createSmallKoha = ({ ils, branch, account, key, dueAt }: SmallKohaOptions) => {
  const { items, blocked, lost, passwords } = ils
  /** Lines of its list of offline circulation that nobody has gone through, oldest first. */
  const list: URLSearchParams[] = []
  /** By card: what it asks before it lends to it, where its people may still say yes. */
  const questions = new Map<string, string>()
  const circulation = createCirculation(ils, dueAt)
  const { pickups, tellHolds, tellOne } = createShelf(ils, branch, circulation)
  const { perform, takesFromAnother, cards, barcodes, sinceOf } = circulation
  const tellLoans = createLoans(ils, branch, circulation)

  const serve = ({ form }: SmallKohaRequest): SmallKohaAnswer => {
    if (form.get('userid') !== account.user || form.get('password') !== account.password) return text('', 401)
    if (form.get('pending') !== 'true') return text(perform(form))
    list.push(form)
    return text('Added.')
  }

  const tellAvailability = (query: URLSearchParams): SmallKohaAnswer => {
    const card = cards()[Number(query.get('patron_id')) - 1]
    const item = items.get(barcodes()[Number(query.get('item_id')) - 1] ?? '')
    if (card === undefined || item === undefined) return json({ error: 'Missing or wrong parameters' }, 400)
    const isOther = (holder: string | undefined) => holder !== undefined && holder !== card
    const confirms = {
      ...(isOther(item.lentTo) ? { ISSUED_TO_ANOTHER: 1, issued_cardnumber: item.lentTo } : {}),
      ...(item.lentTo === card ? { RENEW_ISSUE: 1 } : {}),
      ...(isOther(item.heldFor) ? { RESERVE_WAITING: 1, rescardnumber: item.heldFor } : {}),
    }
    const asks = questions.get(card)
    if (asks !== undefined) Object.assign(confirms, { [asks]: 1, current_loan_count: 20 })
    return json({ blockers: blocked.has(card) ? { DEBARRED: 1 } : {}, confirms, warnings: {}, confirmation_token: 'small' })
  }

  const tellItems = (query: URLSearchParams): SmallKohaAnswer => {
    const found = barcodes().filter(sameAs(query.get('external_id') ?? ''))
    return json(
      found.map((barcode) => ({
        item_id: barcodes().indexOf(barcode) + 1,
        external_id: barcode,
        biblio_id: barcodes().indexOf(barcode) + 1,
        item_type_id: 'LIV',
        callnumber: null,
        acquisition_date: '2026-11-24',
        checked_out_date: items.get(barcode)?.lentTo === undefined ? null : (sinceOf(barcode)?.slice(0, 10) ?? '2026-01-01'),
      })),
    )
  }

  const validatePassword = ({ sent }: SmallKohaRequest): SmallKohaAnswer => {
    // Sent by us, as that door asks.
    const { identifier = '', password = '' } = JSON.parse(sent) as { readonly identifier?: string; readonly password?: string }
    const card = cards().find(sameAs(identifier))
    return card === undefined || password === '' || passwords.get(card) !== password
      ? json({ error: 'Validation failed' }, 400)
      : json({ cardnumber: card, patron_id: cards().indexOf(card) + 1, userid: card }, 201)
  }

  const readings: Readonly<Record<string, (query: URLSearchParams) => SmallKohaAnswer>> = {
    '/api/v1/items': tellItems,
    '/api/v1/patrons': (query) =>
      json(
        cards()
          .filter(sameAs(query.get('cardnumber') ?? ''))
          .map((card) => ({
            patron_id: cards().indexOf(card) + 1,
            cardnumber: card,
            surname: 'Usager',
            firstname: card.slice(-4),
            category_id: 'PT',
            expiry_date: '2030-12-31',
            restricted: blocked.has(card),
            patron_card_lost: lost.has(card),
          })),
      ),
    '/api/v1/checkouts': tellLoans,
    '/api/v1/holds': tellHolds,
    '/api/v1/checkouts/availability': tellAvailability,
  }

  return {
    list,
    pickups,
    questions,
    perform,
    /** Its librarians go through the list, and leave out a loan that would take a document or a hold from somebody else. */
    goThroughList: (): void => {
      for (const line of list.splice(0)) if (!takesFromAnother(line)) perform(line)
    },
    /** A person takes the lines about a document out of the list. */
    rejectLines: (barcode: string): void => {
      const kept = list.filter((line) => line.get('barcode') !== barcode)
      list.splice(0, list.length, ...kept)
    },
    answer: (request: SmallKohaRequest): SmallKohaAnswer => {
      const { method, path, query, form, authorization } = request
      if (method === 'POST' && path === '/cgi-bin/koha/offline_circ/service.pl') return serve(request)
      if (method === 'POST' && path === '/api/v1/oauth/token') {
        const isKnown = form.get('client_id') === key.id && form.get('client_secret') === key.secret
        return isKnown
          ? json({ access_token: bearer.slice('Bearer '.length), expires_in: 3600, token_type: 'Bearer' })
          : json({ error: 'access_denied' }, 403)
      }
      const basic = `Basic ${Buffer.from(`${account.user}:${account.password}`).toString('base64')}`
      if (authorization !== bearer && authorization !== basic) return json({ error: 'Authentication failure.' }, 401)
      if (method === 'POST' && path === '/api/v1/auth/password/validation') return validatePassword(request)
      const reading = method === 'GET' ? readings[path] : undefined
      const one = method === 'GET' ? tellOne(path) : undefined
      if (one !== undefined) return one
      const answered = reading?.(query)
      if (answered !== undefined) return paged(answered, query)
      return json({ errors: [{ message: 'Not Found.', path: '/' }], status: 404 }, 404)
    },
  }
}
