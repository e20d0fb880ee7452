/**
 * `npm run ils -- --try | --list | --ask-anew N`: the link to the ILS, over SIP2 or to Koha, whether the endpoint runs or not.
 * What it says and its exit codes are in `ils/run-wire.ts`; this file only ties it to the process.
 */
import { requireConfiguration } from '../configuration.ts'
import { createEndpointLink } from '../endpoint-link.ts'
import { runWire } from '../ils/run-wire.ts'
import { ownPorts } from '../storage/command-ports.ts'

const configuration = requireConfiguration(process.env, [])
const ports = ownPorts(configuration)
process.exitCode = await runWire(process.argv.slice(2), {
  ...ports,
  plan: configuration.wire,
  typedPlans: (store) => createEndpointLink(configuration, store, ports.now).plans(),
})
