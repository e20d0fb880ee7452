/**
 * `npm run ils` as a function: tries the link, lists what the ILS has not, asks anew. Runs in the endpoint's command, whether the endpoint
 * runs or not. A try reads one thing and writes nothing; what it says holds no name.
 * Exit codes: 0 done, or nothing waits; 1 the ILS does not answer, or it cannot be asked anew; 2 not understood, or nothing to reach.
 */
import { parseArgs } from 'node:util'
import { ilsWords } from '../../locale/en/ils.ts'
import { type IlsWords, whyOf } from '../../locale/fr/ils.ts'
import { aFlag, aText, type CommandPorts, speech, understood } from '../storage/command-ports.ts'
import type { IlsJourney } from '../storage/journeys.ts'
import { chooseLibrary, type Store, sayChoice } from '../storage/store.ts'
import { readExchange } from './ils-exchange.ts'
import { lookAtWire, type WireLook } from './look-at-wire.ts'
import { askAnew } from './tell-over-wire.ts'
import { libraryToTell, type WirePlan } from './wire.ts'

export interface WireCommandPorts extends CommandPorts {
  /** What the environment names. */
  readonly plan: WirePlan | undefined
  /** What managers typed, looked for where the environment names nothing. */
  readonly typedPlans: (store: Store) => Promise<readonly WirePlan[]>
}

const usage = `npm run ils -- --try [NUMÉRO]    essaie le lien ; lit, n’écrit rien · tries the link; reads, writes nothing
npm run ils -- --list            ce que le SIGB n’a pas · what the ILS has not
npm run ils -- --ask-anew N      redemande la ligne N de cette liste · asks line N of that list anew
Toutes · all: [--library SLUG]`

/** In both languages: whoever keeps the endpoint is asked for none. */
const both = (say: (words: IlsWords) => string): string => `${say(ilsWords.fr)} · ${say(ilsWords.en)}`

const parse = (args: readonly string[]) => {
  const options = { try: aFlag, list: aFlag, 'ask-anew': aText, library: aText } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const chosen = [values.try, values.list, values['ask-anew']].filter((value) => value !== undefined).length
  return chosen === 1 && positionals.length <= (values.try === true ? 1 : 0) ? { ...values, card: positionals[0]?.trim() } : undefined
}

const tryLink = async ({ wire }: WirePlan, card: string | undefined, ports: WireCommandPorts): Promise<number> => {
  const { say, end } = speech(ports)
  const startedAt = performance.now()
  const tried = await wire.tryOut(card)
  if (!tried.ok) return end(1, `${wire.sayFault(tried.refusal)}`)
  const seconds = ((performance.now() - startedAt) / 1000).toFixed(1)
  say(`Il a répondu en ${seconds} s. Rien n’y a changé. · It answered in ${seconds} s. Nothing changed there.`)
  const { knows, site } = tried.value
  const what = site === undefined ? (['cette carte', 'this card'] as const) : (['ce document', 'this document'] as const)
  if (knows === true) say(`Il connaît ${what[0]}. · It knows ${what[1]}.`)
  if (knows === false) say('Il ne connaît pas ce numéro. · It does not know this number.')
  if (site !== undefined && site.here !== site.there) say(both(({ otherSite }) => otherSite(site)))
  return 0
}

const what = (movement: IlsJourney['movement']): string => (movement === 'loan' ? 'prêt · loan' : 'retour · return')

const listOpen = ({ open, waiting, left }: WireLook, fault: string | undefined, { wire }: WirePlan, ports: WireCommandPorts): number => {
  const { say } = speech(ports)
  // A line that was cut amid an exchange is in no wire's own words.
  if (fault !== undefined) say(`${wire.sayFault(fault) ?? 'La ligne s’est coupée. · The line was cut.'}`)
  if (waiting > 0) say(`${waiting === 1 ? '1 attend · 1 waits' : `${waiting} attendent · ${waiting} wait`}`)
  else if (open.length + left.length === 0) say('Le SIGB a tout ce qui lui a été demandé. · The ILS has everything it was asked for.')
  for (const [index, { journey, mayAsk }] of open.entries()) {
    const { day, movement, barcode } = journey
    say(`${index + 1}  ${day}  ${what(movement)}  ${barcode}  ${both((words) => whyOf(words, { ...journey, mayAsk }))}`)
  }
  for (const { happened, movement, barcode, reason } of left)
    say(`–  ${happened.date}  ${what(movement)}  ${barcode}  ${both(({ whyLeft }) => whyLeft[reason] ?? reason)}`)
  return 0
}

const nothingToReach =
  'Ni SIP2_URL, ni KOHA_URL, ni lien dans Réglages : rien à joindre. · No SIP2_URL, no KOHA_URL, no link in Settings: nothing to reach.'

export const runWire = async (args: readonly string[], ports: WireCommandPorts): Promise<number> => {
  const { say, end } = speech(ports)
  const wish = understood(() => parse(args))
  if (wish === undefined) return end(2, usage)
  if (wish.try === true && ports.plan !== undefined) return tryLink(ports.plan, wish.card, ports)
  const store = await ports.openStore('as they are')
  try {
    const libraries = await store.libraries()
    const choice = ports.plan === undefined ? chooseLibrary(libraries, wish.library) : undefined
    if (choice !== undefined && choice.kind !== 'one') return end(2, sayChoice(choice))
    const isOf = ({ library: told }: WirePlan): boolean => libraryToTell(libraries, told)?.id === choice?.library.id
    const plan = ports.plan ?? (await ports.typedPlans(store)).find(isOf)
    if (plan === undefined) return end(2, nothingToReach)
    if (wish.try === true) return await tryLink(plan, wish.card, ports)
    const library = libraryToTell(libraries, plan.library)
    if (library === undefined || ![undefined, library.slug, library.id].includes(wish.library))
      return end(2, 'Quelle bibliothèque ? ILS_LIBRARY la nomme. · Which library? ILS_LIBRARY names it.')
    const look = await lookAtWire(store, library.id, ports.now())
    if (wish.list === true) return listOpen(look, (await store.read(library.id, readExchange)).fault?.kind, plan, ports)
    const journey = look.open[Number(wish['ask-anew']) - 1]?.journey
    const isAsked = journey !== undefined && (await askAnew(store, library.id, journey, ports.now()))
    if (!isAsked) return end(1, 'Pas de telle ligne, ou pas encore relue : voir --list. · No such line, or not read yet: see --list.')
    say('Redemandé au prochain passage. · Asked anew at the next pass.')
    return 0
  } finally {
    await store.close()
  }
}
