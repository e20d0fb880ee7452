/**
 * The endpoint as a running thing: store, routes and port, started in that order and stopped in the other. Runs on Node.
 * Separate from `main.ts` so that tests start a real one on a port of their own.
 */
import type { AddressInfo } from 'node:net'
import { hostname } from 'node:os'
import type { Logger } from 'pino'
import { type Instant, msPerHour } from '../domain/instant.ts'
import { createClosingJob } from './authority/close-day.ts'
import { readQuarantineAgain } from './authority/read-quarantine-again.ts'
import { createSilenceJob, silenceCheckMs } from './authority/silence-job.ts'
import { republishCatalogues } from './catalogue/publish-catalogue.ts'
import type { Configuration } from './configuration.ts'
import { createEndpointLink } from './endpoint-link.ts'
import { beginCounting } from './figures/close-figures.ts'
import { keepBuild } from './http/app-files.ts'
import { type Door, openDoor } from './http/door.ts'
import { createEndpointApp } from './http/endpoint-app.ts'
import { createEndpointMetrics } from './http/endpoint-metrics.ts'
import { HintHub } from './http/hint-hub.ts'
import { sweepBrought } from './http/import-routes.ts'
import { reportDefect } from './http/report-defect.ts'
import { reportUnproved } from './ils/collect-day.ts'
import type { IlsLink } from './ils/ils-link.ts'
import { createWireJobs } from './ils/wire-job.ts'
import { createSenderCheck } from './messages/mail/check-sender.ts'
import { createFolderChannel } from './messages/mail/folder-channel.ts'
import { createSmtpChannel, domainOf } from './messages/mail/smtp-channel.ts'
import { createMessageJob } from './messages/message-job.ts'
import { currentBuild } from './network/look-at-library.ts'
import { createNetworkLook } from './network/look-at-network.ts'
import { createServerWord } from './network/note-servers.ts'
import type { Store } from './storage/store.ts'
import type { Library } from './storage/stored.ts'
import { importApart, lookIntoFoldersOf, watchFolders } from './watched-folder.ts'

/** Milliseconds given to requests under way when the endpoint is asked to stop. */
const graceMs = 5000
/** Milliseconds between two sweeps of connections whose answer has ended. */
const sweepMs = 50
/**
 * Milliseconds between two looks at which libraries are due to be closed, as each is once an hour. One whose turn another job had waits no
 * longer than this.
 */
const closingCheckMs = 300_000
/** Milliseconds between two looks into the watched folder: half a minute, where a file that has not changed for a minute is whole. */
const folderCheckMs = 30_000
/** Milliseconds between two looks at whether the ILS is due to be told: half the shortest pause between two passes. */
const wireCheckMs = 5000
/** Milliseconds between two looks at what is to be written to patrons. */
const messageCheckMs = 10_000

/** Passes over the wire, where the environment or a manager names an ILS. */
const tellIls = (link: IlsLink, store: Store, log: Logger, now: () => Instant) => {
  const jobs = createWireJobs({
    store,
    plans: link.plans,
    now,
    report: ({ answers, fault }, library) => log[fault === undefined ? 'info' : 'warn']({ library, answers, fault }, 'ils'),
    reportHolds: (pass, library) => log[(pass.fault ?? pass.pickups) === undefined ? 'info' : 'warn']({ library, ...pass }, 'ils holds'),
  })
  return { timers: [setInterval(() => void jobs.pass().catch(reportDefect(log)), wireCheckMs)], stop: jobs.stop }
}

/** Passes over what is written to patrons: through the relay where one is named, and into a folder for the demo, which writes to nobody. */
const writeToPatrons = ({ mail, dataDir, publicUrl }: Configuration, store: Store, log: Logger, now: () => Instant) => {
  const [relay, folder] = [mail && createSmtpChannel(mail), createFolderChannel(dataDir, now)]
  const channelOf = ({ isDemo }: Library) => (isDemo ? folder : relay)
  const job = createMessageJob({
    store,
    channelOf,
    now,
    publicUrl,
    report: ({ ends, fault }, library) => log[fault === undefined ? 'info' : 'warn']({ library, ends, fault }, 'messages'),
    reportDefect: reportDefect(log),
  })
  const pass = (): void => void job.pass().catch(reportDefect(log))
  return { pass, timers: [setInterval(pass, messageCheckMs)], stop: job.stop }
}

/** Passes over the watched folder, where the configuration names one. */
const watchFolder = ({ watch }: Configuration, store: Store, log: Logger, now: () => Instant) => {
  if (watch === undefined) return { timers: [], stop: async () => undefined }
  const apart = importApart(process.env)
  const passes = watchFolders(watch, store, {
    now,
    runImport: apart.run,
    onDone: ({ library }, { kind, outcome }) => log[outcome === 'archived' ? 'info' : 'warn']({ library, kind, outcome }, 'watched file'),
    reportDefect: reportDefect(log),
  })
  const pass = (): void => void passes.pass().catch(reportDefect(log))
  pass()
  return {
    timers: [setInterval(pass, folderCheckMs)],
    stop: async () => {
      const stopped = passes.stop()
      apart.stop()
      await stopped
    },
  }
}

/** Files from tablets, imported in processes apart. */
const bringIn = ({ dataDir }: Configuration, log: Logger, now: () => Instant) => {
  const { run, stop } = importApart(process.env)
  const sweep = (): void => void sweepBrought(dataDir, now()).catch(reportDefect(log))
  sweep()
  return { run, timers: [setInterval(sweep, msPerHour / 2)], stop: async () => stop() }
}

/** Answers at the door, or at one of its own; rejects when the port is taken. `now`: where the database's clock is not meant. */
export const startEndpoint = async (
  configuration: Configuration,
  store: Store,
  log: Logger,
  now: () => Instant = () => store.now(),
  door?: Door,
) => {
  const { dataDir, appDir, publicUrl, metricsToken, bounceToken, keeperTokenHash, networkName, zone } = configuration
  const { trustsProxy, tls, watch } = configuration
  // Before anyone is let in: no tablet asks for a file that is not there yet.
  await republishCatalogues(store, dataDir, now(), reportDefect(log))
  for (const { id } of await store.libraries()) await store.transact(id, (transaction) => beginCounting(transaction, now()))
  const hints = new HintHub(store)
  const link = createEndpointLink(configuration, store, now)
  const messages = writeToPatrons(configuration, store, log, now)
  const brought = bringIn(configuration, log, now)
  const buildDirs = await keepBuild(appDir, dataDir)
  const look = createNetworkLook(store, now, currentBuild(buildDirs[0]), reportDefect(log))
  let isLeaving = false
  const app = createEndpointApp({
    store,
    now,
    log,
    hints,
    metrics: createEndpointMetrics(() => hints.size, look),
    publicUrl,
    dataDir,
    buildDirs,
    network: { keeperTokenHash, look, view: { networkName, zone } },
    // Behind a proxy that speaks TLS the browser's side counts, not ours.
    isTls: tls !== undefined || publicUrl.startsWith('https:'),
    trustsProxy,
    metricsToken,
    isLeaving: () => isLeaving,
    bounceToken,
    ilsLink: link,
    dropped: watch && ((libraryId, most) => lookIntoFoldersOf(libraryId, watch, store, most)),
    ilsFile: configuration.ilsFile,
    runImport: brought.run,
    sender: configuration.mail && { domain: domainOf(configuration.mail.from), check: createSenderCheck() },
    sendNow: messages.pass,
  })
  const { server, letIn } = door ?? (await openDoor(configuration))
  letIn(app.fetch)
  await readQuarantineAgain(store, now(), reportDefect(log))
  const closing = createClosingJob({ store, now, reportDefect: reportDefect(log) })
  const close = (): void =>
    void closing
      .pass()
      .then(() => reportUnproved(store, now(), reportDefect(log)))
      .catch(reportDefect(log))
  close()
  const silence = createSilenceJob({ store, now, reportDefect: reportDefect(log) })
  const lookForSilence = (): void => void silence.pass().catch(reportDefect(log))
  const ils = tellIls(link, store, log, now)
  messages.pass()
  const folder = watchFolder(configuration, store, log, now)
  const { port: listensOn } = server.address() as AddressInfo
  // A file on this machine's disk is this process's alone.
  const isShared = configuration.databaseUrl !== undefined
  const words = isShared ? [createServerWord(store, `${hostname()}:${listensOn}`, now, reportDefect(log))] : []
  const jobs = [
    { timers: [setInterval(close, closingCheckMs)], stop: closing.stop },
    { timers: [setInterval(lookForSilence, silenceCheckMs)], stop: silence.stop },
    ...[ils, messages, folder, brought, ...words],
  ]
  const timers = jobs.flatMap((job) => job.timers)
  for (const timer of timers) timer.unref()
  return {
    port: listensOn,
    /** Answers as before, but `/ready` says no: a proxy brings new work elsewhere. */
    leave: (): void => {
      isLeaving = true
    },
    /** Accepts nothing more, finishes what is under way, and closes the store. */
    stop: async (): Promise<void> => {
      for (const timer of timers) clearInterval(timer)
      const closed = new Promise((resolve) => server.close(resolve))
      hints.close()
      const cut = setTimeout(() => 'closeAllConnections' in server && server.closeAllConnections(), graceMs)
      // A connection becomes idle when its answer ends, and would then be kept open for the next request.
      const sweep = setInterval(() => 'closeIdleConnections' in server && server.closeIdleConnections(), sweepMs)
      await closed
      clearTimeout(cut)
      clearInterval(sweep)
      for (const job of jobs) await job.stop()
      await store.close()
    },
  }
}
