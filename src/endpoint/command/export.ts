/**
 * `npm run export -- --format koc|evergreen|alma|retype|csv --day D [--out F] [--number N]`: the day's circulation for the ILS, whether the endpoint runs or not.
 * What it says and its exit codes are in `connectors/file/run-export.ts`; this file only ties it to the process.
 */
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { runExport } from '../connectors/file/run-export.ts'
import { requireStore } from '../storage/open-store.ts'

const { dataDir, databaseUrl } = requireConfiguration(process.env, [])
process.exitCode = await runExport(process.argv.slice(2), {
  openStore: () => requireStore({ dataDir, databaseUrl }),
  now: () => toInstant(Date.now()),
  output: process.stdout,
  errors: process.stderr,
})
