import type { Command } from '../command.ts';
import { adapt, adaptAdopt, adaptDismiss, adaptShow, adaptUndo } from './adapt.ts';
import { auditCheck, auditExport, auditKey, auditRemake, auditVerify } from './audit.ts';
import { check } from './check.ts';
import {
  decideAccept,
  decideConfirm,
  decideList,
  decideRefer,
  decideRefuse,
  decideReturn,
  decideUndo,
} from './decide.ts';
import { customerErase, customerExport, storeExpire } from './customer.ts';
import { doctor } from './doctor.ts';
import { enrol } from './enrol.ts';
import { evaluate } from './evaluate.ts';
import { hands, identify } from './identify.ts';
import { modelAdmit, modelList, modelWithdraw } from './model.ts';
import { mandateHistory, mandateSet, mandateShow } from './mandate.ts';
import {
  operatorsAdd,
  operatorsChange,
  operatorsDropRole,
  operatorsList,
  operatorsRemove,
  operatorsRole,
} from './operators.ts';
import { prepare } from './prepare.ts';
import { reasonsList, reasonsRetire, reasonsSet } from './reasons.ts';
import { report } from './report.ts';
import { sample } from './sample.ts';
import { specimensList, specimensMerge, specimensReplace, specimensRetire, specimensTakeBack } from './specimens.ts';
import { storeBackup, storeRekey, storeRestore, storeVerify } from './store.ts';
import { verify } from './verify.ts';

/** Every command, in the order the help lists them. */
export const commands: readonly Command[] = [
  enrol,
  verify,
  check,
  identify,
  hands,
  evaluate,
  prepare,
  sample,
  specimensList,
  specimensRetire,
  specimensTakeBack,
  specimensReplace,
  specimensMerge,
  mandateShow,
  mandateSet,
  mandateHistory,
  report,
  doctor,
  storeVerify,
  storeBackup,
  storeRestore,
  storeRekey,
  decideList,
  decideAccept,
  decideReturn,
  decideRefer,
  decideUndo,
  decideConfirm,
  decideRefuse,
  reasonsList,
  reasonsSet,
  reasonsRetire,
  operatorsList,
  operatorsAdd,
  operatorsChange,
  operatorsRemove,
  operatorsRole,
  operatorsDropRole,
  storeExpire,
  customerExport,
  customerErase,
  modelList,
  modelAdmit,
  modelWithdraw,
  adaptShow,
  adaptAdopt,
  adaptDismiss,
  adaptUndo,
  adapt,
  auditVerify,
  auditKey,
  auditExport,
  auditCheck,
  auditRemake,
];
