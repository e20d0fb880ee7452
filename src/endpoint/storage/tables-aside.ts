/**
 * Where the tables of a server go when a restore replaces them all: into a schema beside, from which they come back as they were (KEEP-4). No
 * line is copied or lost. Runs in `npm run restore`, within its transaction.
 */
import type { PostgresConnection } from './postgres-connection.ts'
import { ownVersion } from './schema-version.ts'
import { schemaSteps } from './sql-schema.ts'

const ours = ['schema_version', ...[...schemaSteps.join('\n').matchAll(/CREATE TABLE (\w+)/g)].map(([, name]) => name ?? '')]

const tablesIn = async (connection: PostgresConnection, schema: string): Promise<readonly string[]> =>
  (await connection.many<{ name: string }>('SELECT tablename AS name FROM pg_tables WHERE schemaname = ?', schema))
    .map(({ name }) => name)
    .filter((name) => ours.includes(name))

const move = async (connection: PostgresConnection, from: string, to: string): Promise<void> => {
  for (const name of await tablesIn(connection, from)) await connection.run(`ALTER TABLE "${from}"."${name}" SET SCHEMA "${to}"`)
}

const schemaInUse = async (connection: PostgresConnection): Promise<string> =>
  (await connection.one<{ name: string }>('SELECT current_schema() AS name'))?.name ?? 'public'

/** Answers the name of the schema in which they are now. */
export const setTablesAside = async (connection: PostgresConnection, stamp: string): Promise<string> => {
  let aside = `before_${stamp.replaceAll(/\D/g, '')}`
  // Two of one second.
  while ((await connection.one('SELECT 1 AS is_there FROM pg_namespace WHERE nspname = ?', aside)) !== undefined) aside += '1'
  const inUse = await schemaInUse(connection)
  await connection.run(`CREATE SCHEMA ${aside}`)
  await move(connection, inUse, aside)
  return aside
}

/** Whether `name` is what a restore set aside, with tables of this build's version. */
export const areAside = async (connection: PostgresConnection, name: string): Promise<boolean> => {
  if (!/^before_\d+$/.test(name) || !(await tablesIn(connection, name)).includes('schema_version')) return false
  return (await connection.one<{ done: number }>(`SELECT max(done)::int AS done FROM ${name}.schema_version`))?.done === ownVersion
}

/** Puts them back where none are. */
export const bringTablesBack = async (connection: PostgresConnection, name: string): Promise<void> => {
  await move(connection, name, await schemaInUse(connection))
  await connection.run(`DROP SCHEMA ${name}`)
}
