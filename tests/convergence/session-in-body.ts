/**
 * The session that a push names, as it stands in its body. A mutant takes it out where the rule that it breaks would be made good by the
 * sessions: it is judged as a tablet of before them. Runs in the simulator.
 */
export const sessionInBody = /"session":\{[^{}]*\},|,"session":\{[^{}]*\}/
