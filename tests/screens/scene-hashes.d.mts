/**
 * Types of scene-hashes.mjs, which screenshots and tests share. Runs nowhere.
 * The address after the `#` at which a scene is shown.
 */
export declare const hashOf: (scene: string) => string
