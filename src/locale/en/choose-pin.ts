/**
 * The first sign-in in English.
 */
import type { ChoosePinWords } from '../fr/choose-pin.ts'

export const choosePin: ChoosePinWords = {
  say: 'Type the code you received, then choose the PIN that you will type every day. Nobody else will know it.',
  code: 'The code received',
  pin: 'Your PIN, 4 to 12 digits',
  again: 'The same, once more',
  choose: 'Choose them',
  working: 'Saving…',
  chosen: 'Your PIN is chosen. Type it to come in.',
  offline: 'The first time needs the network; afterwards, none is needed.',
  problems: {
    code: { what: 'The code received is missing.', next: 'The manager gives it, under Settings, Team.' },
    pin: { what: 'It takes 4 to 12 digits.', next: 'No letter, no space.' },
    again: { what: 'The two are not the same.', next: 'Type them once more, slowly.' },
    'code-unknown': { what: 'This code is not yours, or was used already.', next: 'Read it again, or ask for another one.' },
    'code-expired': { what: 'This code is more than a day old.', next: 'Ask the manager for another one.' },
    'too-many-attempts': { what: 'Too many tries.', next: 'Wait a little, then try again.' },
    unreachable: { what: 'The server does not answer.', next: 'Try again as soon as the tablet is online.' },
    other: { what: 'The server did not understand.', next: 'Try again; if it goes on, reload the page.' },
  },
}
