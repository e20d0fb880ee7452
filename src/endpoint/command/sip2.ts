/**
 * `npm run sip2 -- --try | --list | --ask-anew N`: the link to the ILS over SIP2, whether the endpoint runs or not.
 * What it says and its exit codes are in `connectors/sip2/run-sip2.ts`; this file only ties it to the process.
 */
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { runSip2 } from '../connectors/sip2/run-sip2.ts'
import { requireStore } from '../storage/open-store.ts'

const { dataDir, databaseUrl, sip2 } = requireConfiguration(process.env, [])
process.exitCode = await runSip2(process.argv.slice(2), {
  openStore: () => requireStore({ dataDir, databaseUrl }),
  plan: sip2,
  now: () => toInstant(Date.now()),
  output: process.stdout,
  errors: process.stderr,
})
