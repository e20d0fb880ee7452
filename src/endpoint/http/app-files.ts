/**
 * The tablet's app as files, and the catalogue file of the day. Runs on the endpoint.
 * A build empties `dist`, and a tablet may hold yesterday's page: the current build and the two before are kept, compressed once, under the
 * data directory, and served from there. Chunks are named by their content, so that they never change; everything else is asked for anew.
 */
import { createHash } from 'node:crypto'
import { cp, mkdir, readdir, readFile, rename, rm, stat, utimes, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { brotliCompress, constants, gzip } from 'node:zlib'
import { serveStatic } from '@hono/node-server/serve-static'
import { type Context, Hono } from 'hono'
import type { LibraryId } from '../../domain/ids.ts'
import { catalogueFolder, packedPath, recordsFolder } from '../catalogue/catalogue-files.ts'
import type { EndpointEnv, EndpointPorts } from './endpoint-ports.ts'
import { answerProblem } from './problem.ts'
import { named, requireDevice } from './request-guards.ts'

/** The current build and the two before it (PROTOCOL.md, The tablet). */
const buildsKept = 3
const compressible = /\.(?:js|css|html|svg|json|webmanifest|wasm)$/

/** Writes `.br` and `.gz` beside a file. Quality 9 of 11: a tenth larger, ten times faster, and only once. */
const compressBeside = async (path: string): Promise<void> => {
  const bytes = await readFile(path)
  const brotli = promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_QUALITY]: 9 } })
  const gzipped = promisify(gzip)(bytes)
  await Promise.all([writeFile(`${path}.br`, await brotli), writeFile(`${path}.gz`, await gzipped)])
}

/** Hexadecimal digits of a build's hash: 64 bits tell three builds apart. */
const buildNameDigits = 16

/** Copies the build of `appDir` under `dataDir/builds` unless it is there; answers the kept builds, the current one first. */
export const keepBuild = async (appDir: string, dataDir: string): Promise<readonly string[]> => {
  const builds = join(dataDir, 'builds')
  await mkdir(builds, { recursive: true })
  const page = await readFile(join(appDir, 'index.html')).catch(() => undefined)
  if (page !== undefined) {
    const worker = await readFile(join(appDir, 'service-worker.js')).catch(() => '')
    const current = join(builds, createHash('sha256').update(page).update(worker).digest('hex').slice(0, buildNameDigits))
    if ((await stat(current).catch(() => undefined)) === undefined) {
      const copying = `${current}.copying`
      await rm(copying, { recursive: true, force: true })
      await cp(appDir, copying, { recursive: true })
      const files = await readdir(copying, { recursive: true })
      await Promise.all(files.filter((name) => compressible.test(name)).map((name) => compressBeside(join(copying, name))))
      // Whole or absent: a copy cut short by a power cut is made anew.
      await rename(copying, current)
    }
    const now = new Date()
    await utimes(current, now, now)
  }
  const names = (await readdir(builds)).filter((name) => !name.includes('.'))
  const aged = await Promise.all(
    names.map(async (name) => ({ path: join(builds, name), usedAt: (await stat(join(builds, name))).mtimeMs })),
  )
  const [kept, dropped] = [aged.sort((a, b) => b.usedAt - a.usedAt).slice(0, buildsKept), aged.slice(buildsKept)]
  for (const { path } of dropped) await rm(path, { recursive: true })
  return kept.map(({ path }) => path)
}

/** For a year: the file's name is its hash, another content has another name. */
const immutable = 'public, max-age=31536000, immutable'

/**
 * GET /catalogue/v1/<hash>: the file that the base's catalogue row names; it holds titles, no patron. GET /catalogue/v1/<hash>/packed: the
 * same as it travels best, where it is made already and who asks reads Brotli.
 */
export const createCatalogueRoutes = (ports: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  const serve = (pathOf: (folder: string, hash: string) => string) => {
    const from = serveStatic<EndpointEnv>({
      root: ports.dataDir,
      rewriteRequestPath: (path, context) => pathOf(context.get('folder'), path.split('/')[3] ?? ''),
    })
    return async (context: Context<EndpointEnv>, folders: readonly string[]): Promise<Response | undefined> => {
      for (const folder of folders) {
        context.set('folder', folder)
        const file = await from(context, async () => undefined)
        if (file instanceof Response) return file
      }
      return undefined
    }
  }
  const [plain, packed] = [serve((folder, hash) => join(folder, `${hash}.bin`)), serve(packedPath)]
  /** Its own, and that which it shares: no other library's. */
  const foldersOf = async (libraryId: LibraryId): Promise<readonly string[]> => {
    const library = await ports.store.read(libraryId, (reader) => reader.library())
    return [...new Set([catalogueFolder('', libraryId), recordsFolder('', library)])]
  }
  routes.get(
    '/:hash{[0-9a-f]{64}}/:form{packed}?',
    named('catalogue'),
    requireDevice(ports),
    (context, next) => (context.get('device').setAsideAt === undefined ? next() : Promise.resolve(answerProblem(context, 'revoked'))),
    async (context, next) => {
      const isPacked = context.req.param('form') !== undefined
      if (isPacked && !/\bbr\b/.test(context.req.header('Accept-Encoding') ?? '')) return next()
      const file = await (isPacked ? packed : plain)(context, await foldersOf(context.get('device').libraryId))
      // Where there is none, the next handler answers.
      if (file === undefined) return next()
      file.headers.set('Cache-Control', immutable.replace('public', 'private'))
      if (isPacked) file.headers.set('Content-Encoding', 'br')
      return file
    },
    (context) => answerProblem(context, 'request-not-understood'),
  )
  return routes
}

/** The app's files; a chunk that the current build no longer has is looked for in the two before. */
export const createAppRoutes = ({ buildDirs }: EndpointPorts): Hono<EndpointEnv> => {
  const routes = new Hono<EndpointEnv>()
  routes.use(named('app'))
  for (const root of buildDirs) {
    routes.get(
      '/assets/*',
      serveStatic<EndpointEnv>({ root, precompressed: true, onFound: (_, context) => context.header('Cache-Control', immutable) }),
    )
  }
  const [current] = buildDirs
  if (current !== undefined) {
    routes.get(
      '*',
      serveStatic<EndpointEnv>({
        root: current,
        precompressed: true,
        onFound: (_, context) => context.header('Cache-Control', 'no-cache'),
      }),
    )
  }
  return routes
}
