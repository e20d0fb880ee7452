/**
 * Which version the tables of a database have, and who may change it (KEEP-4): the endpoint's start alone brings older ones up. A command beside
 * a running endpoint works on tables of its own version, or refuses and touches nothing. Runs in every store.
 */
import type Database from 'better-sqlite3'
import { fileMark, schemaFault, schemaSteps } from './sql-schema.ts'

/** Of the tables that this build works on. */
export const ownVersion: number = schemaSteps.length

export interface SchemaState {
  /** Steps; 0: there are no tables. */
  readonly done: number
  /** By releases. */
  readonly isMarked: boolean
}

/** Of a file, as its header says it. */
export const schemaStateIn = (database: Database.Database): SchemaState => ({
  done: Number(database.pragma('user_version', { simple: true })),
  isMarked: database.pragma('application_id', { simple: true }) === fileMark,
})

/** What may be done to reach that version: nothing, in a command; tables where there are none; all of it, at the start of the endpoint. */
export type Tables = 'as they are' | 'made' | 'brought up'

/** The tables are not those that were asked for: nothing was changed. Its message is for whoever typed the command. */
export class OtherTables extends Error {}

const unreadable = (found: number, known: number, fault: string): readonly string[] => [
  `La base est à la version ${found} ; ce programme ne lit pas celle-là, mais la version ${known}. Rien n’a été fait.`,
  'Lancez le programme que le serveur utilise ; pour revenir au précédent : docs/revenir-en-arriere.md.',
  `The database is of version ${found}, and this program reads version ${known}: ${fault}. Nothing was done.`,
  'Run the program that the endpoint runs; to go back to the one of before: docs/revenir-en-arriere.md.',
]

const older = (found: number, known: number): readonly string[] => [
  `La base est à la version ${found} ; ce programme, plus récent, travaille sur la ${known}. Rien n’a été fait.`,
  'Seul le démarrage du serveur (npm start) met la base à niveau, après en avoir gardé une copie. D’ici là, lancez le programme que le serveur utilise.',
  `The database is of version ${found}; this program is newer and works on ${known}. Nothing was done.`,
  'Only the start of the endpoint (npm start) brings it up, once it has kept a copy. Until then run the program that the endpoint runs.',
]

const none: readonly string[] = [
  'Il n’y a pas de base ici. Rien n’a été fait, et aucune n’a été créée.',
  'Donnez à la commande le DATA_DIR, ou le DATABASE_URL, du serveur : ils sont dits à son démarrage.',
  'There is no database here. Nothing was done, and none was made.',
  'Give the command the DATA_DIR, or the DATABASE_URL, of the endpoint: its start says them.',
]

/** Throws where tables are not those that `tables` allows to work on; `known`: steps of this build. */
export const refuseOther = ({ done, isMarked }: SchemaState, tables: Tables, known = ownVersion): void => {
  const refuse = (lines: readonly string[]): never => {
    throw new OtherTables(lines.join('\n'))
  }
  const fault = schemaFault(done, known, isMarked)
  if (fault !== undefined) refuse(unreadable(done, known, fault))
  if (done > 0 && done < known && tables !== 'brought up') refuse(older(done, known))
  if (done === 0 && tables === 'as they are') refuse(none)
}

/** Whether the tables are an older release's. */
export const isOlder = ({ done, isMarked }: SchemaState): boolean => isMarked && done > 0 && done < ownVersion
