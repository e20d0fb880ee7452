/**
 * `npm run restore -- --from F [--force]`: puts a backup in the place of the database, while the endpoint is stopped (OPERATING.md).
 * Tablets then hand over again what the backup does not know. Exit codes: 0 done; 1 refused, nothing changed; 2 not understood.
 */
import { join } from 'node:path'
import { parseArgs } from 'node:util'
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { publishCatalogue } from '../import/write-catalogue.ts'
import { databasePath } from '../storage/open-store.ts'
import { restoreSqlite } from '../storage/sqlite-backup.ts'

const usage = 'npm run restore -- --from FILE [--force]'

const readWish = (): { readonly from: string; readonly isForced: boolean } | undefined => {
  try {
    const { from, force } = parseArgs({ options: { from: { type: 'string' }, force: { type: 'boolean' } } }).values
    return from === undefined ? undefined : { from, isForced: force ?? false }
  } catch {
    return undefined
  }
}

const wish = readWish()
const { dataDir } = requireConfiguration(process.env, [])
if (wish === undefined) {
  console.error(usage)
  process.exitCode = 2
} else {
  const now = toInstant(Date.now())
  const stamp = new Date(now).toISOString().slice(0, 19).replaceAll(':', '-')
  const done = await restoreSqlite(wish.from, databasePath(dataDir), {
    isForced: wish.isForced,
    stamp,
    // The file that tablets fetch lies outside the database.
    prepare: async (store) => {
      for (const { id } of await store.libraries()) {
        await (await publishCatalogue(store, id, join(dataDir, 'catalogue'), now)).compressed
      }
    },
  })
  if (done.ok) {
    for (const { name, head } of done.libraries) console.log(`${name}: restored at version ${head}.`)
    if (done.aside !== undefined) console.log(`What was there is kept as ${done.aside}; it holds patrons' names.`)
    console.log('Start the endpoint: each tablet will hand over again what it did in the last 14 days.')
  } else {
    console.error(done.fault)
    process.exitCode = 1
  }
}
