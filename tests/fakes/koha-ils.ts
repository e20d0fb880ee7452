/**
 * The demo's small Koha on a real port of this machine, which can be told to fail: cut, silent, broken, moved, under maintenance.
 * Runs in tests.
 */
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import type { KohaSettings } from '../../src/endpoint/connectors/koha/read-settings.ts'
import { createSmallIls, type SmallIls } from '../../src/endpoint/demo/small-ils.ts'
import { createSmallKoha, type SmallKoha } from '../../src/endpoint/demo/small-koha.ts'
import { createKohaCsrf } from './koha-csrf.ts'

/** What goes wrong: `cut-after`, `silent`, `broken` (status 500), `garbled` and `empty` have done it; `cut-before`, `moved`, `maintenance`, `lost` (404) and `forbidden` (403) have not. */
export type KohaFault =
  | 'lost'
  | 'forbidden'
  | 'cut-before'
  | 'cut-after'
  | 'silent'
  | 'broken'
  | 'moved'
  | 'maintenance'
  | 'garbled'
  | 'empty'

export interface KohaIls
  extends Pick<SmallIls, 'items' | 'patrons' | 'blocked' | 'lost' | 'passwords'>,
    Pick<SmallKoha, 'list' | 'goThroughList' | 'perform' | 'rejectLines' | 'pickups' | 'questions'> {
  readonly settings: KohaSettings
  /** `METHOD path` of every request, in order. */
  readonly heard: string[]
  /** Every line that its service was given. */
  readonly lines: URLSearchParams[]
  /** The next request to a path that ends so, or whose query does, fails once. */
  failNext(path: string, fault: KohaFault): void
  failNone(): void
  /** From now on its pages want a token, as those of 24.05 and later; `withheld`: what stands before it takes the token out. */
  askTokens(how?: 'given' | 'withheld'): void
  /** Ends of paths that it does not have. */
  readonly lacks: Set<string>
  stop(): Promise<void>
}

const service = 'service.pl'

export const startKoha = async (changes: Partial<KohaSettings> = {}): Promise<KohaIls> => {
  const ils = createSmallIls({ password: '', now: () => '', dueOn: () => '' })
  const account = { user: 'desk', password: 'secret' }
  const key = { id: '1111', secret: '2222' }
  const koha = createSmallKoha({
    ils,
    branch: 'MPL',
    account,
    key,
    dueAt: (isRenewal) => (isRenewal ? '2027-01-14T23:59:00+01:00' : '2026-12-15T23:59:00+01:00'),
  })
  const heard: string[] = []
  const lines: URLSearchParams[] = []
  const faults = new Map<string, KohaFault>()
  const lacks = new Set<string>()
  const csrf = createKohaCsrf()
  let tokens: 'none' | 'given' | 'withheld' = 'none'
  const server = createServer((request, response) => {
    const pieces: Buffer[] = []
    request.on('data', (piece: Buffer) => pieces.push(piece))
    request.on('end', () => {
      const url = new URL(request.url ?? '/', 'http://koha')
      heard.push(`${request.method} ${url.pathname}`)
      const ends = [...faults.keys()].find((path) => url.pathname.endsWith(path) || url.search.endsWith(path))
      const fault = ends === undefined ? undefined : faults.get(ends)
      if (ends !== undefined) faults.delete(ends)
      if (fault === 'cut-before') return void request.socket.destroy()
      if (fault === 'moved') return void response.writeHead(302, { location: '/cgi-bin/koha/mainpage.pl' }).end()
      if (fault === 'maintenance') return void response.writeHead(503).end('Under maintenance')
      if (fault === 'lost' || [...lacks].some((path) => url.pathname.endsWith(path)))
        return void response.writeHead(404).end('{"errors":[{"message":"Not Found.","path":"/"}],"status":404}')
      if (fault === 'forbidden')
        return void response.writeHead(403).end('{"error":"Authorization failure. Missing required permission(s)."}')
      const sent = Buffer.concat(pieces).toString('utf8')
      const form = new URLSearchParams(sent)
      const stopped = tokens === 'none' ? undefined : csrf(request, url, form)
      if (stopped !== undefined) {
        const { 'csrf-token': token, ...headers } = stopped.headers
        const given = tokens === 'given' && token !== undefined ? { 'csrf-token': token } : {}
        return void response.writeHead(stopped.status, { ...headers, ...given }).end(stopped.body)
      }
      if (url.pathname.endsWith(service)) lines.push(form)
      const made = koha.answer({
        method: request.method ?? '',
        path: url.pathname,
        query: url.searchParams,
        form,
        authorization: request.headers.authorization,
        sent,
      })
      if (fault === 'cut-after') return void request.socket.destroy()
      if (fault === 'silent') return
      if (fault === 'broken') return void response.writeHead(500).end('{"error":"Something went wrong. check the logs."}')
      const body = fault === 'garbled' ? '<html>' : fault === 'empty' ? '' : made.body
      response.writeHead(made.status, { 'content-type': made.type }).end(body)
    })
  })
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  const { port } = server.address() as AddressInfo
  return {
    items: ils.items,
    patrons: ils.patrons,
    blocked: ils.blocked,
    lost: ils.lost,
    passwords: ils.passwords,
    list: koha.list,
    goThroughList: koha.goThroughList,
    perform: koha.perform,
    pickups: koha.pickups,
    questions: koha.questions,
    rejectLines: koha.rejectLines,
    heard,
    lines,
    settings: {
      url: `http://127.0.0.1:${port}`,
      branch: 'MPL',
      ...account,
      key,
      isDirect: true,
      takesHolds: false,
      zone: 'Europe/Paris',
      patienceMs: 2000,
      ...changes,
    },
    failNext: (path, fault) => faults.set(path, fault),
    failNone: () => faults.clear(),
    askTokens: (how = 'given') => {
      tokens = how
    },
    lacks,
    stop: () =>
      new Promise((resolve) => {
        server.closeAllConnections()
        server.close(() => resolve())
      }),
  }
}
