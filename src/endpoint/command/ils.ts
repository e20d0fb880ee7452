/**
 * `npm run ils -- --try | --list | --ask-anew N`: the link to the ILS, over SIP2 or to Koha, whether the endpoint runs or not.
 * What it says and its exit codes are in `ils/run-wire.ts`; this file only ties it to the process.
 */
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { createEndpointLink } from '../endpoint-link.ts'
import { runWire } from '../ils/run-wire.ts'
import { requireStore } from '../storage/open-store.ts'

const configuration = requireConfiguration(process.env, [])
const now = () => toInstant(Date.now())
process.exitCode = await runWire(process.argv.slice(2), {
  openStore: () => requireStore(configuration),
  plan: configuration.wire,
  typedPlans: (store) => createEndpointLink(configuration, store, now).plans(),
  now,
  output: process.stdout,
  errors: process.stderr,
})
