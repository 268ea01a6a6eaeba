// Where, how and with which settings a dphttpd cell runs.
import type {CellSetting} from '../../site/cell-setting.js';
import type {DphttpdSettings} from '../../run/settings.js';

export type DphttpdSetting = CellSetting & {readonly settings: DphttpdSettings};
