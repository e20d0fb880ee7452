/**
 * Searching, and filling the basket (PAGE-5, PAGE-6). Runs on the endpoint. The basket is the browser's own: nothing is written here before
 * the visitor has shown who they are.
 */
import type { Context, Hono } from 'hono'
import { type RecordId, toRecordId } from '../../domain/ids.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { type BasketLine, withLine, withoutLine } from './basket.ts'
import { type Answer, basketPage, choosePage, type NamedLine, wishPage } from './choose-page.ts'
import type { PageEnv, PagePorts, Visit } from './layout.ts'
import { keepBasket } from './page-cookies.ts'
import { lookAtShelves, nameRecords, type OpenShelves } from './shelves.ts'

/** What was posted; what is not the form that it says it is has no fields. */
export const readForm = (context: Context<PageEnv>): Promise<Readonly<Record<string, unknown>>> => context.req.parseBody().catch(() => ({}))

/** The text of a field; empty where there is none. */
export const fieldOf = (form: Readonly<Record<string, unknown>>, name: string): string => {
  const value = form[name]
  return typeof value === 'string' ? value.trim() : ''
}

/** Each line as it is called; a title that left the catalogue says so. */
export const nameLines = async (
  { store }: Pick<PagePorts, 'store'>,
  openShelves: OpenShelves,
  { library, basket, words }: Visit,
): Promise<readonly NamedLine[]> => {
  const wanted = basket.flatMap(({ recordId, wish }) => (recordId === undefined || wish !== undefined ? [] : [recordId]))
  const titleOf = await nameRecords(store, openShelves, library.id, wanted)
  return basket.map((line) => ({
    ...line,
    ...(line.wish !== undefined ? { title: line.wish } : ((line.recordId && titleOf(line.recordId)) ?? { title: words.basket.gone })),
  }))
}

/** What the search finds, with its shelves; undefined: the catalogue cannot be searched now. */
const search = async ({ store }: PagePorts, openShelves: OpenShelves, visit: Visit, query: string): Promise<Answer | undefined> => {
  const findings = (await openShelves(visit.library.id))?.search(query)
  if (findings === undefined) return undefined
  const { library, now, local } = visit
  const { records } = findings
  return store.read(library.id, async (reader) => ({
    findings,
    shelves: await lookAtShelves(reader, records, now, local.date),
    languages: await reader.titleLanguages(records.map(({ id }) => id)),
  }))
}

export const addChooseRoutes = (pages: Hono<PageEnv>, ports: PagePorts, openShelves: OpenShelves): void => {
  pages.get('/', async (context) => {
    const visit = context.get('visit')
    const query = (context.req.query('q') ?? '').trim().slice(0, textLengths.wish)
    const answer = query === '' ? undefined : await search(ports, openShelves, visit, query)
    const isFull = context.req.query('plein') !== undefined
    return context.html(choosePage(visit, { query, answer, lines: await nameLines(ports, openShelves, visit), isFull }))
  })

  pages.get('/panier', async (context) => {
    const visit = context.get('visit')
    return context.html(basketPage(visit, await nameLines(ports, openShelves, visit)))
  })

  /** The line that a press is about; a wish that cites a title is written here, never taken from the form. */
  const lineOf = async ({ library, words }: Visit, form: Readonly<Record<string, unknown>>): Promise<BasketLine | undefined> => {
    const [id, act] = [fieldOf(form, 'record'), fieldOf(form, 'do')]
    const recordId: RecordId | undefined = id === '' ? undefined : toRecordId(id)
    if (act === 'remove') return { recordId, wish: fieldOf(form, 'wish') || undefined }
    const record = recordId && (await openShelves(library.id))?.recordById(recordId)
    if (record === undefined) return undefined
    return { recordId, wish: act === 'wish' ? words.search.ifBack(record.title, record.author) : undefined }
  }

  pages.post('/panier', async (context) => {
    const visit = context.get('visit')
    const form = await readForm(context)
    const line = await lineOf(visit, form)
    const isRemoved = fieldOf(form, 'do') === 'remove'
    const next = line === undefined ? visit.basket : isRemoved ? withoutLine(visit.basket, line) : withLine(visit.basket, line)
    if (next !== undefined) keepBasket(context, next)
    const from = fieldOf(form, 'from')
    if (from === 'panier' || from === 'quand') return context.redirect(`${visit.base}/${from}`, 303)
    const query = fieldOf(form, 'q').slice(0, textLengths.wish)
    const asked = new URLSearchParams({ ...(query === '' ? {} : { q: query }), ...(next === undefined ? { plein: '' } : {}) })
    const at = next === undefined ? '#say' : line?.recordId === undefined || query === '' ? '' : `#t-${encodeURIComponent(line.recordId)}`
    return context.redirect(`${visit.base}/${asked.size === 0 ? '' : `?${asked}`}${at}`, 303)
  })

  const showWish = (context: Context<PageEnv>, isEmpty: boolean, isFull: boolean) =>
    context.html(wishPage(context.get('visit'), { isEmpty, isFull }), isEmpty || isFull ? 422 : 200)
  pages.get('/souhait', (context) => showWish(context, false, false))
  pages.post('/souhait', async (context) => {
    const { basket, base } = context.get('visit')
    const wish = fieldOf(await readForm(context), 'wish')
    if (wish === '') return showWish(context, true, false)
    const next = withLine(basket, { recordId: undefined, wish })
    if (next === undefined) return showWish(context, false, true)
    keepBasket(context, next)
    return context.redirect(`${base}/panier`, 303)
  })
}
