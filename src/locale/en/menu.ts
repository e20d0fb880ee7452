/**
 * The words of the menu and of its list of keys, in English. Typed by the French ones. Runs everywhere.
 * They are loaded with the menu, because the first screen does not need them.
 */
import { menu as fr } from '../fr/menu.ts'

export const menu: typeof fr = {
  title: 'This tablet',
  signOut: 'Sign out',
  language: 'Language',
  theme: 'Display',
  themes: { system: 'As the tablet', light: 'Light', dark: 'Dark' },
  sound: 'Sounds',
  sounds: { on: 'With sounds', off: 'Without sounds' },
  loneKeys: 'Single keys (/ and ?)',
  loneKeysAre: { on: 'Active', off: 'No effect' },
  search: 'Search for a title',
  help: 'Keyboard shortcuts',
  guide: 'How to, on this screen (in French)',
  exercise: 'Rehearsal and check',
  accessibility: 'Accessibility: not compliant',
  tablet: (label) => `Tablet ${label}`,
  storage: {
    granted: 'Storage is protected: the browser will not erase anything by itself.',
    refused: 'Storage is not protected: the browser may erase data if it runs out of room.',
    unknown: 'This browser does not say whether it protects the data.',
  },
  baseAt: (date, time) => `Data received on ${date} at ${time}.`,
  noBase: 'No data received yet.',
  keys: [
    ['Alt + digit', 'change screen, in the menu’s order'],
    ['/', 'search for a title, wherever you are'],
    ['F1 or ?', 'the guide, at the screen’s page'],
    ['Escape', 'close a window, changing nothing'],
    ['Tab, Shift + Tab', 'forward, back'],
    ['Enter', 'press what is outlined'],
    ['Ctrl + Enter', 'hand the pile over, in Handover'],
    ['Barcode scanner', 'scan at any time, wherever the cursor is'],
  ],
}
export const menuWords = { fr, en: menu }
