/**
 * `npm run person -- CARD [--out F] [--erase --yes]`: what is held of a person, given or erased, whether the endpoint runs or not.
 * What it says and its exit codes are in `retention/run-person.ts`; this file only ties it to the process.
 */
import { requireConfiguration } from '../configuration.ts'
import { placeFile } from '../connectors/file/place-file.ts'
import { runPerson } from '../retention/run-person.ts'
import { ownPorts } from '../storage/command-ports.ts'

const { dataDir, databaseUrl } = requireConfiguration(process.env, [])
process.exitCode = await runPerson(process.argv.slice(2), {
  ...ownPorts({ dataDir, databaseUrl }),
  dataDir,
  place: (path, content) => placeFile(path, new TextEncoder().encode(content), () => false),
})
