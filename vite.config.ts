/**
 * Three bundles from one file: the tablet's app (default), its service worker (`--mode service-worker`, after the app, because it
 * precaches what the app became) and the endpoint (`--mode endpoint`). `build.mjs` runs them in that order; vitest reads the default.
 * Everything is served from our own origin under a strict CSP: nothing is inlined, every chunk is named by its content.
 */
import { createHash } from 'node:crypto'
import { readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import type { Plugin, UserConfig } from 'vite'
import { defineConfig } from 'vitest/config'
import { getManifest } from 'workbox-build'
import { LongestFirst } from './tests/longest-first.ts'

const root = fileURLToPath(new URL('.', import.meta.url))

/** Names what was built, without git: 12 hexadecimal digits of SHA-256 over the sources. Travels in each envelope. */
const buildId = (): string => {
  const hash = createHash('sha256')
  for (const folder of ['src', 'public', 'docs/guide', 'service-worker']) {
    for (const entry of readdirSync(join(root, folder), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => join(entry.parentPath, entry.name))
      .sort()) {
      hash.update(entry.slice(root.length)).update(readFileSync(entry))
    }
  }
  return hash
    .update(readFileSync(join(root, 'package-lock.json')))
    .digest('hex')
    .slice(0, 12)
}

// Its packages do not say so, but importing one of their modules does nothing by itself: 97 kB of readers become what we use.
const treeshake = { moduleSideEffects: [{ test: /node_modules\/@zxing\//, sideEffects: false }] }

const endpointOrigin = process.env.PTE_ENDPOINT ?? 'http://localhost:8080'

/** The guide's pages beside the app, so that the service worker has them too. */
const guide = (): Plugin => ({
  name: 'guide',
  generateBundle() {
    const folder = join(root, 'docs/guide')
    for (const name of readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((path) => /\.(html|css|png|webp)$/.test(path)))
      this.emitFile({ type: 'asset', fileName: `guide/${name}`, source: readFileSync(join(folder, name)) })
  },
})

const app = (): UserConfig => ({
  plugins: [preact(), guide()],
  // Without it, the one translated for browsers of before 2015.
  resolve: { alias: { dexie: 'dexie/dist/modern/dexie.min.mjs' } },
  define: { __BUILD__: JSON.stringify(buildId()) },
  server: {
    proxy: Object.fromEntries(
      ['/sync', '/enrolment', '/management', '/catalogue', '^/b/', '/retrait', '/reseau'].map((path) => [path, endpointOrigin]),
    ),
  },
  worker: { format: 'es', rolldownOptions: { treeshake, checks: { pluginTimings: false } } },
  build: {
    outDir: 'dist/app',
    assetsInlineLimit: 0,
    modulePreload: false,
    target: 'es2022',
    minify: 'terser',
    terserOptions: { compress: { passes: 2 } },
    reportCompressedSize: false,
    rolldownOptions: {
      treeshake,
      // That the second minifier takes most of a build is known; whoever starts the first time need not read it.
      checks: { pluginTimings: false },
      output: {
        // What the first screen needs is one file: each file more costs a start a question to the service worker.
        codeSplitting: { groups: [{ name: 'first-screen', tags: ['$initial'] }] },
        // Its script names every chunk, and a hash cannot be compressed: 28 bits tell apart the few builds of one name that meet.
        hashCharacters: 'hex',
        chunkFileNames: 'assets/[name]-[hash:7].js',
        assetFileNames: 'assets/[name]-[hash:7][extname]',
      },
    },
  },
})

const serviceWorker = async (): Promise<UserConfig> => {
  const { manifestEntries, warnings } = await getManifest({
    globDirectory: join(root, 'dist/app'),
    // Not the manifest, which each library has its own of, nor its pictures: both are looked at on line, to install. Nor what patrons look at.
    globPatterns: ['**/*.{html,js,css,woff2,wasm,svg,png,wav}'],
    globIgnores: ['service-worker.js', 'screenshots/**', 'guide/usagers/**'],
    dontCacheBustURLsMatching: /^assets\//,
    maximumFileSizeToCacheInBytes: 8 * 1024 * 1024,
  })
  if (warnings.length > 0) throw new Error(warnings.join('\n'))
  return {
    publicDir: false,
    define: { __PRECACHE__: JSON.stringify(manifestEntries), 'process.env.NODE_ENV': '"production"' },
    build: {
      outDir: 'dist/app',
      emptyOutDir: false,
      target: 'es2022',
      reportCompressedSize: false,
      rolldownOptions: {
        input: join(root, 'service-worker/service-worker.ts'),
        output: { format: 'iife', entryFileNames: 'service-worker.js' },
      },
    },
  }
}

const endpoint = (): UserConfig => {
  const commandFolder = 'src/endpoint/command'
  let commands: string[] = []
  try {
    commands = readdirSync(join(root, commandFolder)).filter((name) => name.endsWith('.ts'))
  } catch {
    // No command yet: the endpoint alone is built.
  }
  return {
    publicDir: false,
    define: { __BUILD__: JSON.stringify(buildId()) },
    build: {
      ssr: true,
      outDir: 'dist/endpoint',
      target: 'node20',
      sourcemap: true,
      reportCompressedSize: false,
      rolldownOptions: {
        input: Object.fromEntries([
          ['main', join(root, 'src/endpoint/main.ts')],
          ...commands.map((name) => [`command/${name.slice(0, -3)}`, join(root, commandFolder, name)]),
        ]),
        // Chunks lie beside main.js, so that a path relative to import.meta.url means the same in each.
        output: { entryFileNames: '[name].js', chunkFileNames: '[name]-[hash].js' },
      },
    },
  }
}

/** The simulator of tests/convergence, for Node. */
const simulator = (): UserConfig => ({
  publicDir: false,
  build: {
    ssr: true,
    outDir: 'dist/simulate',
    target: 'node20',
    sourcemap: true,
    reportCompressedSize: false,
    rolldownOptions: {
      input: join(root, 'tests/convergence/simulate.ts'),
      // In one file: a chunk read from the disk takes real time, in which the first day of a process would live on without it.
      output: { codeSplitting: false },
    },
  },
})

const sharedWorld = ['tests/{architecture,catalogue,export,import,protocol,rules}/**/*.test.{ts,tsx}']

export default defineConfig(async ({ mode }) => {
  if (mode === 'service-worker') return serviceWorker()
  if (mode === 'endpoint') return endpoint()
  if (mode === 'simulate') return simulator()
  return {
    ...app(),
    test: {
      // What changes nothing outside itself shares a world: one for each file took more than most of their tests.
      projects: [
        { extends: true, test: { name: 'shared world', include: sharedWorld, isolate: false } },
        {
          extends: true,
          // Some drive a real browser: `npm test` runs them with Playwright.
          test: {
            name: 'own world',
            include: ['tests/**/*.test.{ts,tsx}'],
            exclude: ['**/node_modules/**', 'tests/{journeys,screens}/**', ...sharedWorld],
          },
        },
      ],
      // A busy machine is no failure: tests do not time.
      testTimeout: 180_000,
      hookTimeout: 180_000,
      expect: { poll: { timeout: 60_000 } },
      sequence: { sequencer: LongestFirst },
    },
  }
})
