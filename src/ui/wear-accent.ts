/**
 * Puts the library's own colour on, in place of the app's violet. Runs in the browser, in one of the first moments of a start.
 * The arithmetic travels apart: a library without a colour never fetches it. Set by script, as the page allows no inline style.
 */

let worn: string | undefined

/** Resolves once it is worn, or cannot be had: the app's own stays. `colour` is `#rrggbb`, undefined for the app's own. */
export const wearAccent = async (colour: string | undefined): Promise<void> => {
  if (colour === worn) return
  worn = colour
  const chunk = await import('./accent-style.ts').catch(() => undefined)
  // Another was chosen meanwhile.
  if (worn !== colour || chunk === undefined) return
  for (const [name, tone] of chunk.accentStyle(colour)) document.documentElement.style.setProperty(name, tone)
}
