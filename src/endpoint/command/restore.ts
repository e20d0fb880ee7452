/**
 * `npm run restore -- --from F [--force]`: puts a backup in the place of the database, while the endpoint is stopped (OPERATING.md); with
 * DATABASE_URL, into that server, where `--library SLUG` puts back that one alone beside the others. Runs on Node. Tablets then hand over again what the backup does not know.
 * `--try F`: tries a backup beside the database, whether the endpoint runs or not, and notes when. Exit codes: 0 done; 1 refused, nothing changed; 2 not understood.
 */
import { mkdir, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { toInstant } from '../../domain/instant.ts'
import { publishCatalogue } from '../catalogue/publish-catalogue.ts'
import { refreshRecords } from '../catalogue/refresh-records.ts'
import { requireConfiguration } from '../configuration.ts'
import { describeDefect } from '../http/report-defect.ts'
import { noteTriedBackup } from '../network/note-tried-backup.ts'
import { aFlag, aText, understood } from '../storage/command-ports.ts'
import { readMailing } from '../storage/mailing-memo.ts'
import { databasePath, openStore, requireStore, sayUnopened } from '../storage/open-store.ts'
import { bringBack, restorePostgres } from '../storage/restore-postgres.ts'
import { type Restored, restoreSqlite } from '../storage/sqlite-backup.ts'
import { startNewEpoch } from '../storage/start-new-epoch.ts'
import type { Store } from '../storage/store.ts'
import { holdTrial, strangerOnServer, type Tried, tryBackup } from '../storage/try-backup.ts'
import { formatCommand } from '../welcome.ts'

const usage = [
  'npm run restore -- --from FILE [--force] [--library SLUG | --replaces N]   or, after the tools of PostgreSQL: npm run restore -- --new-epoch',
  'npm run restore -- --back NAME                              what a restore of a server kept under that name',
  'npm run restore -- --try FILE                               or the address of a server that pg_restore filled: postgres://…',
].join('\n')

type Wish = NonNullable<ReturnType<typeof readWish>>

/** None of `from`, `tried` and `back`: only a new epoch. */
const readWish = () => {
  const options = { from: aText, try: aText, library: aText, replaces: aText, back: aText, force: aFlag, 'new-epoch': aFlag } as const
  const { values } = parseArgs({ options })
  const { from, try: tried, library: only, replaces, back, force: isForced = false, 'new-epoch': isEpochAlone = false } = values
  const isBeside = tried !== undefined || back !== undefined
  if (isBeside && Object.keys(values).length > 1) return undefined
  if (!isBeside && ((only !== undefined && from === undefined) || (from === undefined) !== isEpochAlone)) return undefined
  return {
    from,
    /** What is tried, beside the database in use. */
    tried,
    isForced,
    replaces: replaces === undefined ? undefined : Number(replaces),
    /** What a restore kept, and is to take its place again. */
    back,
    /** Its slug; undefined: all that the file holds. */
    only,
  }
}

const { dataDir, databaseUrl } = requireConfiguration(process.env, [])
const now = toInstant(Date.now())

/** Libraries whose mailing of the guide waits for a manager (MSG-13): a new epoch pauses it. */
const paused: string[] = []

/** The file that tablets fetch lies outside the database. */
const publish = async (
  store: Store,
  restored?: Pick<Restored & { readonly ok: true }, 'libraries' | 'group'>,
  folder = dataDir,
): Promise<void> => {
  for (const { id, name } of restored?.libraries ?? (await store.libraries())) {
    if ((await store.read(id, readMailing)).state === 'paused') paused.push(name)
    const isNamed = await store.read(id, async (reader) => (await reader.row('catalogue', 'catalogue')) !== undefined)
    // Whose catalogue is a group's knows it otherwise than its copy does.
    if (restored?.group?.isIn === true) await store.transact(id, (transaction) => refreshRecords(transaction, now))
    const { items } = await store.read(id, (reader) => reader.catalogueCounts())
    if (isNamed || items > 0) await (await publishCatalogue(store, id, folder, now)).compressed
  }
}

const stamp = new Date(now).toISOString().slice(0, 23).replaceAll(/[:.]/g, '-')
const goBack = async (kept: string): Promise<Restored> =>
  databaseUrl === undefined
    ? { ok: false, fault: '--back : DATABASE_URL. SQLite: npm run restore -- --from DATA_DIR/desk.db.before-… --force' }
    : publishServer(await bringBack(databaseUrl, kept, stamp))

const restore = async (from: string, { isForced, only, replaces }: Wish): Promise<Restored> => {
  if (databaseUrl === undefined) {
    if (only !== undefined) return { ok: false, fault: 'A file of SQLite is replaced whole: --library needs DATABASE_URL.' }
    return restoreSqlite(from, databasePath(dataDir), { isForced, stamp, prepare: (store) => publish(store) })
  }
  return publishServer(await restorePostgres(from, databaseUrl, isForced, only, { folder: dataDir, stamp, replaces }))
}

const publishServer = async (done: Restored): Promise<Restored> => {
  if (!done.ok) return done
  const store = openStore({ dataDir, databaseUrl })
  await publish(store, done).finally(() => store.close())
  return done
}

/** The server was put back by its own tools: tablets have to hear of it. */
const renewEpochs = async (): Promise<void> => {
  const sayWhy = (error: unknown): string => sayUnopened({ dataDir, databaseUrl }, error)
  const stranger = databaseUrl === undefined ? undefined : await strangerOnServer(databaseUrl).catch(sayWhy)
  if (stranger !== undefined) {
    console.error(stranger)
    process.exitCode = 1
    return
  }
  const store = await requireStore({ dataDir, databaseUrl })
  try {
    for (const { id, name } of await store.libraries()) {
      await store.transact(id, (transaction) => startNewEpoch(transaction, now))
      console.log(`${name}: new epoch.`)
    }
    await publish(store)
  } finally {
    await store.close()
  }
}

/** Answers the exit code. What is tried lies meanwhile beside the database, as shut as that is; one that was killed left it there. */
const tryOne = async (tried: string): Promise<0 | 1> => {
  const inUse = await requireStore({ dataDir, databaseUrl })
  const folder = join(dataDir, 'tried-backup')
  let letGo: ReturnType<typeof holdTrial>
  try {
    letGo = holdTrial(folder)
    if (letGo === undefined) console.error('Another backup is being tried: wait until that has ended.')
  } catch (defect) {
    console.error(`Nothing can be tried in ${folder}: ${describeDefect(defect).code ?? String(defect)}`)
  }
  if (letGo === undefined) {
    await inUse.close()
    return 1
  }
  const clear = () => rm(folder, { recursive: true, force: true })
  try {
    await clear()
    await mkdir(folder, { mode: 0o700 })
    const path = databaseUrl === undefined ? databasePath(dataDir) : undefined
    const done = await tryBackup(tried, folder, { store: inUse, path }, now, (store) => publish(store, undefined, folder)).catch(
      // A code where there is one: what a server says in words may quote what it was given.
      (defect: unknown): Tried => ({ ok: false, fault: `It cannot be read: ${describeDefect(defect).code ?? String(defect)}` }),
    )
    if (!done.ok) {
      console.error(done.fault)
      return 1
    }
    const heads = new Map((await inUse.libraries()).map(({ identity, head }) => [identity, head]))
    for (const { name, identity, head } of done.libraries) console.log(`${name}: version ${head} (${heads.get(identity) ?? 'not'} in use)`)
    await noteTriedBackup(inUse, now)
    console.log('Essayée : elle se remet en place et se lit entière. npm run library -- list dit quand.')
    console.log('Tried: it can be put back, and is read whole. npm run library -- list says when.')
    return 0
  } finally {
    await clear()
    letGo()
    await inUse.close()
  }
}

/** What is kept of a database that cannot be read: nobody else knows it. */
const sayWhatWasFound = (cases: number): void => {
  const count = cases === 1 ? '1 case was' : `${cases} cases were`
  console.log(
    `What was there cannot be read. Of two tablets under one identity, ${cases === 0 ? 'no case was' : count} found in its bytes.`,
  )
  console.log('If it held another, that one is lost: what both tablets did comes again, and a copy that still speaks is found again.')
}

/** Where what was there is, and the way back to it, as it is typed. */
const sayKept = (aside: string, { only }: Wish): void => {
  const ofServer = only === undefined ? `--back ${aside}` : `--from ${aside} --library ${only} --force`
  const back = formatCommand(`restore -- ${databaseUrl === undefined ? `--from ${aside} --force` : ofServer}`)
  console.log(`Ce qui était là est gardé, avec des noms d’usagers : ${aside}\nPour y revenir : ${back}`)
  console.log(`What was there is kept as ${aside}; it holds patrons' names.\nTo go back to it: ${back}`)
}

const sayPaused = (): void => {
  for (const name of paused) {
    console.log(
      `${name} : l’envoi du mode d’emploi est en pause ; ceux à qui il a été écrit depuis la sauvegarde peuvent le recevoir de nouveau. À continuer ou arrêter dans Gestion, Courriels.`,
    )
    console.log(
      `${name}: the mailing of the guide is paused; whoever was written to since the backup may have it again. Carry on with it or stop it in Management, Emails.`,
    )
  }
}

/** A library put back alone may share its catalogue with others. */
const sayGroup = ({ libraries, group }: Restored & { readonly ok: true }): void => {
  for (const { name } of group === undefined ? [] : libraries) {
    const of = group?.name
    if (group?.isIn === true) {
      console.log(`${name} : son catalogue est celui du groupe ${of}, tel qu’il est ici.`)
      console.log(`${name}: its catalogue is that of the group ${of}, as it is here.`)
    } else {
      console.log(`${name} : elle n’est pas dans le groupe ${of} ici ; le catalogue de la sauvegarde est à elle seule.`)
      console.log(`${name}: it is not in the group ${of} here; the backup’s catalogue is its alone.`)
    }
  }
}

const again = [
  'Chaque tablette transmettra de nouveau ce qu’elle a fait depuis 14 jours.',
  'Each tablet will hand over again what it did in the last 14 days.',
  'Ce que les usagers ont commandé, déplacé ou annulé sur leur page depuis la sauvegarde n’est dans aucune tablette : à refaire (OPERATING.md).',
  'What patrons ordered, moved or cancelled on their page since the backup is in no tablet: to be done again (OPERATING.md).',
].join('\n')
const wish = understood(readWish)
if (wish === undefined) {
  console.error(usage)
  process.exitCode = 2
} else if (wish.tried !== undefined) {
  process.exitCode = await tryOne(wish.tried)
} else if (wish.from === undefined && wish.back === undefined) {
  await renewEpochs()
  sayPaused()
  console.log('A case of two tablets under one identity that the lost server alone held is lost: a copy that still speaks is found again.')
  console.log(again)
} else {
  const begun = wish.back === undefined ? restore(wish.from ?? '', wish) : goBack(wish.back)
  const done = await begun.catch((error: unknown): Restored => ({ ok: false, fault: sayUnopened({ dataDir, databaseUrl }, error) }))
  if (done.ok) {
    for (const { name, head } of done.libraries) console.log(`${name}: restored at version ${head}.`)
    if (done.aside !== undefined) sayKept(done.aside, wish)
    if (done.salvaged !== undefined) sayWhatWasFound(done.salvaged)
    sayGroup(done)
    sayPaused()
    console.log('Démarrez le serveur.\nStart the endpoint.')
    console.log(again)
  } else {
    console.error(done.fault)
    process.exitCode = 1
  }
}
