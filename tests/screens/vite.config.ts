/**
 * Serves the stage and the pattern book to the tests of screens, and to whoever looks. Runs in Node, from Playwright or by hand.
 * The app's sources and its public folder, no endpoint and no service worker. The app's English words pass through `lengthen`, which
 * changes them only where the address says `pseudo`.
 */
import { fileURLToPath } from 'node:url'
import preact from '@preact/preset-vite'
import { defineConfig, type Plugin } from 'vite'

const longerWords: Plugin = {
  name: 'longer-words',
  enforce: 'pre',
  transform: (code, id) => {
    const name = /\/src\/locale\/en\/[\w-]+\.ts$/.test(id) ? /^export const (\w+)/m.exec(code)?.[1] : undefined
    if (name === undefined) return undefined
    return `import { lengthen } from '/tests/screens/pseudo-language.ts'\n${code.replace(
      `export const ${name}`,
      `const given_${name}`,
    )}\nexport const ${name} = lengthen(given_${name})\n`
  },
}

// biome-ignore lint/style/noDefaultExport: vite reads the default export
export default defineConfig({
  root: fileURLToPath(new URL('../..', import.meta.url)),
  plugins: [longerWords, preact()],
  cacheDir: 'node_modules/.vite-stage',
  // Nothing reloads under a test.
  server: { port: 8200, strictPort: true, hmr: false, watch: null },
})
