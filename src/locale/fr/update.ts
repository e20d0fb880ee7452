/**
 * Words of the offered update: what it waits for, and what it leaves alone. French is the source; en is typed by it. Runs everywhere.
 */
export const update = {
  say: 'Une nouvelle version est prête.',
  take: 'L’installer maintenant',
  later: 'Plus tard',
  waitsFor: {
    handover: 'Une remise est commencée\u00a0: finissez-la ou mettez-la de côté, et vous pourrez l’installer.',
    form: 'Une saisie est ouverte\u00a0: finissez-la ou fermez-la, et vous pourrez l’installer.',
    sending: (count: number) =>
      count === 1
        ? 'Une opération part d’abord\u202f; c’est l’affaire d’un instant.'
        : `${count} opérations partent d’abord\u202f; c’est l’affaire d’un instant.`,
  },
  /** Off line nothing is waited for: the disk outlives a reload. */
  keeps: (count: number) =>
    count === 1
      ? 'Une opération attend le réseau\u00a0: elle reste sur cette tablette, l’installation n’y touche pas.'
      : `${count} opérations attendent le réseau\u00a0: elles restent sur cette tablette, l’installation n’y touche pas.`,
}
