/**
 * How the browser tests run: screens (one page on a staged desk) and journeys (the built product, endpoint and tablets). Runs in
 * Playwright, from `npm test`, or alone: `npx playwright test --config=tests/playwright.config.ts journeys/`.
 * One Chromium, the system's; no retries, because a journey that passes at the second try has found something.
 */
import { defineConfig } from '@playwright/test'
import { findChromium } from './find-chromium.mjs'

const chromium = findChromium()
// Chromium's sandbox refuses to start as root, which is what build machines run as.
const isRoot = process.getuid?.() === 0

const guns = 'screens/gun-screens.spec.ts'

export default defineConfig({
  outputDir: '../test-results/browser',
  // What a busy machine would change runs alone; `npm test` gives all but guns a second worker, and journeys a third.
  workers: 1,
  retries: 0,
  // A busy machine is no failure: nothing here is judged by how soon it comes.
  timeout: 240_000,
  expect: { timeout: 30_000 },
  forbidOnly: true,
  reporter: 'list',
  use: {
    locale: 'fr-FR',
    timezoneId: 'Europe/Paris',
    viewport: { width: 1180, height: 820 },
    trace: 'retain-on-failure',
    launchOptions: {
      ...(chromium === undefined ? {} : { executablePath: chromium }),
      args: isRoot ? ['--no-sandbox'] : [],
    },
  },
  // The stage: the app's screens without an endpoint. One that is there already may be of another state of the code: PTE_STAGE names it.
  ...(process.env.PTE_STAGE === undefined
    ? {
        webServer: {
          command:
            'npx vite build --config tests/screens/vite.config.ts --logLevel warn && exec npx vite preview --config tests/screens/vite.config.ts',
          cwd: '..',
          url: 'http://localhost:8200/tests/screens/stage.html',
          reuseExistingServer: false,
        },
      }
    : {}),
  projects: [
    // A trace follows its page: screens share one, whose trace would fill a disk.
    { name: 'screens', testMatch: 'screens/**/*.spec.{ts,tsx}', testIgnore: guns, use: { trace: 'off' } },
    // A gun is known by its pace, which a busy machine stretches.
    { name: 'guns', testMatch: guns, use: { trace: 'off' } },
    { name: 'journeys', testMatch: 'journeys/**/*.spec.ts' },
    { name: 'crashes', testMatch: 'crashes/**/*.spec.ts', use: { trace: 'off' } },
  ],
})
