/**
 * The words of the manager's rooms: the tabs that lead from one to the other. Each room has a file of its own. French is the source.
 * Runs everywhere.
 */
export const management = {
  label: 'Gestion',
  rooms: { planning: 'Planning', figures: 'Chiffres', messages: 'Courriels', settings: 'Réglages' },
}
