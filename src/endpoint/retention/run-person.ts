/**
 * `npm run person` as a function: arguments in, a file and sentences out, exit code back (PRIV-7). Runs in the endpoint's command, whether
 * the endpoint runs or not, and in tests as it is.
 * Exit codes: 0 done; 1 nothing is held, it cannot be done yet, or the file could not be written; 2 not understood, nothing was changed.
 */
import { readdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { foldText } from '../../domain/fold-text.ts'
import { type CardNumber, toCardNumber } from '../../domain/ids.ts'
import { parseJson } from '../../protocol/parse.ts'
import { aFlag, aText, type CommandPorts, speech, understood } from '../storage/command-ports.ts'
import { mailingKeyOf } from '../storage/mailing-memo.ts'
import { rejectedFolders } from '../storage/rejected-folder.ts'
import { chooseLibrary, type Store, sayChoice } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'
import { erasePerson, type NotYet } from './erase-person.ts'
import { countHeld, gatherPerson, linesNaming, type PersonHeld } from './gather-person.ts'
import { findTextsElsewhere, type TextsElsewhere } from './typed-texts.ts'

export interface PersonPorts extends CommandPorts {
  readonly dataDir: string
  /** Writes a new file for its owner alone; throws if the path exists. */
  readonly place: (path: string, content: string) => Promise<void>
}

const usage = `npm run person -- CARD [--out FILE]          tout ce qui est tenu de cette carte, en JSON · all that is held of this card
npm run person -- --name "nom prénom"       les cartes de ce nom · the cards of that name
npm run person -- CARD --erase --yes        l’efface ; d’abord, donnez-le · erases it; give it first
                  … --opposition            et son opposition aux annonces, s’il le demande · and the opposition to mailings, if they ask
Toutes · all: [--library SLUG]`

const notYetWords: Readonly<Record<NotYet['kind'], readonly [string, string]>> = {
  'order-open': ['commande en cours : remettez-la ou annulez-la', 'open order: hand it over or cancel it'],
  'loan-unsettled': [
    'prêt ou retour que le SIGB n’a pas encore : exportez le jour, chargez-le, confirmez-le',
    'loan or return that the ILS does not have yet: export the day, load it, confirm it',
  ],
  'loan-in-ils': ['document encore chez la personne, selon le SIGB : attendez son retour', 'document still out, says the ILS: wait for it'],
  'case-open': [
    'anomalie ouverte : décidez-la ; si elle n’est pas listée, allumez la tablette que *Clôture* attend',
    'open case: decide it; if it is not listed, switch on the tablet that *Closing* awaits',
  ],
  'in-quarantine': ['opération gardée à part : prenez-la d’abord', 'operation held back: accept it first'],
}

const parse = (args: readonly string[]) => {
  const options = { name: aText, out: aText, library: aText, erase: aFlag, yes: aFlag, opposition: aFlag }
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  return positionals.length + (values.name === undefined ? 0 : 1) === 1 ? { ...values, card: positionals[0]?.trim() ?? '' } : undefined
}

/** Lists of rejected rows that an import of this library left beside the database. */
const rejectedNaming = async (
  folders: readonly string[],
  card: CardNumber,
): Promise<readonly { readonly path: string; readonly lines: readonly string[] }[]> => {
  const found: { readonly path: string; readonly lines: readonly string[] }[] = []
  for (const folder of folders) {
    const files = await readdir(folder, { withFileTypes: true }).catch(() => [])
    for (const file of files) {
      const path = join(folder, file.name)
      const lines = file.isFile() ? linesNaming(await readFile(path), card) : []
      if (lines.length > 0) found.push({ path, lines })
    }
  }
  return found
}

const listNames = async (store: Store, library: Library, name: string): Promise<readonly string[]> => {
  const asked = foldText(name).split(/\s+/).filter(Boolean)
  const patrons = await store.read(library.id, async (reader) => reader.rowsOf('patron'))
  return patrons
    .filter(({ surname, firstName }) => asked.every((word) => foldText(`${surname} ${firstName}`).includes(word)))
    .map(({ id, surname, firstName }) => `${id}  ${surname} ${firstName}`)
}

/** As it is given: what tablets sent is text in the base, and is read as what it says. */
const formatHeld = (library: Library, held: PersonHeld, rejected: Awaited<ReturnType<typeof rejectedNaming>>): string => {
  const receipts = held.receipts.map(({ envelope, ...receipt }) => ({ ...receipt, envelope: parseJson(envelope) ?? envelope }))
  return `${JSON.stringify({ library: library.name, ...held, receipts, rejectedRows: rejected }, undefined, 2)}\n`
}

const placeWords: Readonly<Record<string, string>> = {
  order: 'notes, souhaits et raisons d’autres commandes · of other orders',
  case: 'notes d’anomalies · of cases',
  device: 'motifs de retrait de tablettes · why tablets were set aside',
  receipt: 'gestes d’autres personnes, comme les tablettes les ont transmis · what tablets sent for others',
}

/** Texts of others, which may speak of the person. */
const sayElsewhere = (say: (line: string) => void, elsewhere: readonly TextsElsewhere[]): void => {
  say('Textes libres qu’aucun numéro ne relie à cette carte : à relire · Free texts that no number ties to this card: read them')
  for (const { where, count, naming } of elsewhere) {
    say(`  ${count} × ${placeWords[where] ?? where}`)
    if (naming.length > 0) say(`    son nom s’y lit · the name stands in: ${naming.join(', ')}`)
  }
  say('  réglages, semaines de présence et leur journal · settings, rota weeks and their journal')
}

const sayStayed = (say: (line: string) => void, isOpposed: boolean): void => {
  say('Reste, et pourquoi · What stays, and why:')
  say(
    '  des documents, leurs faits sous un pseudonyme tiré au hasard, le temps de la fenêtre · facts about documents, under a chance pseudonym',
  )
  say('  des opérations, leur numéro, genre et jour : reçues de nouveau, elles sont reconnues · of operations, id, kind and day')
  say(
    '  la carte seule, sans nom, 30 jours : chaque tablette apprend ainsi qu’elle s’efface · the bare card for 30 days, so that tablets drop it',
  )
  if (isOpposed)
    say(
      '  son opposition aux annonces, une empreinte sans nom : si le SIGB ramène la carte, rien ne lui sera annoncé · the opposition to mailings, a hash without a name: if the ILS lists the card again, no mailing reaches it',
    )
  say('Hors d’ici · Not here:')
  say('  le SIGB : au prochain import il ramène qui y est encore · the ILS: its next list brings back whoever is still in it')
  say(
    '  vos sauvegardes, les fichiers déjà exportés, et 14 jours les tablettes qui ont fait les gestes · backups, exported files, and for 14 days the tablets that pressed',
  )
}

interface Wish {
  readonly card: CardNumber
  /** The opposition to mailings goes too. */
  readonly isForgiven: boolean
}

const erase = async (
  store: Store,
  library: Library,
  { card, isForgiven }: Wish,
  folders: readonly string[],
  ports: PersonPorts,
): Promise<number> => {
  const { say, end } = speech(ports)
  const secret = await mailingKeyOf(store, library.id)
  const done = await store.transact(library.id, (transaction) => erasePerson(transaction, card, secret, ports.now(), isForgiven))
  if (done.kind === 'not-yet') {
    const reasons = done.reasons.map(({ kind, count }) => `  ${count} × ${notYetWords[kind].join(' · ')}`)
    return end(1, 'Rien n’est effacé. D’abord · Nothing is erased. First:', ...reasons)
  }
  for (const { path, lines } of await rejectedNaming(folders, card)) {
    const text = await readFile(path, 'utf8')
    await writeFile(
      path,
      text
        .split(/(?<=\n)/)
        .filter((line) => !lines.includes(line))
        .join(''),
      { flush: true },
    )
  }
  await store.foldErased()
  const isOpposed = done.held.opposesMailings && !isForgiven
  const counts = Object.entries(countHeld(done.held)).filter(([what, count]) => count > 0 && !(isOpposed && what === 'opposition'))
  say(`Effacé · Erased: ${counts.map(([what, count]) => `${what} ${count}`).join(', ') || 'rien · nothing'}.`)
  sayStayed(say, isOpposed)
  sayElsewhere(say, await store.read(library.id, (reader) => findTextsElsewhere(reader, done.held.patron)))
  return 0
}

const answer = async (store: Store, wish: NonNullable<ReturnType<typeof parse>>, ports: PersonPorts): Promise<number> => {
  const { say, end } = speech(ports)
  const libraries = await store.libraries()
  const choice = chooseLibrary(libraries, wish.library)
  if (choice.kind !== 'one') return end(1, sayChoice(choice))
  const { library } = choice
  if (wish.name !== undefined) {
    const found = await listNames(store, library, wish.name)
    if (found.length === 0) return end(1, 'Personne de ce nom ici. · Nobody of that name here.')
    say(...found)
    return 0
  }
  const card = toCardNumber(wish.card)
  const secret = await mailingKeyOf(store, library.id)
  const held = await store.read(library.id, (reader) => gatherPerson(reader, card, secret))
  const folders = rejectedFolders(ports.dataDir, libraries.length, library)
  const rejected = await rejectedNaming(folders, card)
  if (Object.values(countHeld(held)).every((count) => count === 0) && rejected.length === 0)
    return end(1, 'Rien n’est tenu de cette carte. · Nothing is held of this card.')
  if (wish.erase === true) return erase(store, library, { card, isForgiven: wish.opposition === true }, folders, ports)
  const text = formatHeld(library, held, rejected)
  if (wish.out === undefined) {
    ports.output.write(text)
    return 0
  }
  try {
    await ports.place(wish.out, text)
  } catch {
    return end(
      1,
      `${wish.out} : rien n’est écrit, il y a déjà quelque chose ou le dossier refuse. · nothing written: something is there, or the folder refuses.`,
    )
  }
  say(wish.out)
  return 0
}

/** Gives or erases what the arguments say; answers the exit code. */
export const runPerson = async (args: readonly string[], ports: PersonPorts): Promise<number> => {
  const { end } = speech(ports)
  const wish = understood(() => parse(args))
  if (wish === undefined || (wish.name === undefined && wish.card === '')) return end(2, usage)
  if ((wish.erase === true && (wish.yes !== true || wish.name !== undefined)) || (wish.opposition === true && wish.erase !== true))
    return end(2, '--erase demande --yes et une carte : rien ne le ramène. · --erase asks for --yes and a card: nothing brings it back.')
  const store = await ports.openStore('as they are')
  try {
    return await answer(store, wish, ports)
  } finally {
    await store.close()
  }
}
