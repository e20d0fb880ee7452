/**
 * Where things lie in the folder that a library unpacked, and with what its programs are started. Runs on the Node that the archive brings.
 * Programs are in versions/, which the service may not write; data/, copies/ and state/ are the library's.
 */
import { X509Certificate } from 'node:crypto'
import { existsSync, mkdirSync, readFileSync, renameSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { parseEnv } from 'node:util'

export const isWindows = process.platform === 'win32'
export const home = fileURLToPath(new URL('../../../..', import.meta.url)).replace(/[\\/]$/, '')
export const at = (...parts) => join(home, ...parts)
export const versionAt = (version, ...parts) => at('versions', version, ...parts)

for (const name of ['data', 'copies', 'state']) mkdirSync(at(name), { recursive: true, mode: 0o700 })

/** Windows moves nothing over a file that somebody reads: tried again, so often, after so many milliseconds. */
const [tries, pauseMs] = [40, 50]
const rename = (from, to, left = tries) => {
  try {
    renameSync(from, to)
  } catch (error) {
    if (left === 0 || !['EPERM', 'EACCES', 'EBUSY'].includes(error.code)) throw error
    Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, pauseMs)
    rename(from, to, left - 1)
  }
}
/** Whole or not at all. */
export const writeState = (name, text) => {
  writeFileSync(at('state', `${name}.part`), text)
  rename(at('state', `${name}.part`), at('state', name))
}
export const readState = (name) => (existsSync(at('state', name)) ? readFileSync(at('state', name), 'utf8') : undefined)

export const currentVersion = () => readState('current').trim()
export const setCurrent = (version) => writeState('current', `${version}${isWindows ? '\r\n' : '\n'}`)
export const buildOf = (version) => JSON.parse(readFileSync(versionAt(version, 'build.json'), 'utf8'))

const typed = existsSync(at('variables.txt')) ? parseEnv(readFileSync(at('variables.txt'), 'utf8').replace(/^\uFEFF/, '')) : {}
const set = { DATA_DIR: at('data'), BACKUP_DIR: at('copies'), ...typed, ...process.env }
const certificate = join(set.DATA_DIR, 'certificate')
export const hasCertificate = existsSync(join(certificate, 'endpoint.crt'))
export const port = Number(set.PORT ?? 8080)

/** The name that tablets use: the one that was typed for the certificate, which is its subject. */
const addressOf = () => {
  if (!hasCertificate) return `http://localhost:${port}`
  const { subject } = new X509Certificate(readFileSync(join(certificate, 'endpoint.crt')))
  return `https://${/^CN=(.+)$/m.exec(subject)?.[1] ?? 'localhost'}:${port}`
}
export const variables = { ...set, PORT: String(port), PUBLIC_URL: set.PUBLIC_URL ?? addressOf() }
export const endpointWords = hasCertificate
  ? ['--tls-cert', join(certificate, 'endpoint.crt'), '--tls-key', join(certificate, 'endpoint.key')]
  : []

export const nodeOf = (version) => versionAt(version, 'node', 'bin', isWindows ? 'node.exe' : 'node')
/** Nothing was ever made here. */
export const isNew = () =>
  variables.DATABASE_URL === undefined && !variables.DATABASE_URL_FILE && !existsSync(join(set.DATA_DIR, 'desk.db'))

/** What programs say of npm, as it is typed here; a certificate that lies there is found without being named. Bytes that are no ASCII pass as they are. */
export const withoutNpm = (bytes) =>
  Buffer.from(
    bytes
      .toString('latin1')
      .replaceAll(/npm start -- --tls-cert [^\n]*/g, 'pret-a-emporter')
      .replaceAll(/(?:DATA_DIR=(?:"[^"\n]*"|\S+) )?npm (?:run )?([a-z:-]+)(?: --(?= ))?/g, 'pret-a-emporter $1'),
    'latin1',
  )
