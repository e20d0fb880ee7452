/**
 * Words for a catalogue that this tablet cannot search, wherever it is missed. French is the source. Runs everywhere.
 */
export const catalogue = {
  absent: 'Le catalogue n’est pas encore sur cette tablette',
  coming: (percent: number) => `Le catalogue arrive sur cette tablette\u00a0: ${percent}\u00a0%`,
  cut: 'Le catalogue n’est pas arrivé entier\u00a0: cette tablette le redemande d’elle-même',
  'no-room': 'Cette tablette n’a plus de place pour le catalogue\u00a0: libérez-en, puis rouvrez l’application',
  failed: 'Le catalogue n’a pas répondu',
}
