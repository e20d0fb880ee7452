/**
 * `npm run library` as a function: arguments in, sentences out, exit code back (NET-2). Runs in the endpoint's command, whether the endpoint
 * runs or not, and in tests as it is. Nothing of a library ends before all of it lies in a file that its keeper asked for.
 * Exit codes: 0 done; 1 refused, nothing was changed; 2 not understood.
 */
import { randomBytes } from 'node:crypto'
import { mkdir, rm } from 'node:fs/promises'
import { parseArgs } from 'node:util'
import { identityBytes, toLibraryId } from '../../domain/ids.ts'
import type { Instant } from '../../domain/instant.ts'
import { buildDefaultSettings } from '../../domain/settings/settings.ts'
import { textLengths } from '../../domain/text-lengths.ts'
import { catalogueFolder, filePath, groupFolder, packedPath, readIfThere, writeWhole } from '../catalogue/catalogue-files.ts'
import { forgetOwn, keepOwn } from '../catalogue/own-documents.ts'
import { isPublished, publishCatalogue } from '../catalogue/publish-catalogue.ts'
import { refreshRecords } from '../catalogue/refresh-records.ts'
import { cancelEnrolmentCode, codeIdOf, type OfferedCode, offerEnrolmentCode } from '../enrolment/enrolment-code.ts'
import { recordSettings } from '../settings/record-change.ts'
import { aFlag, aText, type CommandPorts, speech, understood } from '../storage/command-ports.ts'
import { exportLibrary } from '../storage/export-library.ts'
import { inGroupTurn, TurnNotGiven } from '../storage/in-turn.ts'
import { isSlug } from '../storage/library-slug.ts'
import type { Sharing } from '../storage/record-group.ts'
import { partRejected, rejectedFolders } from '../storage/rejected-folder.ts'
import { chooseLibrary, inOrder, listLibraries, type Store, sayChoice } from '../storage/store.ts'
import type { Library } from '../storage/stored.ts'
import { lastTriedBackup } from './note-tried-backup.ts'

export interface LibraryPorts extends CommandPorts {
  readonly dataDir: string
  /** IANA zone of a library made here. */
  readonly zone: string
  /** The code with its link, as it is shown to whoever associates a tablet. */
  readonly formatOffer: (offered: OfferedCode) => string
  /** The data folder held its last library. */
  readonly unmark: () => void
}

const usage = `npm run library -- create "NOM · NAME" [--slug SLUG]   la fait, et donne le code de sa première tablette · makes it, with its first tablet’s code
npm run library -- list                              toutes · all of them
npm run library -- rename SLUG "NOM · NAME"          le slug ne change jamais · the slug never changes
npm run library -- close SLUG [--reopen]             plus de commande ni de tablette nouvelle ; tout se garde · no new order, no new tablet; all is kept
npm run library -- group SLUG GROUP [--replace]      un seul catalogue avec celles du groupe · one catalogue with those of the group
npm run library -- group SLUG --leave                le garde tel quel, pour elle seule · keeps it as it is, for itself alone
npm run library -- export SLUG --out FILE            cette bibliothèque seule, pour npm run restore · this library alone
npm run library -- remove SLUG --again SLUG          après l’export, sans retour · after the export, for good`

/** In the library's own memory: how it stood when it was exported. */
const exportMemo = 'library-export'

const acts = ['create', 'list', 'rename', 'close', 'group', 'export', 'remove'] as const
type Act = (typeof acts)[number]
/** Words that follow the act; who leaves a group names none. */
const wordsOf: Readonly<Record<Act, number>> = { create: 1, list: 0, rename: 2, close: 1, group: 2, export: 1, remove: 1 }

const isName = (text: string | undefined): text is string => text !== undefined && text !== '' && text.length <= textLengths.name

const parse = (args: readonly string[]) => {
  const options = { slug: aText, out: aText, again: aText, reopen: aFlag, replace: aFlag, leave: aFlag } as const
  const { values, positionals } = parseArgs({ args: [...args], allowPositionals: true, options })
  const [said, ...words] = positionals.map((word) => word.trim())
  const act = acts.find((one) => one === said)
  const isLeaving = values.leave === true
  if (act === undefined || words.length !== wordsOf[act] - (isLeaving ? 1 : 0)) return undefined
  const allowed: Readonly<Partial<Record<Act, keyof typeof options>>> = {
    group: isLeaving ? 'leave' : 'replace',
    create: 'slug',
    close: 'reopen',
    export: 'out',
    remove: 'again',
  }
  if (Object.keys(values).some((name) => name !== allowed[act])) return undefined
  if (act === 'create' && (!isName(words[0]) || (values.slug !== undefined && !isSlug(values.slug)))) return undefined
  if (act === 'rename' && !isName(words[1])) return undefined
  if (act === 'group' && !isLeaving && !isSlug(words[1] ?? '')) return undefined
  if ((act === 'export' && values.out === undefined) || (act === 'remove' && values.again === undefined)) return undefined
  return { act, words, ...values }
}
type Wish = NonNullable<ReturnType<typeof parse>>

/** Sentences of a refusal, or of what was done. */
type End = { readonly code: 0 | 1; readonly lines: readonly string[] }
const done = (...lines: readonly string[]): End => ({ code: 0, lines })
const refused = (...lines: readonly string[]): End => ({ code: 1, lines })

const settingsOf = (store: Store, { id }: Library) => store.read(id, async (reader) => reader.row('settings', 'settings'))

const create = async (
  store: Store,
  { words: [name = ''], slug }: Wish,
  { dataDir, zone, now, formatOffer }: LibraryPorts,
): Promise<End> => {
  const libraries = await store.libraries()
  if (libraries.some(({ isDemo }) => isDemo)) {
    return refused(
      'Il y a une démo ici : donnez un autre DATA_DIR, ou une autre base. · A demo is here: name another DATA_DIR, or another database.',
    )
  }
  // One that was cut short is finished.
  const begun = libraries.find((library) => library.head === 0 && library.name === name && (slug === undefined || slug === library.slug))
  if (begun === undefined && slug !== undefined && libraries.some((library) => library.slug === slug || library.id === slug)) {
    return refused(`${slug} : ce slug est pris. · this slug is taken.`, ...listLibraries(libraries))
  }
  const same = libraries.filter((library) => library.head > 0 && library.name === name)
  if (begun === undefined && slug === undefined && same.length > 0)
    return refused(
      'Ce nom est déjà pris ; pour une autre du même nom · this name is taken; for another one of it: --slug SLUG',
      ...listLibraries(same),
    )
  const [only, another] = libraries.filter(({ head }) => head > 0)
  if (only !== undefined && another === undefined) await partRejected(dataDir, only)
  const id = toLibraryId(randomBytes(identityBytes).toString('hex'))
  const library = begun ?? (await store.createLibrary({ id, name, isDemo: false, ...(slug === undefined ? {} : { slug }) }))
  await store.transact(library.id, (transaction) => transaction.writeRow({ ...buildDefaultSettings(name, zone), firstRunStep: 0 }, now()))
  const offered = await offerEnrolmentCode(store, library.id, now())
  return done(
    `${name} · --library ${library.slug}`,
    '',
    formatOffer(offered),
    '',
    'Sur cette première tablette, la première personne responsable choisit son nom, son code et sa phrase de passe. · On this first tablet the first manager chooses a name, a PIN and a passphrase.',
  )
}

const list = async (store: Store): Promise<End> => {
  const libraries = inOrder(await store.libraries()).filter(({ head }) => head > 0)
  if (libraries.length === 0) return done('Aucune bibliothèque ici. · No library here.')
  const lines = listLibraries(libraries)
  const dayOf = (at: Instant): string => new Date(at).toISOString().slice(0, 10)
  const triedAt = await lastTriedBackup(store)
  const tried = triedAt === undefined ? [] : ['', `Sauvegarde essayée le ${dayOf(triedAt)} · backup tried on ${dayOf(triedAt)}`]
  const notes = await Promise.all(
    libraries.map(async (library) => {
      const { closedAt } = (await settingsOf(store, library)) ?? {}
      const since = closedAt === undefined ? undefined : dayOf(closedAt)
      return [
        library.isDemo ? 'démo · demo' : '',
        since === undefined ? '' : `fermée · closed ${since}`,
        library.recordGroup === undefined ? '' : `catalogue ${library.recordGroup}`,
      ]
        .filter(Boolean)
        .join(', ')
    }),
  )
  return done(...lines.map((line, n) => `${line}${notes[n] ? `  (${notes[n]})` : ''}`), ...tried)
}

const rename = async (store: Store, library: Library, { words: [, name = ''] }: Wish, { now }: LibraryPorts): Promise<End> => {
  await store.transact(library.id, async (transaction) => {
    const settings = await transaction.row('settings', 'settings')
    const at = now()
    if (settings === undefined) await transaction.changeLibrary({ name })
    else await recordSettings(transaction, { ...settings, libraryName: name }, { by: undefined, at, orders: 0 })
  })
  return done(`${name} · --library ${library.slug}`)
}

const close = async (store: Store, library: Library, { reopen }: Wish, { now }: LibraryPorts): Promise<End> => {
  const at = now()
  const isDone = await store.transact(library.id, async (transaction) => {
    const settings = await transaction.row('settings', 'settings')
    if (settings === undefined) return false
    const { closedAt = at, ...open } = settings
    await transaction.writeRow(reopen === true ? open : { ...open, closedAt }, at)
    return true
  })
  if (!isDone) return refused('Elle n’a pas encore de réglages. · It has no settings yet.')
  if (reopen === true) return done(`${library.name} est rouverte. · is open again.`)
  for (const code of await store.read(library.id, (reader) => reader.openCodes(at)))
    await cancelEnrolmentCode(store, library.id, codeIdOf(code), at)
  return done(
    `${library.name} ne prend plus de commande ni de tablette nouvelle. · takes no new order and no new tablet.`,
    'Tout se garde, et les tablettes transmettent encore. · All is kept, and its tablets still send what they hold.',
  )
}

const group = async (
  store: Store,
  library: Library,
  { words: [, name = ''], leave, replace = false }: Wish,
  { dataDir, now }: LibraryPorts,
): Promise<End> => {
  const { recordGroup } = library
  const ports = { store, dataDir, now: now() }
  if (leave === true) {
    if (recordGroup === undefined) return refused(`${library.name} n’est dans aucun groupe. · is in no group.`)
    await leaveGroup(ports, library)
    return done(`${library.name} garde le catalogue tel qu’il est, pour elle seule. · keeps the catalogue as it is, for itself alone.`)
  }
  if (recordGroup !== undefined && recordGroup !== name) {
    return refused(
      `${library.name} est dans le groupe · is in the group ${recordGroup}`,
      `npm run library -- group ${library.slug} --leave`,
    )
  }
  const end = await joinGroup(ports, library, name, replace)
  if (end.kind === 'would-lose') {
    return refused(
      `${end.missing} de ses ${end.of} documents ne sont pas dans le catalogue du groupe ${name}. · ${end.missing} of its ${end.of} documents are not in the catalogue of the group ${name}.`,
      `Pour les abandonner · to give them up: npm run library -- group ${library.slug} ${name} --replace`,
    )
  }
  const slugs = (await membersOf(store, name))
    .map(({ slug }) => slug)
    .toSorted()
    .join(', ')
  return done(
    `Un seul catalogue pour le groupe ${name} · one catalogue for the group ${name}: ${slugs}`,
    'Commandes, usagers et prêts restent à chacune. · Orders, patrons and loans stay with each.',
  )
}

const exportOne = async (store: Store, library: Library, { out = '' }: Wish): Promise<End> => {
  // Asked before: what comes while the file is written may not be in it.
  const standing = await store.standing(library.id)
  const made = await exportLibrary(store, library.id, out)
  if (!made.ok) return refused(made.fault)
  await store.transact(library.id, (transaction) => transaction.keepMemo(exportMemo, standing))
  return done(
    `${out} : ${library.name}, entière et vérifiée ; des noms d’usagers y sont. · whole and checked; patrons’ names are in it.`,
    'Ailleurs · elsewhere: npm run restore -- --from FILE',
  )
}

const removeInTurn = async (store: Store, library: Library, { dataDir, unmark }: LibraryPorts): Promise<End> => {
  const { standing, holding } = await store.read(library.id, async (reader) => ({
    standing: await reader.memo(exportMemo),
    holding: (await reader.devices()).filter(({ pendingCount, setAsideAt }) => pendingCount > 0 && setAsideAt === undefined),
  }))
  if (holding.length > 0) {
    const letters = holding.map(({ letter }) => letter).join(', ')
    return refused(`Des tablettes gardent encore des opérations · tablets still hold operations: ${letters}`)
  }
  const isGone = standing !== undefined && (await store.removeLibrary(library.id, standing))
  if (!isGone) {
    return refused(
      'Il faut un export fait après le dernier changement. · An export made after the last change is needed.',
      `npm run library -- export ${library.slug} --out FILE`,
    )
  }
  const left = await store.libraries()
  for (const path of [catalogueFolder(dataDir, library.id), ...rejectedFolders(dataDir, left.length + 1, library)])
    await rm(path, { recursive: true, force: true })
  await forgetGroup(store, dataDir, library.recordGroup)
  await store.foldErased()
  if (left.length === 0) unmark()
  return done(`${library.name} n’est plus ici. · is not here any more.`)
}

const remove = async (store: Store, library: Library, { again }: Wish, ports: LibraryPorts): Promise<End> =>
  again === library.slug
    ? // Never in the middle of an import, of its own or into its group, nor of what its ILS is told.
      inTheirTurns(store, library, (ours) => removeInTurn(ours, library, ports))
    : refused(`--again ${library.slug} : retapez son slug. · type its slug again.`)

const act = async (store: Store, wish: Wish, ports: LibraryPorts): Promise<End> => {
  if (wish.act === 'create') return create(store, wish, ports)
  if (wish.act === 'list') return list(store)
  const choice = chooseLibrary(await store.libraries(), wish.words[0])
  if (choice.kind !== 'one') return refused(sayChoice(choice))
  const { library } = choice
  switch (wish.act) {
    case 'rename':
      return rename(store, library, wish, ports)
    case 'close':
      return close(store, library, wish, ports)
    case 'group':
      return group(store, library, wish, ports)
    case 'export':
      return exportOne(store, library, wish)
    case 'remove':
      return remove(store, library, wish, ports)
  }
}

/** Does what the arguments say; answers the exit code. */
export const runLibrary = async (args: readonly string[], ports: LibraryPorts): Promise<0 | 1 | 2> => {
  const { say, end } = speech(ports)
  const wish = understood(() => parse(args))
  if (wish === undefined) return end(2, usage)
  const store = await ports.openStore(wish.act === 'create' ? 'made' : 'as they are')
  try {
    const { code, lines } = await act(store, wish, ports)
    if (code === 1) return end(1, ...lines)
    say(...lines)
    return 0
  } catch (error) {
    if (!(error instanceof TurnNotGiven)) throw error
    return end(
      1,
      'Un import, ou un autre travail, est en cours ; recommencez ensuite. · An import, or another job, is running; try again after it.',
    )
  } finally {
    await store.close()
  }
}

interface SharePorts {
  readonly store: Store
  readonly dataDir: string
  readonly now: Instant
}

/** The catalogue that the library names, and what changed since: what is lent of it stays in its own folder. */
const copyFiles = async (store: Store, { id }: Library, from: string, to: string): Promise<void> => {
  const row = await store.read(id, async (reader) => reader.row('catalogue', 'catalogue'))
  const hashes = [row?.hash, row?.changes?.hash].filter((hash) => hash !== undefined)
  for (const path of hashes.flatMap((hash) => [filePath, packedPath].map((of) => (folder: string) => of(folder, hash)))) {
    const bytes = await readIfThere(path(from))
    if (bytes === undefined) continue
    await mkdir(to, { recursive: true })
    await writeWhole(path(to), bytes)
  }
}

const isNamed = (store: Store, { id }: Library): Promise<boolean> =>
  store.read(id, async (reader) => (await reader.row('catalogue', 'catalogue')) !== undefined)

/** A library joins a record group, or leaves it (NET-7): its catalogue becomes the group's, or stays with it as it is then. */
const membersOf = async (store: Store, group: string): Promise<readonly Library[]> =>
  (await store.libraries()).filter(({ recordGroup }) => recordGroup === group)

/**
 * In the turns of whoever imports into the library, or into its group, or the one that it joins; throws `TurnNotGiven` where another job has one
 * of them.
 */
const inTheirTurns = <T>(store: Store, { id }: Library, work: (store: Store) => Promise<T>, joining?: string): Promise<T> =>
  inGroupTurn(store, id, { now: () => store.now(), patienceMs: 0 }, work, joining)

const publish = async ({ store, dataDir, now }: SharePorts, { id }: Library): Promise<void> =>
  (await publishCatalogue(store, id, dataDir, now)).compressed

const joinGroup = (ports: SharePorts, library: Library, group: string, isReplacing: boolean): Promise<Sharing> => {
  const join = async (store: Store): Promise<Sharing> => {
    const { dataDir, now } = ports
    const isFirst = (await membersOf(store, group)).length === 0
    if (isFirst) await copyFiles(store, library, catalogueFolder(dataDir, library.id), groupFolder(dataDir, group))
    const sharing = await store.transact(library.id, async (transaction) => {
      const own = Array.from(await transaction.catalogue(), ({ barcode }) => barcode)
      const end = await transaction.shareCatalogue(group, isReplacing)
      if (end.kind !== 'done') return end
      await refreshRecords(transaction, now)
      // Asked again, it is a member already, and all of the catalogue is not its own.
      if (library.recordGroup !== group) await keepOwn(transaction, own)
      return end
    })
    // Nobody has a catalogue yet: the first import makes the file.
    const hasFile = await Promise.all((await membersOf(store, group)).map((member) => isNamed(store, member)))
    if (sharing.kind === 'done' && hasFile.includes(true)) await publish({ ...ports, store }, library)
    return sharing
  }
  return inTheirTurns(ports.store, library, join, group)
}

const leaveGroup = async (ports: SharePorts, library: Library): Promise<void> => {
  const { recordGroup: group } = library
  if (group === undefined) return
  await inTheirTurns(ports.store, library, async (store) => {
    const { dataDir } = ports
    const hasFile = await isNamed(store, library)
    // An import of its own that was killed changed what the others keep, and it alone would know.
    if (hasFile && !(await isPublished(store, library.id, dataDir))) await publish({ ...ports, store }, library)
    await copyFiles(store, library, groupFolder(dataDir, group), catalogueFolder(dataDir, library.id))
    await store.transact(library.id, async (transaction) => {
      await transaction.shareCatalogue(undefined, false)
      await forgetOwn(transaction)
    })
    if (hasFile) await publish({ ...ports, store }, library)
    await forgetGroup(store, dataDir, group)
  })
}

/** With its last member a group ends. */
const forgetGroup = async (store: Store, dataDir: string, group: string | undefined): Promise<void> => {
  if (group === undefined || (await membersOf(store, group)).length > 0) return
  await rm(groupFolder(dataDir, group), { recursive: true, force: true })
}
