import fc from 'fast-check';

/**
 * Property tests draw the same examples on every run, so that a run can be repeated and CI doesn't pass or fail by luck.
 * COUNTERSIGN_PROPERTY_SEED=NUMBER draws others (a search for counterexamples, not a gate).
 */
const seed = Number(process.env['COUNTERSIGN_PROPERTY_SEED'] ?? 20261124);
if (!Number.isInteger(seed)) throw new Error('COUNTERSIGN_PROPERTY_SEED is a whole number.');
fc.configureGlobal({ seed });
