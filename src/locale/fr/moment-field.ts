/**
 * Words of the fields for a day and for a time. French is the source; en is typed by it.
 */
export const momentField = {
  dayHint: 'Jour, mois, année\u00a0: 24/11/2026',
  dayWrong: 'Ce jour n’est pas au calendrier. Écrivez-le ainsi\u00a0: 24/11/2026.',
  timeHint: 'Par exemple 14\u00a0h\u00a030',
  timeWrong: 'Cette heure n’existe pas. Écrivez-la ainsi\u00a0: 14\u00a0h\u00a030.',
}
