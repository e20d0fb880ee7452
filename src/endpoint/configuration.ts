/**
 * What whoever installs the endpoint decides: environment variables and two flags, checked before anything else happens.
 * Runs at the start of the endpoint and of its commands. All faults are told at once, one readable line each.
 */
import { existsSync, readFileSync } from 'node:fs'
import { fileURLToPath } from 'node:url'
import { parseArgs } from 'node:util'
import { textLengths } from '../domain/text-lengths.ts'
import { askedNode, faultOfNode } from './asked-node.ts'
import { ilsFileKinds } from './connectors/file/ils-file.ts'
import type { ReadText } from './ils/wire.ts'
import { readMailSettings } from './messages/mail/read-settings.ts'
import { hashKeeperToken } from './network/network-routes.ts'
import { readWirePlan } from './read-wire-plan.ts'
import { readWatchPlan } from './watched-folder.ts'

type Environment = Readonly<Record<string, string | undefined>>

/**
 * A variable, or the file that `NAME_FILE` names, as containers and systemd hand secrets over. Each is read once; a file that cannot be read
 * is a fault, never a variable that was not given.
 */
const readEnvironment = (environment: Environment, faults: string[]): ReadText => {
  const known = new Map<string, string | undefined>()
  const given = (name: string): string | undefined => environment[name]?.trim() || undefined
  const read = (name: string): string | undefined => {
    const path = given(`${name}_FILE`)
    if (path === undefined) return given(name)
    try {
      return readFileSync(path, 'utf8').trim() || undefined
    } catch {
      faults.push(`${name}_FILE names ${path}: it cannot be read.`)
      return undefined
    }
  }
  return (name) => {
    if (!known.has(name)) known.set(name, read(name))
    return known.get(name)
  }
}

const logLevels = ['silent', 'fatal', 'error', 'warn', 'info', 'debug', 'trace'] as const

/** A token that can be guessed protects nothing: characters. */
const shortestToken = 16
/** TCP's (RFC 9293, section 3.1: 16 bits). */
const highestPort = 65_535

/** Seconds: what supervises an endpoint kills it 30 s after it asked it to stop, and what is under way has some of them. */
const longestGrace = 20

const isZone = (zone: string): boolean => {
  try {
    return new Intl.DateTimeFormat('fr', { timeZone: zone }).resolvedOptions().timeZone !== ''
  } catch {
    return false
  }
}

const readFlags = (argv: readonly string[], faults: string[]): { readonly cert: string | undefined; readonly key: string | undefined } => {
  try {
    const { values } = parseArgs({ args: [...argv], options: { 'tls-cert': { type: 'string' }, 'tls-key': { type: 'string' } } })
    return { cert: values['tls-cert'], key: values['tls-key'] }
  } catch (error) {
    faults.push(error instanceof Error ? (error.message.split('.')[0] ?? error.message) : String(error))
    return { cert: undefined, key: undefined }
  }
}

const parseUrl = (text: string): URL | undefined => (URL.canParse(text) ? new URL(text) : undefined)

/**
 * Reads the environment and the flags. Without a certificate the endpoint listens on this machine only (HOST changes it): a tablet on
 * the network would have neither camera nor offline shell over plain HTTP.
 */
export const readConfiguration = (environment: Environment, argv: readonly string[]) => {
  const faults: string[] = []
  const text = readEnvironment(environment, faults)

  const portText = text('PORT') ?? '8080'
  const port = Number(portText)
  if (!/^\d+$/.test(portText) || port > highestPort) faults.push(`PORT is "${portText}": a number from 0 to ${highestPort} is expected.`)

  const { cert, key } = readFlags(argv, faults)
  if ((cert === undefined) !== (key === undefined)) faults.push('--tls-cert and --tls-key go together: one of them is missing.')
  for (const [flag, path] of Object.entries({ '--tls-cert': cert, '--tls-key': key })) {
    if (path !== undefined && !existsSync(path)) faults.push(`${flag} names ${path}: there is no such file.`)
  }
  const tls = cert !== undefined && key !== undefined ? { certPath: cert, keyPath: key } : undefined

  const publicUrl = text('PUBLIC_URL') ?? `${tls === undefined ? 'http' : 'https'}://localhost:${portText}`
  const url = parseUrl(publicUrl)
  if (url === undefined || !/^https?:$/.test(url.protocol) || url.pathname !== '/' || url.search !== '' || url.hash !== '') {
    faults.push(`PUBLIC_URL is "${publicUrl}": an address such as https://drive.example.fr is expected, without a path.`)
  }

  const databaseUrl = text('DATABASE_URL')
  // Never repeated: it holds a password.
  if (databaseUrl !== undefined && !/^postgres(ql)?:$/.test(parseUrl(databaseUrl)?.protocol ?? '')) {
    faults.push('DATABASE_URL is not understood: an address such as postgres://user:password@host/database is expected.')
  }

  const upgradeText = text('UPGRADE_TO')
  if (upgradeText !== undefined && !/^\d+$/.test(upgradeText))
    faults.push(`UPGRADE_TO is "${upgradeText}": the number that the start said is expected.`)

  const logLevel = text('LOG_LEVEL') ?? 'info'
  const knownLevel = logLevels.find((level) => level === logLevel)
  if (knownLevel === undefined) faults.push(`LOG_LEVEL is "${logLevel}": one of ${logLevels.join(', ')} is expected.`)

  const [metricsToken, bounceToken] = [text('METRICS_TOKEN'), text('BOUNCE_TOKEN')]
  for (const [name, token] of Object.entries({ METRICS_TOKEN: metricsToken, BOUNCE_TOKEN: bounceToken }))
    if (token !== undefined && token.length < shortestToken)
      faults.push(`${name} is too short: ${shortestToken} characters at least are expected.`)

  const keeperToken = text('KEEPER_TOKEN') ?? ''
  const keeperHash = /^sha256:([0-9a-f]{64})$/.exec(keeperToken)?.[1]
  if (keeperToken !== '' && keeperToken.length < shortestToken) {
    faults.push(`KEEPER_TOKEN is too short: ${shortestToken} characters at least are expected.`)
  }

  const stopGrace = text('STOP_GRACE') ?? '0'
  if (!/^\d+$/.test(stopGrace) || Number(stopGrace) > longestGrace)
    faults.push(`STOP_GRACE is "${stopGrace}": seconds from 0 to ${longestGrace} are expected.`)

  const trustProxy = text('TRUST_PROXY') ?? '0'
  if (!['0', '1'].includes(trustProxy)) faults.push(`TRUST_PROXY is "${trustProxy}": 1 (a proxy of yours stands before) or 0 is expected.`)

  const zone = text('LIBRARY_ZONE') ?? 'Europe/Paris'
  if (!isZone(zone)) faults.push(`LIBRARY_ZONE is "${zone}": a time zone such as Europe/Paris is expected.`)

  const libraryName = text('LIBRARY_NAME')
  if (libraryName !== undefined && libraryName.length > textLengths.name)
    faults.push(`LIBRARY_NAME is too long: ${textLengths.name} characters at most.`)

  const wire = readWirePlan(text, zone, Date.now, faults)
  const ilsFileText = text('ILS_FILE') ?? 'koc'
  const ilsFile = ilsFileKinds.find((kind) => kind === ilsFileText)
  if (ilsFile === undefined) faults.push(`ILS_FILE is "${ilsFileText}": one of ${ilsFileKinds.join(', ')} is expected.`)
  const mail = readMailSettings(text, faults)
  const watch = readWatchPlan(text, faults)

  if (faults.length > 0) return { ok: false as const, faults }
  return {
    ok: true as const,
    value: {
      port,
      host: text('HOST') ?? (tls === undefined ? '127.0.0.1' : '0.0.0.0'),
      dataDir: text('DATA_DIR') ?? './data',
      /** Where `npm run backup` keeps each night's copy; undefined: it is told a file. */
      backupDir: text('BACKUP_DIR'),
      /** A PostgreSQL server, `postgres://…`; undefined: the SQLite file in `dataDir`. */
      databaseUrl,
      /** The version of the tables that the keeper has a copy of before; undefined: the start makes one. */
      upgradeTo: upgradeText === undefined ? undefined : Number(upgradeText),
      // Beside dist/endpoint, where this runs once built.
      /** The built app; served when it is there. */
      appDir: text('APP_DIR') ?? fileURLToPath(new URL('../app', import.meta.url)),
      /** Name of the library to make at the first start; undefined: a demo. */
      libraryName,
      /** IANA zone of a library made at the first start. */
      zone,
      /** It serves a library, and nobody tries it out: NODE_ENV is `production`, as the unit, the image and the service's file say. */
      isForGood: text('NODE_ENV') === 'production',
      /** Where tablets reach us, without a slash at the end. */
      publicUrl: publicUrl.replace(/\/$/, ''),
      logLevel: knownLevel ?? 'info',
      metricsToken,
      /** Of a mail server that hands reports of mails over. */
      bounceToken,
      /** SHA-256 of what opens the page of all libraries, hexadecimal; undefined: there is no such page. */
      keeperTokenHash: keeperHash ?? (keeperToken === '' ? undefined : hashKeeperToken(keeperToken)),
      /** What that page calls the network. */
      networkName: text('NETWORK_NAME'),
      /** Milliseconds in which `/ready` says no, and a proxy turns to another endpoint, before this one stops. */
      stopGraceMs: Number(stopGrace) * 1000,
      trustsProxy: trustProxy === '1',
      tls,
      /** The ILS that is told over a wire; undefined: by files alone. */
      wire,
      /** PEM: who signs the certificate of an ILS, whoever names the way to it. */
      ilsAuthority: text('SIP2_CA'),
      /** The form of the file that the ILS loads. */
      ilsFile: ilsFile ?? 'koc',
      /** The relay that mails to patrons go through; undefined: none goes. */
      mail,
      /** The folder in which the ILS drops its files; undefined: files are imported by hand. */
      watch,
    },
  }
}

export type Configuration = Extract<ReturnType<typeof readConfiguration>, { readonly ok: true }>['value']

/** The configuration, or the end of the process with one line per fault. Of a Node that will not do, that alone is told. */
export const requireConfiguration = (environment: Environment, argv: readonly string[]): Configuration => {
  const fault = faultOfNode(process.versions.node, askedNode())
  const read = fault === undefined ? readConfiguration(environment, argv) : { ok: false as const, faults: [fault] }
  if (read.ok) return read.value
  for (const fault of read.faults) console.error(fault)
  process.exit(2)
}
