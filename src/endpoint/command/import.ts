/**
 * `npm run import -- --catalogue F --patrons F --orders F`: loads the ILS's files into the endpoint's database, whether it runs or not.
 * What it says and its exit codes are in `connectors/file/run-import.ts`; this file only ties it to the process.
 */
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { runImport } from '../connectors/file/run-import.ts'
import { requireStore } from '../storage/open-store.ts'

const { dataDir, databaseUrl, libraryName, zone } = requireConfiguration(process.env, [])
process.exitCode = await runImport(process.argv.slice(2), {
  openStore: () => requireStore({ dataDir, databaseUrl }),
  dataDir,
  libraryName,
  zone,
  now: () => toInstant(Date.now()),
  output: process.stdout,
  errors: process.stderr,
})
