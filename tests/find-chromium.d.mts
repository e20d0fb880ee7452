/**
 * Types of find-chromium.mjs, which Playwright's configuration (TypeScript) and run-all.mjs (before any build) both import.
 * Runs nowhere.
 * Kept beside by hand: two functions.
 */
/** Path of a Chromium or Chrome already there; undefined where there is none. Throws when PTE_CHROMIUM names no program. */
export declare const findChromium: () => string | undefined
/** Installs Debian's Chromium where we are root and apt works; answers its path, or undefined. */
export declare const installChromium: () => string | undefined
