/**
 * How to reach a Koha, from the environment: `KOHA_URL` and what its keeper gave. Runs at the start of the endpoint.
 * Faults are readable lines, and none repeats a password.
 */
import type { ReadText } from '../../ils/wire.ts'

/** An answer was seen to take some seconds on a Koha under load. */
const patienceMs = 15_000

/** An account's password in clear text goes over no network. */
const isPrivate = (url: URL): boolean => url.protocol === 'https:' || ['127.0.0.1', '[::1]', 'localhost'].includes(url.hostname)

const readUrl = (text: string): URL | undefined => {
  // Paths are put behind it: after ? or #, even with nothing behind, they would be none.
  const url = URL.canParse(text) && !/[?#]/.test(text) ? new URL(text) : undefined
  return url !== undefined && /^https?:$/.test(url.protocol) && url.username === '' && url.port !== '0' ? url : undefined
}

export type KohaSettings = NonNullable<ReturnType<typeof readKohaSettings>>

/** undefined without `KOHA_URL`. */
export const readKohaSettings = (text: ReadText, zone: string, faults: string[]) => {
  const written = text('KOHA_URL')
  if (written === undefined) return undefined
  const url = readUrl(written)
  if (url === undefined)
    faults.push(
      'KOHA_URL is not understood: the address of the staff interface is expected, https://host, without ? or #, and a port from 1 to 65535.',
    )
  else if (!isPrivate(url)) faults.push('KOHA_URL is not https: the account’s password would be read on the way.')
  for (const name of ['KOHA_USER', 'KOHA_BRANCH']) if (text(name) === undefined) faults.push(`${name} is missing: KOHA_URL needs it.`)
  const mode = text('KOHA_MODE') ?? 'review'
  if (!['review', 'direct'].includes(mode)) faults.push(`KOHA_MODE is "${mode}": review or direct is expected.`)
  const holds = text('KOHA_HOLDS') ?? 'no'
  if (!['no', 'orders'].includes(holds)) faults.push(`KOHA_HOLDS is "${holds}": no or orders is expected.`)
  const id = text('KOHA_KEY_ID')
  return {
    /** Of its staff interface, without a slash at the end. */
    url: (url?.href ?? '').replace(/\/+$/, ''),
    /** Its own code of the library whose desk this is. */
    branch: text('KOHA_BRANCH') ?? '',
    /** A staff account: it writes, and reads where there is no key. */
    user: text('KOHA_USER') ?? '',
    password: text('KOHA_PASSWORD') ?? '',
    /** A key of its REST interface; undefined: the account reads. */
    key: id === undefined ? undefined : { id, secret: text('KOHA_KEY_SECRET') ?? '' },
    /** Loans and returns are done at once; otherwise its librarians go through them. */
    isDirect: mode === 'direct',
    /** Holds that wait at this site become orders (ILS-13). */
    takesHolds: holds === 'orders',
    /** IANA zone of the library, for due dates. */
    zone,
    /** Milliseconds for an answer. */
    patienceMs,
  }
}
