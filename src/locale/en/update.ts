/**
 * Words of the offered update, in English. Runs everywhere; typed by the French source.
 */
import { update as fr } from '../fr/update.ts'

export const update: typeof fr = {
  say: 'A new version is ready.',
  take: 'Install it now',
  later: 'Later',
  waitsFor: {
    handover: 'A handover is under way: finish it or put it aside, then you can install it.',
    form: 'Something is being entered: finish it or close it, then you can install it.',
    sending: (count) =>
      count === 1
        ? 'One operation is being sent first; it takes a moment.'
        : `${count} operations are being sent first; it takes a moment.`,
  },
  keeps: (count) =>
    count === 1
      ? 'One operation is waiting for the network: it stays on this tablet, and installing does not touch it.'
      : `${count} operations are waiting for the network: they stay on this tablet, and installing does not touch them.`,
}
export const updateWords = { fr, en: update }
