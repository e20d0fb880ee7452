/**
 * What Aujourd’hui says of a bank holiday of this week that nobody has decided (SET-10). Runs everywhere.
 */
export const holidays = {
  wouldBeOpen: (date: string) => `Jour férié ${date}, et la bibliothèque serait ouverte\u00a0: personne n’a encore décidé.`,
  decide: 'Cela se décide dans Gestion, Réglages.',
}
