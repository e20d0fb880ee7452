/**
 * What an order's sheet and the pull list say of a document that left by the ordinary desk (ORD-4). French is the source. Runs everywhere.
 */
export const lentElsewhere = {
  since: (when: string) => `sorti au bureau de prêt selon le SIGB, depuis ${when}`,
  onDay: (day: string) => `le ${day}`,
  onDayAt: (day: string, time: string) => `le ${day} à ${time}`,
}
export type LentElsewhereWords = typeof lentElsewhere
