/**
 * `npm run enrol [-- --library L]`: prints a link and a QR code that let one tablet in, for ten minutes, once.
 * Runs beside the endpoint or without it. For the first tablet of a real library, and for the day when no manager can sign in.
 * Exit code 1: no such library, it is closed, or there are several and none was named.
 */
import { parseArgs } from 'node:util'
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { formatEnrolmentLink, offerEnrolmentCode } from '../enrolment/enrolment-code.ts'
import { requireStore } from '../storage/open-store.ts'
import { chooseLibrary, sayChoice } from '../storage/store.ts'
import { formatEnrolmentOffer } from '../welcome.ts'

const { values } = parseArgs({ options: { library: { type: 'string' }, 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' } } })
const tlsFlags = (['tls-cert', 'tls-key'] as const).flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]))
const configuration = requireConfiguration(process.env, tlsFlags)
const store = await requireStore(configuration)
process.exitCode = 1
try {
  const choice = chooseLibrary(await store.libraries(), values.library)
  const library = choice.kind === 'one' ? choice.library : undefined
  const settings = library && (await store.read(library.id, async (reader) => reader.row('settings', 'settings')))
  if (choice.kind !== 'one') console.error(sayChoice(choice))
  else if (settings?.closedAt !== undefined)
    console.error(`${choice.library.name} est fermée : aucune tablette ne s’y associe. · is closed: no tablet enrols there.`)
  else {
    const offered = await offerEnrolmentCode(store, choice.library.id, toInstant(Date.now()))
    console.log(`${choice.library.name}\n`)
    console.log(formatEnrolmentOffer(formatEnrolmentLink(configuration.publicUrl, offered.code), offered, configuration.zone))
    process.exitCode = 0
  }
} finally {
  await store.close()
}
