/**
 * The relay that mails go through, as whoever installs the endpoint names it: SMTP_URL and MAIL_FROM. Runs at the start of the endpoint.
 * A password is never repeated, and never sent in clear to another machine.
 */
import { type MailAddress, readMailAddress } from '../../../domain/message/message.ts'

export interface MailPlan {
  readonly host: string
  readonly port: number
  /** TLS from the first byte (smtps:); otherwise STARTTLS where the relay offers it, and always before a password. */
  readonly isTls: boolean
  readonly auth: { readonly user: string; readonly pass: string } | undefined
  readonly from: MailAddress
  /** Where patrons' answers go; undefined: to `from`. */
  readonly replyTo: MailAddress | undefined
  /** Where reports come back to, with the message's own name after a +, where the relay takes such addresses; undefined: to `from`. */
  readonly returnTo?: MailAddress | undefined
}

const defaultPorts: Readonly<Record<string, number>> = { 'smtp:': 587, 'smtps:': 465 }

/** undefined: nothing is sent. Adds what is wrong to `faults`. */
export const readMailSettings = (text: (name: string) => string | undefined, faults: string[]): MailPlan | undefined => {
  const [url, from, replyTo, returnTo] = [text('SMTP_URL'), text('MAIL_FROM'), text('MAIL_REPLY_TO'), text('MAIL_RETURN')]
  if (url === undefined) {
    if (from !== undefined) faults.push('MAIL_FROM goes with SMTP_URL, which is missing.')
    return undefined
  }
  const parsed = URL.canParse(url) ? new URL(url) : undefined
  const port = parsed === undefined ? undefined : defaultPorts[parsed.protocol]
  // Never repeated: it holds a password.
  if (parsed === undefined || port === undefined || parsed.hostname === '')
    faults.push('SMTP_URL is not understood: an address such as smtp://user:password@relay.example.fr:587 or smtps://… is expected.')
  const sender = from === undefined ? undefined : readMailAddress(from)
  if (sender === undefined)
    faults.push('MAIL_FROM is missing or no address: where the library writes from, such as clic@mediatheque.example.fr.')
  const answers = replyTo === undefined ? undefined : readMailAddress(replyTo)
  if (replyTo !== undefined && answers === undefined) faults.push(`MAIL_REPLY_TO is "${replyTo}": an address is expected.`)
  const reports = returnTo === undefined ? undefined : readMailAddress(returnTo)
  if (returnTo !== undefined && (reports === undefined || reports.includes('+')))
    faults.push(`MAIL_RETURN is "${returnTo}": an address without a + is expected.`)
  if (parsed === undefined || port === undefined || sender === undefined) return undefined
  const user = decodeURIComponent(parsed.username)
  return {
    host: parsed.hostname.replace(/^\[|\]$/g, ''),
    port: parsed.port === '' ? port : Number(parsed.port),
    isTls: parsed.protocol === 'smtps:',
    auth: user === '' ? undefined : { user, pass: decodeURIComponent(parsed.password) },
    from: sender,
    replyTo: answers,
    returnTo: reports,
  }
}
