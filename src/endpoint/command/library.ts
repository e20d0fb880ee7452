/**
 * `npm run library -- create|list|…`: the libraries of this endpoint’s database, whether it runs or not (NET-2, NET-7).
 * What it says and its exit codes are in `network/run-library.ts`; this file only ties it to the process.
 */
import { requireConfiguration } from '../configuration.ts'
import { formatEnrolmentLink } from '../enrolment/enrolment-code.ts'
import { runLibrary } from '../network/run-library.ts'
import { ownPorts } from '../storage/command-ports.ts'
import { unmarkLibrary } from '../storage/lost-library.ts'
import { formatEnrolmentOffer } from '../welcome.ts'

const { dataDir, databaseUrl, zone, publicUrl } = requireConfiguration(process.env, [])
process.exitCode = await runLibrary(process.argv.slice(2), {
  ...ownPorts({ dataDir, databaseUrl }),
  dataDir,
  zone,
  formatOffer: (offered) => formatEnrolmentOffer(formatEnrolmentLink(publicUrl, offered.code), offered, zone),
  unmark: () => unmarkLibrary(dataDir),
})
