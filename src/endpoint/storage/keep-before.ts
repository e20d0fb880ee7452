/**
 * The copy that the endpoint's start keeps before it brings the tables of an older build up: the only way back (docs/revenir-en-arriere.md).
 * A file of SQLite is copied beside, once nobody else has it open; a server is dumped by its own pg_dump. Where no copy can be made, nothing
 * is brought up: UPGRADE_TO, with the number of the version, says that its keeper has one. Runs at the start of the endpoint.
 */
import { mkdir } from 'node:fs/promises'
import { join } from 'node:path'
import Database from 'better-sqlite3'
import { hasNoDatabase } from './lost-library.ts'
import { schemaStateOf } from './postgres-connection.ts'
import { isOlder, ownVersion, type SchemaState, schemaStateIn } from './schema-version.ts'
import { dumpServer } from './server-dump.ts'
import { backUpSqlite, isHeldByOthers } from './sqlite-backup.ts'

export type Kept =
  | { readonly kind: 'nothing to bring up' }
  /** `copy`: undefined where the keeper has one. */
  | { readonly kind: 'kept'; readonly from: number; readonly copy: string | undefined }
  | { readonly kind: 'refused'; readonly fault: string }

const refused = (from: number, fr: string, en: string): Kept => {
  const fault = [
    `La base est à la version ${from}, ce programme travaille sur la ${ownVersion} ; elle n’a pas été mise à niveau : ${fr}`,
    `The database is of version ${from}, this program works on ${ownVersion}; it was not brought up: ${en}`,
  ]
  return { kind: 'refused', fault: fault.join('\n') }
}

const stateOfFile = (path: string): SchemaState => {
  const database = new Database(path, { fileMustExist: true })
  try {
    return schemaStateIn(database)
  } finally {
    database.close()
  }
}

const ownCopy = [
  `faites une copie vous-même, puis démarrez avec UPGRADE_TO=${ownVersion}.`,
  `make a copy yourself, then start with UPGRADE_TO=${ownVersion}.`,
] as const

const keepOfFile = async (path: string, stamp: string, isKept: boolean): Promise<Kept> => {
  if (hasNoDatabase(path)) return { kind: 'nothing to bring up' }
  const state = stateOfFile(path)
  const from = state.done
  if (!isOlder(state)) return { kind: 'nothing to bring up' }
  if (isHeldByOthers(path))
    return refused(
      from,
      'le serveur d’avant, ou une commande, l’a ouverte. Arrêtez-le d’abord.',
      'the endpoint of before, or a command, has it open. Stop it first.',
    )
  if (isKept) return { kind: 'kept', from, copy: undefined }
  const copy = `${path}.before-v${ownVersion}-${stamp}`
  const done = await backUpSqlite(path, copy).catch((error: unknown) => ({ ok: false as const, fault: String(error) }))
  if (done.ok) return { kind: 'kept', from, copy }
  return refused(from, `pas de copie (${done.fault}) ; ${ownCopy[0]}`, `no copy (${done.fault}); ${ownCopy[1]}`)
}

const keepOfServer = async (url: string, dataDir: string, stamp: string, isKept: boolean): Promise<Kept> => {
  const state = await schemaStateOf(url)
  const from = state.done
  if (!isOlder(state)) return { kind: 'nothing to bring up' }
  if (isKept) return { kind: 'kept', from, copy: undefined }
  await mkdir(dataDir, { recursive: true, mode: 0o700 })
  const copy = join(dataDir, `server.before-v${ownVersion}-${stamp}.dump`)
  const fault = await dumpServer(url, copy).catch(String)
  if (fault === undefined) return { kind: 'kept', from, copy }
  return refused(from, `pas de copie (${fault}) ; ${ownCopy[0]}`, `no copy (${fault}); ${ownCopy[1]}`)
}

/** `path`: of the file of SQLite, where there is no server. `upgradeTo`: the version of whose predecessor the keeper has a copy. */
export const keepBefore = (
  { dataDir, databaseUrl }: { readonly dataDir: string; readonly databaseUrl: string | undefined },
  path: string,
  upgradeTo: number | undefined,
): Promise<Kept> => {
  const stamp = new Date().toISOString().slice(0, 19).replaceAll(':', '-')
  const isKept = upgradeTo === ownVersion
  return databaseUrl === undefined ? keepOfFile(path, stamp, isKept) : keepOfServer(databaseUrl, dataDir, stamp, isKept)
}
