/**
 * Keeps one endpoint running, and turns it over to another version when `update` asks by a file: what does not come to /ready goes back by itself.
 * Runs in the window, in the service, and in `update` where neither is there. The database's copy is put back only where the former version
 * does not start upon what the new one left.
 */
import { execFile, spawn } from 'node:child_process'
import { appendFileSync, existsSync, readdirSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { get } from 'node:http'
import { get as getSecure } from 'node:https'
import { setTimeout as wait } from 'node:timers/promises'
import { promisify } from 'node:util'
import {
  at,
  currentVersion,
  endpointWords,
  hasCertificate,
  nodeOf,
  port,
  readState,
  setCurrent,
  variables,
  versionAt,
  writeState,
} from './place.mjs'

const lookMs = 250
const silentMs = 10_000
/** It is asked to stop, and has so long: longer than its own grace. */
const stubbornMs = 35_000
const readySeconds = Number(variables.READY_SECONDS ?? 90)
const largestLog = 5_000_000

export const isReady = () =>
  new Promise((resolve) => {
    // Its own certificate, for its own machine, and nothing is told: the answer is yes or no.
    const options = { host: /^(0\.0\.0\.0|::)?$/.test(variables.HOST ?? '') ? '127.0.0.1' : variables.HOST, port, path: '/ready' }
    const asked = (hasCertificate ? getSecure : get)({ ...options, rejectUnauthorized: false, timeout: 2000 }, (answer) => {
      answer.resume()
      resolve(answer.statusCode === 200)
    })
    asked.on('error', () => resolve(false)).on('timeout', () => asked.destroy())
  })

/** Somebody keeps an endpoint here: its file is touched each second. */
export const isKept = () => {
  const path = at('state', 'running')
  return existsSync(path) && Date.now() - statSync(path).mtimeMs < silentMs
}

const log = (text) => {
  const path = at('state', 'log.txt')
  if (existsSync(path) && statSync(path).size > largestLog) renameSync(path, at('state', 'log.1.txt'))
  appendFileSync(path, text, { mode: 0o600 })
}

/** `say` hears what is meant for people, a line at a time; all goes into the log. */
const start = (version, say) => {
  const child = spawn(nodeOf(version), ['--enable-source-maps', 'dist/endpoint/main.js', ...endpointWords], {
    cwd: versionAt(version),
    env: variables,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  process.once('exit', () => child.kill())
  const endpoint = { version, last: [], code: undefined }
  const ended = new Promise((resolve) => {
    const end = (code) => {
      endpoint.code ??= code ?? 1
      resolve()
    }
    child.once('close', end)
    child.once('error', (error) => {
      endpoint.last.push(String(error))
      end(1)
    })
  })
  for (const stream of [child.stdout, child.stderr]) {
    let rest = ''
    stream.setEncoding('utf8').on('data', (text) => {
      const lines = (rest + text).split('\n')
      rest = lines.pop()
      for (const line of lines) {
        log(`${line}\n`)
        endpoint.last = [...endpoint.last, line].slice(-5)
        if (!line.startsWith('{"level"')) say(line)
      }
    })
  }
  endpoint.stop = async () => {
    child.kill('SIGTERM')
    const kill = setTimeout(() => child.kill('SIGKILL'), stubbornMs)
    await ended
    clearTimeout(kill)
  }
  endpoint.comes = async () => {
    for (const until = Date.now() + readySeconds * 1000; Date.now() < until; await wait(lookMs))
      if (endpoint.code !== undefined) return false
      else if (await isReady()) return endpoint.code === undefined
    return false
  }
  return endpoint
}

const restore = (version, copy) =>
  promisify(execFile)(nodeOf(version), [versionAt(version, 'dist', 'endpoint', 'command', 'restore.js'), '--from', copy, '--force'], {
    env: variables,
  }).then(
    ({ stdout }) => log(stdout),
    (error) => log(`${error.stderr ?? error}\n`),
  )

/** The former version, upon the database as it is, or else upon the copy that was made before. */
const goBack = async ({ from, copy }, say) => {
  const former = start(from, say)
  if (await former.comes()) return { endpoint: former, outcome: 'back' }
  await former.stop()
  if (copy === undefined) return { endpoint: former, outcome: 'down' }
  await restore(from, copy)
  const restored = start(from, say)
  return { endpoint: restored, outcome: (await restored.comes()) ? 'restored' : 'down' }
}

/** state/current names the new version only once it answers: a power cut in between starts the former one. */
const turnOver = async (former, asked, say) => {
  writeState('turning', JSON.stringify(asked))
  await former?.stop()
  const next = start(asked.to, say)
  const came = await next.comes()
  if (!came) await next.stop()
  else setCurrent(asked.to)
  const turned = came ? { endpoint: next, outcome: 'turned' } : await goBack(asked, say)
  rmSync(at('state', 'turning'))
  return { ...turned, why: came ? [] : next.last }
}

/** Where nobody keeps an endpoint: tried, and stopped again. */
export const turnOverAlone = async (asked, say) => {
  const { endpoint, outcome, why } = await turnOver(undefined, asked, say)
  await endpoint.stop()
  return { outcome, why }
}

const takeAsked = () => {
  const text = readState('asked')
  if (text === undefined) return undefined
  rmSync(at('state', 'asked'), { force: true, maxRetries: 20 })
  return JSON.parse(text)
}

/** Milliseconds: after the start, and between two looks; how old the newest copy may be. */
const [copyLookMs, copyAgeMs] = [600_000, 86_400_000]
const copyEachDay = () => {
  const folder = variables.BACKUP_DIR
  const timeOf = (name) => statSync(`${folder}/${name}`, { throwIfNoEntry: false })?.mtimeMs ?? 0
  const times = existsSync(folder) ? readdirSync(folder).map(timeOf) : []
  if (Date.now() - Math.max(0, ...times) < copyAgeMs) return
  const version = currentVersion()
  execFile(nodeOf(version), [versionAt(version, 'dist', 'endpoint', 'command', 'backup.js')], { env: variables }, (_, out, fault) =>
    log(out + fault),
  )
}

/** Answers the exit code. `arrived` is called once it is ready. */
export const supervise = async (say, arrived) => {
  let isStopping = false
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'])
    process.on(signal, () => {
      isStopping = true
    })
  rmSync(at('state', 'asked'), { force: true })
  // Its hour alone is read: nothing is moved over it.
  const beat = () => writeFileSync(at('state', 'running'), String(process.pid))
  beat()
  const timers = [setInterval(beat, 1000), setInterval(copyEachDay, copyLookMs)]
  // The power went in the middle of a turn; where the new version had answered, it stays.
  const cut = JSON.parse(readState('turning') ?? '{}')
  const isHalfDone = cut.to !== undefined && cut.to !== currentVersion()
  let endpoint = isHalfDone ? (await goBack(cut, say)).endpoint : start(currentVersion(), say)
  rmSync(at('state', 'turning'), { force: true })
  void endpoint.comes().then((came) => came && arrived())
  try {
    for (; ; await wait(lookMs)) {
      const asked = takeAsked()
      if (isStopping || asked?.stop) {
        await endpoint.stop()
        return 0
      }
      if (endpoint.code !== undefined) return endpoint.code
      if (asked === undefined) continue
      const turned = await turnOver(endpoint, asked, say)
      endpoint = turned.endpoint
      writeState('answer', JSON.stringify({ outcome: turned.outcome, why: turned.why }))
    }
  } finally {
    for (const timer of timers) clearInterval(timer)
    rmSync(at('state', 'running'), { force: true })
  }
}
