/**
 * The endpoint's composition root: `npm start`. Reads the configuration, takes its port and opens the database. Makes what
 * a first start asks for, answers, says how to let a tablet in, and stops when asked. Runs on Node.
 */
import { setTimeout as wait } from 'node:timers/promises'
import pino from 'pino'
import { requireConfiguration } from './configuration.ts'
import { demoLibrarians } from './demo/demo-settings.ts'
import { startEndpoint } from './endpoint-process.ts'
import { formatEnrolmentLink, offerEnrolmentCode } from './enrolment/enrolment-code.ts'
import { startLibrary } from './first-start.ts'
import { openDoor } from './http/door.ts'
import { describeDefect } from './http/report-defect.ts'
import { markLibrary, sayFormer } from './storage/lost-library.ts'
import { openAtStart } from './storage/open-store.ts'
import { shutFolder } from './storage/shut-folder.ts'
import { listLibraries } from './storage/store.ts'
import { formatCommand, formatDemoHint, formatEnrolHint, formatEnrolmentOffer, formatFirstRunHint, formatOpenFolder } from './welcome.ts'

const configuration = requireConfiguration(process.env, process.argv.slice(2))
const log = pino({ level: configuration.logLevel, base: null, timestamp: pino.stdTimeFunctions.isoTime })

const die = (defect: unknown): never => {
  log.fatal({ defect: describeDefect(defect) }, 'defect')
  process.exit(1)
}
process.on('uncaughtException', die)

/** Before it listens an end is like a kill, which loses nothing. It is said aloud: for the first process of a container, a signal that nobody hears does nothing. */
let stop = (): void => process.exit(0)
process.on('SIGTERM', () => stop())
process.on('SIGINT', () => stop())

if (!shutFolder(configuration.dataDir)) console.error(formatOpenFolder(configuration.dataDir))
const stopUnopened = (defect: unknown): never => {
  // A code where there is one: what a server says in words may quote what it was given.
  console.error(`The database cannot be opened: ${describeDefect(defect).code ?? String(defect)}`)
  process.exit(1)
}
// Its port first: a second start beside a running endpoint ends here, before it touched the database.
const door = await openDoor(configuration).catch((error: unknown) => {
  const code = error instanceof Error && 'code' in error ? error.code : undefined
  console.error(code === 'EADDRINUSE' ? `PORT ${configuration.port} is taken: another program listens there.` : String(error))
  process.exit(1)
})
const former = sayFormer(configuration.dataDir)
if (former !== undefined) console.error(former)
const store = await openAtStart(configuration, configuration.upgradeTo).catch(stopUnopened)
const start = await startLibrary(store, configuration, store.now()).catch(stopUnopened)
if (!start.ok) {
  console.error(start.fault)
  process.exit(2)
}

markLibrary(configuration.dataDir, start.library)

const endpoint = await startEndpoint(configuration, store, log, undefined, door)
/** Milliseconds that an end waits for the greeting. */
const greetingMs = 2000
const greet = async (): Promise<void> => {
  const libraries = (await store.libraries()).filter(({ head }) => head > 0)
  const names = libraries.length > 1 ? [configuration.publicUrl, ...listLibraries(libraries)].join('\n') : undefined
  console.log(`\n${names ?? `${start.library.name} · ${configuration.publicUrl}`}\n`)
  // A service's journal keeps what is printed here: a code that lets in to real names is printed by `npm run enrol` alone.
  if (start.library.isDemo) {
    const offered = await offerEnrolmentCode(store, start.library.id, store.now())
    console.log(formatEnrolmentOffer(formatEnrolmentLink(configuration.publicUrl, offered.code), offered, configuration.zone))
  }
  const isNew = await store.read(start.library.id, async (reader) => (await reader.rowsOf('librarian')).length === 0)
  const enrol = formatCommand(`enrol${libraries.length > 1 ? ' -- --library SLUG' : ''}`)
  console.log(`${isNew ? formatFirstRunHint(enrol) : formatEnrolHint(enrol)}\n`)
  if (start.library.isDemo) console.log(`${formatDemoHint(demoLibrarians, configuration.publicUrl)}\n`)
}
const greeted = greet()

// Before it says that it listens: who reads that may ask it to end.
let isStopping = false
const hurry = new AbortController()
stop = (): void => {
  // Asked again, it waits no longer.
  if (isStopping) {
    hurry.abort()
    return
  }
  isStopping = true
  log.info('stopping')
  endpoint.leave()
  // The greeting reads the database; one that hangs is not waited for.
  Promise.race([Promise.allSettled([greeted]), wait(greetingMs)])
    .then(() => wait(configuration.stopGraceMs, undefined, { signal: hurry.signal }).catch(() => undefined))
    .then(() => endpoint.stop())
    .then(() => process.exit(0), die)
}
log.info({ port: endpoint.port }, 'listening')
// Once it ends, what the greeting can no longer read is no fault.
await greeted.catch((defect: unknown) => {
  if (!isStopping) throw defect
})
