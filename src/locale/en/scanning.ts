/**
 * The scan field and the camera, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { scanning as fr } from '../fr/scanning.ts'

export const scanning: typeof fr = {
  camera: 'Camera',
  closeCamera: 'Close the camera',
  opening: 'The camera is opening…',
  aim: 'Hold the barcode in the frame, about fifteen centimetres away. Recent iPhones: 20 to 30 cm.',
  hints: {
    several: 'Several barcodes in view: aim at one, in the middle of the frame.',
    black: 'The picture stays black. Uncover the lens, or close the camera and open it again. Meanwhile, type the barcode.',
  },
  zoom: 'Zoom',
  which: {
    title: (text) => `“${text}”: a card or an item?`,
    why: 'Here, the two kinds of number look alike.',
    card: 'It’s a card',
    item: 'It’s an item',
  },
  troubles: {
    'cut-short': { what: 'Only part of the barcode came through.', next: 'Nothing was done. Scan it again.' },
    failed: {
      what: 'This scan could not be dealt with.',
      next: 'Scan again: nothing counts twice. If it keeps happening, close the app, open it again, and tell the manager.',
    },
    locked: { what: 'Unlock the tablet first.', next: 'The barcode is kept: it opens as soon as you have entered your PIN.' },
    'window-open': { what: 'A window is open: this scan did nothing.', next: 'Answer it or close it, then scan again.' },
    'not-expected': { what: 'This screen is not waiting for that barcode.', next: 'Open Handover, Preparing or Returns, then scan again.' },
  },
  torchOn: 'Light on',
  torchOff: 'Light off',
  picture: 'Camera picture',
  retry: 'Try again',
  failures: {
    'no-camera': { what: 'This tablet has no camera.', next: 'Type the barcode or plug in a barcode scanner.' },
    refused: {
      what: 'The camera was refused.',
      next: 'Allow it for this site in the browser’s settings, then open it again. Meanwhile, type the barcode.',
    },
    busy: { what: 'Another app is using the camera.', next: 'Close it, then open the camera here again. Meanwhile, type the barcode.' },
    insecure: {
      what: 'The camera only works on a secure address (https).',
      next: 'Open the service by its https address; the manual says how. Meanwhile, type the barcode.',
    },
    unknown: { what: 'The camera does not open.', next: 'Try again; otherwise type the barcode, everything else works.' },
  },
}
export const scanningWords = { fr, en: scanning }
