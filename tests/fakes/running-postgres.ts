/**
 * A PostgreSQL server of the test's own: in a new folder, on a free port of the loopback, as a user without rights. Runs in Node, in tests.
 * Its commits are forced to disk, as the endpoint demands. Where the machine has no PostgreSQL, `postgresReason` says so.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync } from 'node:fs'
import { createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import pg from 'pg'

const versions = '/usr/lib/postgresql'

const findPrograms = (): string | undefined => {
  if (process.env.PTE_POSTGRES !== undefined) return process.env.PTE_POSTGRES
  if (!existsSync(versions)) return undefined
  const newest = readdirSync(versions).sort((a, b) => Number(b) - Number(a))[0]
  return newest === undefined ? undefined : join(versions, newest, 'bin')
}

/** The server refuses to run as root: then it runs as the user that the package made. */
const findUser = (): { readonly uid: number; readonly gid: number } | undefined => {
  if (process.getuid?.() !== 0) return undefined
  const idOf = (what: '-u' | '-g'): number => Number(execFileSync('id', [what, 'postgres'], { encoding: 'utf8' }))
  return { uid: idOf('-u'), gid: idOf('-g') }
}

const programs = findPrograms()
/** Undefined where there is a PostgreSQL; else why there is none. */
export const postgresReason: string | undefined =
  programs === undefined || !existsSync(join(programs, 'initdb'))
    ? `no PostgreSQL here: apt-get install postgresql, or set PTE_POSTGRES to the folder of its programs`
    : undefined

/** The path of one of PostgreSQL's own programs, such as psql. */
export const postgresProgram = (name: string): string => join(programs ?? '', name)

const freePort = (): Promise<number> =>
  new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (typeof address === 'object' && address !== null ? resolve(address.port) : reject(new Error('no port'))))
    })
  })

export interface RunningPostgres {
  /** Of its one database. */
  readonly url: string
  /** Kills the server, as a power cut would, and starts it again on the same folder and port. */
  crash(): Promise<void>
  stop(): Promise<void>
}

/** Starts a server; `extra` are settings of its own, as `name=value`. */
export const startPostgres = async (extra: readonly string[] = []): Promise<RunningPostgres> => {
  if (programs === undefined) throw new Error(postgresReason)
  const user = findUser()
  const folder = mkdtempSync(join(tmpdir(), 'postgres-'))
  const place = join(folder, 'place')
  mkdirSync(place, { mode: 0o700 })
  if (user !== undefined) for (const path of [folder, place]) chownSync(path, user.uid, user.gid)
  const options = { ...user, cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' } }
  execFileSync(join(programs, 'initdb'), ['-D', place, '-U', 'pte', '-A', 'trust', '-E', 'UTF8', '--no-sync'], {
    ...options,
    stdio: 'pipe',
  })
  const port = await freePort()
  const settings = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=60', ...extra]
  const start = async () => {
    const server = spawn(join(programs, 'postgres'), ['-D', place, ...settings.flatMap((setting) => ['-c', setting])], {
      ...options,
      stdio: ['ignore', 'ignore', 'pipe'],
    })
    let said = ''
    await new Promise<void>((resolve, reject) => {
      server.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('ready to accept connections')) resolve()
      })
      server.once('exit', (code) => reject(new Error(`postgres ended with ${code}: ${said}`)))
    })
    const ended = new Promise<void>((resolve) => {
      server.once('exit', () => resolve())
    })
    return { server, ended }
  }
  let running = await start()
  const end = async (signal: NodeJS.Signals): Promise<void> => {
    running.server.kill(signal)
    await running.ended
  }
  return {
    url: `postgres://pte@127.0.0.1:${port}/postgres`,
    crash: async () => {
      // Immediate shutdown: no checkpoint, no goodbye; what follows is a recovery from the log.
      await end('SIGQUIT')
      running = await start()
    },
    stop: async () => {
      await end('SIGINT')
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** The one database of a running server, emptied: making one for each test would take longer than all they do. Answers its address. */
export const emptied = async (server: RunningPostgres | undefined): Promise<string> => {
  if (server === undefined) throw new Error('no PostgreSQL')
  const client = new pg.Client({ connectionString: server.url })
  await client.connect()
  await client.query('DROP SCHEMA public CASCADE; CREATE SCHEMA public')
  await client.end()
  return server.url
}
