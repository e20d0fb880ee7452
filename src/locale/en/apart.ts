/**
 * What a tablet brought after it was taken out of service, in English. Runs everywhere; pure.
 * Typed by the French source beside it: a sentence added there and not here does not compile.
 */
import { apart as fr } from '../fr/apart.ts'

const entries = (count: number): string => (count === 1 ? '1 operation' : `${count} operations`)

export const apart: typeof fr = {
  verdict: (count) => (count === 0 ? 'Nothing left to read' : `${entries(count)} to read`),
  say: (label) => `Tablet ${label} had been taken out of service. What it brings back is kept, but nothing counts yet.`,
  sayAbove: (label) => `Tablet ${label} sent more than any day asks for. The rest is held back, and none of it counts yet.`,
  nothing: (label) => `Nothing that tablet ${label} brought back is waiting any more.`,
  managerOnly: 'Only the manager can read and accept these. Ask the manager to sign in on this tablet.',
  offline: 'Offline.',
  offlineSay: 'The server holds these: they can be read when the network is back. The desk carries on without them.',
  read: (count) => (count === 1 ? 'Read it' : `Read all ${count}`),
  readSay: 'For each one, the server says whether it agrees with what the library knows.',
  whyRead: (label) => `To read what tablet ${label} brought back.`,
  working: 'Waiting for the server…',
  seen: (letter, day, received) => `What ${letter} saw on ${day}, received on ${received}`,
  unread: (letter, received) => `What ${letter} brought back that cannot be read, received on ${received}`,
  list: (letter) => `Operations from ${letter}`,
  unreadable: 'An operation that the server cannot read',
  standings: {
    agrees: 'agrees',
    'to-decide': 'to decide',
    'too-late': 'too late',
    follows: 'follows',
    unreadable: 'held back',
  },
  follows: 'follows another one that is not accepted',
  stays: 'the server cannot apply it',
  late: {
    'slot-over': 'its slot is over',
    'slot-closed': 'that slot no longer exists',
    'slot-too-far': 'that slot is too far ahead',
    'order-unknown': 'the order is no longer here',
    'order-already-there': 'the order is here already',
    'too-many-orders-in-slot': 'the patron already has their orders for that slot',
    'too-many-open-orders': 'the patron already has all their orders',
    'case-unknown': 'the case is no longer here',
    other: 'the library has learnt more since',
  },
  take: 'Accept',
  takeNamed: (gesture) => `Accept: ${gesture}`,
  takeAgreeing: (count, isAll) =>
    isAll
      ? count === 1
        ? 'Accept it'
        : `Accept all ${count}`
      : count === 1
        ? 'Accept the one that agrees'
        : `Accept the ${count} that agree`,
  takeAgreeingSay: (others) =>
    others === 0
      ? 'Everything agrees: there will be nothing to decide.'
      : others === 1
        ? 'The other one stays here, to be decided by itself.'
        : `The other ${others} stay here, to be decided one by one.`,
  takeAll: (count, isAll) => (count === 1 ? 'Accept it' : isAll ? `Accept all ${count}` : `Accept the ${count} that can still count`),
  takeAllSay: (contradictions, staying) =>
    [
      contradictions.length === 0
        ? 'What comes too late will be recorded as it is.'
        : contradictions.length === 1
          ? `${contradictions[0]}: a case will say so.`
          : `${contradictions.length} contradict what is known: each opens its own case.`,
      staying === 0 ? '' : staying === 1 ? 'One more stays held back.' : `${staying} more stay held back.`,
    ]
      .filter((part) => part !== '')
      .join(' '),
  takeWhole: (label, count) => `Accept all ${count} that tablet ${label} brought`,
  takeWholeSay:
    'Without reading them one by one: what contradicts something opens its case. Once accepted, an operation is undone only on the screen where it is made.',
  leaveWhole: (label) => `Leave all that tablet ${label} brought held back`,
  takeNone: 'Accept none',
  takeNoneSay: (until) => `Held back, readable here until ${until}, without effect.`,
  whyTake: (count, label) => `To accept ${entries(count)} from tablet ${label}.`,
  more: (listed, total) => `The first ${listed} of ${total}. The others come next.`,
  following: (from, to, total) => `${from} to ${to}, of ${total}.`,
  next: 'See the next ones',
  first: 'Back to the first ones',
  taken: (accepted, left) =>
    `${accepted === 0 ? 'None is accepted' : accepted === 1 ? 'One operation is accepted' : `${accepted} operations are accepted`}${
      left === 0 ? '.' : left === 1 ? '; one more stays held back.' : `; ${left} stay held back.`
    }`,
  none: 'None is accepted: they stay held back, without effect.',
  seeCases: 'See the cases',
  noted: 'Read and decided',
}
export const apartWords = { fr, en: apart }
