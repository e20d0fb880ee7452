/**
 * The words of the manager's rooms in English: the tabs that lead from one to the other. Each room has a file of its own.
 * Runs everywhere.
 */
import { management as fr } from '../fr/management.ts'

export const management: typeof fr = {
  label: 'Management',
  rooms: { planning: 'Rota', figures: 'Figures', messages: 'Emails', settings: 'Settings' },
}
export const managementWords = { fr, en: management }
