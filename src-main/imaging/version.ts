/**
 * Version of everything between a scan's bytes and the model input. Raised whenever the same bytes could give other
 * samples, so that templates made before are made again.
 */
export const imagingVersion = '1';
