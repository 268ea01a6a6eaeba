// Where, how and with which settings a dphttpd cell runs.
import type {CellSetting} from '../../cells/cell-setting.js';
import type {DphttpdSettings} from '../../plan/settings.js';

export type DphttpdSetting = CellSetting & {readonly settings: DphttpdSettings};
