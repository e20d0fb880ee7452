/**
 * A PostgreSQL server of the test's own: in a new folder, on a free port of the loopback, as a user without rights. Runs in Node, in tests.
 * Its commits are forced to disk, as the endpoint demands. Where the machine has no PostgreSQL, `postgresReason` says so.
 */
import { execFileSync, spawn } from 'node:child_process'
import { chownSync, existsSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statfsSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import pg from 'pg'
import { freePort } from './free-port.ts'
import { memoryFolder } from './memory-folder.ts'

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

export interface RunningPostgres {
  /** Of its one database. */
  readonly url: string
  readonly port: number
  /** Kills the server and every process of it, as a power cut would, and starts it again on the same folder and port. */
  crash(): Promise<void>
  /** Killed likewise; it does not come back. */
  kill(): Promise<void>
  /** Starts what was killed. */
  start(): Promise<void>
  /** A copy that follows it from now on, through `port` where something stands between the two. */
  copy(settings?: readonly string[], port?: number): Promise<RunningPostgres>
  /** The copy follows nobody any more, and takes writes. */
  promote(): Promise<void>
  stop(): Promise<void>
}

/** Bytes that a test's server may come to take. */
const roomWanted = 2 ** 30
/** In memory where there is room: what is killed here is a process, and forcing a commit to a disk is most of what a test of it would take. */
const parentFolder = (): string => {
  const { bavail, bsize } = statfsSync(memoryFolder)
  return bavail * bsize > roomWanted ? memoryFolder : tmpdir()
}

interface Place {
  /** Its own, where the server's folder lies. */
  readonly folder: string
  readonly settings: readonly string[]
}

const ownedFolder = (folder: string): string => {
  const place = join(folder, 'place')
  mkdirSync(place, { mode: 0o700 })
  const user = findUser()
  if (user !== undefined) for (const path of [folder, place]) chownSync(path, user.uid, user.gid)
  return place
}

const optionsIn = (folder: string) => ({ ...findUser(), cwd: folder, env: { PATH: process.env.PATH, LC_ALL: 'C.UTF-8', TZ: 'UTC' } })

const runProgram = (name: string, folder: string, argv: readonly string[]): void =>
  void execFileSync(postgresProgram(name), argv, { ...optionsIn(folder), stdio: 'pipe' })

/** The processes that this one started. */
const childrenOf = (pid: number): readonly number[] =>
  readFileSync(`/proc/${pid}/task/${pid}/children`, 'utf8').trim().split(' ').filter(Boolean).map(Number)

const killAtOnce = (pid: number): void => {
  try {
    process.kill(pid, 'SIGKILL')
  } catch {
    // It ended by itself.
  }
}

/** Killed, but its memory may not be free yet: a process that has gone, or waits to be counted, holds none. */
const holdsMemory = (pid: number): boolean => {
  try {
    return !/\) [ZX] /.test(readFileSync(`/proc/${pid}/stat`, 'utf8'))
  } catch {
    return false
  }
}

/** Runs the server whose files lie in `folder`. */
const runIn = async ({ folder, settings }: Place): Promise<RunningPostgres> => {
  const port = await freePort()
  const own = [`port=${port}`, 'listen_addresses=127.0.0.1', `unix_socket_directories=${folder}`, 'max_connections=60', ...settings]
  const start = async () => {
    const argv = ['-D', join(folder, 'place'), ...own.flatMap((setting) => ['-c', setting])]
    const server = spawn(postgresProgram('postgres'), argv, { ...optionsIn(folder), stdio: ['ignore', 'ignore', 'pipe'] })
    const ended = new Promise<void>((resolve) => {
      server.once('exit', () => resolve())
    })
    let said = ''
    await new Promise<void>((resolve, reject) => {
      server.stderr.on('data', (chunk: Buffer) => {
        said += chunk.toString()
        if (said.includes('ready to accept')) resolve()
      })
      server.once('close', (code) => reject(new Error(`postgres ended with ${code}: ${said}`)))
    })
    return { server, ended }
  }
  let running = await start()
  const kill = async (): Promise<void> => {
    const { pid = 0, exitCode, signalCode } = running.server
    if (exitCode !== null || signalCode !== null) return
    // Stopped first: it would start others in the place of those that die.
    process.kill(pid, 'SIGSTOP')
    const all = [...childrenOf(pid), pid]
    for (const each of all) killAtOnce(each)
    await running.ended
    // A server does not start while one of these holds the memory that they share.
    while (all.some(holdsMemory)) await setTimeout(1)
  }
  return {
    url: `postgres://pte@127.0.0.1:${port}/postgres`,
    port,
    kill,
    start: async () => {
      running = await start()
    },
    crash: async () => {
      await kill()
      running = await start()
    },
    copy: async (extra = [], followed = port) => {
      const beside = mkdtempSync(join(parentFolder(), 'postgres-'))
      const place = ownedFolder(beside)
      const from = `host=127.0.0.1 port=${port} user=pte`
      runProgram('pg_basebackup', beside, ['-D', place, '-d', from, '-R', '-X', 'stream', '--checkpoint=fast', '--no-sync'])
      const follows = `primary_conninfo=host=127.0.0.1 port=${followed} user=pte application_name=copy`
      return runIn({ folder: beside, settings: [follows, ...extra] })
    },
    promote: async () => {
      const client = new pg.Client({ host: '127.0.0.1', port, user: 'pte', database: 'postgres' })
      await client.connect()
      await client.query('SELECT pg_promote(true, 60)')
      await client.end()
    },
    stop: async () => {
      running.server.kill('SIGINT')
      await running.ended
      rmSync(folder, { recursive: true, force: true })
    },
  }
}

/** Starts a server; `extra` are settings of its own, as `name=value`. `on`: an empty folder where its files lie, removed by whoever made it. */
export const startPostgres = async (extra: readonly string[] = [], on?: string): Promise<RunningPostgres> => {
  if (programs === undefined) throw new Error(postgresReason)
  const folder = on ?? mkdtempSync(join(parentFolder(), 'postgres-'))
  const place = ownedFolder(folder)
  // Small pieces of its log, where the disk is small.
  const log = on === undefined ? [] : ['--wal-segsize=1']
  runProgram('initdb', folder, ['-D', place, '-U', 'pte', '-A', 'trust', '-E', 'UTF8', '--no-sync', ...log])
  return runIn({ folder, settings: extra })
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
