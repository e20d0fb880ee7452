/**
 * What the world is told of the domain that mails are sent from (MSG-12): its SPF and its DMARC, read from the DNS. Runs on the endpoint, when
 * a manager asks. Which machine writes to the world is the relay's affair, and no record of it is judged here: it is shown, to be compared.
 */
import { Resolver } from 'node:dns/promises'
import type { SenderCheck, SenderRecord } from '../../../domain/message/sender-check.ts'

/** Milliseconds for one question, and how often it is asked: a manager waits. */
const patience = { timeout: 3000, tries: 2 }
/** Labels above a domain at which its DMARC may stand (RFC 7489 has one, its successor a walk). */
const mostLabels = 4

/** `servers`: of tests; undefined: the machine's own. */
export const createSenderCheck = (servers?: readonly string[]) => {
  /** undefined: nobody answered. */
  const textsOf = async (name: string): Promise<readonly string[] | undefined> => {
    const resolver = new Resolver(patience)
    if (servers !== undefined) resolver.setServers(servers)
    return resolver.resolveTxt(name).then(
      (records) => records.map((parts) => parts.join('')),
      ({ code }: NodeJS.ErrnoException) => (code === 'ENODATA' || code === 'ENOTFOUND' ? [] : undefined),
    )
  }

  const spfOf = async (domain: string): Promise<SenderRecord<SenderCheck['spf']['kind']>> => {
    const found = (await textsOf(domain))?.filter((text) => /^v=spf1(?: |$)/i.test(text))
    const [record = ''] = found ?? []
    if (found === undefined) return { kind: 'unread', record }
    if (found.length === 0) return { kind: 'missing', record }
    if (found.length > 1) return { kind: 'twice', record }
    return { kind: /(?:^|\s)\+?all(?:\s|$)/i.test(record) ? 'open' : 'there', record }
  }

  const dmarcOf = async (domain: string): Promise<SenderRecord<SenderCheck['dmarc']['kind']>> => {
    const labels = domain.split('.')
    // A domain of one label is nobody's.
    const walk = labels.slice(0, -1).map((_, n) => labels.slice(n).join('.'))
    for (const name of [...walk.slice(0, 1), ...walk.slice(1).slice(-mostLabels)]) {
      const found = (await textsOf(`_dmarc.${name}`))?.filter((text) => /^v=DMARC1(?:;|\s|$)/i.test(text))
      if (found === undefined) return { kind: 'unread', record: '' }
      const [record] = found
      if (found.length > 1) return { kind: 'twice', record: record ?? '' }
      if (record !== undefined) {
        const policy = /;\s*p\s*=\s*(\w+)/i.exec(record)?.[1]?.toLowerCase()
        return { kind: policy === 'reject' || policy === 'quarantine' ? 'strict' : 'watching', record }
      }
    }
    return { kind: 'missing', record: '' }
  }

  return async (domain: string): Promise<SenderCheck> => {
    const [spf, dmarc] = await Promise.all([spfOf(domain), dmarcOf(domain)])
    return { domain, spf, dmarc }
  }
}
