/**
 * `npm run export -- --format koc|evergreen|alma|retype|csv --day D [--out F] [--number N]`: the day's circulation for the ILS, whether the endpoint runs or not.
 * What it says and its exit codes are in `connectors/file/run-export.ts`; this file only ties it to the process.
 */
import { requireConfiguration } from '../configuration.ts'
import { runExport } from '../connectors/file/run-export.ts'
import { ownPorts } from '../storage/command-ports.ts'

process.exitCode = await runExport(process.argv.slice(2), ownPorts(requireConfiguration(process.env, [])))
