/**
 * The words of the manager's rooms in English: the tabs that lead from one to the other. Each room has a file of its own.
 * Runs everywhere.
 */
import type { management as french } from '../fr/management.ts'

export const management: typeof french = {
  label: 'Management',
  rooms: { planning: 'Rota', figures: 'Figures', messages: 'Emails', settings: 'Settings' },
}
