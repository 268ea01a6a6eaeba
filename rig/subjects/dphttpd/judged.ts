// What the gates of a dphttpd cell judge.
import type {Gate} from '../gate.js';
import type {DphttpdDetail} from './detail.js';
import type {Observation} from './observation.js';

/** A measured cell: what was seen of it, and what that came to. */
export type JudgedCell = {readonly seen: Observation; readonly detail: DphttpdDetail};

/** A gate of such cells. */
export type DphttpdGate = Gate<JudgedCell>;
