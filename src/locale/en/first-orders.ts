/**
 * What Today says of a library that has no order yet, in English.
 */
import { firstOrders as fr } from '../fr/first-orders.ts'

export const firstOrders: typeof fr = {
  title: 'How orders come',
  file: {
    what: 'From the ILS',
    say: 'Put its file of orders on the server, then run, with the DATA_DIR that the service prints at its start:',
    command: 'DATA_DIR=… npm run import -- --orders orders.csv',
    linked: 'Linked over the network, it can send them itself.',
    open: 'The link to the ILS',
  },
  call: { what: 'By phone, or at the desk', say: 'The order is taken here, in a minute.', open: 'Take an order' },
  page: {
    what: 'From the patrons’ page',
    say: { open: 'It is open: people order there from home.', paused: 'It is paused.', shut: 'It is closed.' },
    open: 'The patrons’ page',
  },
}
export const firstOrdersWords = { fr, en: firstOrders }
