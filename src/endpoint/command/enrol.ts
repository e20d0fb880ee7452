/**
 * `npm run enrol [-- --library L]`: prints a link and a QR code that let one tablet in, for ten minutes, once.
 * Runs beside the endpoint or without it. For the first tablet of a real library, and for the day when no manager can sign in.
 */
import { parseArgs } from 'node:util'
import { toInstant } from '../../domain/instant.ts'
import { requireConfiguration } from '../configuration.ts'
import { formatEnrolmentLink, offerEnrolmentCode } from '../enrolment/enrolment-code.ts'
import { requireStore } from '../storage/open-store.ts'
import { formatEnrolmentOffer } from '../welcome.ts'

const { values } = parseArgs({ options: { library: { type: 'string' }, 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' } } })
const tlsFlags = (['tls-cert', 'tls-key'] as const).flatMap((name) => (values[name] === undefined ? [] : [`--${name}`, values[name]]))
const configuration = requireConfiguration(process.env, tlsFlags)
const store = await requireStore(configuration)
try {
  const libraries = await store.libraries()
  const library = values.library === undefined ? libraries[0] : libraries.find(({ id }) => id === values.library)
  if (library === undefined) {
    console.error('Aucune bibliothèque ici : lancez d’abord npm start. · No library here: run npm start first.')
    process.exitCode = 1
  } else {
    const offered = await offerEnrolmentCode(store, library.id, toInstant(Date.now()))
    console.log(`${library.name}\n`)
    console.log(formatEnrolmentOffer(formatEnrolmentLink(configuration.publicUrl, offered.code), offered, configuration.zone))
  }
} finally {
  await store.close()
}
