/**
 * Puts the library's own colour on, in place of the app's violet. Runs in the browser, in one of the first moments of a start.
 * The arithmetic travels apart: a library without a colour never fetches it. Set by script, as the page allows no inline style.
 */

let worn: string | undefined

/** Resolves once it is worn; `colour` is `#rrggbb`, undefined for the app's own. */
export const wearAccent = async (colour: string | undefined): Promise<void> => {
  if (colour === worn) return
  worn = colour
  const { accentStyle } = await import('./accent-style.ts')
  // Another was chosen meanwhile.
  if (worn === colour) for (const [name, tone] of accentStyle(colour)) document.documentElement.style.setProperty(name, tone)
}
