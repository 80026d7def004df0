import type { ModelReference } from '../../../src-main/contract/app.ts';
import type { Bands } from '../../../src-main/contract/check.ts';
import type { DoctorReport } from '../../../src-main/contract/doctor.ts';
import type { SettingsView, Thresholds } from '../../../src-main/contract/settings.ts';
import { standInCurves } from './curves.ts';

/** The model the stand-in app says it uses. */
export const standInModel: ModelReference = {
  id: 'contrastive',
  title: 'Contrastive twin',
  hash: '3f1c9a5be0d24c7788a1e6b2f90d5c4a1b7e8f6032d4c5b6a79880f1e2d3c4b5',
};

export const standInBands: Bands = {
  matchAbove: 2.3,
  mismatchBelow: -1.2,
  lowest: -8,
  highest: 8,
  matchDistance: 0.44,
  mismatchDistance: 0.66,
};

const thresholds: Thresholds = {
  one: { matchAbove: 3.4, mismatchBelow: -0.4 },
  two: { matchAbove: 2.8, mismatchBelow: -0.9 },
  many: { matchAbove: 2.3, mismatchBelow: -1.2 },
};

export const standInSettings: SettingsView = {
  settings: {
    appearance: 'system',
    accountPattern: '(\\d{6,})',
    idleLockSeconds: 300,
    model: 'contrastive',
    thresholds: null,
    unlockWithSystem: false,
    fourEyes: null,
    micrSchemes: [],
  },
  fixedByPolicy: [],
  policyFile: null,
  systemUnlockAvailable: true,
  thresholds,
  packageThresholds: thresholds,
  curves: standInCurves,
  models: [{ id: 'contrastive', title: 'Contrastive twin' }],
  layouts: [
    { name: 'Northern Mutual', accountPrefix: '0042', signature: { x: 0.58, y: 0.58, width: 0.36, height: 0.26 } },
    { name: 'Sample bank', accountPrefix: '9000', signature: { x: 0.58, y: 0.58, width: 0.36, height: 0.26 } },
  ],
};

export const doctorReport: DoctorReport = {
  version: '0.1.0',
  node: '24.21.0',
  platform: 'linux x64',
  shell: 'local-window',
  decoders: [
    { name: 'sharp', works: true, why: 'The golden pictures agree.' },
    { name: 'jimp', works: true, why: 'For BMP.' },
  ],
  providers: {
    compiledIn: ['cpu'],
    tried: [{ provider: 'cpu', taken: true, why: 'The reference; the golden vectors agree.', goldenError: 1e-7 }],
    inUse: 'cpu',
  },
  model: {
    id: 'contrastive',
    hash: standInModel.hash,
    files: [{ name: 'tower.onnx', sha256: 'b5c4d3e2f1088097a6b5c4d32036f8e7b1a4c5d09f2b6e1a8877c42d0eb5a9c1' }],
    goldenError: 1.2e-7,
    goldenTolerance: 1e-4,
  },
  store: {
    directory: '/home/clerk/.countersign/store',
    state: 'open',
    schemaVersion: 1,
    accounts: 3,
    specimens: 16,
    records: 214,
  },
  policyFile: null,
  problems: [],
};
