/**
 * What stands before the pages of a Koha of 24.05 and later, as its public source has it: a session for whoever asks without one, a token that
 * holds for that session alone, and no unsafe request without both. Runs in tests, before the small Koha; no such Koha was seen running.
 */
import { createHash } from 'node:crypto'
import type { IncomingMessage } from 'node:http'

export interface CsrfAnswer {
  readonly status: number
  readonly body: string
  readonly headers: Readonly<Record<string, string | string[]>>
}

const secret = 'small'
const tokenOf = (session: string): string => createHash('sha256').update(`${secret} anonymous_${session}`).digest('hex')
const refused: CsrfAnswer = { status: 403, body: 'Wrong CSRF token', headers: { 'content-type': 'text/plain' } }

/** What it answers in place of a page; undefined: it lets the request through. */
export const createKohaCsrf = () => {
  let sessions = 0
  return (request: IncomingMessage, url: URL, form: URLSearchParams): CsrfAnswer | undefined => {
    // Its REST interface asks for a token only where a session's cookie comes along.
    if (!url.pathname.startsWith('/cgi-bin/koha/')) return undefined
    const op = form.get('op') ?? url.searchParams.get('op')
    const cookie = /(?:^|; *)CGISESSID=([^;]*)/.exec(request.headers.cookie ?? '')?.[1]
    if (request.method === 'GET') {
      if (op?.startsWith('cud-') === true) return refused
      if (!url.pathname.endsWith('/svc/authentication')) return undefined
      sessions += 1
      const session = cookie ?? `anonymous${sessions}`
      return {
        status: 200,
        body: "<?xml version='1.0' standalone='yes'?>\n<response>\n  <status>failed</status>\n</response>\n",
        headers: {
          'content-type': 'text/xml',
          'csrf-token': tokenOf(session),
          'set-cookie': [`CGISESSID=${session}; path=/; HttpOnly; SameSite=Lax`, 'lang=fr-FR; path=/'],
        },
      }
    }
    if (op !== null && !op.startsWith('cud-')) return refused
    const token = form.get('csrf_token') ?? request.headers['csrf-token']
    if (cookie === undefined || token !== tokenOf(cookie)) return refused
    // It reads no other name of an account any more.
    return form.has('login_userid') && form.has('login_password') ? undefined : { status: 401, body: '', headers: {} }
  }
}
