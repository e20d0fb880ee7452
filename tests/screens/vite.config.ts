/**
 * Builds and serves the stage and the pattern book for the tests of screens, and serves them unbuilt to whoever looks (`npx vite --config …`).
 * Runs in Node, from Playwright or by hand. The app's sources and its public folder, no endpoint and no service worker. The app's English
 * words pass through `lengthen`, which changes them only where the address says `pseudo`.
 */
import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

const longerWords: Plugin = {
  name: 'longer-words',
  enforce: 'pre',
  transform: (code, id) => {
    if (!/\/src\/locale\/en\/[\w-]+\.ts$/.test(id)) return undefined
    const longer = code.replaceAll(/^(export const \w+Words = \{.*, en: )(\w+) \}$/gm, '$1lengthen($2) }')
    return `import { lengthen } from '/tests/screens/pseudo-language.ts'\n${longer}`
  },
}

/** The app asks for its own folder to know whether the network is back: something answers there, as on the endpoint. */
const home: Plugin = {
  name: 'home',
  apply: 'build',
  generateBundle() {
    this.emitFile({ type: 'asset', fileName: 'index.html', source: '<!doctype html>' })
  },
}

const stage = /\/tests\/screens\/stage\.tsx$/

/** What the stage asks for before it shows anything, in one file: a hundred for each state cost more than what was in them. Not the stage itself, which the pattern book must not start. */
const isBeforeFirstScreen = (id: string, importersOf: (id: string) => readonly string[]): boolean => {
  const seen = new Set([id])
  for (const one of seen) for (const importer of importersOf(one)) seen.add(importer)
  return !stage.test(id) && [...seen].some((one) => stage.test(one))
}

// biome-ignore lint/style/noDefaultExport: vite reads the default export
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [longerWords, preact(), home],
  cacheDir: 'node_modules/.vite-stage',
  build: {
    outDir: 'dist/stage',
    target: 'es2022',
    minify: false,
    reportCompressedSize: false,
    rolldownOptions: {
      input: ['tests/screens/stage.html', 'tests/screens/patterns.html'],
      checks: { pluginTimings: false },
      // A test takes one chunk away, by its name.
      output: {
        chunkFileNames: 'assets/[name].js',
        codeSplitting: {
          groups: [
            {
              includeDependenciesRecursively: false,
              name: (id, context) =>
                isBeforeFirstScreen(id, (one) => context.getModuleInfo(one)?.importers ?? []) ? 'before-first-screen' : null,
            },
          ],
        },
      },
    },
  },
  // The browser of a run is new: nothing old is kept, and each state after the first loads nothing again.
  preview: { port: 8200, strictPort: true, headers: { 'cache-control': 'max-age=3600' } },
  // Nothing reloads under a test.
  server: { port: 8200, strictPort: true, hmr: false, watch: null },
})
