/**
 * A library as it is installed: its own data directory, the built endpoint as a process on a port, and the commands one types.
 * Runs in the journeys. The endpoint can be killed and started again on the same data; everything is real, only the folder is temporary.
 */
import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { appendFileSync, cpSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import Database from 'better-sqlite3'
import { settings } from '../fixtures/tilleuls.ts'

const root = fileURLToPath(new URL('../..', import.meta.url))
const { zone } = settings

/** Ports that journeys take, one per library so that no service worker of an earlier test answers; each worker of Playwright has its own. */
const ports = 60
const firstPort = 8240 + ports * Number(process.env.TEST_PARALLEL_INDEX ?? 0)
let opened = 0

export interface CommandResult {
  readonly code: number
  readonly stdout: string
  readonly stderr: string
}

export class RunningLibrary {
  readonly folder = mkdtempSync(join(tmpdir(), 'pret-a-emporter-'))
  readonly port = firstPort + ((process.pid + opened++) % ports)
  readonly url = `http://localhost:${this.port}`
  readonly dataDir = join(this.folder, 'data')
  #process: ChildProcess | undefined
  #output = ''
  #appDir: string

  readonly #asked: NodeJS.ProcessEnv

  /** `appDir`: what it serves instead of the built app; `asked`: what it is started with beside the usual. */
  constructor(appDir: string = join(root, 'dist/app'), asked: NodeJS.ProcessEnv = {}) {
    this.#appDir = appDir
    this.#asked = asked
  }

  /** The endpoint's process; undefined while it does not run. */
  get pid(): number | undefined {
    return this.#process?.pid
  }

  get #environment(): NodeJS.ProcessEnv {
    return {
      ...process.env,
      APP_DIR: this.#appDir,
      PORT: String(this.port),
      DATA_DIR: this.dataDir,
      PUBLIC_URL: this.url,
      LIBRARY_NAME: 'Médiathèque des Tilleuls',
      LIBRARY_ZONE: zone,
      ...this.#asked,
    }
  }

  /** Starts the endpoint; resolves once it listens, rejects with what it printed when it ends before. */
  async start(): Promise<void> {
    const child = spawn(process.execPath, ['--enable-source-maps', 'dist/endpoint/main.js'], { cwd: root, env: this.#environment })
    this.#process = child
    await new Promise<void>((resolve, reject) => {
      let said = ''
      const onOutput = (chunk: Buffer): void => {
        const text = chunk.toString('utf8')
        this.#output += text
        said += text
        if (said.includes('"msg":"listening"')) resolve()
      }
      child.stdout.on('data', onOutput)
      child.stderr.on('data', onOutput)
      child.once('close', (code) => reject(new Error(`the endpoint ended with ${code}:\n${this.#output}`)))
    })
  }

  /** Everything the endpoint printed since the first start. */
  get output(): string {
    return this.#output
  }

  /** A power cut: no goodbye. */
  kill(): Promise<void> {
    return this.#end('SIGKILL')
  }

  stop(): Promise<void> {
    return this.#end('SIGTERM')
  }

  async #end(signal: 'SIGKILL' | 'SIGTERM'): Promise<void> {
    const child = this.#process
    this.#process = undefined
    if (child === undefined || child.exitCode !== null || child.signalCode !== null) return
    const ended = new Promise((resolve) => child.once('exit', resolve))
    child.kill(signal)
    await ended
  }

  /** Runs one of the product's commands as `npm run` would. */
  command(name: 'import' | 'export' | 'enrol' | 'passphrase' | 'set-aside', ...args: readonly string[]): Promise<CommandResult> {
    return new Promise((resolve) => {
      const options = { cwd: root, env: this.#environment }
      execFile(process.execPath, [`dist/endpoint/command/${name}.js`, ...args], options, (error, stdout, stderr) =>
        resolve({ code: error === null ? 0 : Number(error.code ?? 1), stdout, stderr }),
      )
    })
  }

  /** Writes a file beside the data; answers its path. */
  file(name: string, content: string | Uint8Array): string {
    const path = join(this.folder, name)
    writeFileSync(path, content)
    return path
  }

  /** A fresh enrolment code, as `npm run enrol` prints it. */
  async enrolmentCode(): Promise<string> {
    const { stdout, stderr } = await this.command('enrol')
    const code = /Code ([0-9A-Z]{4}-[0-9A-Z]{4})/.exec(stdout)?.[1]
    if (code === undefined) throw new Error(`npm run enrol printed no code:\n${stdout}${stderr}`)
    return code
  }

  /** A code with which a manager chooses a passphrase, as `npm run passphrase` prints it. */
  async passphraseCode(manager: string): Promise<string> {
    const { stdout, stderr } = await this.command('passphrase', manager)
    const code = /[0-9A-Z]{4}-[0-9A-Z]{4}/.exec(stdout)?.[0]
    if (code === undefined) throw new Error(`npm run passphrase printed no code:\n${stdout}${stderr}`)
    return code
  }

  /** Lets every code expire, as ten minutes would. */
  expireCodes(): void {
    this.#onDisk('UPDATE enrolment_code SET expires_at = 1')
  }

  /** Lets every reminder's moment come, as the evening before would. */
  letEvesCome(): void {
    this.#onDisk("UPDATE message SET not_before = 1 WHERE kind = 'reminder'")
  }

  #onDisk(sql: string): void {
    const database = new Database(join(this.dataDir, 'desk.db'))
    database.prepare(sql).run()
    database.close()
  }

  /** What `npm ci && npm start` on a newer version does: stops, and starts again with another build of the app. */
  async upgrade(): Promise<void> {
    await this.stop()
    this.#appDir = join(this.folder, 'newer-app')
    cpSync(join(root, 'dist/app'), this.#appDir, { recursive: true })
    appendFileSync(join(this.#appDir, 'service-worker.js'), '\n// A newer build.\n')
    await this.start()
  }

  async close(): Promise<void> {
    await this.stop()
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10, retryDelay: 100 })
  }
}
