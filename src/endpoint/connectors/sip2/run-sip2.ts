/**
 * `npm run sip2` as a function: tries the link, lists what the ILS has not, asks anew. Runs in the endpoint's command, whether the endpoint
 * runs or not. A try reads one thing and writes nothing; what it says holds no name.
 * Exit codes: 0 done, or nothing waits; 1 the ILS does not answer, or it cannot be asked anew; 2 not understood, or nothing to reach.
 */
import { parseArgs } from 'node:util'
import type { Instant } from '../../../domain/instant.ts'
import { lookAtWire, type OpenMovement } from '../../ils/look-at-wire.ts'
import { askAnew } from '../../ils/tell-over-wire.ts'
import { libraryToTell } from '../../ils/wire-job.ts'
import type { DecideReason, IlsJourney } from '../../storage/journeys.ts'
import type { Store } from '../../storage/store.ts'
import { fieldOf } from './answer.ts'
import { type LinkFault, openLink } from './link.ts'
import type { Sip2Plan } from './read-settings.ts'
import { patronRequest } from './request.ts'
import { momentAt } from './sip2-wire.ts'

export interface Sip2Ports {
  /** Called once the arguments are understood: a wrong option makes no database. */
  readonly openStore: () => Promise<Store>
  readonly plan: Sip2Plan | undefined
  readonly now: () => Instant
  readonly output: { write(text: string): unknown }
  readonly errors: { write(text: string): unknown }
}

const usage = `npm run sip2 -- --try [CARTE]     essaie le lien ; lit, n’écrit rien · tries the link; reads, writes nothing
npm run sip2 -- --list            ce que le SIGB n’a pas · what the ILS has not
npm run sip2 -- --ask-anew N      redemande la ligne N de cette liste · asks line N of that list anew
`

const faultWords: Readonly<Record<LinkFault, string>> = {
  unreachable: 'Le SIGB ne se laisse pas joindre : adresse, port, pare-feu. · The ILS cannot be reached: address, port, firewall.',
  'login-refused': 'Le SIGB refuse le compte : SIP2_LOGIN, SIP2_PASSWORD. · The ILS refuses the account: SIP2_LOGIN, SIP2_PASSWORD.',
  'off-line': 'Le SIGB se dit hors service. · The ILS says that it is off line.',
  closed: 'Le SIGB a raccroché. · The ILS hung up.',
  silent: 'Le SIGB ne répond pas : SIP2_TERMINATOR, SIP2_CHECKSUM. · The ILS does not answer: SIP2_TERMINATOR, SIP2_CHECKSUM.',
  garbled: 'La réponse n’est pas du SIP2 : SIP2_CHECKSUM, SIP2_ENCODING. · The answer is no SIP2: SIP2_CHECKSUM, SIP2_ENCODING.',
}

const decideWords: Readonly<Record<DecideReason, string>> = {
  'held-for-another': 'réservé par quelqu’un d’autre : à décider · held for somebody else: to decide',
  'lent-to-another': 'prêté à quelqu’un d’autre, dit le SIGB : à décider · lent to somebody else, says the ILS: to decide',
  'other-than-asked': 'le SIGB a répondu d’une autre carte ou d’un autre document · the ILS answered of another card or document',
}

const stateWords = ({ state, reason, said, readAt }: IlsJourney): string => {
  switch (state) {
    case 'asked':
      return 'demandé · asked'
    case 'unknown':
      return readAt === undefined
        ? 'sans réponse : sera relu · no answer: will be read'
        : 'sans réponse, et le SIGB ne le connaît pas : à redemander · no answer, and the ILS does not know of it: ask anew'
    case 'refused':
      return `refusé · refused : « ${said} »`
    case 'to-decide':
      return decideWords[reason ?? 'other-than-asked']
    case 'accepted':
    case 'already':
      return 'réglé · settled'
  }
}

const parse = (args: readonly string[]) => {
  try {
    const flag = { type: 'boolean' } as const
    const options = { try: flag, list: flag, 'ask-anew': { type: 'string' } } as const
    const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
    const chosen = [values.try, values.list, values['ask-anew']].filter((value) => value !== undefined).length
    return chosen === 1 && positionals.length <= (values.try === true ? 1 : 0) ? { ...values, card: positionals[0]?.trim() } : undefined
  } catch {
    return undefined
  }
}

const tryLink = async ({ settings }: Sip2Plan, card: string | undefined, { now, output, errors }: Sip2Ports): Promise<number> => {
  const startedAt = performance.now()
  const link = await openLink(settings, settings)
  if (!link.ok) {
    errors.write(`${faultWords[link.refusal]}\n`)
    return 1
  }
  const read =
    card === undefined ? undefined : await link.value.ask(patronRequest(settings, card, 'none', momentAt(now(), settings.zone)), '64')
  link.value.close()
  if (read?.ok === false) {
    errors.write(`${faultWords[read.refusal]}\n`)
    return 1
  }
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  output.write(`Il a répondu en ${seconds} s. Rien n’a été écrit. · It answered in ${seconds} s. Nothing was written.\n`)
  if (read?.ok === true) {
    const isKnown = fieldOf(read.value, 'BL') === 'Y'
    output.write(
      isKnown ? 'Il connaît cette carte. · It knows this card.\n' : 'Il ne connaît pas cette carte. · It does not know this card.\n',
    )
  }
  return 0
}

const listOpen = (open: readonly OpenMovement[], { output }: Sip2Ports): number => {
  if (open.length === 0) output.write('Le SIGB a tout ce qui lui a été demandé. · The ILS has all that it was asked.\n')
  for (const [index, { journey }] of open.entries()) {
    const what = journey.movement === 'loan' ? 'prêt · loan' : 'retour · return'
    output.write(`${index + 1}  ${journey.day}  ${what}  ${journey.barcode}  ${stateWords(journey)}\n`)
  }
  return 0
}

export const runSip2 = async (args: readonly string[], ports: Sip2Ports): Promise<number> => {
  const { plan, errors, output } = ports
  const wish = parse(args)
  if (wish === undefined || plan === undefined) {
    errors.write(wish === undefined ? usage : 'SIP2_URL manque : rien à joindre. · SIP2_URL is missing: nothing to reach.\n')
    return 2
  }
  if (wish.try === true) return tryLink(plan, wish.card, ports)
  const store = await ports.openStore()
  try {
    const library = libraryToTell(await store.libraries(), plan.library)
    if (library === undefined) {
      errors.write('Quelle bibliothèque ? SIP2_LIBRARY la nomme. · Which library? SIP2_LIBRARY names it.\n')
      return 2
    }
    const { open } = await lookAtWire(store, library.id, ports.now())
    if (wish.list === true) return listOpen(open, ports)
    const journey = open[Number(wish['ask-anew']) - 1]?.journey
    const isAsked = journey !== undefined && (await askAnew(store, library.id, journey))
    if (isAsked) output.write('Redemandé au prochain passage. · Asked anew at the next pass.\n')
    else errors.write('Pas de telle ligne, ou pas encore relue : voir --list. · No such line, or not read yet: see --list.\n')
    return isAsked ? 0 : 1
  } finally {
    await store.close()
  }
}
