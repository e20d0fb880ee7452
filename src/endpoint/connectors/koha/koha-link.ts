/**
 * Requests to a Koha over HTTP: its REST interface, read alone, and its offline circulation service, written to once. Runs on the endpoint.
 * What a request to its pages needs is read from a page, as its own offline tool does, and never told by its version.
 * No redirection is followed, for a login page is no answer; no answer is read beyond a bound; what a write answered late is not known.
 */
import * as v from 'valibot'
import { accept, type Result, refuse } from '../../../domain/result.ts'
import { parseJson } from '../../../protocol/parse.ts'
import type { KohaSettings } from './read-settings.ts'

export type KohaFault =
  | 'unreachable'
  | 'silent'
  /** Wrong account, wrong key, or neither is allowed. */
  | 'login-refused'
  /** The account may not read what we need to look at. */
  | 'not-permitted'
  /** It lets nobody write: most often for want of its token. */
  | 'write-refused'
  | 'branch-unknown'
  /** Its REST interface cannot tell what a loan would take away from somebody else. */
  | 'too-old'
  /** Under maintenance. */
  | 'off-line'
  | 'garbled'

/** The longest answer that is read: bytes. A page of a hundred loans weighs some 60 kB. */
const longestAnswer = 4_000_000
/** Lines of a page of a list, and the most pages that are read of one. */
const [pageLength, mostPages] = [100, 20]
/** By what each list is ordered, for pages of one that has no order overlap, and leave lines out. */
const orders = { '/items': 'item_id', '/patrons': 'patron_id', '/checkouts': 'checkout_id', '/holds': 'hold_id' } as const
/** A key's pass is asked for anew this long before it ends: milliseconds. */
const passMarginMs = 60_000

interface Answer {
  readonly status: number
  readonly headers: Headers
  readonly text: string
}

const token = v.object({ access_token: v.string(), expires_in: v.number() })

/** The text of an answer; undefined: longer than anything that we asked for. */
const readBounded = async (response: Response): Promise<string | undefined> => {
  const pieces: Uint8Array[] = []
  let length = 0
  for await (const piece of response.body ?? []) {
    length += piece.length
    if (length > longestAnswer) return undefined
    pieces.push(piece)
  }
  return Buffer.concat(pieces).toString('utf8')
}

const faultOf = (status: number): KohaFault => {
  if (status === 401) return 'login-refused'
  // A wrong password is a 403 on an older Koha; what it says besides is for people.
  if (status === 403) return 'not-permitted'
  if (status === 503) return 'off-line'
  return 'garbled'
}

export class KohaLink {
  readonly #settings: KohaSettings
  readonly #now: () => number
  readonly #signal: AbortSignal | undefined
  /** What a writing bears: a session and its token, or nothing where its pages give none. */
  #mark: Readonly<Record<string, string>> | undefined
  #pass: { readonly text: string; readonly until: number } | undefined

  /** `signal`: ends what is under way, and all that would follow. */
  constructor(settings: KohaSettings, now: () => number, signal?: AbortSignal) {
    this.#settings = settings
    this.#now = now
    this.#signal = signal
  }

  async #send(path: string, init: RequestInit): Promise<Result<Answer, KohaFault>> {
    const { url, patienceMs } = this.#settings
    try {
      const patience = AbortSignal.timeout(patienceMs)
      const signal = this.#signal === undefined ? patience : AbortSignal.any([patience, this.#signal])
      const response = await fetch(`${url}${path}`, { ...init, redirect: 'manual', signal })
      const text = await readBounded(response)
      return text === undefined ? refuse('garbled') : accept({ status: response.status, headers: response.headers, text })
    } catch (error) {
      return refuse((error as Error).name === 'TimeoutError' ? 'silent' : 'unreachable')
    }
  }

  /** How we say who reads: the key's pass, or the account. */
  async #authorization(): Promise<Result<string, KohaFault>> {
    const { key, user, password } = this.#settings
    if (key === undefined) return accept(`Basic ${Buffer.from(`${user}:${password}`, 'utf8').toString('base64')}`)
    if (this.#pass !== undefined && this.#now() < this.#pass.until) return accept(`Bearer ${this.#pass.text}`)
    const body = new URLSearchParams({ grant_type: 'client_credentials', client_id: key.id, client_secret: key.secret })
    const answered = await this.#send('/api/v1/oauth/token', { method: 'POST', body })
    if (!answered.ok) return answered
    const { status, text } = answered.value
    if (status === 503) return refuse('off-line')
    const made = v.safeParse(token, parseJson(text))
    if (status !== 200 || !made.success) return refuse('login-refused')
    this.#pass = { text: made.output.access_token, until: this.#now() + made.output.expires_in * 1000 - passMarginMs }
    return accept(`Bearer ${made.output.access_token}`)
  }

  /** Reads one thing; with a body, asks what changes nothing there. undefined: there is none, or the body is refused as wrong. */
  async ask<T>(path: string, schema: v.GenericSchema<unknown, T>, body?: object): Promise<Result<T | undefined, KohaFault>> {
    const authorization = await this.#authorization()
    if (!authorization.ok) return authorization
    const headers = { authorization: authorization.value, accept: 'application/json' }
    const asking = { method: 'POST', headers: { ...headers, 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const answered = await this.#send(`/api/v1${path}`, body === undefined ? { headers } : asking)
    if (!answered.ok) return answered
    const { status, text } = answered.value
    if (status === (body === undefined ? 404 : 400)) return accept(undefined)
    if (status === 404) return refuse('too-old')
    if (status !== 200 && status !== 201) return refuse(faultOf(status))
    const read = v.safeParse(schema, parseJson(text))
    return read.success ? accept(read.output) : refuse('garbled')
  }

  /** Every line of a list, page after page, or none. */
  async list<T>(
    path: keyof typeof orders,
    query: Readonly<Record<string, string>>,
    schema: v.GenericSchema<unknown, T>,
  ): Promise<Result<T[], KohaFault>> {
    const lines: T[] = []
    for (let page = 1; page <= mostPages; page += 1) {
      const asked = new URLSearchParams({ ...query, _order_by: orders[path], _page: `${page}`, _per_page: `${pageLength}` })
      const read = await this.ask(`${path}?${asked}`, v.array(schema))
      if (!read.ok) return read
      // An empty list is a 200; what is not there says nothing of what is on it.
      if (read.value === undefined) return refuse('garbled')
      lines.push(...read.value)
      if (read.value.length < pageLength) return accept(lines)
    }
    // A list that is cut would say that what it leaves out is gone.
    return refuse('garbled')
  }

  async #readMark(): Promise<Result<Readonly<Record<string, string>>, KohaFault>> {
    if (this.#mark !== undefined) return accept(this.#mark)
    const page = await this.#send('/cgi-bin/koha/svc/authentication', {})
    if (!page.ok) return page
    const { headers } = page.value
    const [token, cookies] = [headers.get('csrf-token'), headers.getSetCookie()]
    this.#mark = token === null ? {} : { 'csrf-token': token, cookie: cookies.map((one) => one.replace(/;.*/s, '')).join('; ') }
    return accept(this.#mark)
  }

  /**
   * One line for its offline circulation service, sent once. `fault`: nothing was written; undefined: it may have been.
   * Its errors come with status 200, in words of its own.
   */
  async tell(line: Readonly<Record<string, string>>): Promise<{ readonly said: string } | { readonly fault: KohaFault } | undefined> {
    const { user, password, branch, isDirect } = this.#settings
    const body = new URLSearchParams({
      nocookie: '1',
      // Two names: newer and older versions.
      userid: user,
      password,
      login_userid: user,
      login_password: password,
      branchcode: branch,
      pending: `${!isDirect}`,
      ...line,
    })
    const mark = await this.#readMark()
    if (!mark.ok) return { fault: mark.refusal }
    const answered = await this.#send('/cgi-bin/koha/offline_circ/service.pl', { method: 'POST', body, headers: mark.value })
    if (!answered.ok || answered.value.status >= 500) return undefined
    const { status, text } = answered.value
    // A page is no word of that service: somebody answered in its place, or after it.
    if (status === 200) return text.trimStart().startsWith('<') ? undefined : { said: text.trim() }
    return { fault: status === 403 ? 'write-refused' : faultOf(status) }
  }
}
